"""What every chart is drawn with: colours, letters, and layers of marks at given pixels.

Vega is asked for no scale and no axis: where everything stands is decided here, so that no
figure lies on another and the picture of a right-to-left edition is mirrored.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model import Json
from pipeline.stages.draw.sheet import Sheet
from pipeline.themes import Theme

_GENERIC = "sans-serif"  # for readers whose machine has none of our faces


@dataclass(frozen=True, slots=True)
class Brush:
    """A sheet and what it is drawn with: the theme, and the colours of the series."""

    sheet: Sheet
    theme: Theme
    colors: tuple[str, ...]

    def box(self, start: float, end: float, top: float, height: float) -> dict[str, Json]:
        """Return a rectangle by its sides, in pixels from the left and from the top."""
        left, right = sorted((self.sheet.x(start), self.sheet.x(end)))
        return {"x": left, "x2": right, "y": round(top, 2), "y2": round(top + height, 2)}


@dataclass(frozen=True, slots=True)
class Text:
    """A text on the sheet: ``x`` from the start side, its middle ``y`` from the top.

    ``align`` says which of its sides stands at ``x``: ``start``, ``end`` or ``center``. On a
    screen the sheet is drawn out, not the letters: a text keeps its distance from ``at``, the
    start side or the end of a bar. One that stands ``inside`` a bar has the colour for that.
    """

    text: str
    x: float
    y: float
    color: str
    align: str = "start"
    at: float = 0.0
    inside: bool = False


def lettering(brush: Brush, texts: Iterable[Text], families: tuple[str, ...]) -> Iterator[Json]:
    """Yield a layer for the texts of each alignment."""
    listed = list(texts)
    sides = ("right", "left") if brush.sheet.mirrored else ("left", "right")
    for align, side in zip(("start", "end", "center"), (*sides, "center"), strict=True):
        rows = [
            {"text": t.text, "font": _font(t.text, families), "color": t.color}
            | {"x": brush.sheet.x(t.x), "y": round(t.y, 2)}
            | {"at": brush.sheet.x(t.at), "inside": t.inside}
            for t in listed
            if t.align == align
        ]
        if rows:
            yield layer({"type": "text", "align": side, "font": {"expr": "datum.font"}}, rows)


def layer(mark: Json, rows: list[dict[str, Json]]) -> Json:
    """Return a layer whose rows say where their marks stand, in pixels from the top left."""
    known = rows[0] if rows else {}
    plain = {"type": "quantitative", "scale": None, "axis": None}
    encoding: dict[str, Json] = {name: {"field": name} | plain for name in ("x", "y")}
    encoding |= {name: {"field": name} for name in ("x2", "y2") if name in known}
    if "text" in known:
        encoding["text"] = {"field": "text", "type": "nominal"}
    if "series" in known:
        encoding["detail"] = {"field": "series", "type": "nominal"}
        encoding["order"] = {"field": "order", "type": "quantitative"}
    encoding["color"] = {"field": "color", "type": "nominal", "scale": None, "legend": None}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def squares(brush: Brush, at: Iterable[tuple[float, float]]) -> Json:
    """Return the layer of the squares of a legend, each by its start and its top."""
    em, start = brush.sheet.em, {"at": brush.sheet.x(0)}
    rows = [
        brush.box(x, x + 0.9 * em, top, 0.9 * em) | {"color": color} | start
        for (x, top), color in zip(at, brush.colors, strict=False)
    ]
    return layer({"type": "rect"}, rows)


def canvas(brush: Brush, height: float, layers: Iterable[Json]) -> Json:
    """Return the specification of a picture as wide as the text."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": brush.sheet.width,
        "height": round(height, 2),
        "padding": 0,
        "autosize": "none",
        "background": None,
        "usermeta": {"mirrored": brush.sheet.mirrored},
        "config": {
            "aria": False,
            "view": {"stroke": None},
            "text": {"fontSize": round(brush.sheet.em, 2), "baseline": "middle"}
            | {"limit": brush.sheet.width},
        },
        "layer": list(layers),
    }


def _font(text: str, families: tuple[str, ...]) -> str:
    """Return the families for a text: the Latin one leads only where all is Latin.

    A renderer that falls back letter by letter would take any face that has them.
    """
    foreign = any(not c.isascii() and c.isalnum() and not _latin(c) for c in text)
    return ", ".join([*(reversed(families) if foreign else families), _GENERIC])


def _latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
