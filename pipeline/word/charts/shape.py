"""A chart on its way into Word: its figures, and how much room they take.

Lengths are points; fractions are parts of the chart, as DrawingML wants them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.word.measure import reach
from pipeline.word.sheet import Sheet

KINDS = ("bar", "stacked", "share", "line", "donut")
"""The kinds of chart that Word draws itself; any other stays a picture."""

BAR, GAP = 1.5, 0.9
"""How thick a bar is, and what parts two categories, in ems."""

HOLE, RIM = 0.46, 0.08
"""How wide the hole of a ring is, and how much stays free around it for labels, in parts."""

_LEGEND, _FOOT, _ROW = 2.0, 0.4, 1.25
_PLOT = 14.0
"""The height in ems of charts that have no bars."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The data of a chart and its inks, row by row; ``inks`` are ``#RRGGBB``.

    ``inks`` has a colour for every series, or for every category of a donut; ``on`` is the
    colour of a figure that stands on each of them. ``labels`` are as the locale writes them.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    labels: tuple[tuple[str, ...], ...]
    inks: tuple[str, ...]
    on: tuple[str, ...]

    @property
    def lanes(self) -> int:
        """How many bars a category has, one below the other."""
        return 1 if self.piled else len(self.series)

    @property
    def piled(self) -> bool:
        """Whether the bars of a category stand on one another."""
        return self.kind in ("stacked", "share")

    @property
    def keyed(self) -> bool:
        """Whether a legend has to say which colour is which."""
        return self.kind == "donut" or len(self.series) > 1


def joined(one: Figure, other: Figure) -> Figure | None:
    """Return two charts as one whose names are in both languages, or nothing.

    Only what both write alike can stand beside the same bars.
    """
    same = ("kind", "values", "labels", "inks")
    if any(getattr(one, name) != getattr(other, name) for name in same):
        return None
    gap = " " if one.kind == "donut" else "\n"
    named = _both(one.categories, other.categories, gap), _both(one.series, other.series, " ")
    return replace(one, categories=named[0], series=named[1])


def _both(ours: tuple[str, ...], theirs: tuple[str, ...], gap: str) -> tuple[str, ...]:
    pairs = zip(ours, theirs, strict=True)
    return tuple(a if a == b or not b else f"{a}{gap}{b}" for a, b in pairs)


def em(sheet: Sheet) -> float:
    """Return the size of the letters in a chart, in points: that of captions and tables."""
    return sheet.size("label") + 0.5


def height(figure: Figure, sheet: Sheet) -> float:
    """Return how tall a chart is, in points."""
    if figure.kind in ("line", "donut"):
        ems = _PLOT + legend(figure)
    else:
        ems = legend(figure) + len(figure.categories) * block(figure) + _FOOT
    return ems * em(sheet)


def legend(figure: Figure) -> float:
    """Return the height of the legend, in ems; that of a donut stands beside it."""
    return _LEGEND if figure.keyed and figure.kind != "donut" else 0.0


def block(figure: Figure) -> float:
    """Return the height of a category and of the gap below it, in ems."""
    return max(figure.lanes * BAR + GAP, rows(figure) * _ROW + GAP / 2)


def gap(figure: Figure) -> float:
    """Return what parts two categories, in ems."""
    return block(figure) - figure.lanes * BAR


def rows(figure: Figure) -> int:
    """Return how many lines the longest name of a category has."""
    return max((name.count("\n") + 1 for name in figure.categories), default=1)


def names(figure: Figure, sheet: Sheet) -> float:
    """Return the part of the width that the names of the categories take."""
    written = [line for name in figure.categories for line in name.split("\n")]
    widest = max(map(reach, written), default=0.0) + 1.2
    return min(widest * em(sheet) / (sheet.width / 20), 0.36)


def span(figure: Figure) -> tuple[float, float]:
    """Return the least and the largest figure that bars have to reach."""
    found = lengths(figure)
    if figure.piled:
        highs = [sum(v for v in row if v > 0) for row in found]
        lows = [sum(v for v in row if v < 0) for row in found]
    else:
        highs = lows = [v for row in found for v in row]
    return min([0.0, *lows]), max([0.0, *highs]) or 1.0


def lengths(figure: Figure) -> tuple[tuple[float, ...], ...]:
    """Return how long the bars are: the figures, or the parts of each whole."""
    if figure.kind != "share":
        return figure.values
    found = [[max(value, 0.0) for value in row] for row in figure.values]
    return tuple(tuple(value / (sum(row) or 1.0) for value in row) for row in found)
