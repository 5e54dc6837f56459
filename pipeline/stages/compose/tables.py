"""Tables: a box around each, in which a wide one can scroll, and pieces that fit on paper."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement

from pipeline.stages.compose import words

_WHOLE_EM = 9.0
"""A figure at the end side of its cell that is no wider than this stays on one line."""

MOST_COLUMNS = 10
"""So many columns of figures stand on a page of A4."""


def frame(table: HtmlElement) -> None:
    """Put a table into a box of its own, in which a wide one can scroll."""
    columns = _columns(table)
    width = "narrow" if columns < 3 else "broad" if columns < 7 else "wide"
    frame = html.Element("div", {"class": f"frame {width}"})
    parent = table.getparent()
    if parent is None:
        return
    frame.tail, table.tail = table.tail, None
    parent.replace(table, frame)
    frame.append(table)


def cut(root: HtmlElement) -> None:
    """Cut every table wider than a page into several, the first column in front of each.

    Figures with their units are marked ``whole``: no line ends in them.
    """
    for cell in root.xpath(".//td[@class='end']"):
        if words.ems(cell.text_content().strip()) <= _WHOLE_EM:
            cell.set("class", "end whole")
    for box in root.xpath(".//div[contains(@class, 'frame') and contains(@class, 'wide')]"):
        table = box.find("table")
        spanned = table is not None and table.xpath(".//*[@colspan or @rowspan]")
        if table is not None and not spanned and _columns(table) > MOST_COLUMNS:
            box.extend(_pieces(table))
            box.remove(table)


def _pieces(table: HtmlElement) -> Iterator[HtmlElement]:
    for start in range(1, _columns(table), MOST_COLUMNS - 1):
        kept = (0, *range(start, start + MOST_COLUMNS - 1))
        piece = deepcopy(table)
        piece.tail = None
        for row in piece.iter("tr"):
            for cell in [cell for at, cell in enumerate(row) if at not in kept]:
                row.remove(cell)
        for gone in piece.xpath("./colgroup | ./caption" if start > 1 else "./colgroup"):
            piece.remove(gone)
        yield piece


def _columns(table: HtmlElement) -> int:
    return max((len(row) for row in table.iter("tr")), default=0)
