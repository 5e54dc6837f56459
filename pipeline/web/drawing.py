"""A chart as a picture in the page: its letters are text, its colours those of the screen.

The drawing is built anew, node by node, of the few shapes that charts are made of; whatever
else stands in it is left out. Colours become classes, so that a page seals its styles and is
dark at night; a figure inside a bar keeps its colour, because the bar keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from lxml import etree

from pipeline.themes import Theme

_SHAPES = ("svg", "g", "path", "rect", "line", "circle", "polyline", "polygon", "text", "tspan")
_NAMES = (
    "viewBox width height transform d x y x1 y1 x2 y2 dx dy cx cy r rx ry points text-anchor"
    " stroke-width stroke-miterlimit stroke-dasharray stroke-linecap stroke-linejoin font-size"
    " font-weight"
)
_GEOMETRY = tuple(_NAMES.split())
_COLORS = ("primary", "accent", "third", "fourth", "text", "muted", "inverse", "paper", "rule")
_BOX = re.compile(r"M([\d.-]+),([\d.-]+)h([\d.]+)v([\d.]+)h-[\d.]+Z")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_AT = re.compile(r"translate\(([\d.-]+),([\d.-]+)\)")


def inline(svg: bytes, label: str, theme: Theme) -> str:
    """Return a drawn chart as an element of a page that says ``label`` to who does not see it."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    painted = (path for path in root.iter("{*}path") if path.get("fill", "none") != "none")
    boxes = [_box(found) for p in painted if (found := _BOX.fullmatch(p.get("d", "")))]
    known = _names(theme)
    inner = "".join(_written(child, known, boxes) for child in root)
    return (
        f'<svg class="drawing" role="img" aria-label={_quoted(label)}'
        f" viewBox={_quoted(root.get('viewBox', ''))} width={_quoted(root.get('width', ''))}"
        f" height={_quoted(root.get('height', ''))}>{inner}</svg>"
    )


def _names(theme: Theme) -> Mapping[str, str]:
    """Return the names of the colours of a theme by what they look like, the first one's."""
    tokens = theme.tokens["color"]
    return {str(tokens[name]).upper(): name for name in reversed(_COLORS) if name in tokens}


_Box = tuple[float, float, float, float]


def _box(found: re.Match[str]) -> _Box:
    x, y, width, height = (float(part) for part in found.groups())
    return x, y, x + width, y + height


def _written(node: etree._Element, known: Mapping[str, str], boxes: list[_Box]) -> str:
    tag = etree.QName(node).localname if str(node.tag).startswith("{") else ""
    if tag not in _SHAPES or node.get("display") == "none":
        return ""
    attributes = {name: _rounded(value) for name in _GEOMETRY if (value := node.get(name))}
    literal = tag == "text" and _inside(node, boxes)
    names = []
    for paint in ("fill", "stroke"):
        color = node.get(paint, "")
        name = known.get(color.upper())
        if name and not literal:
            names.append(f"{paint}-{name}")
        elif color and re.fullmatch(r"#[0-9a-fA-F]{3,8}|none", color):
            attributes[paint] = color
    if literal:
        names.append("on-bar")
    if names:
        attributes["class"] = " ".join(names)
    inside = _escaped(node.text) + "".join(
        _written(child, known, boxes) + _escaped(child.tail) for child in node
    )
    written = "".join(f" {name}={_quoted(value)}" for name, value in attributes.items() if value)
    return f"<{tag}{written}>{inside}</{tag}>"


def _rounded(value: str) -> str:
    """Return geometry to a hundredth of a pixel, without a move to where it is."""
    short = _LONG.sub(lambda found: f"{round(float(found[0]), 2):g}", value)
    return "" if short == "translate(0,0)" else short


def _inside(node: etree._Element, boxes: list[_Box]) -> bool:
    """Tell whether a figure stands in a bar; its anchor is its start or its end."""
    at = _AT.fullmatch(node.get("transform", ""))
    if not at:
        return False
    x, y = float(at[1]), float(at[2])
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _quoted(value: str) -> str:
    return f'"{escape(value)}"'


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
