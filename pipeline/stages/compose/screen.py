"""The colours of a screen: the theme's own where they can be read, and the same at night.

``--color-primary`` stays what it is, a ground for type in ``--color-inverse``. What is written
or drawn in a colour of the theme takes ``--ink-primary`` or ``--ink-accent``: the nearest shade
that shows on paper and on tinted boxes, by day and in the dark. Law: each ink has a contrast
of 4.5 with both grounds, each fill of a chart one of 3.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.colors import VISIBLE, legible, mix
from pipeline.themes import Theme

INKS = ("primary", "accent")
FILLS = ("primary", "accent", "third", "fourth")
NAMES = frozenset(f"--ink-{name}" for name in INKS) | {f"--fill-{name}" for name in FILLS}
"""The custom properties that a style for screens may use, beside those of the tokens."""

_CLEAR = 8  # headings and numbers at night: thin light type on a dark ground looks darker
_NIGHT, _DAY = "#0F1216", "#EDEFF2"


def root(theme: Theme) -> str:
    """Return the rules that hold the colours of a screen as custom properties."""
    day, night = _rules(light(theme)), _rules(dark(theme))
    return (
        f":root {{ color-scheme: light dark;\n{day}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{\n{night}}} }}\n"
    )


def light(theme: Theme) -> Mapping[str, str]:
    """Return the colours of the day, by property."""
    color = theme.color
    grounds = (color("paper"), color("tint"))
    return _drawn(theme, grounds) | {
        "--color-text": legible(color("text"), grounds),
        "--color-muted": legible(color("muted"), grounds),
        "--color-link": legible(color("link"), grounds),
        "--color-inverse": legible(color("inverse"), [color("primary")]),
    }


def dark(theme: Theme) -> Mapping[str, str]:
    """Return the colours of the night, by property: the brand's hue on a dark ground."""
    color = theme.color
    paper = legible(mix(color("primary"), _NIGHT, 0.22), [_DAY], 15)
    tint, rule = mix(_DAY, paper, 0.07), mix(_DAY, paper, 0.24)
    grounds = (paper, tint)
    return _drawn(theme, grounds) | {
        "--ink-primary": legible(color("primary"), grounds, _CLEAR),
        "--color-paper": paper,
        "--color-tint": tint,
        "--color-rule": rule,
        "--color-text": _DAY,
        "--color-muted": legible(mix(_DAY, paper, 0.66), grounds),
        "--color-link": legible(color("link"), grounds),
    }


def _drawn(theme: Theme, grounds: tuple[str, ...]) -> dict[str, str]:
    inks = {f"--ink-{name}": legible(theme.color(name), grounds) for name in INKS}
    fills = {f"--fill-{name}": legible(theme.color(name), grounds[:1], VISIBLE) for name in FILLS}
    return inks | fills


def _rules(values: Mapping[str, str]) -> str:
    return "".join(f"  {name}: {value};\n" for name, value in values.items())
