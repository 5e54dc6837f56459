"""What a PDF says of itself: its title, its dates, and which standards it keeps to.

One file claims PDF/UA-1 and PDF/A-3a, so that it can be read by everyone and kept for good:
both claims stand in one description, and that of PDF/UA is explained, as PDF/A asks. Nothing
in it depends on the clock.

Source: ISO 19005-3, 6.6; ISO 14289-1, 5; ISO 15930-7, 6.8; ISO 16684-1 (XMP).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
_EXPLAINED = """<rdf:Description rdf:about=""\
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
_FOR_SCREENS = (("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1"))


def for_screens(document: Any, pdf: Any) -> None:
    """Write into a PDF that it is PDF/UA-1 and PDF/A-3a."""
    told = xmp(document.metadata, pdf.info["Producer"].string, _FOR_SCREENS, _EXPLAINED)
    number = int(pdf.catalog["Metadata"].split()[0])
    pdf.objects[number].stream = [told]


def for_press(title: str, language: str, date: str, identifier: str) -> bytes:
    """Return the XMP of a PDF/X-4 file; ``date`` is an ISO date."""
    claims = (
        ("pdfxid:GTS_PDFXVersion", "PDF/X-4"),
        ("pdf:Trapped", "False"),
        ("xmp:MetadataDate", _moment(date)),
        ("xmpMM:DocumentID", f"xmp.did:{identifier}"),
        ("xmpMM:RenditionClass", "default"),
        ("xmpMM:VersionID", "1"),
    )
    told = _Said(title, lang=language, created=_moment(date), modified=_moment(date))
    return xmp(told, "", claims)


class _Said:
    """The metadata of a document as WeasyPrint keeps it."""

    def __init__(self, title: str, lang: str, created: str, modified: str) -> None:
        self.title, self.lang, self.created, self.modified = title, lang, created, modified
        self.authors: list[str] = []
        self.description = self.generator = ""
        self.keywords: list[str] = []


def xmp(said: Any, producer: str, claims: tuple[tuple[str, str], ...], more: str = "") -> bytes:
    """Return the XMP packet of a document, with claims such as ``("pdfaid:part", "3")``."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
    lines = [f"<{name}>{escape(value)}</{name}>" for name, value in claims]
    lines += _told(said, producer)
    inside = "\n".join([f'<rdf:Description rdf:about=""{spaces}>', *lines, "</rdf:Description>"])
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{inside}
{more}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _told(said: Any, producer: str) -> Iterator[str]:
    if said.title:
        yield f"<dc:title>{_by_language(said.title, said.lang)}</dc:title>"
    if said.authors:
        listed = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in said.authors)
        yield f"<dc:creator><rdf:Seq>{listed}</rdf:Seq></dc:creator>"
    if said.description:
        yield f"<dc:description>{_by_language(said.description, said.lang)}</dc:description>"
    if said.lang:
        listed = f"<rdf:li>{escape(said.lang)}</rdf:li>"
        yield f"<dc:language><rdf:Bag>{listed}</rdf:Bag></dc:language>"
    simple = (
        ("pdf:Keywords", ", ".join(said.keywords)),
        ("pdf:Producer", producer),
        ("xmp:CreatorTool", said.generator),
        ("xmp:CreateDate", said.created),
        ("xmp:ModifyDate", said.modified),
    )
    yield from (f"<{name}>{escape(value)}</{name}>" for name, value in simple if value)


def _by_language(text: str, _language: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _moment(date: str) -> str:
    return date if "T" in date else f"{date}T00:00:00Z"
