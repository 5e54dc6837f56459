"""Tables: as wide as the text, columns by what they hold, rows whole, heads repeated.

Pandoc writes every table 7920 twips wide; here columns share the true width. Short tables
stay on one page; the key figures are a band in the brand's colour.
"""

from __future__ import annotations

import re

from pipeline import tree
from pipeline.word import abreast, boxes
from pipeline.word.letters import spacing
from pipeline.word.measure import lines, longest, reach, shares
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, drop, every, make, need, props, put, tag, text_of, value

KEY_FIGURES = "Key figures"
"""The msgid among the words of the templates that names the band of key figures."""

_SHORT = 12
"""Tables up to so many rows are kept on one page."""

_BELOW_IT = "TableTranslation"
"""The style of the second language in a table, which a paragraph keeps."""

_LOOK: dict[str, str | int] = {
    "val": "0620", "firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0,
    "noHBand": 1, "noVBand": 1,
}  # fmt: skip
_OPEN = ("BodyText", "FirstParagraph", "ListBullet", "ListNumber", "")
"""Styles without a distance of their own above."""

_WHOLE = 8
"""A pair of texts of at most so many lines stays on one page."""

_HAN = re.compile(f"[{tree.HAN}]")
_PADDING = 12.0
_GUTTER = 200
"""Twips that text keeps from the middle between two columns of it."""

_HEAVY = 1.06
"""How much wider the bold letters of a head are."""

_BELOW, _BELOW_COVER = 9.0, 16.0
"""Points that part a table, and the cover, from what stands below."""


def settle(root: Element, sheet: Sheet) -> None:
    """Lay out every table of the text."""
    for table in every(root, "w:tbl"):
        style = value(table, "w:tblPr/w:tblStyle")
        if style:
            even = style in ("KeyFigures", abreast.STYLE)
            widths = _widths(table, sheet, even=even)
            _frame(table, sheet, widths)
            _rows(table, widths, whole=style != abreast.STYLE)
            if style == "KeyFigures":
                _band(table, sheet)
            elif style == abreast.STYLE:
                _open(table, sheet)
            else:
                _letters(table)
        _part(table, sheet, cover=not style)


def _widths(table: Element, sheet: Sheet, *, even: bool) -> list[int]:
    columns = len(table.findall(f"{tag('w:tblGrid')}/{tag('w:gridCol')}"))
    size = sheet.size("label") + 0.5
    natural, least = [1.0] * columns, [1.0] * columns
    for row in table.iter(tag("w:tr")) if not even else ():
        for column, cell in enumerate(row.findall(tag("w:tc"))[:columns]):
            for line in cell.iter(tag("w:p")):
                text = text_of(line)
                natural[column] = max(natural[column], reach(text) * size * _HEAVY + _PADDING)
                least[column] = max(least[column], longest(text) * size * _HEAVY + _PADDING)
    natural = [max(pair) for pair in zip(natural, least, strict=True)]
    found = [int(share * 20) for share in shares(natural, least, sheet.width / 20)]
    found[-1] += sheet.width - sum(found)
    return found


def _frame(table: Element, sheet: Sheet, widths: list[int]) -> None:
    properties = need(table, "w:tblPr")
    put(properties, make("w:tblW", w=sum(widths), type="dxa"))
    put(properties, make("w:tblLayout", type="fixed"))
    put(properties, make("w:tblLook", **_LOOK))
    if sheet.mirrored:
        put(properties, make("w:bidiVisual"))
    for column, width in zip(table.iter(tag("w:gridCol")), widths, strict=True):
        column.set(tag("w:w"), str(width))


def _rows(table: Element, widths: list[int], *, whole: bool) -> None:
    rows = table.findall(tag("w:tr"))
    for number, row in enumerate(rows):
        properties = row.find(tag("w:trPr"))
        if properties is None:
            properties = make("w:trPr")
            row.insert(0, properties)
        if whole:
            properties.insert(0, make("w:cantSplit"))
        column = 0
        for cell in row.findall(tag("w:tc")):
            span = int(value(cell, "w:tcPr/w:gridSpan") or 1)
            wide = make("w:tcW", w=sum(widths[column : column + span]), type="dxa")
            put(need(cell, "w:tcPr"), wide)
            column += span
        if whole and number < len(rows) - 1 and len(rows) <= _SHORT:
            for paragraph in every(row, "w:p"):
                put(need(paragraph, "w:pPr"), make("w:keepNext"))


def _open(table: Element, sheet: Sheet) -> None:
    """Set two columns of text without lines, each clear of the other: no table to the eye.

    Rows of few lines stay whole, so that none leaves a word behind; a column is too narrow for
    even lines where its words are long.
    """
    wide = sheet.width / 40 - _GUTTER / 20
    properties = need(table, "w:tblPr")
    for named in properties.findall(tag("w:tblStyle")):
        properties.remove(named)
    for row in every(table, "w:tr"):
        cells = [[text_of(line) for line in every(cell, "w:p")] for cell in every(row, "w:tc")]
        size = sheet.size("body")
        if max(sum(lines(text, wide / size)[0] for text in cell) for cell in cells) <= _WHOLE:
            need(row, "w:trPr").insert(0, make("w:cantSplit"))
        for paragraph in every(row, "w:p") if sheet.han else ():
            if not _HAN.search(text_of(paragraph)):
                put(need(paragraph, "w:pPr"), make("w:jc", val="left"))
        for number, cell in enumerate(row.findall(tag("w:tc"))):
            side = "right" if number == 0 else "left"
            inner = {"left": 0, "right": 0, side: _GUTTER}
            sides = [make(f"w:{name}", w=inner[name], type="dxa") for name in ("left", "right")]
            put(need(cell, "w:tcPr"), make("w:tcMar", *sides))


def _letters(table: Element) -> None:
    for row in table.iter(tag("w:tr")):
        head = row.find(f"{tag('w:trPr')}/{tag('w:tblHeader')}") is not None
        for paragraph in row.iter(tag("w:p")):
            style = "TableHeading" if head else "TableText"
            if value(paragraph, "w:pPr/w:pStyle") == _BELOW_IT:
                continue
            put(need(paragraph, "w:pPr"), make("w:pStyle", val=style))


def _band(table: Element, sheet: Sheet) -> None:
    put(need(table, "w:tblPr"), make("w:tblCaption", val=_title(sheet)))
    for cell in every(table, "w:tc"):
        properties = need(cell, "w:tcPr")
        put(properties, _edges(sheet))
        put(properties, boxes.shade(sheet.color("primary")))
        put(properties, make("w:vAlign", val="top"))


def _title(sheet: Sheet) -> str:
    return sheet.words.get(KEY_FIGURES, KEY_FIGURES)


def _edges(sheet: Sheet) -> Element:
    """Make the borders of a key figure: one that shows, and two that close the rows."""
    sides = {"top": "primary", "bottom": "primary", sheet.start: "accent"}
    order = ("top", "left", "bottom", "right")
    named = [(side, sides[side]) for side in order if side in sides]
    lines = [boxes.line(s, 12 if s == sheet.start else 4, sheet.color(c)) for s, c in named]
    return make("w:tcBorders", *lines)


def _idle(paragraph: Element | None) -> bool:
    """Tell whether a paragraph says nothing: pandoc parts two tables by one."""
    return (
        paragraph is not None
        and paragraph.tag == tag("w:p")
        and not any(node.tag != tag("w:pPr") for node in paragraph)
    )


def _part(table: Element, sheet: Sheet, *, cover: bool) -> None:
    """Set a table apart from what follows it: text by a distance, a table by its title."""
    after = table.getnext()
    gap = _BELOW_COVER if cover else _BELOW
    if _idle(after) and after is not None:
        then = after.getnext()
        if then is not None and then.tag == tag("w:tbl"):
            put(need(after, "w:pPr"), spacing(gap, 0, 1))
            return
        drop(after)
        after = then
    if after is None:
        return
    if after.tag == tag("w:tbl"):
        properties = props("w:pPr", make("w:pStyle", val="TableCaption"), spacing(gap, 5))
        named = value(after, "w:tblPr/w:tblStyle") == "KeyFigures"
        title = make("w:r", make("w:t", _title(sheet) if named else ""))
        table.addnext(make("w:p", properties, title))
    elif after.tag == tag("w:p") and (cover or value(after, "w:pPr/w:pStyle") in _OPEN):
        properties = need(after, "w:pPr")
        old = properties.find(tag("w:spacing"))
        line = make("w:spacing") if old is None else old
        line.set(tag("w:before"), str(round(gap * 20)))
        put(properties, line)
