"""Tables: a box around each, in which a wide one can scroll, and pieces that fit on paper."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement

from pipeline.stages.compose import words

_WHOLE_EM = 9.0
"""A figure at the end side of its cell that is no wider than this stays on one line."""

_SHARES = {"three-quarters": 0.75, "half": 0.5, "quarter": 0.25}
_HEAVY, _PADDING_EM = 1.04, 0.8
"""What letters may be wider than guessed, and what parts them from the next column."""

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


def align(root: HtmlElement, room_em: float) -> None:
    """Begin the texts at the end of a table of figures on a quarter of the page.

    There the key figures stand, so the tables of a brochure and of its translations agree.
    ``room_em`` is the width of the page in ems of labels; a text that would break is let alone.
    """
    for table in root.xpath(".//div[contains(@class, 'broad')]/table[not(.//*[@colspan])]"):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        if _figured(rows) and (share := _share(rows, room_em)):
            for row in rows:
                row[-1].set("class", f"{row[-1].get('class', '')} {share}".strip())


def _figured(rows: list[list[HtmlElement]]) -> bool:
    """Tell whether rows are of one length: a name, figures, and a text."""
    sides = [["end" in cell.get("class", "").split() for cell in row] for row in rows]
    wide = len(sides[0]) if sides else 0
    return wide > 2 and all(row == [False, *[True] * (wide - 2), False] for row in sides)


def _share(rows: list[list[HtmlElement]], room_em: float) -> str:
    """Return the name of the least part of a page that holds the texts, or nothing."""
    columns = zip(*rows, strict=True)
    wide = [max(words.ems(cell.text_content().strip()) for cell in column) for column in columns]
    needed = [_HEAVY * ems + 2 * _PADDING_EM for ems in wide]
    for name, share in _SHARES.items():
        if sum(needed[:-1]) <= (1 - share) * room_em and needed[-1] <= share * room_em:
            return name
    return ""


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
