"""A PDF made ready for the press: PDF/X-4, in four inks, with bleed and marks of its own.

    pages in RGB ─ inks ─▶ CMYK ─ marks ─▶ crop and registration ─ claims ─▶ PDF/X-4

Every colour operator, shading and picture is converted; a colour of the theme becomes the inks
that the theme says, any other is converted by the profile of the press. Text in black is black
ink alone, and overprints. No colour takes more ink than the paper holds. The same pages make
the same bytes.

Source: ISO 15930-7 (PDF/X-4); ISO 32000-1, 8.6 and 11.7.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.engines.press import finish, marks, pages
from pipeline.engines.press.inks import LIMIT_PERCENT, Inks
from pipeline.engines.press.profile import PLACES, Profile, find, named

__all__ = ["LIMIT_PERCENT", "PLACES", "Inks", "Order", "Profile", "find", "named", "press"]


@dataclass(frozen=True, slots=True)
class Order:
    """What a press has to know: inks, what its file says of itself, and where a sheet folds.

    ``xmp`` is the metadata, ``identifier`` 32 hex digits; ``date`` an ISO date. ``folds_mm`` are
    the folds of each side from the left, empty for a sheet that is not folded.
    """

    inks: Inks
    xmp: bytes
    identifier: str
    date: str
    bleed_mm: float = 3.0
    folds_mm: tuple[tuple[float, ...], ...] = field(default=())


def press(pdf: bytes, order: Order) -> bytes:
    """Return a PDF in RGB as PDF/X-4; raise ``PipelineError`` for a colour that no ink makes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages.convert(document, order.inks)
        for index, page in enumerate(document.pages):
            marks.mark(document, page, order.bleed_mm, _folds(order.folds_mm, index))
        finish.claim(document, order.inks.profile, order.xmp, order.date)
        return finish.written(document, order.identifier)


def _folds(folds: tuple[tuple[float, ...], ...], index: int) -> Iterable[float]:
    return folds[index % len(folds)] if folds else ()
