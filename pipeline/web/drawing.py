"""A chart as a drawing in the page: its letters are text, its colours those of the screen.

It is as wide as its column, and its letters have one size in all of them: bars and lines are
drawn out, in percent; texts keep their distance from what they stand at, in ems. Colours become
classes, so that a page seals its styles and is dark at night; a figure inside a bar keeps its
colour, because the bar keeps its own. The specification is the one that paper is drawn from,
for the narrowest screen: nothing that has room there loses it in a wider one.

Law: what stands on the page is made here of numbers, names of colours and escaped texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import cos, pi, sin
from typing import Any

from pipeline.model import Json
from pipeline.themes import Theme

_COLORS = ("primary", "accent", "third", "fourth", "text", "muted", "inverse", "paper", "rule")
_ANCHORS = {"right": "end", "center": "middle"}
_MIRRORED = {"left": "end", "center": "middle"}
"""What SVG calls the sides of a text: its start is where its direction begins."""

_MIDDLE_EM = 0.35
"""From the middle of letters down to their base line."""

_PHONE_EM = 26
"""A chart that has to be wider than this scrolls in the column of a phone."""

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Hand:
    """What a chart is drawn with: its width and the size of its type, in pixels; its colours."""

    width: float
    em: float
    colors: Mapping[str, str]
    mirrored: bool = False

    def share(self, x: float) -> str:
        """Return a place, or a length, as a share of the width."""
        return f"{round(100 * x / self.width, 2):g}%" if x else "0"

    def ems(self, pixels: float) -> str:
        """Return a place, or a length, in ems."""
        return f"{round(pixels / self.em, 2):g}em" if abs(pixels) > 1e-3 * self.em else "0"

    def paint(self, kind: str, color: str) -> str:
        """Return a colour as an attribute: the class of a token, or else what it is."""
        name = self.colors.get(color.upper())
        return f'class="{kind}-{name}"' if name else f"{kind}={_quoted(color)}"


def inline(spec: Json, theme: Theme) -> str:
    """Return a chart as an element of a page; who puts it there says what it is called."""
    config = spec["config"]["text"]
    mirrored = spec["usermeta"]["mirrored"]
    hand = _Hand(spec["width"], config["fontSize"], _names(theme), mirrored)
    inner = "".join(part for layer in spec["layer"] for part in _layer(layer, hand))
    tall, ems = hand.ems(spec["height"]), hand.width / hand.em
    size = f'class="drawing" width="100%" height="{tall}"'
    if ems > _PHONE_EM:
        size = f'class="drawing long" width="{hand.ems(hand.width)}" height="{tall}"'
    side = ' direction="rtl"' if mirrored else ""
    return f'<svg role="img" {size}{side}>{inner}</svg>'


def labelled(drawn: str, label: str) -> str:
    """Return a drawing that says ``label`` to who does not see it."""
    return drawn.replace('role="img"', f'role="img" aria-label={_quoted(label)}', 1)


def _names(theme: Theme) -> Mapping[str, str]:
    """Return the names of the colours of a theme by what they look like, the first one's."""
    tokens = theme.tokens["color"]
    return {str(tokens[name]).upper(): name for name in reversed(_COLORS) if name in tokens}


def _layer(layer: Json, hand: _Hand) -> Iterator[str]:
    mark, rows = layer["mark"], layer["data"]["values"]
    if mark["type"] == "arc":
        yield _arc(mark, hand)
    elif mark["type"] == "line":
        yield from _course(rows, hand, mark["strokeWidth"])
    elif mark["type"] == "text":
        anchor = (_MIRRORED if hand.mirrored else _ANCHORS).get(mark["align"], "")
        yield from (_text(row, hand, anchor) for row in rows)
    else:
        yield from (_SHAPES[mark["type"]](row, hand) for row in rows)


def _rect(row: _Row, hand: _Hand) -> str:
    y, tall = hand.ems(row["y"]), hand.ems(row["y2"] - row["y"])
    size = f'y="{y}" height="{tall}" {hand.paint("fill", row["color"])}'
    if "at" not in row:
        x, wide = hand.share(row["x"]), hand.share(row["x2"] - row["x"])
        return f'<rect x="{x}" width="{wide}" {size}/>'
    x, wide = hand.ems(row["x"] - row["at"]), hand.ems(row["x2"] - row["x"])
    return _moored(f'<rect x="{x}" width="{wide}" {size}/>', hand.share(row["at"]))


def _moored(shape: str, at: str) -> str:
    """Return a shape of a fixed size, at a share of the width."""
    return shape if at == "0" else f'<svg x="{at}" overflow="visible">{shape}</svg>'


def _rule(row: _Row, hand: _Hand) -> str:
    ends = (row["x"], row["y"]), (row["x2"], row["y2"])
    return _line(*ends, f"{hand.paint('stroke', row['color'])}", hand)


def _line(start: tuple[float, float], end: tuple[float, float], paint: str, hand: _Hand) -> str:
    places = "".join(
        f' x{n}="{hand.share(x)}" y{n}="{hand.ems(y)}"' for n, (x, y) in enumerate((start, end), 1)
    )
    return f"<line{places} {paint}/>"


def _course(rows: list[_Row], hand: _Hand, wide: float) -> Iterator[str]:
    """Yield a line through the points of each series, piece by piece."""
    for one, other in pairwise(rows):
        if one["series"] == other["series"]:
            paint = f'{hand.paint("stroke", one["color"])} stroke-width="{wide:g}"'
            ends = (one["x"], one["y"]), (other["x"], other["y"])
            yield _line(*ends, f'{paint} stroke-linecap="round"', hand)


def _point(row: _Row, hand: _Hand) -> str:
    x, y = hand.share(row["x"]), hand.ems(row["y"])
    return f'<circle cx="{x}" cy="{y}" r=".28em" {hand.paint("fill", row["color"])}/>'


def _text(row: _Row, hand: _Hand, anchor: str) -> str:
    x, y = hand.share(row["at"]), hand.ems(row["y"] + _MIDDLE_EM * hand.em)
    aside = hand.ems(row["x"] - row["at"])
    found = [f'x="{x}"' if x != "0" else "", f'y="{y}"', f'dx="{aside}"' if aside != "0" else ""]
    found.append(f'text-anchor="{anchor}"' if anchor else "")
    own = f'class="on-bar" fill={_quoted(row["color"])}'
    found.append(own if row["inside"] else hand.paint("fill", row["color"]))
    return f"<text {' '.join(filter(None, found))}>{_escaped(row['text'])}</text>"


def _arc(mark: Json, hand: _Hand) -> str:
    """Return a piece of a ring in a box of its own, whose size is in ems."""
    outer, inner = mark["outerRadius"], mark["innerRadius"]
    start, end = mark["theta"], mark["theta2"]
    if abs(end - start) > 2 * pi - 1e-4:  # the ends of a whole ring would be one point
        end = start + (end - start) * (1 - 1e-4)
    large, turn = int(abs(end - start) > pi), int(end > start)

    def at(radius: float, angle: float) -> str:
        return f"{round(radius * sin(angle), 2):g} {round(-radius * cos(angle), 2):g}"

    path = (
        f"M{at(outer, start)}A{outer:g} {outer:g} 0 {large} {turn} {at(outer, end)}"
        f"L{at(inner, end)}A{inner:g} {inner:g} 0 {large} {1 - turn} {at(inner, start)}Z"
    )
    left = mark["x"] - outer
    x = hand.ems(left - hand.width if hand.mirrored else left)
    size = f'width="{hand.ems(2 * outer)}" height="{hand.ems(2 * outer)}"'
    box = f'x="{x}" y="{hand.ems(mark["y"] - outer)}" {size}'
    view = f'viewBox="{-outer:g} {-outer:g} {2 * outer:g} {2 * outer:g}" overflow="visible"'
    paint = f'{hand.paint("fill", mark["color"])} stroke-width="{mark["strokeWidth"]:g}"'
    edge = f'<g {hand.paint("stroke", mark["stroke"])}><path d="{path}" {paint}/></g>'
    return _moored(f"<svg {box} {view}>{edge}</svg>", "100%" if hand.mirrored else "0")


_SHAPES: Mapping[str, Callable[[_Row, _Hand], str]] = {
    "rect": _rect,
    "rule": _rule,
    "point": _point,
}


def _quoted(value: str) -> str:
    return f'"{escape(value)}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
