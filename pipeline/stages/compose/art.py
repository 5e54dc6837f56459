"""Line art for a cover: hair lines drawn from a name, in the theme's colours.

    rays · waves · rings · weave

Each release has a drawing of its own, and the same one every time: all that varies comes from
the digest of its name. Lines fade into the ground by mixing colours, so nothing is transparent
and the drawing can be printed. Lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, pi, sin, tau

from pipeline.model import digest
from pipeline.stages.compose.sheets import mix

_STEPS = 12
"""Points that a curve is drawn through; between them it is smooth."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a drawing: its ground, its lines, and the one that stands out."""

    ground: str
    line: str
    bright: str


@dataclass(frozen=True, slots=True)
class _Dice:
    """Numbers from a name: ``at(n)`` is the nth, from 0 up to 1."""

    name: str

    def at(self, number: int) -> float:
        return int(digest(self.name, str(number))[:8], 16) / 0xFFFFFFFF

    def between(self, number: int, low: float, high: float) -> float:
        return low + (high - low) * self.at(number)


Point = tuple[float, float]
Line = tuple[list[Point], float]
"""The points of a curve, and how strong it is drawn: 0 is the ground, 2 the bright ink."""


def drawing(kind: str, name: str, size: tuple[float, float], inks: Inks) -> str:
    """Return the drawing of a name as SVG, as large as a page; ``kind`` is one of the four."""
    wide, high = size
    lines = _KINDS[kind](_Dice(f"{kind} {name}"), wide, high)
    paths = "".join(_path(points, strength, inks) for points, strength in lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}"'
        f' width="{wide:g}mm" height="{high:g}mm"><rect width="{wide:g}" height="{high:g}"'
        f' fill="{inks.ground}"/><g fill="none">{paths}</g></svg>'
    )


def _waves(dice: _Dice, wide: float, high: float) -> Iterator[Line]:
    """Yield a sheet of water seen from above: two swells, and the lines between them."""
    count = 54
    phases = [dice.between(n, 0, tau) for n in range(4)]
    swell, tilt = dice.between(5, 0.07, 0.11) * high, dice.between(6, -0.12, 0.12) * high
    crest = int(dice.between(7, 0.25, 0.6) * count)
    for row in range(count):
        share = row / (count - 1)
        points = []
        for step in range(_STEPS + 1):
            x = step / _STEPS
            first = sin(tau * (0.8 * x + 0.35 * share) + phases[0])
            second = sin(tau * (1.7 * x - 0.6 * share) + phases[1]) * 0.45
            y = (0.15 + 0.5 * share) * high + (first + second) * swell * (0.35 + 0.65 * share)
            points.append((x * wide * 1.04 - 0.02 * wide, y + tilt * (x - 0.5)))
        yield points, 2.0 if row in (crest, crest + 1) else _fading(share)


def _rings(dice: _Dice, wide: float, high: float) -> Iterator[Line]:
    """Yield the rings of two stones thrown into water."""
    centers = (
        (dice.between(1, 0.55, 0.85) * wide, dice.between(2, 0.14, 0.3) * high),
        (dice.between(3, 0.05, 0.35) * wide, dice.between(4, 0.02, 0.2) * high),
    )
    bright = int(dice.between(5, 5, 12))
    for which, (x, y) in enumerate(centers):
        for ring in range(3, 27 - 9 * which):
            radius = ring * (5.4 - which) * wide / 210
            turn = dice.between(6, 0, tau)
            around = [turn + tau * step / (2 * _STEPS) for step in range(2 * _STEPS + 1)]
            points = [(x + radius * cos(a), y + radius * sin(a)) for a in around]
            yield points, 2.0 if ring == bright and not which else _fading(0.25 + ring / 36)


def _rays(dice: _Dice, wide: float, high: float) -> Iterator[Line]:
    """Yield bundles of lines that leave one place and bend away from each other."""
    x, y = dice.between(1, 0.55, 0.78) * wide, dice.between(2, 0.24, 0.36) * high
    arms, turn = 5, dice.between(3, 0, tau)
    bend, reach = dice.between(4, 0.35, 0.6), 1.15 * high
    for arm in range(arms):
        for side in (-1, 1):
            for row in range(11):
                share = row / 10
                angle = turn + tau * arm / arms + side * (0.1 + 0.42 * (1 - share)) * pi / arms
                points = []
                for step in range(4):
                    away = (0.07 + 0.93 * step / 3) * reach
                    curved = angle + side * bend * (away / reach) * (0.25 - 0.2 * share)
                    points.append((x + away * cos(curved), y + away * sin(curved)))
                yield points, 2.0 if row == 10 else 0.35 + 0.5 * share


def _weave(dice: _Dice, wide: float, high: float) -> Iterator[Line]:
    """Yield two families of threads that cross."""
    phase, bow = dice.between(1, 0, tau), dice.between(2, 0.05, 0.09) * wide
    bright = int(dice.between(3, 9, 20))
    for family in (0, 1):
        lean = dice.between(4 + family, 0.5, 0.8) * (1 if family else -1) * wide
        for row in range(34):
            share = row / 33
            points = []
            for step in range(_STEPS + 1):
                down = step / _STEPS
                sway = bow * sin(tau * (down * 0.9 + share * 0.5) + phase + family)
                x = (share * 1.9 - 0.45) * wide + lean * (down - 0.3) + sway
                points.append((x, (down * 0.74 - 0.04) * high))
            yield points, 2.0 if row == bright and family else 0.55 - 0.2 * family


_KINDS: dict[str, Callable[[_Dice, float, float], Iterator[Line]]] = {
    "rays": _rays,
    "waves": _waves,
    "rings": _rings,
    "weave": _weave,
}


def _fading(share: float) -> float:
    """Return the strength of a line: strongest in the middle of the drawing."""
    return max(0.12, 0.9 * sin(pi * min(max(share, 0.0), 1.0)))


def _path(points: list[Point], strength: float, inks: Inks) -> str:
    """Return a smooth path through the points (Catmull and Rom's, as Bézier curves)."""
    bright = strength > 1
    color = inks.bright if bright else mix(inks.line, inks.ground, min(strength, 1.0))
    ends = [points[0], *points, points[-1]]
    curves = "".join(
        f"C{b[0] + (c[0] - a[0]) / 6:.1f} {b[1] + (c[1] - a[1]) / 6:.1f}"
        f" {c[0] - (d[0] - b[0]) / 6:.1f} {c[1] - (d[1] - b[1]) / 6:.1f} {c[0]:.1f} {c[1]:.1f}"
        for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
    )
    width = 0.5 if bright else 0.28
    start = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    return f'<path d="{start}{curves}" stroke="{color}" stroke-width="{width}"/>'
