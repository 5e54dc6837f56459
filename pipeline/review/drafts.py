"""A paragraph while it is being read: letters one after the other, bookmarks that open and shut.

Law: ``joined`` and ``finished`` lose no letter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.review.nouns import Change, Paragraph, Part, Run, Span


@dataclass(slots=True)
class Draft:
    """What is known of a paragraph so far; ``key`` is the id of its style.

    ``open`` are the units whose bookmark has begun, and where; ``gone`` means nobody sees it.
    ``runs`` hold their letters as they came, ``size`` is how many there are, and ``blank`` that
    none of them is to be seen.
    """

    style: str
    key: str
    cell: tuple[int, int, int] | None = None
    note: str = ""
    para_id: str = ""
    level: int = -1
    gone: bool = False
    size: int = 0
    blank: bool = True
    runs: list[tuple[list[str], frozenset[str], str]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def say(self, text: str, marks: frozenset[str], href: str) -> None:
        """Add letters; those that look alike are one run."""
        if not text:
            return
        self.size += len(text)
        self.blank = self.blank and text.isspace()
        if self.runs and self.runs[-1][1:] == (marks, href):
            self.runs[-1][0].append(text)
        else:
            self.runs.append(([text], marks, href))

    def close(self, unit: str) -> None:
        """End the bookmark of a unit here; one that began elsewhere began with the paragraph."""
        start = self.open.pop(unit, 0)
        self.spans.append(Span(unit, start, self.size))


def joined(first: Draft, second: Draft) -> Draft:
    """Return two paragraphs as one, once the mark between them is gone; the first grows."""
    shift = first.size
    first.spans += [Span(s.unit, s.start + shift, s.end + shift) for s in second.spans]
    first.changes += second.changes
    looks = second if first.blank else first
    for letters, marks, href in second.runs:
        first.say("".join(letters), marks, href)
    return replace(
        first, style=looks.style, key=looks.key, cell=looks.cell, note=looks.note,
        para_id=looks.para_id, level=looks.level, gone=first.gone and second.gone, open={},
    )  # fmt: skip


def finished(draft: Draft, part: Part) -> Paragraph:
    """Return the paragraph as the noun that it is."""
    return Paragraph(
        part,
        draft.style,
        tuple(Run("".join(letters), marks, href) for letters, marks, href in draft.runs),
        tuple(sorted(draft.spans, key=lambda s: (s.start, s.end))),
        draft.para_id,
        draft.cell,
        draft.note,
        draft.level,
        tuple(draft.changes),
    )
