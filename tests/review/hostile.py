"""Hostile Word files, each made from a sound one by one change, and the rules that refuse them."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping

from pipeline.word.package import pack, unpack
from tests.documents import finished

Parts = dict[str, bytes]
DOCUMENT, LINKS = "word/document.xml", "word/_rels/document.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"


def sound() -> Parts:
    """Return the parts of a Word file that is as it should be."""
    return unpack(finished("en"))


def zipped(entries: list[tuple[zipfile.ZipInfo | str, bytes]], kind: int = 8) -> bytes:
    """Return a zip of entries as they are given, whatever they are called."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", kind) as archive:
        warnings.simplefilter("ignore")
        for entry, data in entries:
            archive.writestr(entry, data, compress_type=kind)
    return buffer.getvalue()


def added(*entries: tuple[zipfile.ZipInfo | str, bytes], kind: int = 8) -> bytes:
    """Return a sound file with more entries."""
    return zipped([*sound().items(), *entries], kind)


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a sound file with one part changed."""
    parts = sound()
    return pack(parts | {name: change(parts[name])})


def inside(markup: str) -> bytes:
    """Return a sound file with more in its text."""
    return changed(DOCUMENT, lambda d: d.replace(b"<w:sectPr", markup.encode() + b"<w:sectPr", 1))


def linked(kind: str, target: str, mode: str = "External", name: str = LINKS) -> bytes:
    """Return a sound file with one more relationship."""
    kind = kind if "/" in kind else f"{KIND}/{kind}"
    mode = f' TargetMode="{mode}"' if mode else ""
    link = f'<Relationship Id="rIdX" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts = sound()
    old = parts.get(name, empty + b"</Relationships>")
    return pack(parts | {name: old.replace(b"</Relationships>", link.encode())})


def field(*codes: str) -> bytes:
    """Return a sound file with a field whose code is cut into several runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return inside(f"<w:p>{_turn('begin')}{runs}{_turn('separate')}{_turn('end')}</w:p>")


def built_field() -> bytes:
    """Return a sound file with a field whose name is written by another field."""
    quoted = "<w:r><w:instrText> QUOTE 68 68 69 </w:instrText></w:r>"
    inner = f"{_turn('begin')}{quoted}{_turn('end')}"
    rest = "<w:r><w:instrText> c cmd </w:instrText></w:r>"
    return inside(f"<w:p>{_turn('begin')}{inner}{rest}{_turn('separate')}{_turn('end')}</w:p>")


def _turn(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def doctype(data: bytes) -> bytes:
    """Return a part with a thousand million laughs."""
    laughs = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    head = f'<!DOCTYPE w:document [<!ENTITY l0 "ha">{"".join(laughs)}]>'
    at = data.index(b"<w:document")
    return data[:at] + head.encode() + data[at:].replace(b"<w:sectPr", b"&l9;<w:sectPr", 1)


def lying(size: int) -> bytes:
    """Return a sound file with an entry that unpacks to more than it says."""
    packer = zlib.compressobj(9, wbits=-15)
    blob = packer.compress(b"<" * 60_000_000) + packer.flush()
    whole = added(("word/more.xml", b"MARK"))
    at = whole.index(b"word/more.xml") - 30
    start, end = at + 30 + len("word/more.xml"), whole.index(b"PK\x01\x02")
    head = bytearray(whole[at:start])
    head[18:26] = struct.pack("<II", len(blob), size)
    listing = bytearray(whole[end:])
    grown = len(blob) - (end - start)
    own = listing.index(b"word/more.xml") - 46
    listing[own + 20 : own + 28] = struct.pack("<II", len(blob), size)
    last = listing.rindex(b"PK\x05\x06")
    listing[last + 16 : last + 20] = struct.pack("<I", end + grown)
    return whole[:at] + bytes(head) + blob + bytes(listing)


def overlapping() -> bytes:
    """Return a zip whose listing names one packed part twice, under two names."""
    whole = added(("word/a.bin", b"a" * 500_000), ("word/b.bin", b"b" * 500_000))
    one, other = whole.index(b"word/a.bin") - 30, whole.index(b"word/b.bin") - 30
    return whole.replace(
        struct.pack("<I", other) + b"word/b.bin", struct.pack("<I", one) + b"word/b.bin"
    )


def crowd(count: int) -> bytes:
    """Return a zip of so many empty parts."""
    return zipped([(f"word/{n}.bin", b"") for n in range(count)], 0)


def secret() -> bytes:
    """Return a sound file, one entry of which says that it is locked."""
    whole = bytearray(added(("word/locked.bin", b"x")))
    own = whole.rindex(b"word/locked.bin") - 46
    whole[own + 8] |= 1
    return bytes(whole)


def _stranger(name: str, mode: int = 0o644) -> bytes:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return added((entry, b"x"))


def _attributes(data: bytes) -> bytes:
    many = "".join(f' a{n}=""' for n in range(600_000))
    return data.replace(b"<w:body>", f"<w:body><w:p{many}/>".encode(), 1)


def _damaged() -> bytes:
    return pack(sound()).replace(b"\0\0\0", b"\0\1\0")


def _macros() -> bytes:
    parts = sound()
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    old = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = parts["[Content_Types].xml"].replace(old, kind)
    return pack(parts | {"[Content_Types].xml": types})


def _deep(data: bytes) -> bytes:
    nest = b"<w:sdt><w:sdtContent>" * 5_000 + b"</w:sdtContent></w:sdt>" * 5_000
    return data.replace(b"<w:sectPr", nest + b"<w:sectPr", 1)


def _dense(data: bytes) -> bytes:
    """Return a text of many small elements that do not all say the same."""
    rows = b"".join(b"<w:r><w:t>%d</w:t></w:r>" % (n * 7919 % 100_003) for n in range(500_000))
    return data.replace(b"<w:sectPr", b"<w:p>" + rows + b"</w:p><w:sectPr", 1)


def _many_fields(data: bytes) -> bytes:
    fields = (f'<w:fldSimple w:instr=" DDE {n}"/>' for n in range(300_000))
    return data.replace(b"<w:sectPr", f"<w:p>{''.join(fields)}</w:p><w:sectPr".encode(), 1)


def _external(data: bytes) -> bytes:
    head = b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'
    return data.replace(b"<w:document", head + b"<w:document", 1)


def _utf16(data: bytes) -> bytes:
    return doctype(data).decode().replace("UTF-8", "UTF-16").encode("utf-16")


_OLE = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link"/>'
_VML = '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://192.0.2.1/a.png"/>'
_SETTINGS = "word/_rels/settings.xml.rels"

HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"<html><body>Report</body></html>", "not-a-word-file"),
    "empty": (lambda: b"", "not-a-word-file"),
    "a PDF": (lambda: b"%PDF-1.7\n" + bytes(100), "not-a-word-file"),
    "an encrypted package": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000), "encrypted-file"),
    "cut off": (lambda: pack(sound())[:-700], "not-a-word-file"),
    "an empty zip": (lambda: zipped([]), "not-a-word-file"),
    "a locked entry": (secret, "encrypted-file"),
    "packed otherwise": (lambda: added(("a.bin", b"a" * 99), kind=14), "not-a-word-file"),
    "damaged": (_damaged, "not-a-word-file"),
    "a bomb": (lambda: added(("word/media/a.bin", bytes(45_000_000))), "packed-too-tight"),
    "a large bomb": (lambda: added(("word/media/a.bin", bytes(70_000_000))), "too-large"),
    "many small bombs": (
        lambda: added(*((f"word/{n}.bin", bytes(990_000)) for n in range(60))), "too-large"),
    "a lying size": (lambda: lying(400_000), "not-a-word-file"),
    "overlapping parts": (overlapping, "overlapping-parts"),
    "a crowd": (lambda: crowd(20_000), "too-many-parts"),
    "a smaller crowd": (lambda: crowd(3_000), "too-many-parts"),
    "a name that climbs": (lambda: _stranger("../../etc/cron.d/x"), "unsafe-name"),
    "an absolute name": (lambda: _stranger("/etc/passwd"), "unsafe-name"),
    "a Windows name": (lambda: _stranger("word\\..\\..\\x.dll"), "unsafe-name"),
    "a drive": (lambda: _stranger("C:/x.dll"), "unsafe-name"),
    "a symbolic link": (lambda: _stranger("word/x.xml", 0o120777), "unsafe-name"),
    "a doubled name": (lambda: added((DOCUMENT, b"<x/>")), "doubled-name"),
    "a name in two cases": (lambda: added(("Word/Document.XML", b"<x/>")), "doubled-name"),
    "a thousand million laughs": (lambda: changed(DOCUMENT, doctype), "doctype"),
    "a DOCTYPE elsewhere": (lambda: changed(DOCUMENT, _external), "doctype"),
    "a DOCTYPE in UTF-16": (lambda: changed(DOCUMENT, _utf16), "not-utf-8"),
    "deep nesting": (lambda: changed(DOCUMENT, _deep), "too-deep"),
    "many attributes": (lambda: changed(DOCUMENT, _attributes), "too-large"),
    "many elements": (lambda: changed(DOCUMENT, _dense), "too-large"),
    "broken XML": (lambda: changed(DOCUMENT, lambda d: d[:-9]), "broken-xml"),
    "macros": (_macros, "macros"),
    "a macro project": (lambda: added(("word/vbaProject.bin", b"x")), "macros"),
    "a workbook": (
        lambda: changed(DOCUMENT, lambda d: b'<workbook xmlns="urn:x"/>'), "not-a-word-file"),
    "an attached template": (
        lambda: linked("attachedTemplate", "http://192.0.2.1/a.dotm", name=_SETTINGS),
        "external-part"),
    "a template of this machine": (
        lambda: linked("attachedTemplate", "file:///tmp/a.dotm", name=_SETTINGS), "external-part"),
    "a picture from elsewhere": (
        lambda: linked("image", "http://192.0.2.1/a.png"), "external-part"),
    "a picture from a share": (
        lambda: linked("image", "\\\\192.0.2.1\\a.png", mode=""), "external-part"),
    "a picture of old": (lambda: inside(f"<w:p><w:r><w:pict>{_VML}</w:pict></w:r></w:p>"),
                         "external-part"),
    "a linked object": (lambda: linked("oleObject", "http://192.0.2.1/a!x"), "embedded-object"),
    "an object": (lambda: linked("oleObject", "embeddings/a.bin", mode=""), "embedded-object"),
    "an object in the text": (
        lambda: inside(f"<w:p><w:r><w:object>{_OLE}</w:object></w:r></w:p>"), "embedded-object"),
    "a control": (lambda: linked("control", "activeX/a.xml", mode=""), "embedded-object"),
    "another document": (lambda: linked("aFChunk", "a.mht", mode=""), "external-part"),
    "a frame": (lambda: linked("frame", "http://192.0.2.1/"), "external-part"),
    "a part of a book": (lambda: linked("subDocument", "b.docx"), "external-part"),
    "a film": (lambda: linked("video", "http://192.0.2.1/a.mp4"), "external-part"),
    "a script as a link": (lambda: linked("hyperlink", "javascript:alert(1)"), "unsafe-link"),
    "DDE": (lambda: field(" DDEAUTO c:\\\\cmd.exe &quot;/k calc&quot; "), "active-field"),
    "DDE in pieces": (lambda: field(" D", "D", "EAU", "TO cmd "), "active-field"),
    "DDE in disguise": (built_field, "active-field"),
    "a simple DDE": (
        lambda: inside('<w:p><w:fldSimple w:instr=" DDE cmd x "/></w:p>'), "active-field"),
    "many fields": (lambda: changed(DOCUMENT, _many_fields), "active-field"),
    "a text from elsewhere": (
        lambda: field(" INCLUDETEXT &quot;/etc/passwd&quot; "), "active-field"),
    "a picture by field": (
        lambda: field(" INCLUDEPICTURE &quot;http://192.0.2.1/a&quot; \\d "), "active-field"),
}  # fmt: skip
"""What is wrong with a file, how to make it, and the rule that says so."""
