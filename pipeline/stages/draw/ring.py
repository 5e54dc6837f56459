"""A ring: the parts of one whole, largest care for the names, which stand beside it.

Where the column has no room for them there, they stand below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import tau

from pipeline.model import Json
from pipeline.stages.draw.brush import Brush, Text, squares
from pipeline.stages.draw.sheet import Sheet

_RINGS_EM = ((12.0, 2.5), (9.0, 1.5))
"""The rings that the list may stand beside, and how far from them: the larger one if it can."""

_LINE_EM = 1.9
_SQUARE_EM = 1.5


def marks(brush: Brush) -> Iterator[Json]:
    """Yield the arcs, clockwise from the top, and the squares of the names."""
    sheet = brush.sheet
    values = [max(row[0], 0.0) for row in sheet.chart.values]
    whole = sum(values) or 1.0
    radius = _ring(sheet)[0] * sheet.em / 2
    middle = height(sheet) / 2 if _beside(sheet) else radius + 1
    center = {"x": sheet.x(radius), "y": round(middle, 2)}
    start = 0.0
    for value, color in zip(values, brush.colors, strict=False):
        end = start + tau * value / whole
        turn = -1 if sheet.mirrored else 1
        arc = {"type": "arc", "theta": round(turn * start, 5), "theta2": round(turn * end, 5)}
        shape = {"outerRadius": round(radius, 2), "innerRadius": round(radius * 0.62, 2)}
        edge = {"stroke": brush.theme.color("paper"), "strokeWidth": 1.2}
        yield {
            "data": {"values": [{"value": value}]},
            "mark": arc | shape | edge | center | {"color": color},
        }
        start = end
    yield squares(brush, [(_names(sheet), y - 0.45 * sheet.em) for y in _lines(sheet)])


def texts(brush: Brush) -> Iterator[Text]:
    """Yield the names of the parts, and their figures at the end of the line."""
    sheet, chart = brush.sheet, brush.sheet.chart
    color = brush.theme.color("text")
    start = _names(sheet) + _SQUARE_EM * sheet.em
    end = min(sheet.width, _names(sheet) + _listed(sheet))
    for y, name, labels in zip(_lines(sheet), chart.categories, chart.labels, strict=True):
        yield Text(name, start, y, color)
        yield Text(labels[0], end, y, color, "end")


def height(sheet: Sheet) -> float:
    """Return the height of the picture: the ring, or the list of names if that is taller."""
    listed = len(sheet.chart.categories) * _LINE_EM
    if not _beside(sheet):
        return (_ring(sheet)[0] + 1.0 + listed) * sheet.em + 2
    return max(_ring(sheet)[0], listed) * sheet.em + 2


def _listed(sheet: Sheet) -> float:
    """Return how wide the list is: a square, the longest name, a gap, the longest figure."""
    chart = sheet.chart
    longest = max(map(sheet.length, chart.categories), default=0.0)
    figures = max((sheet.length(row[0]) for row in chart.labels), default=0.0)
    return longest + figures + (_SQUARE_EM + 1.5) * sheet.em


def _ring(sheet: Sheet) -> tuple[float, float]:
    """Return the diameter of the ring and the gap beside it, in ems."""
    room = sheet.width - _listed(sheet)
    return next((ring for ring in _RINGS_EM if sum(ring) * sheet.em <= room), _RINGS_EM[0])


def _beside(sheet: Sheet) -> bool:
    """Tell whether the list has room beside the ring."""
    return sum(_ring(sheet)) * sheet.em + _listed(sheet) <= sheet.width


def _names(sheet: Sheet) -> float:
    return sum(_ring(sheet)) * sheet.em if _beside(sheet) else 0.0


def _lines(sheet: Sheet) -> list[float]:
    count = len(sheet.chart.categories)
    top = height(sheet) / 2 - (count - 1) * _LINE_EM * sheet.em / 2
    if not _beside(sheet):
        top = (_ring(sheet)[0] + 1.0 + _LINE_EM / 2) * sheet.em
    return [top + row * _LINE_EM * sheet.em for row in range(count)]
