"""What stands out: text and pictures beyond their box or the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.preflight.proof import ABSOLUTE, FLOW, MM, NOTE, Area, Line, Picture, Proof, Rect
from pipeline.preflight.sighting import Sighting

_NEAR_PX = 0.4 * MM
_SUNK_PX = 1.5 * MM
_ROOM_EM = 0.5
_ROOMIER = "shorten the text, let it break, or have the theme give its box more room"
_NARROWER = "make it narrower, or take away what pushes it"
_SHORTER = (
    "write a shorter form of the figure, such as `.compact`, or have the theme make it smaller"
)


def outside_page(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find text or a picture that lies beyond the edge of the page, or in its margin.

    What lies beyond the trim is cut away; what is too high for a page runs into its foot.

    >>> <p style="margin-left: 190mm">Registered enterprises</p>
    warning: it lies 21 mm beyond the page
    hint: make it narrower, or take away what pushes it
    """
    for page in proofs:
        for item in page.items:
            beyond = _beyond(item.rect, page.sheet)
            below = item.rect.bottom - page.body.bottom if item.where == FLOW else 0.0
            if beyond > _NEAR_PX:
                hint = _SHORTER if _figure(item) else _NARROWER
                yield _sighted(
                    "outside-page", page, item, f"it lies {_mm(beyond)} beyond the page", hint
                )
            elif below > _SUNK_PX:
                hint = "let it break, or make it smaller"
                yield _sighted(
                    "outside-page", page, item, f"it runs {_mm(below)} into the margin", hint
                )


def outside_box(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find text, a picture or a table that is larger than the box it stands in.

    A long word leaves its column, a table is wider than its text, a box of fixed height is too
    low for what is in it: it hides its neighbour, or is cut off.

    >>> <p style="width: 20mm">Telecommunications-infrastructure</p>
    warning: it is 14 mm wider than its box
    hint: shorten the text, let it break, or have the theme give its box more room

    >>> <dl><dt style="width: 20mm; font-size: 40pt">212,000,000</dt></dl>
    warning: it is 56 mm wider than its box
    hint: write a shorter form of the figure, such as `.compact`, or have the theme make it smaller
    """
    for page in proofs:
        yield from _wide_lines(page)
        yield from _wide_boxes(page)
        yield from _sunk(page)


def _wide_lines(page: Proof) -> Iterator[Sighting]:
    for item in page.items:
        box = item.block.border
        over = max(item.rect.right - box.right, box.x - item.rect.x)
        room = _ROOM_EM * item.em if isinstance(item, Line) and item.where == NOTE else _NEAR_PX
        if over > max(_NEAR_PX, room):
            hint = _SHORTER if _figure(item) else _ROOMIER
            yield _sighted(
                "outside-box", page, item, f"it is {_mm(over)} wider than its box", hint
            )


def _figure(item: Line | Picture) -> bool:
    """Tell whether a line is a key figure."""
    said = item.text if isinstance(item, Line) else ""
    return item.block.name.startswith("dt") and any(map(str.isdigit, said))


def _wide_boxes(page: Proof) -> Iterator[Sighting]:
    for frame in page.frames:
        inner = frame.block.border
        over = max(inner.right - frame.outer.right, frame.outer.x - inner.x) - frame.loose_px
        if over > _NEAR_PX:
            hint = "give it `max-width: 100%`, or `table-layout: fixed` if it is a table"
            message = f"it is {_mm(over)} wider than the box around it"
            yield Sighting(
                "outside-box", page.number, message, hint,
                frame.block.name, frame.block.text, frame.block.text,
            )  # fmt: skip


def _sunk(page: Proof) -> Iterator[Sighting]:
    """Yield what stands out of a box that a reader sees, or that cuts it off."""
    for area in page.areas:
        if not (area.cuts or area.fixed):
            continue
        for item in page.items:
            if area.me not in item.inside or _free(item, area):
                continue
            over = _beyond(item.rect, area.rect)
            if over > _NEAR_PX:
                done = "is cut off" if area.cuts else "stands out"
                message = f"it {done} by {_mm(over)} at the edge of `{area.block.name}`"
                hint = f"give `{area.block.name}` more room, or no fixed height"
                yield _sighted("outside-box", page, item, message, hint)


def _free(item: Line | Picture, area: Area) -> bool:
    return item.where == ABSOLUTE and area.where != ABSOLUTE


def _beyond(rect: Rect, around: Rect) -> float:
    return max(
        rect.right - around.right, around.x - rect.x,
        rect.bottom - around.bottom, around.y - rect.y,
    )  # fmt: skip


def _mm(pixels: float) -> str:
    return f"{pixels / MM:.1f} mm"


def _sighted(
    rule: str, page: Proof, item: Line | Picture, message: str, hint: str
) -> Sighting:  # fmt: skip
    text = item.text if isinstance(item, Line) else item.block.text
    return Sighting(rule, page.number, message, hint, item.block.name, text, item.block.text)
