"""Colour and art that reach the edge of the page, drawn out into the bleed.

A cutter is off by half a millimetre: what ends at the trim would leave a white hair. So what
touches an edge is made larger there, and a picture that fills it as well.
"""

from __future__ import annotations

from typing import Any

_NEAR_PX = 0.5
_MM = 96 / 25.4


def bleed(document: Any, bleed_mm: float) -> None:
    """Draw out the grounds of a laid-out document that touch an edge of their page."""
    for page in document.pages:
        root = page._page_box
        _walk(root, root, bleed_mm * _MM)


def _walk(box: Any, page: Any, more: float) -> None:
    box = getattr(box, "_box", box)
    background = getattr(box, "background", None)
    if background is not None and box is not page:
        box.background = background._replace(
            layers=[_drawn_out(layer, page, more) for layer in background.layers]
        )
    if hasattr(box, "replacement"):
        _enlarge(box, page, more)
    for child in getattr(box, "children", ()):
        _walk(child, page, more)


def _enlarge(box: Any, page: Any, more: float) -> None:
    """Make a picture larger on the sides where it touches the edge of the page."""
    left, top, right, bottom = _touched(
        (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()), page
    )
    box.position_x -= more * left
    box.position_y -= more * top
    box.width += more * (left + right)
    box.height += more * (top + bottom)


def _touched(area: tuple[float, ...], page: Any) -> tuple[bool, bool, bool, bool]:
    """Return which edges of the page an area touches: left, top, right, bottom."""
    x, y, width, height = area
    wide, high = page.margin_width(), page.margin_height()
    return (
        abs(x) < _NEAR_PX,
        abs(y) < _NEAR_PX,
        abs(x + width - wide) < _NEAR_PX,
        abs(y + height - high) < _NEAR_PX,
    )


def _drawn_out(layer: Any, page: Any, more: float) -> Any:
    if layer.unbounded:
        return layer
    x, y, width, height = layer.painting_area
    touched = _touched(layer.painting_area, page)
    if not any(touched):
        return layer
    left, top, right, bottom = (more * side for side in touched)
    area = (x - left, y - top, width + left + right, height + top + bottom)
    changes: dict[str, Any] = {"painting_area": area, "clipped_boxes": [_square(area)]}
    if layer.image is not None and _covers(layer.size, (width, height)):
        changes |= {"size": area[2:], "position": (0, 0), "positioning_area": area}
    return layer._replace(**changes)


def _covers(size: tuple[float, float], area: tuple[float, float]) -> bool:
    return all(abs(a - b) < 1 for a, b in zip(size, area, strict=True))


def _square(area: tuple[float, float, float, float]) -> tuple[Any, ...]:
    corner = (0, 0)
    return (*area, corner, corner, corner, corner)
