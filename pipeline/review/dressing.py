"""Make a review edition of a finished Word file: ids, comments, tracking, identity.

    bookmark ``_tu…`` and paragraph id    on every text
    comment                               source text, state, translators' comments
    ``trackRevisions``, protection        in the settings
    property, bookmark ``_dg…``, part     which build it was, and what was exported

Law: without all this it is the release edition, part for part, but for the bookmarks' Spans.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from pipeline.model import digest
from pipeline.review import base as bases
from pipeline.review.marking import PREFIX
from pipeline.review.nouns import Base, Identity
from pipeline.review.reading import AUTHOR, PROPERTY, SPACE
from pipeline.word.package import pack, unpack
from pipeline.word.reference import OFFICE
from pipeline.word.xml import Element, every, get, make, parse, tag, write

_OFFICE = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = {
    "word/comments.xml": f"{_OFFICE}.wordprocessingml.comments+xml",
    "docProps/custom.xml": f"{_OFFICE}.custom-properties+xml",
    "customXml/itemProps1.xml": f"{_OFFICE}.customXmlProperties+xml",
}
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_LONGEST = 1_000_000
"""How many letters stand in one element: readers of XML are wary of more than ten million."""

_UNSEEN = 0x7FFFFFFF
"""Paragraph ids are positive, and below two to the 31st."""


@dataclass(frozen=True, slots=True)
class Dress:
    """What a review edition gets: its identity, comments by unit, and the day they bear.

    ``protected`` allows tracked edits only.
    """

    identity: Identity
    comments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date: str = ""
    protected: bool = False


def dressed(data: bytes, dress: Dress) -> dict[str, bytes]:
    """Return the parts of a review edition from a file whose bookmarks name its units."""
    parts = unpack(data)
    document, notes = parse(parts["word/document.xml"]), parse(parts["word/footnotes.xml"])
    for root in (document, notes):
        _named(root)
    said = list(_commented(document, dress))
    parts["word/document.xml"] = _ignoring(document)
    parts["word/footnotes.xml"] = _ignoring(notes)
    parts = signed(parts, dress)
    if said:
        parts["word/comments.xml"] = write(make("w:comments", *said))
        link = {"comments.xml": ("comments", f"{OFFICE}/comments")}
        parts["word/_rels/document.xml.rels"] = _linked(
            parts["word/_rels/document.xml.rels"], link
        )
    return parts


def signed(parts: Mapping[str, bytes], dress: Dress) -> dict[str, bytes]:
    """Return the parts of a file that tracks changes and says which build it is."""
    document = parse(parts["word/document.xml"])
    _named_build(document, dress.identity.build)
    links = {"docProps/custom.xml": ("custom", f"{_CUSTOM}/relationships/custom-properties")}
    return dict(parts) | {
        "word/document.xml": write(document),
        "word/settings.xml": _tracking(parts["word/settings.xml"], dress),
        "docProps/custom.xml": _properties(dress.identity),
        "_rels/.rels": _linked(parts["_rels/.rels"], links),
    }


def closed(parts: Mapping[str, bytes], base: Base) -> bytes:
    """Return the file with what was exported in it."""
    text = bases.packed(base).decode()
    cut = (escape(text[at : at + _LONGEST]) for at in range(0, len(text), _LONGEST))
    said = "".join(f"<part>{part}</part>" for part in cut)
    item = f'{_HEAD}<base xmlns="{SPACE}">{said}</base>'.encode()
    name = base.identity.build
    key = f"{{{name[:8]}-{name[8:12]}-4{name[13:16]}-8000-{name[:12]}}}".upper()
    space = f"{_CUSTOM}/customXml"
    own = (
        f'{_HEAD}<ds:datastoreItem xmlns:ds="{space}" ds:itemID="{key}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
    whole = dict(parts) | {"customXml/item1.xml": item, "customXml/itemProps1.xml": own}
    whole["customXml/_rels/item1.xml.rels"] = _linked(
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"/>'.encode(),
        {"itemProps1.xml": ("rId1", f"{OFFICE}/customXmlProps")},
    )
    whole["word/_rels/document.xml.rels"] = _linked(
        whole["word/_rels/document.xml.rels"],
        {"../customXml/item1.xml": ("review", f"{OFFICE}/customXml")},
    )
    whole["[Content_Types].xml"] = _typed(whole)
    return pack(whole)


def _named(root: Element) -> None:
    """Hide the bookmarks of units, and give their paragraphs an id."""
    for start in every(root, "w:bookmarkStart"):
        name = get(start, "w:name")
        if not name.startswith(PREFIX):
            continue
        start.set(tag("w:name"), f"_{name}")
        paragraph = next(start.iterancestors(tag("w:p")), None)
        if paragraph is not None and not get(paragraph, "w14:paraId"):
            number = int(digest(name)[:8], 16) & _UNSEEN or 1
            paragraph.set(tag("w14:paraId"), f"{number:08X}")
            paragraph.set(tag("w14:textId"), "77777777")


def _commented(document: Element, dress: Dress) -> Iterator[Element]:
    """Put our comments around the texts, and yield them."""
    ends = {get(end, "w:id"): end for end in every(document, "w:bookmarkEnd")}
    number = 0
    for start in every(document, "w:bookmarkStart"):
        lines = dress.comments.get(get(start, "w:name").removeprefix("_"), ())
        end = ends.get(get(start, "w:id"))
        if not lines or end is None:
            continue
        start.addprevious(make("w:commentRangeStart", id=number))
        end.addnext(make("w:r", make("w:commentReference", id=number)))
        end.addnext(make("w:commentRangeEnd", id=number))
        texts = (make("w:t", line, xml_space="preserve") for line in lines)
        said = [make("w:p", make("w:r", text)) for text in texts]
        when = f"{dress.date}T00:00:00Z"
        yield make("w:comment", *said, id=number, author=AUTHOR, date=when, initials="D")
        number += 1


def _named_build(document: Element, build: str) -> None:
    """Put a bookmark into the first paragraph that names the build: it outlives every format."""
    first = next(document.iter(tag("w:p")))
    known = [int(get(s, "w:id") or 0) for s in document.iter(tag("w:bookmarkStart"))]
    key = max(known, default=0) + 1
    at = 1 if first.find(tag("w:pPr")) is not None else 0
    start = make("w:bookmarkStart", id=key, name=f"_dg{build}")
    first[at:at] = [start, make("w:bookmarkEnd", id=key)]


def _ignoring(root: Element) -> bytes:
    """Return a part that says which of its names an old reader may ignore."""
    if any(get(p, "w14:paraId") for p in root.iter(tag("w:p"))):
        root.set(tag("mc:Ignorable"), "w14")
    return write(root)


def _tracking(data: bytes, dress: Dress) -> bytes:
    root = parse(data)
    wanted = [make("w:trackRevisions")]
    if dress.protected:
        wanted.append(make("w:documentProtection", edit="trackedChanges", enforcement="1"))
    after = root.find(tag("w:defaultTabStop"))
    at = root.index(after) if after is not None else len(root)
    root[at:at] = wanted
    return write(root)


def _properties(identity: Identity) -> bytes:
    space = f"{_CUSTOM}/custom-properties"
    kinds = f"{_CUSTOM}/docPropsVTypes"
    return (
        f'{_HEAD}<Properties xmlns="{space}" xmlns:vt="{kinds}">'
        f'<property fmtid="{_FMTID}" pid="2" name="{PROPERTY}">'
        f"<vt:lpwstr>{escape(str(identity))}</vt:lpwstr></property></Properties>"
    ).encode()


def _linked(data: bytes, links: Mapping[str, tuple[str, str]]) -> bytes:
    """Return a part of relationships with more of them: target, then id and type."""
    root = parse(data)
    for target, (name, kind) in links.items():
        root.append(make("pr:Relationship", Id=name, Type=kind, Target=target))
    return write(root)


def _typed(parts: Mapping[str, bytes]) -> bytes:
    root = parse(parts["[Content_Types].xml"])
    for name, kind in _TYPES.items():
        if name in parts:
            root.append(make("ct:Override", PartName=f"/{name}", ContentType=kind))
    return write(root)
