"""Horizontal bars: the name of each category above its bars, the figures in or after them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Json
from pipeline.stages.draw import ink
from pipeline.stages.draw.brush import Brush, Text, layer, squares
from pipeline.stages.draw.sheet import TURN_EM, bars, fits, legend, outside, zero


def boxes(brush: Brush) -> Iterator[Json]:
    """Yield the layer of bars, the squares of the legend, and the base lines."""
    sheet, em = brush.sheet, brush.sheet.em
    drawn = bars(sheet)
    rows = []
    for bar in drawn:
        follows = any(other.lane == bar.lane and other.end == bar.start for other in drawn)
        box = brush.box(bar.start + (1.0 if follows else 0.0), bar.end, sheet.top(bar), 1.5 * em)
        value = sheet.chart.values[bar.row][bar.column]
        rows.append(box | {"color": brush.colors[bar.column], "value": value})
    yield layer({"type": "rect"}, rows)
    if known := legend(sheet):
        yield squares(brush, [(x, (row * 1.7 + 0.3) * em) for x, row in known])
    yield _axis(brush)


def texts(brush: Brush) -> Iterator[Text]:
    """Yield the names and the figures."""
    yield from _names(brush)
    yield from _inside(brush)
    yield from _beside(brush)


def _axis(brush: Brush) -> Json:
    """Return the layer of base lines, each a little longer than the bars of its category."""
    sheet, color = brush.sheet, {"color": brush.theme.color("muted")}
    at, height = zero(sheet), (1.6 * sheet.lanes + 0.3) * sheet.em
    tops = (sheet.base(r) - 0.2 * sheet.em for r, _ in enumerate(sheet.chart.values))
    return layer({"type": "rule"}, [brush.box(at, at, top, height) | color for top in tops])


def _names(brush: Brush) -> Iterator[Text]:
    """Yield the names of the categories and of the series."""
    sheet, color = brush.sheet, brush.theme.color("text")
    for row, _ in enumerate(sheet.chart.categories):
        for turn, line in enumerate(sheet.name(row)):
            yield Text(line, 0, sheet.above(row) + (0.75 + TURN_EM * turn) * sheet.em, color)
    for (x, row), name in zip(legend(sheet), sheet.chart.series, strict=False):
        yield Text(name, x + 1.4 * sheet.em, (row * 1.7 + 0.75) * sheet.em, color)


def _inside(brush: Brush) -> Iterator[Text]:
    """Yield the figures that their segments have room for."""
    sheet = brush.sheet
    for bar in bars(sheet):
        if fits(sheet, bar):
            color = ink.on(brush.colors[bar.column], brush.theme)
            at, y = min(bar.start, bar.end), sheet.top(bar) + 0.75 * sheet.em
            yield Text(sheet.label(bar), at + 0.5 * sheet.em, y, color, at=at, inside=True)


def _beside(brush: Brush) -> Iterator[Text]:
    """Yield the figures after their bars, or before bars that run backwards."""
    sheet, color = brush.sheet, brush.theme.color("text")
    drawn = bars(sheet)
    for lane in sorted({bar.lane for bar in drawn}):
        own = [bar for bar in drawn if bar.lane == lane]
        y = sheet.top(own[0]) + 0.75 * sheet.em
        ahead = [bar for bar in own if bar.end >= bar.start]
        behind = [bar for bar in own if bar.end < bar.start]
        if text := outside(sheet, ahead):
            at = max(bar.end for bar in ahead)
            yield Text(text, at + 0.4 * sheet.em, y, color, at=at)
        if text := outside(sheet, behind):
            at = min(bar.end for bar in behind)
            yield Text(text, at - 0.4 * sheet.em, y, color, "end", at)
