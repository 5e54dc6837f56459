"""Vega-Lite as a function: a specification to the same picture as SVG and as PNG.

The SVG keeps its text as text, to be searched and copied; the PNG has 350 dots an inch and
says so. Fonts are the system's and those of the installed ``fontpkg`` packages. Nothing is
fetched: a specification carries its data. Law: equal specifications give equal bytes, in any
process, whatever was drawn before.
"""

from __future__ import annotations

import json
import re

from pipeline.engines.drawing import easel
from pipeline.model import Json, Place

_SPOKEN = re.compile(r' (?:class|role|aria-[a-z]+)="[^"<>]*"(?=[^<>]*>)')
"""What Vega says of its marks to screen readers, in English; the alt text says it better."""

_CHART = easel.Motif(
    engine="Vega-Lite", what="the chart", code="chart-failed", place=Place("vega-lite"),
    hint="show fewer figures in it", shared=True,
)  # fmt: skip


def draw(spec: Json, *, pixels: bool = True) -> dict[str, bytes]:
    """Return the picture of a Vega-Lite specification as ``svg``, and ``png`` if that is wanted.

    Raises ``PipelineError`` if the specification cannot be drawn.
    """
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True).encode()
    svg, png = easel.drawn(_CHART, "chart png" if pixels else "chart", text)
    bare = {"svg": _SPOKEN.sub("", svg.decode()).encode()}
    return bare | {"png": png} if pixels else bare
