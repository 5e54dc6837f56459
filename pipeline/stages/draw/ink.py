"""The colours of a chart: the theme's, told apart in grey print, with figures that show.

Source of the contrast: WCAG 2.2, 1.4.3 and its definition of relative luminance.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.colors import READABLE, channels, contrast, light_of
from pipeline.model import Chart, Edition
from pipeline.themes import Theme

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
        while contrast(inks[before], inks[after]) < _STEP and light_of(inks[after]) < 0.85:
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


def _lighter(color: str) -> str:
    return "#" + "".join(f"{part + -(-(255 - part) // 8):02X}" for part in channels(color))
