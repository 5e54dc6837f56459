"""Lines: a course over time, every point with its figure, the names at the foot.

Figures of lines that come close are pushed apart, so that each can be read, and a line ends
where it would run through a figure; a line is named in the legend, whose colour is its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.model import Chart, Json
from pipeline.stages.draw.brush import Brush, Text, layer, squares
from pipeline.stages.draw.sheet import Sheet, legend

_TALL_EM = 11.0
_APART_EM = 1.25
"""The height of the plot, and the least distance between two figures above each other."""

_CLOSE_EM = 3.2
"""Lines that come closer leave no room for a figure between them."""


def marks(brush: Brush) -> Iterator[Json]:
    """Yield the base line, the lines, their points, and the squares of the legend."""
    sheet, chart = brush.sheet, brush.sheet.chart
    base = sheet.head + (_TALL_EM + 0.55) * sheet.em
    rule = {"color": brush.theme.color("rule")}
    yield layer({"type": "rule"}, [brush.box(0, sheet.width, base, 0) | rule])
    rows = [
        {"x": sheet.x(_x(sheet, row)), "y": _y(sheet, values[column]), "value": values[column]}
        | {"series": column, "order": row, "color": brush.colors[column]}
        for column, _ in enumerate(chart.series)
        for row, values in enumerate(chart.values)
    ]
    yield layer({"type": "line", "strokeWidth": 2, "interpolate": "linear"}, rows)
    if hidden := list(_gaps(brush)):
        yield layer({"type": "rect"}, hidden)
    points = [{k: v for k, v in row.items() if k not in ("series", "order")} for row in rows]
    yield layer({"type": "point", "filled": True, "size": 36, "opacity": 1}, points)
    if known := legend(sheet):
        yield squares(brush, [(x, (row * 1.7 + 0.3) * sheet.em) for x, row in known])


def texts(brush: Brush) -> Iterator[Text]:
    """Yield the figures above their points, the names of the points, and the legend."""
    sheet, color = brush.sheet, brush.theme.color("text")
    for row, _ in enumerate(sheet.chart.categories):
        for column, y in _figures(sheet, row):
            x = _x(sheet, row)
            yield Text(sheet.chart.labels[row][column], x, y, color, "center", x)
    foot = sheet.head + (_TALL_EM + 1.5) * sheet.em
    deep = _deep(sheet)
    for row, name in enumerate(sheet.chart.categories):
        x = _x(sheet, row)
        yield Text(name, x, foot + 1.4 * sheet.em * (row % deep), color, "center", x)
    for (x, line), name in zip(legend(sheet), sheet.chart.series, strict=False):
        yield Text(name, x + 1.4 * sheet.em, (line * 1.7 + 0.75) * sheet.em, color)


def height(sheet: Sheet) -> float:
    """Return the height of the picture: legend, plot, and the names at its foot."""
    return sheet.head + (_TALL_EM + 1.0 + 1.4 * _deep(sheet)) * sheet.em


def least(chart: Chart, em: float) -> float:
    """Return how wide a sheet has to be for figures that do not touch; 0 if it is no course."""
    if chart.kind != "line":
        return 0.0
    sheet = Sheet(chart, em)
    wide = [max(map(sheet.length, row), default=0.0) for row in chart.labels]
    return max((a + b + em for a, b in pairwise(wide)), default=0.0) / 2 * len(wide)


def _gaps(brush: Brush) -> Iterator[dict[str, Json]]:
    """Yield the ground of each figure that a line would run through."""
    sheet = brush.sheet
    half = 0.56 * sheet.em
    for row, _ in enumerate(sheet.chart.categories):
        for column, y in _figures(sheet, row):
            wide = sheet.length(sheet.chart.labels[row][column])
            start = _x(sheet, row) - wide / 2
            if any(_meets(sheet, line, (row, y)) for line, _ in enumerate(sheet.chart.series)):
                box = brush.box(start, start + wide, y - half, 2 * half)
                at = sheet.x(_x(sheet, row))
                yield box | {"color": brush.theme.color("paper"), "at": at}


def _meets(sheet: Sheet, line: int, spot: tuple[int, float]) -> bool:
    """Tell whether a line runs through the figures at a height of a category."""
    row, y = spot
    values = [row[line] for row in sheet.chart.values]
    wide = max(map(sheet.length, sheet.chart.labels[row])) / 2
    here = _y(sheet, values[row])
    ends = [here]
    for near in (row - 1, row + 1):
        if 0 <= near < len(values):
            share = min(wide / abs(_x(sheet, near) - _x(sheet, row)), 1.0)
            ends.append(here + (_y(sheet, values[near]) - here) * share)
    return min(ends) < y + 0.5 * sheet.em and max(ends) > y - 0.5 * sheet.em


def _figures(sheet: Sheet, row: int) -> list[tuple[int, float]]:
    """Return where the figures of a category stand, by column, from the top, apart."""
    wanted = sorted(
        (_y(sheet, value) + (0.95 if _below(sheet, row, column) else -0.95) * sheet.em, column)
        for column, value in enumerate(sheet.chart.values[row])
    )
    placed: list[float] = []
    for y, _ in wanted:
        placed.append(max(y, placed[-1] + _APART_EM * sheet.em) if placed else y)
    limit = sheet.head + (_TALL_EM + 0.1) * sheet.em
    for at in range(len(placed) - 1, -1, -1):  # the lowest may not sink into the names
        placed[at] = min(placed[at], limit)
        limit = placed[at] - _APART_EM * sheet.em
    return [(column, y) for (_, column), y in zip(wanted, placed, strict=True)]


def _below(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether a figure stands below its point: in a valley, or under the other lines."""
    values = [line[column] for line in sheet.chart.values]
    here = sheet.chart.values[row]
    if len(here) > 1:
        lowest = here[column] == min(here) and here.index(min(here)) == column
        above = min(
            _y(sheet, here[column]) - _y(sheet, v) for n, v in enumerate(here) if n != column
        )
        return lowest and above < _CLOSE_EM * sheet.em
    before, after = values[max(row - 1, 0)], values[min(row + 1, len(values) - 1)]
    return row > 0 and before >= values[row] < after


def _x(sheet: Sheet, row: int) -> float:
    """Return where a category stands: evenly, with room at both ends for what is centred."""
    names = sheet.chart.categories
    first, last = _margin(sheet, 0), _margin(sheet, len(names) - 1)
    if len(names) == 1:
        return sheet.width / 2
    return first + (sheet.width - first - last) * row / (len(names) - 1)


def _margin(sheet: Sheet, row: int) -> float:
    texts = (sheet.chart.categories[row], *sheet.chart.labels[row])
    return min(max(map(sheet.length, texts)) / 2 + 2, sheet.width / 4)


def _deep(sheet: Sheet) -> int:
    """Return on how many lines the names stand, so that neighbours do not touch."""
    names = sheet.chart.categories
    step = _x(sheet, 1) - _x(sheet, 0) if len(names) > 1 else sheet.width
    need = max(
        ((sheet.length(a) + sheet.length(b)) / 2 + sheet.em for a, b in pairwise(names)),
        default=0.0,
    )
    return max(1, min(4, -int(-need // step)))


def _y(sheet: Sheet, value: float) -> float:
    low, high = _extent(sheet)
    if _from_zero(sheet):
        low, high = min(low, 0.0), max(high, 0.0)
    share = (value - low) / (high - low) if high > low else 0.5
    return round(sheet.head + (1.8 + (_TALL_EM - 3.4) * (1 - share)) * sheet.em, 2)


def _extent(sheet: Sheet) -> tuple[float, float]:
    every = [value for row in sheet.chart.values for value in row]
    return min(every), max(every)


def _from_zero(sheet: Sheet) -> bool:
    """Tell whether the plot begins at zero: it does unless all values are far above it."""
    low, high = _extent(sheet)
    return low <= 0 or low < 0.6 * high
