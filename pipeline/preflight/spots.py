"""Where on finished pages each text stands, for whoever shows the pages and is asked about one.

A page names a text by ``data-t``; what has no name is told by what it says.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pipeline.model import Json
from pipeline.preflight import proof

NAME = "data-t"
_LONGEST = 400
_TEXTS = ("TextBox", "InlineReplacedBox", "BlockReplacedBox")
_UNNAMED = ("LineBox", "PageBox", "MarginBox")


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
    """Return the spots of a laid-out document, page by page; a text has one on each page.

    A spot holds all of its text, though the box itself be empty: a heading may stand beside it.
    """
    found: list[Spot] = []
    for number, page in enumerate(document.pages, start=1):
        root = page._page_box
        finder = _Finder(number, root.margin_width(), root.margin_height())
        finder.look(root, ())
        found += finder.found.values()
    return tuple(spot for spot in found if spot.width and spot.height)


def packed(spots: tuple[Spot, ...]) -> Json:
    """Return spots as JSON."""
    return [list(asdict(spot).values()) for spot in spots]


def unpacked(values: Json) -> tuple[Spot, ...]:
    """Return the spots in JSON."""
    return tuple(Spot(*value) for value in values)


@dataclass(slots=True)
class _Finder:
    page: int
    wide: float
    high: float
    found: dict[Any, Spot] = field(default_factory=dict)

    def look(self, box: Any, around: tuple[Any, ...]) -> None:
        """Find the spots in a box; ``around`` are the keys of those that it lies in."""
        box = getattr(box, "_box", box)
        kind = type(box).__name__
        if kind in _TEXTS:
            for key in around:
                self._widen(key, self._spot(box, self.found[key]))
            return
        element = getattr(box, "element", None)
        if element is not None and kind not in _UNNAMED:
            name = element.get(NAME, "")
            said = "" if name or kind == "InlineBox" else proof.said(element)
            if name or 0 < len(said) <= _LONGEST:
                key = name or id(element)
                self._widen(key, self._spot(box, Spot(self.page, 0, 0, 0, 0, name, said)))
                around = (*around, key)
        for part in ("column_groups", "children"):
            for child in getattr(box, part, ()):
                self.look(child, around)

    def _spot(self, box: Any, like: Spot) -> Spot:
        if type(box).__name__ == "TextBox":
            left, top, width, height = box.position_x, box.position_y, box.width, box.height
        else:
            rect = proof.of(box)
            left, top, width, height = rect.x, rect.y, rect.width, rect.height
        return replace(
            like,
            left=round(left / self.wide, 4),
            top=round(top / self.high, 4),
            width=round(width / self.wide, 4),
            height=round(height / self.high, 4),
        )

    def _widen(self, key: Any, spot: Spot) -> None:
        old = self.found.get(key)
        self.found[key] = _both(old, spot) if old and old.width and old.height else spot


def _both(one: Spot, other: Spot) -> Spot:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    foot = max(one.top + one.height, other.top + other.height)
    wide, high = round(right - left, 4), round(foot - top, 4)
    return replace(one, left=left, top=top, width=wide, height=high)
