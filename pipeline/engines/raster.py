"""A vector picture as pixels, for readers who cannot show vectors. Equal pictures, equal bytes."""

from __future__ import annotations

from functools import cache
from importlib.metadata import packages_distributions
from importlib.resources import files
from typing import Any

from pipeline.diagnostics import fatal
from pipeline.model import Place

PPI = 300
_POINTS_AN_INCH, _PIXELS_AN_INCH = 72, 96


def pixels(svg: bytes) -> bytes:
    """Return an SVG picture as a PNG of 300 dots an inch.

    Raises ``PipelineError`` if the picture cannot be drawn.
    """
    try:
        scale = _POINTS_AN_INCH / _PIXELS_AN_INCH
        return bytes(_converter().svg_to_png(svg.decode(), scale=scale, ppi=PPI))
    except ValueError as reason:
        said = f"a picture cannot be drawn: {str(reason).strip().splitlines()[0]}"
        hint = "export it anew as plain SVG"
        raise fatal("picture-failed", Place("svg"), said, hint) from reason


def exact(svg: bytes) -> bytes:
    """Return an SVG picture as a PNG of just as many pixels as it says it is wide and high."""
    return bytes(_converter().svg_to_png(svg.decode(), scale=1, ppi=_POINTS_AN_INCH))


@cache
def _converter() -> Any:
    """Return the converter, with the fonts of the ``fontpkg`` packages made known to it."""
    import vl_convert

    for package in sorted(p for p in packages_distributions() if p.startswith("fontpkg_")):
        vl_convert.register_font_directory(str(files(package).joinpath("files")))
    return vl_convert
