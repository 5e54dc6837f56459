"""A paragraph while it is being read: letters one after the other, bookmarks that open and shut.

Law: ``joined`` and ``finished`` lose no letter.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.review.nouns import Change, Paragraph, Part, Run, Span


@dataclass(slots=True)
class Draft:
    """What is known of a paragraph so far; ``key`` is the id of its style.

    ``open`` are the units whose bookmark has begun, and where; ``gone`` means nobody sees it.
    """

    style: str
    key: str
    cell: tuple[int, int, int] | None = None
    note: str = ""
    para_id: str = ""
    level: int = -1
    gone: bool = False
    text: str = ""
    runs: list[Run] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def say(self, text: str, marks: frozenset[str], href: str) -> None:
        """Add letters; those that look alike are one run."""
        if not text:
            return
        self.text += text
        last = self.runs[-1] if self.runs else None
        if last and (last.marks, last.href) == (marks, href):
            self.runs[-1] = Run(last.text + text, marks, href)
        else:
            self.runs.append(Run(text, marks, href))

    def close(self, unit: str) -> None:
        """End the bookmark of a unit here; one that began elsewhere began with the paragraph."""
        start = self.open.pop(unit, 0)
        self.spans.append(Span(unit, start, len(self.text)))


def joined(first: Draft, second: Draft) -> Draft:
    """Return two paragraphs as one, once the mark between them is gone."""
    whole = first if first.text.strip() else second
    shift = len(first.text)
    made = Draft(
        whole.style, whole.key, whole.cell, whole.note, whole.para_id, whole.level,
        first.gone and second.gone,
    )  # fmt: skip
    for run in (*first.runs, *second.runs):
        made.say(run.text, run.marks, run.href)
    moved = [Span(s.unit, s.start + shift, s.end + shift) for s in second.spans]
    made.spans = [*first.spans, *moved]
    made.changes = [*first.changes, *second.changes]
    return made


def finished(draft: Draft, part: Part) -> Paragraph:
    """Return the paragraph as the noun that it is."""
    return Paragraph(
        part,
        draft.style,
        tuple(draft.runs),
        tuple(sorted(draft.spans, key=lambda s: (s.start, s.end))),
        draft.para_id,
        draft.cell,
        draft.note,
        draft.level,
        tuple(draft.changes),
    )
