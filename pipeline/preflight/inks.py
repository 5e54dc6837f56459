"""What can be seen: letters against what is behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.preflight.proof import Area, Color, Line, Proof, Run
from pipeline.preflight.sighting import Sighting

_HEX = re.compile(r"#[0-9A-F]{6}\b")
ENOUGH = 4.5
"""Contrast of text and ground, WCAG 2.2, 1.4.3."""


def low_contrast(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find text whose colour is too near to that of its ground: under 4.5 to 1.

    >>> <p style="color: #AAAAAA">Opening hours</p>
    warning: its contrast is 2.3 to 1 (#AAAAAA on #FFFFFF)
    hint: make the text darker or the ground lighter, to 4.5 to 1

    >>> <p style="background: #1B4332; color: #8FA6BF">Opening hours</p>
    warning: its contrast is 4.4 to 1 (#8FA6BF on #1B4332)
    hint: make the text lighter or the ground darker, to 4.5 to 1
    """
    for page in proofs:
        alike: dict[tuple[str, str], list[tuple[Line, Run, float]]] = {}
        for line in page.lines:
            for run in line.runs:
                ground = _ground(page, line, run)
                if ground is None or not any(map(str.isalnum, run.text)):
                    continue
                color = _over(run.color, run.alpha, ground)
                if (found := contrast(color, ground)) < ENOUGH - 0.005:
                    pair = (_hex(color), _hex(ground))
                    alike.setdefault(pair, []).append((line, run, found))
        for (text, paper), runs in alike.items():
            yield _pale(page, f"{text} on {paper}", runs)


def _pale(page: Proof, pair: str, runs: list[tuple[Line, Run, float]]) -> Sighting:
    """Make one sighting of all texts of a page that are pale in the same way."""
    line, run, found = runs[0]
    others = len({other.block.key for other, *_ in runs} - {line.block.key})
    also = f", and so is that of {others} more on the page" if others else ""
    message = f"its contrast is {found:.1f} to 1 ({pair}){also}"
    ink, paper = (_luminance(_unhex(color)) for color in pair.split(" on "))
    away = ("lighter", "darker") if ink > paper else ("darker", "lighter")
    hint = f"make the text {away[0]} or the ground {away[1]}, to 4.5 to 1"
    return Sighting(
        "low-contrast", page.number, message, hint, line.block.name, run.text, line.block.text
    )


def named(sighting: Sighting, colors: Mapping[str, str], theme: str) -> Sighting:
    """Return a sighting that calls the colours of a theme by their names, and says where they are.

    A colour that no token has, such as a mixture, keeps its number.
    """
    tokens = {value.upper(): name for name, value in reversed(list(colors.items()))}
    known = [tokens[hexed] for hexed in _HEX.findall(sighting.message) if hexed in tokens]
    if sighting.rule != "low-contrast" or not known:
        return sighting
    message = _HEX.sub(lambda m: f"`{tokens[m[0]]}` {m[0]}" if m[0] in tokens else m[0],
                       sighting.message)  # fmt: skip
    where = " and ".join(f"`{name}`" for name in dict.fromkeys(known))
    verb = "stands" if len(set(known)) == 1 else "stand"
    hint = f"{sighting.hint}: {where} {verb} under [color] in templates/{theme}/theme.toml"
    return replace(sighting, message=message, hint=hint)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ground(page: Proof, line: Line, run: Run) -> Color | None:
    """Return the colour behind a text, nothing where a picture lies there."""
    x, y = run.rect.x + run.rect.width / 2, run.rect.y + run.rect.height / 2
    behind = [a for a in page.areas if _behind(a, line) and a.rect.holds(x, y)]
    ground: Color | None = page.paper
    for area in sorted(behind, key=lambda a: a.order):
        if area.color:
            ground = _over(area.color, area.alpha, ground or page.paper)
        elif area.painted:
            ground = None
    pictures = [p for p in page.pictures if p.order < line.order and p.rect.holds(x, y)]
    return None if pictures else ground


def _behind(area: Area, line: Line) -> bool:
    return bool(area.color or area.painted) and (
        area.me in line.inside or area.order < line.order
    )  # fmt: skip


def _over(color: Color, alpha: float, ground: Color) -> Color:
    red, green, blue = (c * alpha + g * (1 - alpha) for c, g in zip(color, ground, strict=True))
    return red, green, blue


def _unhex(color: str) -> Color:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(color: Color) -> str:
    return "#" + "".join(f"{round(c * 255):02X}" for c in color)
