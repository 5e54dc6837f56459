"""Where everything stands in a chart: bars, figures, names, legend.

Lengths are CSS pixels from the start side (the right one, where the edition runs from right
to left) and from the top; ``Sheet.x`` turns the former into pixels from the left. No figure
stands on another: what its segment has no room for goes after the bar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model import Chart

WIDTH = 480
"""A column of 127 mm at 96 pixels an inch, for who knows no better."""

TURN_EM = 1.3
"""From one line of a name to the next."""

_PIECE = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef][、。，；：！？）》」』】”’]*|[^\s\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]+\s*|\s+"
)
"""A word with the blank after it, or a letter of a script that writes none."""

_SLIVER = 3.0  # what the smallest figure is given, to be seen at all


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, or one segment of a stacked bar; ``lane`` counts the bars from the top."""

    row: int
    column: int
    lane: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart, the size of its type, whether it runs from right to left, and its width."""

    chart: Chart
    em: float
    mirrored: bool = False
    width: float = WIDTH

    @property
    def stacked(self) -> bool:
        return self.chart.kind in ("stacked", "share")

    @property
    def lanes(self) -> int:
        """How many bars a category has, one below the other."""
        return 1 if self.stacked else len(self.chart.series)

    @property
    def head(self) -> float:
        """The height of the legend, which a single series does not need."""
        rows = 1 + max((row for _, row in legend(self)), default=-1)
        return rows * 1.7 * self.em + 0.3 * self.em * bool(rows)

    @property
    def height(self) -> float:
        return self.above(len(self.chart.categories)) - 0.8 * self.em

    def above(self, row: int) -> float:
        """Return where a category begins: below its predecessors, each a name and its bars."""
        names = sum(len(self.name(before)) - 1 for before in range(row)) * TURN_EM
        return self.head + (row * (2.5 + 1.6 * self.lanes) + names) * self.em

    def name(self, row: int) -> tuple[str, ...]:
        """Return the lines of the name of a category: none is longer than the sheet is wide."""
        return tuple(_turned(self, self.chart.categories[row])) or ("",)

    def base(self, row: int) -> float:
        """Return where the bars of a category begin, from the top, below its name."""
        return self.above(row) + (1.6 + (len(self.name(row)) - 1) * TURN_EM) * self.em

    def top(self, bar: Bar) -> float:
        """Return where a bar begins, from the top."""
        return self.base(bar.row) + 1.6 * (bar.lane % self.lanes) * self.em

    def x(self, pixels: float) -> float:
        """Return a distance from the start side as one from the left."""
        return round(self.width - pixels if self.mirrored else pixels, 2)

    def label(self, bar: Bar) -> str:
        """Return the figure of a bar, as the locale writes it."""
        return self.chart.labels[bar.row][bar.column]

    def length(self, text: str) -> float:
        """Return about how long a text is set: rather too long than too short."""
        return sum(_advance(letter) for letter in text) * self.em


def bars(sheet: Sheet) -> tuple[Bar, ...]:
    """Return the bars of a chart, row by row, with room after them for their figures."""
    return _scaled(sheet, _room(sheet))


def zero(sheet: Sheet) -> float:
    """Return where the bars begin: at the start side, unless some run backwards."""
    return _zero(sheet, _room(sheet))


def fits(sheet: Sheet, bar: Bar) -> bool:
    """Tell whether the figure of a segment stands in it; that of a plain bar never does."""
    return sheet.stacked and abs(bar.end - bar.start) > sheet.length(sheet.label(bar)) + sheet.em


def outside(sheet: Sheet, lane: list[Bar]) -> str:
    """Return the text after the bars of a lane, or nothing.

    A figure stands alone if it is plainly that of the last segment, else with its series.
    """
    left = [bar for bar in lane if not fits(sheet, bar)]
    if left == lane[-1:]:
        return sheet.label(left[0]) if left else ""
    return " · ".join(f"{sheet.chart.series[b.column]} {sheet.label(b)}" for b in left)


def legend(sheet: Sheet) -> tuple[tuple[float, int], ...]:
    """Return where each series stands in the legend: from the start side, and its line."""
    if len(sheet.chart.series) < 2:
        return ()
    at: list[tuple[float, int]] = []
    x, row = 0.0, 0
    for name in sheet.chart.series:
        needed = sheet.length(name) + 1.4 * sheet.em
        if x and x + needed > sheet.width:
            x, row = 0.0, row + 1
        at.append((x, row))
        x += needed + sheet.em
    return tuple(at)


def _turned(sheet: Sheet, name: str) -> Iterator[str]:
    """Yield the lines of a name; one breaks between words, and beside what is as wide as high."""
    line = ""
    for piece in _PIECE.findall(name):
        if line and sheet.length(line + piece.rstrip()) > sheet.width:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()


def _advance(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in " .,:;'|()-ijltfr":
        return 0.34
    return 0.9 if letter in "mwMW%" else 0.64 if letter.isupper() or letter.isdigit() else 0.59


def _room(sheet: Sheet, room: float = 0.0) -> float:
    """Return how much must be kept free after the bars: more room, shorter bars, more figures."""
    drawn = _scaled(sheet, room)
    lanes = {bar.lane: [b for b in drawn if b.lane == bar.lane] for bar in drawn}
    longest = max((sheet.length(outside(sheet, lane)) for lane in lanes.values()), default=0.0)
    needed = min(longest + 0.5 * sheet.em, sheet.width / 2)
    return room if needed <= room else _room(sheet, needed)


def _scaled(sheet: Sheet, room: float) -> tuple[Bar, ...]:
    low, high = _reach(sheet)
    scale = (sheet.width - room * (2 if low < 0 else 1)) / (high - low or 1)
    found: list[Bar] = []
    for row, values in enumerate(sheet.chart.values):
        ends = dict.fromkeys((True, False), _zero(sheet, room))
        for column, value in enumerate(values):
            start = ends[value >= 0]
            size = max(abs(value) * scale, _SLIVER if value else 0.0)
            end = start + (size if value >= 0 else -size)
            if sheet.stacked:
                ends[value >= 0] = end
            lane = row * sheet.lanes + (0 if sheet.stacked else column)
            found.append(Bar(row, column, lane, start, end))
    return tuple(_within(found, _zero(sheet, room), sheet.width - room))


def _within(found: list[Bar], origin: float, limit: float) -> Iterator[Bar]:
    """Yield the bars, shrunk if slivers push the longest over its end."""
    longest = max((bar.end for bar in found), default=limit)
    factor = (limit - origin) / (longest - origin) if longest > limit else 1.0
    for bar in found:
        start, end = (origin + (at - origin) * factor for at in (bar.start, bar.end))
        yield replace(bar, start=round(start, 2), end=round(end, 2))


def _zero(sheet: Sheet, room: float) -> float:
    low, high = _reach(sheet)
    return room - low * (sheet.width - 2 * room) / (high - low) if low < 0 else 0.0


def _reach(sheet: Sheet) -> tuple[float, float]:
    """Return the least and the greatest value that a bar reaches, zero among them."""
    ends = [0.0]
    for values in sheet.chart.values:
        ups, downs = [v for v in values if v > 0], [v for v in values if v < 0]
        ends += [sum(ups), sum(downs)] if sheet.stacked else values
    return min(ends), max(ends)
