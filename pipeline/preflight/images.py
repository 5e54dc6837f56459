"""Pictures that are too coarse for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.preflight.proof import Proof
from pipeline.preflight.sighting import Sighting

ENOUGH_DPI = 250
_PX_AN_INCH = 96


def coarse_image(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find a picture of less than 250 dots an inch, as large as it is printed.

    A press shows its dots, or blurs them. Drawings (SVG) have no dots.

    >>> ![The plan](plan.png){width=120mm}
    warning: it has 72 dots an inch at this size
    hint: bring a larger file, crop it to the shape of its place, or show it smaller
    """
    for page in proofs:
        for picture in (*page.pictures, *page.grounds):
            if not picture.pixels or not picture.rect.width or not picture.rect.height:
                continue
            sizes = (picture.rect.width, picture.rect.height)
            dpi = min(p / s * _PX_AN_INCH for p, s in zip(picture.pixels, sizes, strict=True))
            if dpi < ENOUGH_DPI - 0.5:
                message = f"it has {dpi:.0f} dots an inch at this size"
                hint = "bring a larger file, crop it to the shape of its place, or show it smaller"
                yield Sighting(
                    "coarse-image", page.number, message, hint,
                    picture.block.name, picture.block.text, picture.block.text,
                )  # fmt: skip
