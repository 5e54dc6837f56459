"""The workbook of a chart: one sheet, its categories in the first column, a series a column.

Source: ECMA-376, part 1, SpreadsheetML; the least that Excel opens without a word.
"""

from __future__ import annotations

from pipeline.word.charts.shape import Figure
from pipeline.word.xml import Element, make, write

SHEET = "Sheet1"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "/xl/workbook.xml": f"{_KIND}.sheet.main+xml",
    "/xl/worksheets/sheet1.xml": f"{_KIND}.worksheet+xml",
}


def workbook(figure: Figure) -> dict[str, bytes]:
    """Return the parts of the workbook of a figure."""
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _link(f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _book(),
        "xl/_rels/workbook.xml.rels": _link(f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _sheet(figure),
    }


def column(number: int) -> str:
    """Return the letters of a column, counted from 0: ``A``, ``B`` … ``AA``."""
    before, last = divmod(number, 26)
    return (column(before - 1) if before else "") + chr(ord("A") + last)


def reference(first: str, last: str) -> str:
    """Return the formula for a range of cells, each written as ``$A$1``."""
    return f"{SHEET}!{first}" + (f":{last}" if last != first else "")


def cell(row: int, number: int) -> str:
    """Return the absolute name of a cell; both count from 0."""
    return f"${column(number)}${row + 1}"


def number(value: float) -> str:
    """Return a figure as both parts write it: the shortest that reads back the same."""
    return str(int(value)) if value == int(value) else repr(float(value))


def _types() -> bytes:
    root = make("ct:Types")
    for ending, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        root.append(make("ct:Default", Extension=ending, ContentType=kind))
    for name, kind in _PARTS.items():
        root.append(make("ct:Override", PartName=name, ContentType=kind))
    return write(root)


def _link(kind: str, target: str) -> bytes:
    link = make("pr:Relationship", Id="rId1", Type=kind, Target=target)
    return write(make("pr:Relationships", link))


def _book() -> bytes:
    sheet = make("s:sheet", name=SHEET, sheetId=1, r_id="rId1")
    return write(make("s:workbook", make("s:sheets", sheet)))


def _sheet(figure: Figure) -> bytes:
    rows: list[list[str | float]] = [["", *figure.series]]
    rows += [[name, *line] for name, line in zip(figure.categories, figure.values, strict=True)]
    data = make("s:sheetData")
    for at, values in enumerate(rows):
        line = make("s:row", r=at + 1)
        line.extend(_cell(at, n, value) for n, value in enumerate(values) if value != "")
        data.append(line)
    return write(make("s:worksheet", data))


def _cell(row: int, at: int, value: str | float) -> Element:
    name = f"{column(at)}{row + 1}"
    if isinstance(value, str):
        text = make("s:t", value, xml_space="preserve")
        return make("s:c", make("s:is", text), r=name, t="inlineStr")
    return make("s:c", make("s:v", number(value)), r=name)
