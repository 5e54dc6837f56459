"""What lies on top of something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.preflight.proof import ABSOLUTE, FLOW, MM, Area, Line, Picture, Proof
from pipeline.preflight.sighting import Sighting

_ACROSS_EM, _DOWN_EM = 0.3, 0.2
_BOX_PX = 1.0 * MM
_OPAQUE = 0.5


def overprinted(proofs: Sequence[Proof]) -> Iterator[Sighting]:
    """Find text, pictures and boxes that lie on one another.

    Two texts in one place cannot be read; a box laid over a text hides it.

    >>> <p>First line</p><p style="margin-top: -6mm">Second line</p>
    warning: it is printed over `First line`
    hint: move one of the two, or make room between them
    """
    for page in proofs:
        yield from _texts(page)
        yield from _covered(page)
        yield from _boxes(page)


def _texts(page: Proof) -> Iterator[Sighting]:
    lines = sorted(page.lines, key=lambda line: line.rect.y)
    met: set[tuple[object, object]] = set()
    for index, first in enumerate(lines):
        for second in lines[index + 1 :]:
            if second.rect.y > first.rect.bottom:
                break
            if _meet(first, second):
                later, earlier = sorted((first, second), key=lambda x: x.order, reverse=True)
                pair = (later.block.key, earlier.block.key)
                if pair not in met:
                    yield _sighted(page, later, earlier.text)
                met.add(pair)


def _meet(first: Line, second: Line) -> bool:
    em = min(first.em, second.em)
    return any(
        across > _ACROSS_EM * em and down > _DOWN_EM * em
        for a in first.runs
        for b in second.runs
        for across, down in [a.rect.common(b.rect)]
    )


def _covered(page: Proof) -> Iterator[Sighting]:
    """Yield text under a picture, in a picture's place, or under a box painted later."""
    pictures: list[tuple[Picture | Area, bool]] = [(p, p.where == ABSOLUTE) for p in page.pictures]
    boxes = [a for a in page.areas if a.painted or (a.color and a.alpha > _OPAQUE)]
    for line in page.lines:
        for thing, free in [*pictures, *((area, True) for area in boxes)]:
            if isinstance(thing, Area) and thing.me in line.inside:
                continue
            if free and thing.order < line.order:
                continue  # a ground for the text
            across, down = line.rect.common(thing.rect)
            if across > _ACROSS_EM * line.em and down > _DOWN_EM * line.em:
                yield _sighted(page, line, thing.block.text or thing.block.name)


def _boxes(page: Proof) -> Iterator[Sighting]:
    seen = [a for a in page.areas if a.where == FLOW and (a.color or a.edged or a.painted)]
    things: list[Area | Picture] = [*seen, *(p for p in page.pictures if p.where == FLOW)]
    for first, second in combinations(things, 2):
        if _related(first, second):
            continue
        across, down = first.rect.common(second.rect)
        if across > _BOX_PX and down > _BOX_PX and not _parts(first, second):
            hint = "move one of the two, or make room between them"
            message = f"it lies on `{first.block.name}` by {down / MM:.1f} mm"
            yield Sighting(
                "overprinted", page.number, message, hint,
                second.block.name, second.block.text, second.block.text,
            )  # fmt: skip


def _related(first: Area | Picture, second: Area | Picture) -> bool:
    return (isinstance(first, Area) and first.me in second.inside) or (
        isinstance(second, Area) and second.me in first.inside
    )


def _parts(first: Area | Picture, second: Area | Picture) -> bool:
    """Tell whether both are parts of one table, which share their rules."""
    cells = ("td", "th", "tr", "thead", "tbody", "table", "caption", "col", "colgroup")
    return all(x.block.name.partition(".")[0] in cells for x in (first, second))


def _sighted(page: Proof, line: Line, under: str) -> Sighting:
    short = " ".join(under.split())
    short = short if len(short) <= 24 else f"{short[:24]}…"
    hint = "move one of the two, or make room between them"
    return Sighting(
        "overprinted", page.number, f"it meets `{short}`", hint,
        line.block.name, line.text, line.block.text,
    )  # fmt: skip
