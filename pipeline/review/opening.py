"""A Word file from outside, opened: what it may not be is refused before any of it is believed.

    bytes ─ looks like a zip ─ its list of entries ─ their sizes and names ─ their bytes
          ─ no DOCTYPE, few elements ─ trees ─ hazards ─▶ Opened

Each step costs little and protects the next. Nothing is fetched, written or run, and no entity
is ever resolved. Law: a file is refused within a second and 200 MB of memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from pathlib import Path, PurePosixPath
from stat import S_ISLNK

from lxml import etree

from pipeline.diagnostics import Diagnostic, PipelineError, error, fatal
from pipeline.model import Place
from pipeline.review import hazards
from pipeline.word.lint.opened import DOCUMENT, Opened
from pipeline.word.xml import Element

MOST_BYTES = 50_000_000
"""What all parts together may unpack to; a packed file may not be larger either."""

MOST_PART = 20_000_000
"""What one XML part may unpack to: a text of some thousand pages."""

MOST_PARTS = 2_000
MOST_RATIO = 200
"""A text packs thirty to one, a table of equal rows a hundred to one."""

MOST_TREE = 110_000_000
"""The memory that the trees of all parts may take, in bytes, as it is estimated beforehand."""

_TOLD = 20
"""How many reasons are told at once: a hostile file may have a million."""

_FLOOR = 1_000_000
"""Parts below this size may be packed as tightly as they like."""

_NODE, _ATTRIBUTE = 130, 230
"""What libxml2 takes for an element or a text, and for an attribute with its value, in bytes."""

_AGAIN = "open it in Word, look at it, and save it as a new document (.docx)"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "encrypted-file", "is locked with a password, or an old .doc",
     "take the password off, or save it as .docx"),
    (b"{\\rtf", "not-a-word-file", "is RTF", "open it in Word and save it as .docx"),
    (b"%PDF", "not-a-word-file", "is a PDF", "send the Word file that it was made from"),
)  # fmt: skip
_END, _END_SIZE = b"PK\x05\x06", 22
_ZIP64 = b"PK\x06\x07"
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_CODES = (b"utf-8", b"us-ascii", b"ascii")
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
)
_XML = (".xml", ".rels")
_MEDIA = ("word/media/",)


def taken(file: Path) -> bytes:
    """Return the bytes of a file, or raise before a far too large one is in memory."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as reason:
        why = (reason.strerror or str(reason)).lower()
        raise fatal("no-such-file", Place(str(file)), f"cannot read `{file}`: {why}") from reason
    if len(data) > MOST_BYTES:
        raise fatal("too-large", Place(str(file)), "the file is larger than 50 MB", _AGAIN)
    return data


def opened(data: bytes, path: str) -> Opened:
    """Return a Word file opened; raise ``PipelineError`` with all that keeps it from being so.

    Its text is ``word/document.xml``, whatever the file itself calls it.
    """
    place = Place(path)
    _raise(_strange(data, place))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = tuple(e for e in archive.infolist() if not e.is_dir())
            _raise(_listed(entries, place))
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError,
            RuntimeError) as reason:  # fmt: skip
        message = f"the file is damaged: {reason}".lower()
        raise fatal("not-a-word-file", place, message, _AGAIN) from reason
    return _understood(parts, entries, place)


def _understood(
    parts: Mapping[str, bytes], entries: tuple[zipfile.ZipInfo, ...], place: Place
) -> Opened:
    written = {n: d for n, d in parts.items() if n.lower().endswith(_XML) and not _shown(n)}
    _raise(_markup(written, place))
    trees: dict[str, Element] = {}
    faults: list[Diagnostic] = []
    for name, data in written.items():
        try:
            trees[name] = etree.fromstring(data, _PARSER)
        except etree.XMLSyntaxError as reason:
            faults.append(_broken(name, reason, place))
    _raise(iter(faults))
    file = Opened(entries, parts, trees)
    _raise(hazards.hazards(file, place))
    return _renamed(file)


def _raise(faults: Iterator[Diagnostic]) -> None:
    if found := tuple(islice(faults, _TOLD)):
        raise PipelineError(*found)


def _shown(name: str) -> bool:
    """Tell whether a part is a picture, which nobody here opens."""
    return name.lower().startswith(_MEDIA)


def _strange(data: bytes, place: Place) -> Iterator[Diagnostic]:
    """Yield why bytes are no zip that is safe to list; the end of a zip is its beginning."""
    if other := next((row for row in _OTHERS if data.startswith(row[0])), None):
        yield error(other[1], place, f"the file {other[2]}", other[3])
        return
    if not data.startswith(b"PK"):
        yield error("not-a-word-file", place, "the file is no Word document (.docx)", _AGAIN)
        return
    end = data[-_END_SIZE:]
    if not (end.startswith(_END) and end.endswith(b"\0\0")):
        message = "the file is cut off, or something hangs on behind its end"
        yield error("not-a-word-file", place, message, "ask for the file once more")
        return
    count, size = struct.unpack("<10xHI6x", end)
    if data[-_END_SIZE - 20 :].startswith(_ZIP64) or max(count, size // 46) > MOST_PARTS * 2:
        yield _crowded(place)
    if len(data) > MOST_BYTES:
        yield error("too-large", place, "the file is larger than 50 MB", _AGAIN)


def _crowded(place: Place) -> Diagnostic:
    message = f"the file has more than {MOST_PARTS:,} parts"
    return error("too-many-parts", place, message, _AGAIN)


def _listed(entries: tuple[zipfile.ZipInfo, ...], place: Place) -> Iterator[Diagnostic]:
    """Yield what is wrong with the list of entries, before any is unpacked."""
    if len(entries) > MOST_PARTS:
        yield _crowded(place)
        return
    if sum(e.file_size for e in entries) > MOST_BYTES:
        yield error("too-large", place, "the file unpacks to more than 50 MB", _AGAIN)
    names = Counter(e.filename.lower() for e in entries)
    for entry in entries:
        yield from _entry(entry, place)
        if names.pop(entry.filename.lower(), 1) > 1:
            message = f"the file has two parts of the name {_named(entry.filename)}"
            yield error("doubled-name", place, message, _AGAIN)
    ordered = sorted(entries, key=lambda e: e.header_offset)
    for one, next_ in pairwise(ordered):
        if one.header_offset + one.compress_size > next_.header_offset:
            message = f"{_named(one.filename)} lies over another part in the zip"
            yield error("overlapping-parts", place, message, _AGAIN)


def _entry(entry: zipfile.ZipInfo, place: Place) -> Iterator[Diagnostic]:
    name = _named(entry.filename)
    if _wanders(entry):
        message = f"{name} is a name that leads out of the file"
        yield error("unsafe-name", place, message, "do not open it; ask the sender for another")
    if entry.flag_bits & 1:
        message = f"{name} is locked with a password"
        yield error("encrypted-file", place, message, "take the password off")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        message = f"{name} is packed in a way that Word does not know"
        yield error("not-a-word-file", place, message, _AGAIN)
    ratio = entry.file_size / max(1, entry.compress_size)
    if entry.file_size > _FLOOR and ratio > MOST_RATIO:
        message = f"{name} unpacks to {ratio:,.0f} times its size"
        yield error("packed-too-tight", place, message, "ask the sender for another file")
    if entry.filename.lower().endswith(_XML) and entry.file_size > MOST_PART:
        yield error("too-large", place, f"{name} unpacks to more than 20 MB", "send it in parts")


def _wanders(entry: zipfile.ZipInfo) -> bool:
    """Tell whether a name would leave the folder that it is unpacked into, on any system."""
    name = entry.orig_filename
    parts = PurePosixPath(name).parts
    strange = "\\" in name or "\0" in name or ":" in name or name != entry.filename
    link = S_ISLNK(entry.external_attr >> 16)
    return strange or link or name.startswith("/") or ".." in parts or not parts


def _markup(parts: Mapping[str, bytes], place: Place) -> Iterator[Diagnostic]:
    """Yield what is dangerous in the bytes of the XML parts, before a parser sees them."""
    weight = 0
    for name, data in parts.items():
        declared = _DECLARED.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
        code = declared[1].lower() if declared else b"utf-8"
        if code not in _CODES or b"\0" in data:
            message = f"{_named(name)} is not UTF-8"
            yield error("not-utf-8", place, message, _AGAIN)
        if _DECLARATION.search(data):
            message = f"{_named(name)} has a DOCTYPE, which no Word file has"
            yield error("doctype", place, message, "ask the sender for another file")
        weight += data.count(b"<") * _NODE + data.count(b"=") * _ATTRIBUTE
    if weight > MOST_TREE:
        message = "the file has more elements than its reader has room for"
        yield error("too-large", place, message, "send it in parts")


def _broken(name: str, reason: etree.XMLSyntaxError, place: Place) -> Diagnostic:
    said = str(reason.msg)
    if "depth" in said.lower():
        message = f"{_named(name)} is nested deeper than any text"
        return error("too-deep", place, message, "ask the sender for another file")
    return error("broken-xml", place, f"{_named(name)} is no sound XML: {said}".lower(), _AGAIN)


def _named(name: str) -> str:
    """Return the name of an entry for a message: short, and without what moves a cursor."""
    shown = "".join(c if c.isprintable() else "?" for c in name[:60])
    return f"`{shown}{'…' if len(name) > 60 else ''}`"


def _renamed(file: Opened) -> Opened:
    """Return a file whose text lies where everybody looks for it: some Words number it."""
    main = hazards.text_of(file)
    if main == DOCUMENT:
        return file
    beside = PurePosixPath(main)
    links = str(beside.parent / "_rels" / f"{beside.name}.rels")
    names = {main: DOCUMENT, links: "word/_rels/document.xml.rels"}
    parts = {names.get(name, name): data for name, data in file.parts.items()}
    trees = {names.get(name, name): tree for name, tree in file.trees.items()}
    return Opened(file.entries, parts, trees)
