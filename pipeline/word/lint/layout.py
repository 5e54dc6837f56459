"""Rules about the page: sections, tables, line pitch, faces, pictures, charts and workbooks."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from pipeline.word.lint.opened import DOCUMENT, Fault, Opened, near, text_of
from pipeline.word.xml import SPACES, get, tag, value

_SETTINGS, _STYLES = "word/settings.xml", "word/styles.xml"
_EMU_A_TWIP = 635
_NEAR = 30
"""How many twips two widths may differ."""

_MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff",
          "gif": b"GIF8"}  # fmt: skip
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BODY = ("", "BodyText", "FirstParagraph", "Lede", "ListBullet", "ListNumber", "ListContinue")
_NAMES = ("ascii", "hAnsi", "eastAsia", "cs")


def wrong_page(file: Opened) -> Iterator[Fault]:
    """Find sections without a size, headers or footers, and footers that do not count pages."""
    body = file.document.find(tag("w:body"))
    sections = list(file.document.iter(tag("w:sectPr")))
    if body is None or not len(body) or body[-1].tag != tag("w:sectPr"):
        yield Fault(DOCUMENT, "does not end with the properties of its page")
    for section in sections:
        yield from _section(section)
    sizes = {_size(section) for section in sections}
    if len(sizes) > 1:
        yield Fault(DOCUMENT, "has pages of several sizes")
    for name, root in file.trees.items():
        if re.fullmatch(r"word/footer\d+\.xml", name):
            fields = root.iter(tag("w:fldSimple"), tag("w:instrText"))
            codes = " ".join(get(field, "w:instr") or field.text or "" for field in fields)
            if not {"PAGE", "NUMPAGES"} <= set(codes.split()):
                yield Fault(name, "does not count the pages in fields")
        if re.fullmatch(r"word/(header|footer)\d+\.xml", name) and not _says(root):
            yield Fault(name, "says nothing")


def _says(root: etree._Element) -> bool:
    """Tell whether a header or footer shows anything: words, a logo, or the band of a cover."""
    named = any(n.get("descr") for n in root.iter(tag("wp:docPr")))
    return bool(text_of(root).strip()) or named or root.find(".//wps:wsp", SPACES) is not None


def _section(section: etree._Element) -> Iterator[Fault]:
    size, margins = section.find(tag("w:pgSz")), section.find(tag("w:pgMar"))
    wide, tall = _number(get(size, "w:w")), _number(get(size, "w:h"))
    if not (2000 < wide < 32000 and 2000 < tall < 32000):
        yield Fault(DOCUMENT, f"has a page of {wide} by {tall}")
    sides = {
        side: _number(get(margins, f"w:{side}")) for side in ("left", "right", "top", "bottom")
    }
    if min(sides.values()) < 280:
        yield Fault(DOCUMENT, "has margins that no printer keeps")
    if _width(section) <= 0:
        yield Fault(DOCUMENT, "leaves no room for the text between its margins")
    for kind in ("header", "footer"):
        named = [get(n, "w:type") for n in section.findall(tag(f"w:{kind}Reference"))]
        if sorted(named) != ["default", "first"]:
            yield Fault(DOCUMENT, f"lacks a {kind} for the first page or for the others")
    if section.find(tag("w:titlePg")) is None:
        yield Fault(DOCUMENT, "does not set its first page apart")


def wrong_table(file: Opened) -> Iterator[Fault]:
    """Find tables without a header row, wider or narrower than the text, or with torn rows.

    The head repeats on every page, no row breaks, and the columns add up to the text.
    """
    section = next(iter(file.document.iter(tag("w:sectPr"))), None)
    wide = _width(section) if section is not None else 0
    first = next(iter(file.document.iter(tag("w:tbl"))), None)
    for table in file.document.iter(tag("w:tbl")):
        style = value(table, "w:tblPr/w:tblStyle")
        columns = [
            _number(get(c, "w:w")) for c in table.findall(f"{tag('w:tblGrid')}/{tag('w:gridCol')}")
        ]
        told = _number(get(table.find(f"{tag('w:tblPr')}/{tag('w:tblW')}"), "w:w"))
        if abs(sum(columns) - told) > _NEAR or min(columns, default=0) <= 0:
            yield Fault(
                DOCUMENT, f"has a table of {told} with columns of {sum(columns)}: {near(table)}"
            )
        if style and _depth(table) == 0 and abs(told - wide) > _NEAR:
            yield Fault(DOCUMENT, f"has a table of {told} in a text of {wide}: {near(table)}")
        if not style and table is first and abs(told - _across(section)) > _NEAR:
            yield Fault(DOCUMENT, f"has a cover of {told} on a page of {_across(section)}")
        yield from _rows(table, columns, whole=bool(style) or table is first)
        if style:
            yield from _head(table)


def _rows(table: etree._Element, columns: list[int], *, whole: bool) -> Iterator[Fault]:
    for row in table.findall(tag("w:tr")):
        column = 0
        if whole and row.find(f"{tag('w:trPr')}/{tag('w:cantSplit')}") is None:
            yield Fault(DOCUMENT, f"lets a row break over pages: {near(row)}")
        for cell in row.findall(tag("w:tc")):
            span = _number(value(cell, "w:tcPr/w:gridSpan")) or 1
            told = _number(get(cell.find(f"{tag('w:tcPr')}/{tag('w:tcW')}"), "w:w"))
            if abs(told - sum(columns[column : column + span])) > _NEAR:
                yield Fault(DOCUMENT, f"has a cell of another width than its column: {near(cell)}")
            column += span
        if column != len(columns):
            yield Fault(
                DOCUMENT, f"has a row of {column} cells in {len(columns)} columns: {near(row)}"
            )


def _head(table: etree._Element) -> Iterator[Fault]:
    rows = table.findall(tag("w:tr"))
    heads = [r.find(f"{tag('w:trPr')}/{tag('w:tblHeader')}") is not None for r in rows]
    if not heads or not heads[0]:
        yield Fault(DOCUMENT, f"has a table without a header row: {near(table)}")
    if any(after and not before for before, after in pairwise(heads)):
        yield Fault(DOCUMENT, f"has a header row in the middle of a table: {near(table)}")
    look = table.find(f"{tag('w:tblPr')}/{tag('w:tblLook')}")
    if get(look, "w:firstRow") in ("0", "false"):
        yield Fault(DOCUMENT, f"does not set off the header row of {near(table)}")


def wrong_pitch(file: Opened) -> Iterator[Fault]:
    """Find body text off the line pitch: Word's own is nearly half as wide again in Chinese."""
    normal = file.styles.get("Normal")
    spacing = normal.find(f"{tag('w:pPr')}/{tag('w:spacing')}") if normal is not None else None
    rule = get(spacing, "w:lineRule")
    if rule not in ("exact", "atLeast") or _number(get(spacing, "w:line")) < 120:
        yield Fault(_STYLES, "gives body text no line pitch of its own")
    for paragraph in file.document.iter(tag("w:p")):
        own = paragraph.find(f"{tag('w:pPr')}/{tag('w:spacing')}")
        grown = any(True for _ in paragraph.iter(tag("w:drawing"), tag("m:oMath")))
        if value(paragraph, "w:pPr/w:pStyle") in _BODY and get(own, "w:line") and not grown:
            yield Fault(DOCUMENT, f"sets {near(paragraph)} at a line pitch of its own")


def wrong_settings(file: Opened) -> Iterator[Fault]:
    """Find settings under which Word breaks lines otherwise, or asks the reader something."""
    root = file.tree(_SETTINGS)
    modes = {get(n, "w:name"): get(n) for n in root.iter(tag("w:compatSetting"))}
    if modes.get("compatibilityMode") != "15":
        yield Fault(_SETTINGS, "is not written for the Word of today (compatibility mode 15)")
    for name in ("updateFields", "documentProtection", "writeProtection", "revisionView",
                 "formsDesign", "linkStyles", "readModeInkLockDown"):  # fmt: skip
        if root.find(tag(f"w:{name}")) is not None:
            yield Fault(_SETTINGS, f"holds `w:{name}`")
    if file.language == "zh-CN":
        if get(root.find(tag("w:characterSpacingControl"))) != "compressPunctuation":
            yield Fault(_SETTINGS, "does not squeeze Chinese punctuation")
        for name in ("noLineBreaksAfter", "noLineBreaksBefore"):
            if not get(root.find(tag(f"w:{name}"))):
                yield Fault(_SETTINGS, f"lacks `w:{name}`: marks may begin a line")


def lost_face(file: Opened) -> Iterator[Fault]:
    """Find faces that the file names and its table of fonts does not know."""
    known = {get(n, "w:name") for n in file.tree("word/fontTable.xml").iter(tag("w:font"))}
    known |= {"Consolas", "Symbol", "Wingdings", "Courier New", "Cambria Math", "MS Gothic", ""}
    for name, root in {**file.texts, _STYLES: file.tree(_STYLES)}.items():
        found = {get(n, f"w:{key}") for n in root.iter(tag("w:rFonts")) for key in _NAMES}
        yield from (Fault(name, f"names the face `{face}`, which no theme has")
                    for face in sorted(found - known))  # fmt: skip
    theme = file.tree("word/theme/theme1.xml")
    for font in theme.iter(tag("a:majorFont"), tag("a:minorFont")):
        for part in ("latin", "ea") if file.han else ("latin",):
            if not getattr(font.find(f"a:{part}", SPACES), "attrib", {}).get("typeface"):
                yield Fault("word/theme/theme1.xml", f"names no face for {part}")


def wrong_picture(file: Opened) -> Iterator[Fault]:
    """Find pictures that are damaged, squeezed, wider than the text, or not what they claim."""
    for name, data in file.parts.items():
        ending = name.rpartition(".")[2].lower()
        if name.startswith("word/media/") and ending in _MAGIC:
            if not data.startswith(_MAGIC[ending]):
                yield Fault(name, f"is no {ending.upper()}")
            elif ending == "png" and not _whole(data):
                yield Fault(name, "is cut off or damaged")
    section = next(iter(file.document.iter(tag("w:sectPr"))), None)
    wide = _width(section) * _EMU_A_TWIP if section is not None else 0
    for drawing in file.document.iter(tag("w:drawing")):
        extent = next(iter(drawing.iter(tag("wp:extent"))), None)
        across = _number(extent.get("cx", "") if extent is not None else "")
        tall = _number(extent.get("cy", "") if extent is not None else "")
        if across <= 0 or tall <= 0:
            yield Fault(DOCUMENT, "shows a picture without a size")
        elif wide and across > wide + _NEAR * _EMU_A_TWIP:
            yield Fault(DOCUMENT, "shows a picture wider than the text")
        else:
            yield from _squeezed(drawing, across / tall, file)


def _whole(png: bytes) -> bool:
    """Tell whether the chunks of a PNG follow one another to its end, each with its checksum."""
    at = 8
    while at + 12 <= len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        body = png[at + 4 : at + 8 + size]
        if zlib.crc32(body) != int.from_bytes(png[at + 8 + size : at + 12 + size], "big"):
            return False
        at += 12 + size
        if body[:4] == b"IEND":
            return at == len(png)
    return False


def _squeezed(drawing: etree._Element, shape: float, file: Opened) -> Iterator[Fault]:
    links = {link.id: link.path for link in file.links if link.part == DOCUMENT}
    for blip in drawing.iter(tag("a:blip")):
        path = links.get(get(blip, "r:embed"), "")
        data = file.parts.get(path, b"")
        if path.endswith(".svg"):
            yield Fault(path, "has no pixels for readers that know no vectors")
        if path.endswith(".png") and len(data) > 24:
            wide, tall = struct.unpack(">II", data[16:24])
            if tall and abs(wide / tall / shape - 1) > 0.05:
                yield Fault(path, "is shown squeezed")


def wrong_chart(file: Opened) -> Iterator[Fault]:
    """Find charts whose figures are not those of their workbook, or that have none to edit."""
    for name, root in file.trees.items():
        if root.tag != tag("c:chartSpace"):
            continue
        books = [k for k in file.links if k.part == name and k.kind == "package"]
        held = root.find(tag("c:externalData"))
        book = next((b for b in books if b.id == get(held, "r:id")), None)
        if book is None or book.outside or book.path not in file.parts:
            yield Fault(name, "has no workbook")
            continue
        cells = _cells(file.parts[book.path])
        if cells is None:
            yield Fault(book.path, "is no workbook")
            continue
        if not list(root.iter(tag("c:ser"))):
            yield Fault(name, "shows no figures")
        untitled = root.find(f"{tag('c:chart')}/{tag('c:autoTitleDeleted')}")
        if list(root.iter(tag("c:title"))) or untitled is None or untitled.get("val") != "1":
            yield Fault(name, "shows a title of Office's own making")
        for node in root.iter(tag("c:strRef"), tag("c:numRef")):
            yield from _compared(name, node, cells)


def _compared(name: str, node: etree._Element, cells: dict[str, str]) -> Iterator[Fault]:
    formula = node.findtext(tag("c:f")) or ""
    count = node.find(f"*/{tag('c:ptCount')}")
    points = {int(p.get("idx", "0")): p.findtext(tag("c:v")) or "" for p in node.iter(tag("c:pt"))}
    sheet = formula.partition("!")[0].strip("'")
    wanted = [cells.get(cell) for cell in _range(formula)] if sheet == cells[""] else []
    if not wanted or _number(count.get("val", "") if count is not None else "") != len(wanted):
        yield Fault(name, f"does not show all of `{formula}`")
        return
    for at, cell in enumerate(wanted):
        if cell is None or not _same(points.get(at, ""), cell):
            yield Fault(
                name, f"shows `{points.get(at, '')}` where its workbook says `{cell or ''}`"
            )


def _range(formula: str) -> list[str]:
    found = re.fullmatch(r".*!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?", formula)
    if not found:
        return []
    column, first, end, last = (
        found[1],
        int(found[2]),
        found[3] or found[1],
        int(found[4] or found[2]),
    )
    return [f"{column}{row}" for row in range(first, last + 1)] if end == column else []


def _cells(book: bytes) -> dict[str, str] | None:
    """Return the cells of a workbook by name, and the name of its sheet under an empty one."""
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            root = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
            sheets = etree.fromstring(archive.read("xl/workbook.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError, ValueError):
        return None
    named = {"": next((s.get("name", "") for s in sheets.iter(f"{_SHEET}sheet")), "")}
    return named | {
        c.get("r", ""): "".join(map(str, c.itertext())) for c in root.iter(f"{_SHEET}c")
    }


def _same(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other


def _width(section: etree._Element) -> int:
    margins = section.find(tag("w:pgMar"))
    across = _number(get(section.find(tag("w:pgSz")), "w:w"))
    return across - _number(get(margins, "w:left")) - _number(get(margins, "w:right"))


def _across(section: etree._Element | None) -> int:
    size = section.find(tag("w:pgSz")) if section is not None else None
    return _number(get(size, "w:w"))


def _size(section: etree._Element) -> tuple[str, str]:
    size = section.find(tag("w:pgSz"))
    return get(size, "w:w"), get(size, "w:h")


def _depth(table: etree._Element) -> int:
    return sum(1 for _ in table.iterancestors(tag("w:tbl")))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d+", text) else 0
