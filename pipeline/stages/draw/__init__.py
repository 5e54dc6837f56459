"""The charts of an edition: what to draw, what to say of it, and where it stands.

A chart is horizontal bars, the name of each category above its bars, so that long names fit
and a phone shows them; the figures are set as the locale writes them. Right-to-left editions
are mirrored. Colours and families are the theme's tokens.

Law: the picture and its alt text say the same figures.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import tree
from pipeline.languages import direction, script
from pipeline.model import Chart, Edition, Json
from pipeline.stages.draw import ink
from pipeline.stages.draw.describe import WORDS, describe
from pipeline.stages.draw.sheet import WIDTH, Sheet, bars, fits, legend, outside, zero
from pipeline.themes import Theme

__all__ = ["KINDS", "WORDS", "describe", "place", "specification"]

KINDS = ("bar", "stacked")
"""The kinds of chart that an author may ask for."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_GENERIC = "sans-serif"  # for readers whose machine has none of our faces
_ENLARGED = 1.25  # over the label size of print, or a phone shows specks


def specification(chart: Chart, theme: Theme, edition: Edition) -> Json:
    """Return the Vega-Lite specification of a chart; it holds its data, places and all."""
    em = theme.size("label") * _ENLARGED * 96 / 72
    sheet = Sheet(chart, em, mirrored=direction(edition.locale) == "rtl")
    brush = _Brush(sheet, theme, ink.colors(chart, theme, edition))
    families = theme.families("label", script(edition.locale))
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": round(sheet.height, 2),
        "padding": 0,
        "autosize": "none",
        "background": None,
        "config": {
            "aria": False,
            "view": {"stroke": None},
            "text": {"fontSize": round(em, 2), "baseline": "middle", "limit": WIDTH},
        },
        "layer": [*_boxes(brush), _axis(brush), *_lettering(brush, families)],
    }


def place(edition: Edition, document: Json = None) -> Json:
    """Return the edition's document, or that given, with a picture in each chart's Div.

    It stands before the table of figures. The Div holds a Figure (caption, then
    ``charts/<name>.svg`` with its alt text) and a Div of class ``data`` with the table, whose
    caption moves to the figure.
    """
    shown = document or edition.document
    changes = {
        chart.address: _placed(tree.at(shown, chart.address), chart, edition)
        for chart in edition.charts
    }
    return tree.replace(shown, changes)


def _placed(node: Json, chart: Chart, edition: Edition) -> Json:
    attributes, (table, *rest) = node["c"]
    parts = list(table["c"])
    caption, parts[1] = parts[1][1], [None, []]
    target = [f"charts/{chart.name}.svg", ""]
    image = {"t": "Image", "c": [["", [], []], tree.text(describe(chart, edition)), target]}
    figure = {"t": "Figure", "c": [["", [], []], [None, caption], [{"t": "Plain", "c": [image]}]]}
    data = {"t": "Div", "c": [["", ["data"], []], [table | {"c": parts}, *rest]]}
    return node | {"c": [attributes, [figure, data]]}


@dataclass(frozen=True, slots=True)
class _Brush:
    """A sheet and what it is drawn with: the theme, and the colours of the series."""

    sheet: Sheet
    theme: Theme
    colors: tuple[str, ...]

    def box(self, start: float, end: float, top: float, height: float) -> dict[str, Json]:
        """Return a rectangle by its sides, in pixels from the left and from the top."""
        left, right = sorted((self.sheet.x(start), self.sheet.x(end)))
        return {"x": left, "x2": right, "y": round(top, 2), "y2": round(top + height, 2)}


def _boxes(brush: _Brush) -> Iterator[Json]:
    """Yield the layer of bars, and the squares of the legend."""
    sheet, em = brush.sheet, brush.sheet.em
    drawn = bars(sheet)
    rows = []
    for bar in drawn:
        follows = any(other.lane == bar.lane and other.end == bar.start for other in drawn)
        box = brush.box(bar.start + (1.0 if follows else 0.0), bar.end, sheet.top(bar), 1.5 * em)
        value = sheet.chart.values[bar.row][bar.column]
        rows.append(box | {"color": brush.colors[bar.column], "value": value})
    yield _layer({"type": "rect"}, rows)
    squares = [
        brush.box(x, x + 0.9 * em, (row * 1.7 + 0.3) * em, 0.9 * em) | {"color": color}
        for (x, row), color in zip(legend(sheet), brush.colors, strict=False)
    ]
    if squares:
        yield _layer({"type": "rect"}, squares)


def _axis(brush: _Brush) -> Json:
    """Return the layer of base lines, each a little longer than the bars of its category."""
    sheet, color = brush.sheet, {"color": brush.theme.color("muted")}
    at, height = zero(sheet), (1.6 * sheet.lanes + 0.3) * sheet.em
    tops = (
        sheet.head + r * sheet.block + 1.4 * sheet.em for r, _ in enumerate(sheet.chart.values)
    )
    return _layer({"type": "rule"}, [brush.box(at, at, top, height) | color for top in tops])


@dataclass(frozen=True, slots=True)
class _Text:
    """A text on the sheet: ``x`` from the start side, its middle ``y`` from the top."""

    text: str
    x: float
    y: float
    color: str
    backwards: bool = False


def _lettering(brush: _Brush, families: tuple[str, ...]) -> Iterator[Json]:
    texts = [*_names(brush), *_inside(brush), *_beside(brush)]
    for backwards in (False, True):
        rows = [
            {"text": t.text, "font": _font(t.text, families), "color": t.color}
            | {"x": brush.sheet.x(t.x), "y": round(t.y, 2)}
            for t in texts
            if t.backwards == backwards
        ]
        align = "right" if backwards != brush.sheet.mirrored else "left"
        if rows:
            yield _layer({"type": "text", "align": align, "font": {"expr": "datum.font"}}, rows)


def _names(brush: _Brush) -> Iterator[_Text]:
    """Yield the names of the categories and of the series."""
    sheet, color = brush.sheet, brush.theme.color("text")
    for row, name in enumerate(sheet.chart.categories):
        yield _Text(name, 0, sheet.head + row * sheet.block + 0.75 * sheet.em, color)
    for (x, row), name in zip(legend(sheet), sheet.chart.series, strict=False):
        yield _Text(name, x + 1.4 * sheet.em, (row * 1.7 + 0.75) * sheet.em, color)


def _inside(brush: _Brush) -> Iterator[_Text]:
    """Yield the figures that their segments have room for."""
    sheet = brush.sheet
    for bar in bars(sheet):
        if fits(sheet, bar):
            color = ink.on(brush.colors[bar.column], brush.theme)
            x, y = min(bar.start, bar.end) + 0.5 * sheet.em, sheet.top(bar) + 0.75 * sheet.em
            yield _Text(sheet.label(bar), x, y, color)


def _beside(brush: _Brush) -> Iterator[_Text]:
    """Yield the figures after their bars, or before bars that run backwards."""
    sheet, color = brush.sheet, brush.theme.color("text")
    drawn = bars(sheet)
    for lane in sorted({bar.lane for bar in drawn}):
        own = [bar for bar in drawn if bar.lane == lane]
        y = sheet.top(own[0]) + 0.75 * sheet.em
        ahead = [bar for bar in own if bar.end >= bar.start]
        behind = [bar for bar in own if bar.end < bar.start]
        if text := outside(sheet, ahead):
            yield _Text(text, max(bar.end for bar in ahead) + 0.4 * sheet.em, y, color)
        if text := outside(sheet, behind):
            end = min(bar.end for bar in behind) - 0.4 * sheet.em
            yield _Text(text, end, y, color, backwards=True)


def _font(text: str, families: tuple[str, ...]) -> str:
    """Return the families for a text: the Latin one leads only where all is Latin.

    A renderer that falls back letter by letter would take any face that has them.
    """
    foreign = any(not c.isascii() and c.isalnum() and not _latin(c) for c in text)
    return ", ".join([*(reversed(families) if foreign else families), _GENERIC])


def _latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _layer(mark: Json, rows: list[dict[str, Json]]) -> Json:
    """Return a layer whose rows say where their marks stand, in pixels from the top left."""
    known = rows[0] if rows else {}
    plain = {"type": "quantitative", "scale": None, "axis": None}
    encoding: dict[str, Json] = {name: {"field": name} | plain for name in ("x", "y")}
    encoding |= {name: {"field": name} for name in ("x2", "y2") if name in known}
    if "text" in known:
        encoding["text"] = {"field": "text", "type": "nominal"}
    encoding["color"] = {"field": "color", "type": "nominal", "scale": None, "legend": None}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}
