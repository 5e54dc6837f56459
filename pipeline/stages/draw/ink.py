"""The colours of a chart: the theme's, told apart in grey print, with figures that show.

Source of the contrast: WCAG 2.2, 1.4.3 and its definition of relative luminance.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.model import Chart, Edition
from pipeline.themes import Theme

READABLE = 4.5
"""The least contrast between a figure and what it stands on."""

_SERIES = ("primary", "accent", "third", "fourth")
_STEP = 1.5  # how far neighbouring colours differ in lightness


def colors(chart: Chart, theme: Theme, edition: Edition) -> tuple[str, ...]:
    """Return the colours of the series of a chart: one name has one colour in an edition."""
    known: dict[str, int] = {}
    for other in edition.charts:
        for column, name in enumerate(other.series):
            known.setdefault(name, column)
    own = range(len(chart.series))
    wanted = [known.get(name, column) for column, name in zip(own, chart.series, strict=True)]
    inks = palette(theme)
    return tuple(inks[i % len(inks)] for i in (wanted if len(set(wanted)) == len(own) else own))


def palette(theme: Theme) -> tuple[str, ...]:
    """Return the colours of the series, in order.

    Neighbours that would be one grey in print are set apart by lightening the second.
    """
    inks = [theme.color(name) for name in _SERIES]
    for before, after in pairwise(range(len(inks))):
        while contrast(inks[before], inks[after]) < _STEP and _light(inks[after]) < 0.85:
            inks[after] = _lighter(inks[after])
    return tuple(inks)


def wheel(theme: Theme, count: int) -> tuple[str, ...]:
    """Return the colours of the parts of one whole: the palette, then lighter ones of it."""
    inks = list(palette(theme))
    while len(inks) < count:
        inks.append(_lighter(_lighter(inks[-len(_SERIES)])))
    return tuple(inks[:count])


def on(ground: str, theme: Theme) -> str:
    """Return the colour for a figure that stands on ``ground``."""
    inks = (theme.color("inverse"), theme.color("text"), "#000000")
    return next((ink for ink in inks if contrast(ink, ground) >= READABLE), inks[-1])


def contrast(one: str, other: str) -> float:
    """Return the contrast of two ``#RRGGBB`` colours, from 1 to 21."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _light(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _lighter(color: str) -> str:
    return "#" + "".join(f"{part + -(-(255 - part) // 8):02X}" for part in _parts(color))


def _parts(color: str) -> tuple[int, ...]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
