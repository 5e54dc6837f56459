"""Vega-Lite as a function: a specification to the same picture as SVG and as PNG.

The SVG keeps its text as text, to be searched and copied; the PNG has 300 dots an inch and
says so. Fonts are the system's and those of the installed ``fontpkg`` packages. Nothing is
fetched: a specification carries its data. Law: equal specifications give equal bytes, in any
process, whatever was drawn before.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from pkgutil import iter_modules
from typing import Any

from pipeline import limits
from pipeline.diagnostics import fatal
from pipeline.model import Json, Place

PPI = 350
"""More than 250 dots an inch, however wide a page shows a chart."""

_CSS_PPI, _VEGA_PPI = 96, 72
"""A pixel of a specification is a CSS pixel to us, a point to the converter."""

_SPOKEN = re.compile(r' (?:class|role|aria-[a-z]+)="[^"<>]*"(?=[^<>]*>)')
"""What Vega says of its marks to screen readers, in English; the alt text says it better."""


def draw(spec: Json) -> dict[str, bytes]:
    """Return the picture of a Vega-Lite specification as ``svg`` and ``png``.

    Raises ``PipelineError`` if the specification cannot be drawn.
    """
    converter = _converter()
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True)
    try:
        with limits.within("Vega-Lite"):
            svg = converter.vegalite_to_svg(text, allowed_base_urls=[])
            png = converter.svg_to_png(svg, scale=_VEGA_PPI / _CSS_PPI, ppi=PPI)
    except ValueError as reason:
        said = f"the chart cannot be drawn: {str(reason).strip().splitlines()[0]}"
        raise fatal("chart-failed", Place("vega-lite"), said) from reason
    return {"svg": _SPOKEN.sub("", svg).encode(), "png": png}


@cache
def _converter() -> Any:
    """Return the converter, with the fonts of the ``fontpkg`` packages made known to it."""
    import vl_convert

    for package in sorted(m.name for m in iter_modules() if m.name.startswith("fontpkg_")):
        vl_convert.register_font_directory(str(files(package).joinpath("files")))
    return vl_convert
