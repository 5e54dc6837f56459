"""Cut a paragraph into the texts that stand in it, and into what Diglot set around them.

A caption has its number before it, a line of the contact box two texts with a tab between.
What was set around is found again, whatever its number is now. Law: a paragraph cut like
itself gives each text its own runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.review.nouns import Paragraph, Run, Span

_PART = re.compile(r"(\d+)|(\s+)|([^\d\s]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a paragraph as it was and as it is; ``after`` is None if it cannot be told."""

    unit: str
    before: tuple[Run, ...]
    after: tuple[Run, ...] | None


def cut(old: Paragraph, new: Paragraph) -> Iterator[Piece]:
    """Yield the texts of an exported paragraph with what became of them in a new one."""
    spans = _apart(old)
    gaps = list(_gaps(old.text, spans))
    if len(spans) == 1 and not any(gap.strip() for gap in gaps):
        yield Piece(spans[0].unit, old.runs, new.runs)
        return
    places = _placed(gaps, spans, new)
    for number, span in enumerate(spans):
        before = sliced(old.runs, span.start, span.end)
        after = sliced(new.runs, *places[number]) if places else None
        yield Piece(span.unit, before, after)


def sliced(runs: Sequence[Run], start: int, end: int) -> tuple[Run, ...]:
    """Return the runs of a stretch of text."""
    found, at = [], 0
    for run in runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last:
            found.append(Run(run.text[first:last], run.marks, run.href))
        at += len(run.text)
    return tuple(found)


def _apart(paragraph: Paragraph) -> list[Span]:
    """Return the spans that do not lie in others."""
    found: list[Span] = []
    for span in paragraph.spans:
        if span.end > span.start and (not found or span.start >= found[-1].end):
            found.append(span)
    return found


def _gaps(text: str, spans: Sequence[Span]) -> Iterator[str]:
    at = 0
    for span in spans:
        yield text[at : span.start]
        at = span.end
    yield text[at:]


def _placed(gaps: Sequence[str], spans: Sequence[Span], new: Paragraph) -> list[tuple[int, int]]:
    """Return where each text stands in a new paragraph; nothing if what parts them is gone."""
    text = new.text
    start = _end(gaps[0], text)
    stop = len(text) - _end(gaps[-1][::-1], text[::-1])
    if start < 0 or stop > len(text):
        start, stop = max(start, 0), min(stop, len(text))
    places, at = [], start
    known = {span.unit: span for span in new.spans}
    for number, gap in enumerate(gaps[1:-1]):
        spots = [m.span() for m in _pattern(gap).finditer(text, at, stop)]
        if not spots:
            return []
        own = known.get(spans[number].unit)
        wanted = own.end if own else spots[0][0]
        first, last = min(spots, key=lambda spot: abs(spot[0] - wanted))
        places.append((at, first))
        at = last
    return [*places, (at, stop)]


def _end(gap: str, text: str) -> int:
    """Return how far what was set before a text reaches, -1 if it is gone."""
    if not gap.strip():
        return 0
    found = _pattern(gap).match(text)
    return found.end() if found else -1


def _pattern(gap: str) -> re.Pattern[str]:
    """Return what finds a text again, whatever its numbers and blanks are now."""
    parts = (
        r"\d+" if digits else _blank(blank) if blank else re.escape(words)
        for digits, blank, words in _PART.findall(gap)
    )
    return re.compile(r"\s*" + "".join(parts) if gap.strip() else "".join(parts))


def _blank(text: str) -> str:
    return re.escape(text) if "\t" in text else r"\s*"
