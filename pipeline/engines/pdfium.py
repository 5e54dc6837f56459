"""PDFium as functions: pages of a PDF as pictures, and where their words stand."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_POINTS_AN_INCH = 72


def sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """Return the width and height of every page, in points."""
    with _opened(data) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def picture(data: bytes, page: int, dots_an_inch: float) -> bytes:
    """Return a page, counted from 1, as a PNG."""
    with _opened(data) as document:
        bitmap = document[page - 1].render(scale=dots_an_inch / _POINTS_AN_INCH)
        out = io.BytesIO()
        bitmap.to_pil().save(out, "PNG", compress_level=1)
        return out.getvalue()


def trims(data: bytes) -> tuple[Mapping[str, tuple[float, float, float, float]], ...]:
    """Return the trim and bleed boxes of every page that has them, as shares of the page."""
    with _opened(data) as document:
        return tuple(_boxes(document[number]) for number in range(len(document)))


def _boxes(page: Any) -> Mapping[str, tuple[float, float, float, float]]:
    left, foot, right, top = page.get_cropbox()
    wide, high = right - left, top - foot
    found = {}
    boxes = {
        "trim": page.get_trimbox(fallback_ok=False),
        "bleed": page.get_bleedbox(fallback_ok=False),
    }
    for name, box in boxes.items():
        if box and box != (left, foot, right, top):
            a, b, c, d = box
            found[name] = ((a - left) / wide, (top - d) / high, (c - a) / wide, (d - b) / high)
    return found


def letters(data: bytes) -> Iterator[tuple[int, str, tuple[float, float, float, float]]]:
    """Yield every letter with its page from 1 and its sides as shares of it, from the top left."""
    with _opened(data) as document:
        for number in range(len(document)):
            page = document[number]
            wide, high = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, foot, right, top = text.get_charbox(index)
                box = (left / wide, 1 - top / high, (right - left) / wide, (top - foot) / high)
                yield number + 1, text.get_text_range(index, 1), box


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()
