"""SVG that authors and designers bring: still, whole, and small enough to be drawn.

Looked at as a tree, not as bytes, so that no prefix, entity, escape or encoding hides a thing.
What may stand in a drawing is listed; what a renderer would repeat (``use``, patterns, filters)
is reckoned before anything is drawn.

Source: SVG 1.1, chapters 5, 11, 13 and 15; the Secure Static mode of SVG Integration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.limits import Limits

SVG = "http://www.w3.org/2000/svg"
_PLAIN = "export it anew as plain SVG"
_SHAPES = (
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "a", "view",
    "switch", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "textPath", "tref", "image", "marker", "pattern", "clipPath", "mask", "linearGradient",
    "radialGradient", "stop",
)  # fmt: skip
_FILTERS = (
    "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feDropShadow",
    "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge",
    "feMergeNode", "feOffset",
)  # fmt: skip
_KNOWN = frozenset((*_SHAPES, *_FILTERS))
_HELD = re.compile(r"data:image/(png|jpe?g|gif|webp);", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_FETCHED = re.compile(
    r"url\(\s*[\"']?\s*(?!#|[\"'])(?!data:image/(?:png|jpe?g);)|@import|image-set\("
)
_NUMBER = re.compile(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?")
_MEASURED = ("width", "height", "x", "y", "r", "rx", "ry", "cx", "cy", "viewBox", "font-size",
             "stroke-width", "stdDeviation", "dx", "dy", "markerWidth",
             "markerHeight")  # fmt: skip
_FAR, _BLURRED, _TILES = 1e6, 100.0, 100_000
_CODINGS = (None, "UTF-8", "utf-8", "US-ASCII", "ASCII", "ISO-8859-1")


def faults(data: bytes, most: Limits) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a drawing, as the end of a sentence, and what to do."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        yield "is not well-formed SVG", _PLAIN
        return
    held: Any = root.getroottree().docinfo
    if root.tag not in (f"{{{SVG}}}svg", "svg"):
        yield "is no SVG", _PLAIN
    elif held.doctype or held.internalDTD is not None:
        yield "is active: it holds !DOCTYPE", "export it as plain SVG, without a DOCTYPE"
    elif held.encoding not in _CODINGS:
        yield f"is written in {held.encoding}", "save it as UTF-8"
    else:
        yield from _nodes(root, most)


def _nodes(root: Any, most: Limits) -> Iterator[tuple[str, str]]:
    limit, deepest = int(most.drawing_parts), int(most.depth)
    told = [*root.itersiblings(preceding=True), *root.iter()]
    for count, node in enumerate(told, start=1):
        if count > limit or sum(1 for _ in node.iterancestors()) > deepest:
            yield (
                f"has more than {limit} parts, or some that lie deeper than {deepest}",
                "make it simpler, or raise drawing_parts or depth under [limits] in diglot.toml",
            )
            return
        for fault in _node(node):
            yield fault
            return
    yield from _repeated(root, limit)
    yield from _tiled(root)


def _node(node: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(node.tag, str):
        if getattr(node, "target", "") == "xml-stylesheet":
            yield "fetches other files", "export it with everything embedded"
        return
    space, _, name = node.tag.rpartition("}")
    if space.lstrip("{") not in ("", SVG):
        if "XInclude" in space or "xhtml" in space:
            yield f"is active: it holds {name}", _PLAIN
        return  # what an editor notes for itself is drawn by nobody
    if name not in _KNOWN:
        yield f"is active: it holds {name}", "export it as plain SVG, without scripts"
    if name == "style":
        yield from _style("".join(node.itertext()))
    for key, value in node.items():
        yield from _attribute(key.rpartition("}")[2], value)


def _attribute(key: str, value: str) -> Iterator[tuple[str, str]]:
    if key.lower().startswith("on"):
        yield f"is active: it holds {key}", "export it as plain SVG, without scripts"
    elif key in ("href", "src", "data") and value.strip():
        if not (value.strip().startswith("#") or _HELD.match(value.strip())):
            yield "fetches other files", "export it with everything embedded"
    elif key in _MEASURED:
        far = _BLURRED if key == "stdDeviation" else _FAR
        if any(abs(float(number)) > far for number in _NUMBER.findall(value)):
            yield f"has a measure out of all proportion: {key}", "export it anew, smaller"
    else:
        yield from _style(value)


def _style(text: str) -> Iterator[tuple[str, str]]:
    """Find what a style fetches, whatever letters of it are escaped."""
    plain = _ESCAPE.sub(_letter, text)
    if _FETCHED.search(re.sub(r"/\*.*?\*/", "", plain, flags=re.DOTALL).lower()):
        yield "fetches other files", "export it with everything embedded"


def _letter(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 else ""


def _repeated(root: Any, limit: int) -> Iterator[tuple[str, str]]:
    """Reckon how many parts a renderer draws once every ``use`` is what it stands for."""
    named = {node.get("id"): node for node in root.iter() if isinstance(node.tag, str)}
    sizes: dict[Any, int] = {}
    open_: set[Any] = set()

    def size(node: Any) -> int:
        if node in sizes:
            return sizes[node]
        if node in open_:
            raise RecursionError
        open_.add(node)
        total = 1 + sum(size(child) for child in node if isinstance(child.tag, str))
        if node.tag.endswith("use"):
            target = named.get(str(_href(node)).strip().removeprefix("#"))
            total += size(target) if target is not None else 0
        open_.discard(node)
        sizes[node] = min(total, limit + 1)
        return sizes[node]

    try:
        parts = size(root)
    except RecursionError:
        yield "holds itself", "take the `use` out of what it shows"
        return
    if parts > limit:
        hint = "make it simpler, or raise drawing_parts under [limits] in diglot.toml"
        yield f"repeats itself: more than {limit} parts are drawn", hint


def _href(node: Any) -> str:
    return next((value for key, value in node.items() if key.rpartition("}")[2] == "href"), "")


def _tiled(root: Any) -> Iterator[tuple[str, str]]:
    """Find patterns of so many tiles that no renderer comes to the end of them."""
    wide, high = _room(root)
    for node in root.iter(f"{{{SVG}}}pattern", "pattern"):
        own = node.get("patternUnits") == "userSpaceOnUse"
        area = wide * high if own else 1.0
        tile = _first(node.get("width")) * _first(node.get("height"))
        if 0 < tile < area / _TILES:
            yield "repeats itself: a pattern has too many tiles", "make the tiles larger"
            return


def _room(root: Any) -> tuple[float, float]:
    box = [float(n) for n in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) == 4:
        return box[2], box[3]
    return _first(root.get("width")) or 300.0, _first(root.get("height")) or 150.0


def _first(measure: str | None) -> float:
    found = _NUMBER.match((measure or "").strip())
    return float(found[0]) if found else 0.0
