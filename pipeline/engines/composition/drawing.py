"""The advances of a line that was set, written into Pango's glyphs when the line is drawn.

WeasyPrint cuts the numbers between glyphs down to whole thousandths of an em: what is lost
is carried on to the next one, so that a line ends where it was set to end.
"""

from __future__ import annotations

import itertools
from typing import Any

from weasyprint.text.ffi import TO_UNITS, pango

from pipeline.engines.composition.lines import Setting
from pipeline.engines.composition.measure import clusters

_SAFE = 0.3
"""Thousandths on the far side of a whole number, against rounding in Pango's units."""


def write(line: Any, layout: Any, setting: Setting) -> list[int]:
    """Move the glyphs of a drawn line as its setting says; return whose glyphs are shown."""
    text, em = layout.text, layout.style["font_size"]
    steps = _steps(setting.drawn(), len(text), em)
    shown = []
    found = clusters(line, text) or []
    starts = sorted({at for _, at, _ in found} | {len(text)})
    sizes = {a: b - a for a, b in itertools.pairwise(starts)}
    for glyph, at, ends in found:
        geometry = glyph.geometry
        size = sizes.get(at, 0)
        moved = sum(steps[at : at + size])
        if size > 1 and not moved:
            moved = 1  # viewers put its last character where the next begins: never behind it
        if ends and moved:
            thousandths = moved + (_SAFE if moved > 0 else -_SAFE)
            geometry.width += round(thousandths * em / 1000 * TO_UNITS)
        if at == 0 and setting.trim:
            geometry.x_offset -= round(setting.trim * 1000)
            geometry.width -= round(setting.trim * TO_UNITS)
        if glyph.glyph != pango.PANGO_GLYPH_EMPTY:
            shown.append(at)
    return shown


def _steps(after: list[float], size: int, em: float) -> list[int]:
    sums = [round(x) for x in itertools.accumulate(a / em * 1000 for a in after[:size])]
    steps = [b - a for a, b in itertools.pairwise([0, *sums])]
    return steps + [0] * (size - len(steps))
