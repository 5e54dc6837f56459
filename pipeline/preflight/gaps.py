"""Where nothing is: parts of a page that stay empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.preflight.proof import ABSOLUTE, MARGIN, NOTE, Line, Proof, Rect
from pipeline.preflight.sighting import Sighting

_MUCH, _AT_THE_END = 1 / 3, 2 / 3
_COLUMNS, _ROWS = 24, 60


def empty_area(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find a page more than a third of which is empty; of the last page, more than two thirds.

    A picture that did not fit, a break that was asked for too early. A page whose text is all
    placed freely, such as a cover, is as its designer wants it.

    >>> h2 { break-before: page }
    warning: 61 % of the page is empty
    hint: let the next part begin here, or move a picture
    """
    end: Line | None = None
    for page in proofs:
        filled = list(_filled(page))
        texts = [line for line in page.lines if line.where not in (MARGIN, NOTE)]
        end = max(texts, key=lambda line: line.rect.bottom, default=end)
        if not any(line.where not in (ABSOLUTE, MARGIN, NOTE) for line in page.lines) and any(
            line.where == ABSOLUTE for line in page.lines
        ):
            continue
        share = _empty(page.body, filled)
        last = page is proofs[-1]
        if share > (_AT_THE_END if last else _MUCH):
            message = f"{share:.0%} of the page is empty".replace("%", " %")
            hint = "let the next part begin here, or move a picture"
            text = end.block.text if end else ""
            yield Sighting(
                "empty-area", page.number, message, hint,
                end.block.name if end else "", text, text,
            )  # fmt: skip


def page_count(mine: str, other: str) -> str:
    """Find an edition that has more or fewer pages than the first language.

    Two editions that are handed out together should be alike in the hand, and are printed on
    the same sheets.

    >>> the English brochure has 4 pages, the Chinese 5
    warning: it has 5 pages in zh_CN, 4 in en
    hint: shorten or lengthen a text, or let the theme give one of them more room
    """
    return f"it has {mine}, {other}"


def _filled(page: Proof) -> Iterator[Rect]:
    for line in page.lines:
        if line.where != MARGIN:
            yield line.rect
            if line.where != ABSOLUTE:
                yield line.block.border
    yield from (picture.rect for picture in page.pictures if picture.where != MARGIN)
    yield from (a.rect for a in page.areas if a.color or a.edged or a.painted)


def _empty(body: Rect, filled: Sequence[Rect]) -> float:
    """Return the share of the largest rectangle with nothing in it."""
    if body.width <= 0 or body.height <= 0:
        return 0.0
    wide, high = body.width / _COLUMNS, body.height / _ROWS
    taken = [[False] * _COLUMNS for _ in range(_ROWS)]
    for rect in filled:
        left, right = int((rect.x - body.x) / wide), int((rect.right - body.x - 1) / wide)
        top, bottom = int((rect.y - body.y) / high), int((rect.bottom - body.y - 1) / high)
        for row in range(max(top, 0), min(bottom, _ROWS - 1) + 1):
            for column in range(max(left, 0), min(right, _COLUMNS - 1) + 1):
                taken[row][column] = True
    return _largest(taken) / (_COLUMNS * _ROWS)


def _largest(taken: Sequence[Sequence[bool]]) -> int:
    """Return the area of the largest empty rectangle in a grid."""
    best, heights = 0, [0] * _COLUMNS
    for row in taken:
        heights = [0 if full else h + 1 for full, h in zip(row, heights, strict=True)]
        for left in range(_COLUMNS):
            low = heights[left]
            for right in range(left, _COLUMNS):
                low = min(low, heights[right])
                if not low:
                    break
                best = max(best, low * (right - left + 1))
    return best
