"""Letters as outlines: a line of text in a given face, drawn where a drawing has it.

The renderer of drawings knows no weights of a variable face. A face cut for the line does, and
its outlines look the same on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree

from pipeline import burdens

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Letters:
    """Text of one family in a line; ``weight`` is 100 to 900."""

    family: str
    weight: int
    text: str


Serve = Callable[[Letters], bytes]
Covers = Callable[[str, str], bool]
"""Tell whether a family has a character."""


def outlined(svg: bytes, serve: Serve, covers: Covers) -> bytes:
    """Return a drawing with each text as a path: that of the first of its families that has it.

    A text that runs from right to left, or that no family has whole, is left to the renderer.
    """
    bare, aside = burdens.light(svg, burdens.PICTURES)  # the parser takes no long attribute
    root = etree.fromstring(bare, etree.XMLParser(resolve_entities=False, no_network=True))
    for node in list(root.iter(f"{_SVG}text")):
        if not _drawable(node, covers):
            continue
        size, anchor = float(node.get("font-size", "16")), _inherited(node, "text-anchor")
        path, wide = _line(node, serve, covers)
        x = float(node.get("x", "0")) - (wide * size if anchor == "end" else 0)
        place = f"translate({x:g},{node.get('y', '0')}) scale({size:g},-{size:g})"
        drawn = etree.Element(f"{_SVG}path", {"d": path, "transform": place})
        if fill := node.get("fill"):
            drawn.set("fill", fill)
        parent = node.getparent()
        assert parent is not None
        parent.replace(node, drawn)
    return burdens.whole(bytes(etree.tostring(root)), aside)


def _drawable(node: Any, covers: Covers) -> bool:
    return all(
        unicodedata.bidirectional(letter) not in ("R", "AL", "AN")
        and any(covers(family, letter) for family in _families(node))
        for letter in "".join(node.itertext()).strip()
    )


def _families(node: Any) -> list[str]:
    return [name.strip() for name in str(node.get("font-family", "")).split(",")]


def _line(node: Any, serve: Serve, covers: Covers) -> tuple[str, float]:
    """Return the path of a line from its start on, and how wide it is, in ems."""
    families = _families(node)
    weight = int(node.get("font-weight", "400"))
    whole = "".join(node.itertext()).strip()

    def family(character: str) -> str:
        return next(name for name in families if covers(name, character))

    path, wide = [], 0.0
    for name, letters in groupby(whole, family):
        text = "".join(letters)
        for piece, step in _glyphs(serve(Letters(name, weight, text)), text):
            path.append(piece(wide))
            wide += step
    return "".join(path), wide


def _glyphs(font: bytes, text: str) -> Iterator[tuple[Callable[[float], str], float]]:
    """Yield for each glyph its outline, given where it starts, and how far it leads, in ems."""
    import uharfbuzz as hb

    face = hb.Face(font)
    shaper, units, pen = hb.Font(face), face.upem, _pen()
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(shaper, buffer)
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        steps: list[tuple[str, tuple[float, ...]]] = []
        shaper.draw_glyph(glyph.codepoint, pen, steps)
        dx, dy = place.x_offset, place.y_offset

        def piece(at: float, steps: Any = steps, dx: float = dx, dy: float = dy) -> str:
            moved = (
                (letter, [(n + (dy if i % 2 else dx)) / units + (0 if i % 2 else at)
                          for i, n in enumerate(numbers)])
                for letter, numbers in steps
            )  # fmt: skip
            return "".join(f"{s}{' '.join(f'{n:.4f}' for n in numbers)}" for s, numbers in moved)

        yield piece, place.x_advance / units


def _pen() -> Any:
    import uharfbuzz as hb

    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, to: to.append(("M", (x, y))))
    pen.set_line_to_func(lambda x, y, to: to.append(("L", (x, y))))
    pen.set_quadratic_to_func(lambda a, b, x, y, to: to.append(("Q", (a, b, x, y))))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, to: to.append(("C", (a, b, c, d, x, y))))
    pen.set_close_path_func(lambda to: to.append(("Z", ())))
    return pen


def _inherited(node: Any, name: str) -> str:
    return next((str(n.get(name)) for n in (node, *node.iterancestors()) if n.get(name)), "")
