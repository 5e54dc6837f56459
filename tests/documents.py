"""Word files made from the releases beside the tests, and what a reader finds broken in one.

``faults`` finds what no schema sees; a schema is for the validators of others.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from lxml import etree

from pipeline import releases
from pipeline.engines import qr
from pipeline.formats.docx import DOCX
from pipeline.model import Catalog, Locale, Page, Slug, Target
from pipeline.plugs import Copy
from pipeline.stages import draw
from pipeline.stages.furnish import codes, furnish
from pipeline.stages.localize import Tongue, localize
from pipeline.world import Memory
from tests.copies import WORLD, theme

FOLDER = Path(__file__).parent / "fixtures" / "word"
LOCALES = ("en", "zh_CN", "fr", "ar")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_FIELDS = ("PAGE", "NUMPAGES", "TOC", "SEQ", "REF", "NOTEREF")
_PATHS = re.compile(rb"/tmp|/home|/root|/Users|[A-Z]:\\\\|file:")


def png(width: int, height: int) -> bytes:
    """Return a white picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def copy(locale: str) -> Copy:
    """Return the edition of a release of the tests, its charts drawn as blanks."""
    files = {"sources/x/release.md": (FOLDER / f"{locale}.md").read_bytes()}
    found = releases.parse(Memory(files), "sources/x/release.md", Locale("en"))
    tongue = Tongue(Catalog(Locale(locale)), locale, {})
    edition, _ = localize(found.release, tongue)
    svg = (FOLDER / "figures" / "plan.svg").read_bytes()
    pictures = {f"charts/{chart.name}.svg": {"svg": b"<svg><text/></svg>", "png": png(60, 20)}
                for chart in edition.charts}  # fmt: skip
    pictures["figures/plan.svg"] = {"svg": svg}
    document = furnish(draw.place(edition), edition)
    pictures |= {name: qr.draw(address, "#000000") for name, address in codes(document).items()}
    return Copy(replace(edition, document=document), {}, pictures)


@cache
def finished(locale: str, style: str = "aerotropolis") -> bytes:
    """Return the Word file of a release of the tests."""
    body = DOCX.lay_out(copy(locale), WORLD, theme(style))
    return DOCX.emit(Page(Target(Slug("x"), Locale(locale), "docx"), body), WORLD)


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """Return the root of a part."""
    return etree.fromstring(parts(data)[name])


def text(node: etree._Element) -> str:
    """Return the letters of a paragraph or a part."""
    return "".join(t.text or "" for t in node.iter(f"{W}t"))


def styled(data: bytes, style: str) -> list[etree._Element]:
    """Return the paragraphs of a style."""
    return [p for p in part(data).iter(f"{W}p") if style_of(p) == style]


def style_of(paragraph: etree._Element) -> str:
    """Return the id of the style of a paragraph."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def faults(data: bytes) -> Iterator[str]:
    """Yield what a reader, a screen reader or a nosy one would find in a Word file."""
    found = parts(data)
    trees = {n: etree.fromstring(b) for n, b in found.items() if n.endswith((".xml", ".rels"))}
    document = trees["word/document.xml"]
    yield from (f"path in {name}" for name, inner in found.items() if _PATHS.search(inner))
    yield from _links(trees)
    yield from _marks(document)
    yield from _drawings(trees)
    yield from _styles(trees)
    yield from _headings(document, trees["word/styles.xml"])
    for paragraph in document.iter(f"{W}p"):
        cell = paragraph.getparent().tag == f"{W}tc"
        around = (paragraph.getprevious(), paragraph.getnext())
        parts_tables = all(n is not None and n.tag == f"{W}tbl" for n in around)
        if (
            not cell
            and not parts_tables
            and not text(paragraph)
            and not list(paragraph.iter(f"{W}drawing", "{*}oMath"))
        ):
            yield "blank paragraph"
    for table in document.iter(f"{W}tbl"):
        if table.find(f"{W}tblPr/{W}tblStyle") is not None and not list(
            table.iter(f"{W}tblHeader")
        ):
            yield "table without header row"


def _links(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        for link in tree if name.endswith(".rels") else ():
            target, outside = str(link.get("Target")), link.get("TargetMode") == "External"
            if outside and not re.match(r"(https?|mailto|tel):", target):
                yield f"link out of the file: {target}"
        for field in tree.iter(f"{W}fldSimple", f"{W}instrText"):
            code = (field.get(f"{W}instr") or field.text or "").split()
            if code[0] not in _FIELDS:
                yield f"field {code[0]}"


def _marks(document: etree._Element) -> Iterator[str]:
    names = [str(b.get(f"{W}name")) for b in document.iter(f"{W}bookmarkStart")]
    wanted = [str(a.get(f"{W}anchor")) for a in document.iter(f"{W}hyperlink")]
    codes = (str(f.get(f"{W}instr")).split() for f in document.iter(f"{W}fldSimple"))
    wanted += [code[1] for code in codes if code[0] in ("REF", "NOTEREF")]
    ends = len(list(document.iter(f"{W}bookmarkEnd")))
    yield from (f"bookmark nobody wants: {name}" for name in names if name not in wanted)
    yield from (f"link to nowhere: {n}" for n in wanted if n != "None" and n not in names)
    if len(set(names)) != len(names) or len(names) != ends:
        yield "bookmarks do not pair"


def _drawings(trees: dict[str, etree._Element]) -> Iterator[str]:
    shown = [d for tree in trees.values() for d in tree.iter(f"{_WP}docPr")]
    for picture in shown:
        if not picture.get("descr") and not list(picture.iter("{*}decorative")):
            yield "picture without description"
    if len({d.get("id") for d in shown}) != len(shown):
        yield "pictures of one number"


def _styles(trees: dict[str, etree._Element]) -> Iterator[str]:
    known = {s.get(f"{W}styleId") for s in trees["word/styles.xml"].iter(f"{W}style")}
    for name, tree in trees.items():
        for used in tree.iter(
            *(f"{W}{kind}" for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"))
        ):
            if used.get(f"{W}val") not in known:
                yield f"{name}: undefined style {used.get(f'{W}val')}"


def _headings(document: etree._Element, styles: etree._Element) -> Iterator[str]:
    last = 0
    for paragraph in document.iter(f"{W}p"):
        if match := re.fullmatch(r"Heading(\d)", style_of(paragraph)):
            if int(match[1]) > last + 1:
                yield f"heading jumps from {last} to {match[1]}"
            last = int(match[1])
