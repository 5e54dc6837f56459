"""Where on finished pages each text stands, for whoever shows the pages and is asked about one.

A page names a text by ``data-t``; what has no name is told by what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from pipeline.model import Json
from pipeline.preflight import proof

NAME = "data-t"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Spot:
    """The box of a text: its page from 1, its sides as shares of the page from the top left.

    A text has a ``name``, or else only its words, ``said``.
    """

    page: int
    left: float
    top: float
    width: float
    height: float
    name: str = ""
    said: str = ""


def read(document: Any) -> tuple[Spot, ...]:
    """Return the spots of a laid-out document, page by page; a text has one on each page."""
    found: list[Spot] = []
    for number, page in enumerate(document.pages, start=1):
        root = page._page_box
        whole = (root.margin_width(), root.margin_height())
        here: dict[Any, Spot] = {}
        for box in _boxes(root):
            spot = _spot(box, number, whole)
            if spot and (key := spot.name or id(box.element)):
                here[key] = _both(here[key], spot) if key in here else spot
        found += here.values()
    return tuple(found)


def packed(spots: tuple[Spot, ...]) -> Json:
    """Return spots as JSON."""
    return [list(asdict(spot).values()) for spot in spots]


def unpacked(values: Json) -> tuple[Spot, ...]:
    """Return the spots in JSON."""
    return tuple(Spot(*value) for value in values)


def _boxes(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for name in ("column_groups", "children"):
        for child in getattr(box, name, ()):
            yield from _boxes(child)


def _spot(box: Any, page: int, whole: tuple[float, float]) -> Spot | None:
    element, kind = getattr(box, "element", None), type(box).__name__
    if element is None or kind in ("TextBox", "LineBox", "PageBox", "MarginBox"):
        return None
    name = element.get(NAME, "")
    said = "" if name or kind == "InlineBox" else proof.said(element)
    if not name and not 0 < len(said) <= _LONGEST:
        return None
    rect = proof.of(box)
    wide, high = whole
    return Spot(page, *_shares(rect, wide, high), name, said)


def _shares(rect: Any, wide: float, high: float) -> tuple[float, float, float, float]:
    return (
        round(rect.x / wide, 4),
        round(rect.y / high, 4),
        round(rect.width / wide, 4),
        round(rect.height / high, 4),
    )


def _both(one: Spot, other: Spot) -> Spot:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    foot = max(one.top + one.height, other.top + other.height)
    wide, high = round(right - left, 4), round(foot - top, 4)
    return replace(one, left=left, top=top, width=wide, height=high)
