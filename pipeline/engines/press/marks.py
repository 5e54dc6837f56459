"""Crop, fold and registration marks: drawn by us, outside the bleed, in every ink.

They are drawn in the separation *All*, whose alternate is the four inks in full: a printer sees
them on each plate, and they count to no limit of ink.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

PT = 72 / 25.4
SLUG_MM = 10.0
"""What lies around the trim: bleed and marks."""

_GAP_MM, _LONG_MM = 0.6, 5.0
_HAIR_PT = 0.25
_ROUND = 0.5523
"""How far the handles of a quarter circle lie, as a share of its radius."""


def mark(document: Any, page: Any, bleed_mm: float, folds_mm: Iterable[float]) -> None:
    """Give a page its boxes and marks; what is printed beyond the bleed is cut away."""
    import pikepdf

    left, bottom, right, top = (float(v) for v in page.obj["/TrimBox"])
    bleed, slug = bleed_mm * PT, SLUG_MM * PT
    bled = _box(left - bleed, bottom - bleed, right + bleed, top + bleed)
    page.obj["/MediaBox"] = _box(left - slug, bottom - slug, right + slug, top + slug)
    page.obj["/BleedBox"] = bled
    page.obj["/TrimBox"] = _box(left, bottom, right, top)
    for key in ("/CropBox", "/ArtBox"):
        if key in page.obj:
            del page.obj[key]
    x, y, *_ = (float(v) for v in bled)
    wide, high = right - left + 2 * bleed, top - bottom + 2 * bleed
    clip = f"q {x:.4f} {y:.4f} {wide:.4f} {high:.4f} re W n\n"
    page.contents_add(document.make_stream(clip.encode()), prepend=True)
    drawn = "\n".join(["Q q", "/DgAll CS 1 SCN", f"{_HAIR_PT} w",
        *_crops(left, bottom, right, top, bleed), *_targets(left, bottom, right, top),
        *_folds(left, bottom, top, bleed, folds_mm), "Q\n"])  # fmt: skip
    page.contents_add(document.make_stream(drawn.encode()))
    page.contents_coalesce()
    resources = page.obj["/Resources"]
    resources["/ColorSpace"] = pikepdf.Dictionary(DgAll=_all(document))


def _all(document: Any) -> Any:
    import pikepdf

    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * 4, C1=[1] * 4, N=1)
    return pikepdf.Array(
        [
            pikepdf.Name.Separation,
            pikepdf.Name.All,
            pikepdf.Name.DeviceCMYK,
            document.make_indirect(tint),
        ]
    )


def _crops(left: float, bottom: float, right: float, top: float, bleed: float) -> list[str]:
    near = bleed + _GAP_MM * PT
    far = near + _LONG_MM * PT
    lines = []
    for x, out in ((left, -1), (right, 1)):
        for y, up in ((bottom, -1), (top, 1)):
            lines.append(_line(x + out * near, y, x + out * far, y))
            lines.append(_line(x, y + up * near, x, y + up * far))
    return lines


def _targets(left: float, bottom: float, right: float, top: float) -> list[str]:
    """Return a cross in a circle in the middle of each side."""
    away, radius = 6.5 * PT, 1.3 * PT
    middle, centre = (left + right) / 2, (bottom + top) / 2
    spots = ((left - away, centre), (right + away, centre), (middle, bottom - away),
             (middle, top + away))  # fmt: skip
    drawn = []
    for x, y in spots:
        arm = 2.2 * PT
        drawn += [_line(x - arm, y, x + arm, y), _line(x, y - arm, x, y + arm)]
        drawn.append(_circle(x, y, radius))
    return drawn


def _folds(
    left: float, bottom: float, top: float, bleed: float, folds_mm: Iterable[float]
) -> list[str]:  # fmt: skip
    near, long = bleed + _GAP_MM * PT, 4 * PT
    drawn = []
    for fold in folds_mm:
        x = left + fold * PT
        drawn.append("[2 1.5] 0 d " + _line(x, bottom - near, x, bottom - near - long))
        drawn.append(_line(x, top + near, x, top + near + long))
    return drawn


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1:.4f} {y1:.4f} m {x2:.4f} {y2:.4f} l S"


def _circle(x: float, y: float, radius: float) -> str:
    bow = radius * _ROUND
    points = [
        (x + radius, y + bow, x + bow, y + radius, x, y + radius),
        (x - bow, y + radius, x - radius, y + bow, x - radius, y),
        (x - radius, y - bow, x - bow, y - radius, x, y - radius),
        (x + bow, y - radius, x + radius, y - bow, x + radius, y),
    ]
    curves = " ".join(" ".join(f"{v:.4f}" for v in curve) + " c" for curve in points)
    return f"{x + radius:.4f} {y:.4f} m {curves} s"


def _box(left: float, bottom: float, right: float, top: float) -> Any:
    import pikepdf

    return pikepdf.Array([round(v, 4) for v in (left, bottom, right, top)])
