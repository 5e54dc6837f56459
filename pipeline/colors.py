"""Colours as ``#RRGGBB``: how two of them contrast, and the nearest that can be read.

Source: WCAG 2.2, 1.4.3 and its definition of relative luminance.
"""

from __future__ import annotations

from collections.abc import Iterable

READABLE = 4.5
"""The least contrast of text and its ground."""

VISIBLE = 3.0
"""The least contrast of a shape that means something and its ground."""

_STEPS = 40


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((light_of(one), light_of(other)))
    return (light + 0.05) / (dark + 0.05)


def light_of(color: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(color: str, other: str, share: float) -> str:
    """Return ``share`` of a colour mixed with the rest of another."""
    pairs = zip(channels(color), channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def legible(color: str, grounds: Iterable[str], least: float = READABLE) -> str:
    """Return a colour, darkened or lightened as little as makes it show on all its grounds.

    Where nothing does, the better of black and white.
    """
    known = tuple(grounds)

    def worst(tried: str) -> float:
        return min(contrast(tried, ground) for ground in known)

    far = max("#000000", "#FFFFFF", key=worst)
    steps = (mix(far, color, step / _STEPS) for step in range(_STEPS + 1))
    return next((tried for tried in steps if worst(tried) >= least), far)


def channels(color: str) -> tuple[int, int, int]:
    """Return red, green and blue, each from 0 to 255."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
