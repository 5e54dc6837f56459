"""Rules, bars and panels: the borders and grounds of paragraphs and cells.

Borders hang outside the text; a panel is drawn in by as much, so that its edge stands on
the edge of the text. Neighbours with the same borders and indents share one panel.
"""

from __future__ import annotations

from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, make

INSET = 227
"""How far the text of a panel stands in, in twips."""

STEP = 284
"""How far a quotation or a statement stands in, in twips."""

PULL = (STEP, 2 * STEP)
"""How far a pull statement stands in at both sides, in twips."""

TERM = 1700
"""The width of the first column of a contact box, in twips."""

_POINT = 20


def line(side: str, eighths: int, color: str, space: int = 0) -> Element:
    """Make one border, ``space`` points off the text."""
    return make(f"w:{side}", val="single", sz=eighths, space=space, color=color)


def shade(color: str) -> Element:
    """Make a ground."""
    return make("w:shd", val="clear", color="auto", fill=color)


def top(sheet: Sheet, color: str) -> Element:
    """Make a thin rule above."""
    return make("w:pBdr", line("top", 6, sheet.color(color), 7))


def crown(sheet: Sheet) -> Element:
    """Make the rule in accent above the closing line, as above a title."""
    return make("w:pBdr", line("top", 24, sheet.color("accent"), 9))


def bar(sheet: Sheet, color: str) -> Element:
    """Make a thick bar at the start of the lines."""
    return make("w:pBdr", line(sheet.start, 24, sheet.color(color), 12))


def note(sheet: Sheet) -> tuple[Element, ...]:
    """Return the panel of a side note: tinted, a rule in accent above."""
    tint = sheet.color("tint")
    sides = _sides(tint)
    sides[0] = line("top", 18, sheet.color("accent"), 9)
    return (make("w:pBdr", *sides), shade(tint), make("w:ind", left=INSET, right=INSET))


def panel(sheet: Sheet) -> tuple[Element, ...]:
    """Return the tinted panel of the contact; its first column hangs."""
    tint = sheet.color("tint")
    return (make("w:pBdr", *_sides(tint)), shade(tint), hanging(TERM))


def hanging(width: int, inset: int = INSET) -> Element:
    """Make the indents of a panel whose first column is so many twips wide."""
    return make("w:ind", left=inset + width, right=inset, hanging=width)


def band(sheet: Sheet) -> tuple[Element, ...]:
    """Return the band in the brand's colour on which a section opens."""
    ground = sheet.color("primary")
    edges = make("w:pBdr", *_sides(ground))
    return (edges, shade(ground), make("w:ind", left=INSET, right=INSET))


def padding(tall: int, wide: int) -> Element:
    """Make the padding of cells, in twips."""
    sides = (("top", tall), ("left", wide), ("bottom", tall), ("right", wide))
    return make("w:tblCellMar", *[make(f"w:{side}", w=w, type="dxa") for side, w in sides])


def _sides(tint: str) -> list[Element]:
    gap = INSET // _POINT
    spaces = {"top": 8, "left": gap, "bottom": 8, "right": gap}
    return [line(side, 4, tint, space) for side, space in spaces.items()]
