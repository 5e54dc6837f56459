"""Comments of reviewers become comments of translators: who, when, on which words, what.

Law: a comment that is in the catalog already is not written again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.review.matching import Match
from pipeline.review.nouns import Base, Reading, Remark

_LONGEST = 60
"""How much of the words that a comment is about is quoted."""


def belonging(base: Base, reading: Reading, found: Match) -> tuple[Remark, ...]:
    """Return the comments of reviewers, each with the unit that it belongs to.

    Our own are left out, also where a program took the author off them.
    """
    ours = {_bare(text) for text in base.comments}
    said = [remark for remark in reading.remarks if _bare(remark.text) not in ours]
    owners = found.owners
    return tuple(replace(r, unit=_unit(base, reading, r, owners.get(r.at[0], ()))) for r in said)


def line(remark: Remark) -> str:
    """Return a comment as a catalog has it, on one line."""
    if not (remark.author or remark.date or remark.quote):
        return " ".join(remark.text.split())
    who = " ".join(remark.author.split()) or "somebody"
    day = remark.date.partition("T")[0]
    quote = " ".join(remark.quote.split())
    short = quote if len(quote) <= _LONGEST else f"{quote[: _LONGEST - 1]}…"
    head = ", ".join(filter(None, (who, day, f"on “{short}”" if short else "")))
    return f"{head}: {' '.join(remark.text.split())}"


def added(comments: Sequence[str], remarks: Sequence[Remark]) -> tuple[str, ...]:
    """Return the comments of an entry with those of reviewers."""
    return tuple(dict.fromkeys((*comments, *map(line, remarks))))


def _unit(base: Base, reading: Reading, remark: Remark, olds: tuple[int, ...]) -> str:
    """Return the unit whose letters a comment begins at; the first of its paragraph otherwise."""
    now = reading.paragraphs[remark.at[0]] if 0 <= remark.at[0] < len(reading.paragraphs) else None
    spans = [span for span in now.spans if span.end > span.start] if now else []
    here = [s.unit for s in spans if s.start <= remark.at[1] <= s.end]
    known = list(_known(base, olds))
    return next((name for name in (*here, *known) if name in known), "")


def _known(base: Base, olds: tuple[int, ...]) -> Iterator[str]:
    return (span.unit for i in olds for span in base.paragraphs[i].spans)


def _bare(text: str) -> str:
    return "".join(text.split())
