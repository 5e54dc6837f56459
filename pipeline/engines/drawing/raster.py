"""A vector picture as pixels, for readers who cannot show vectors. Equal pictures, equal bytes.

Fonts are those that charts are drawn with. Nothing is fetched or read: a picture that shows
another by its address cannot be drawn.
"""

from __future__ import annotations

from pipeline.engines.drawing import easel
from pipeline.model import Place

PPI = 300
_POINTS_AN_INCH, _PIXELS_AN_INCH = 72, 96
_PICTURE = easel.Motif(
    engine="resvg", what="a picture", code="picture-failed", place=Place("svg"),
    hint="export it anew as plain SVG",
)  # fmt: skip


def pixels(svg: bytes) -> bytes:
    """Return an SVG picture as a PNG of 300 dots an inch.

    Raises ``PipelineError`` if the picture cannot be drawn.
    """
    scale = _POINTS_AN_INCH / _PIXELS_AN_INCH
    return easel.drawn(_PICTURE, f"png {scale} {PPI}", svg)[1]


def exact(svg: bytes) -> bytes:
    """Return an SVG picture as a PNG of just as many pixels as it says it is wide and high."""
    return easel.drawn(_PICTURE, f"png 1 {_POINTS_AN_INCH}", svg)[1]
