"""What became of every text of an edited file, before anybody asks whether it can go home.

Law: of a file that nobody touched every outcome is ``same``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.review.alike import likeness, plain
from pipeline.review.cutting import cut
from pipeline.review.letters import canonical
from pipeline.review.matching import How, Match
from pipeline.review.nouns import OBJECT, Base, Paragraph, Reading, Run, Unit, Verdict

_HEADINGS = ("heading", "title", "opener heading")
_COPY = 0.9
_MOST = 200_000
"""More pairs of texts than this are not compared: somebody sent a heap."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a unit; without one, of a text that Diglot made, or of what is new.

    ``before`` and ``after`` are its runs, ``at`` the paragraph of the reading in which it is now,
    -1 if in none. ``level`` is the style that a heading was given, or empty.
    """

    verdict: Verdict
    unit: Unit | None
    before: tuple[Run, ...] = ()
    after: tuple[Run, ...] = ()
    at: int = -1
    moved: bool = False
    how: How = "id"
    level: str = ""
    authors: tuple[str, ...] = ()
    reason: str = ""
    cell: bool = False
    note: bool = False

    @property
    def was(self) -> str:
        """The text as it was."""
        return said(self.before)

    @property
    def now(self) -> str:
        """The text as it is."""
        return said(self.after)


def said(runs: tuple[Run, ...]) -> str:
    """Return the letters of runs."""
    return "".join(run.text for run in runs).strip()


def outcomes(
    base: Base, reading: Reading, found: Match, told: Mapping[str, Unit] | None = None
) -> tuple[Outcome, ...]:
    """Return what became of every text, in the order of the export; what is new comes last.

    ``found`` says which paragraph became which; ``told`` are the descriptions of pictures as
    they were shown.
    """
    walk = _Walk(base, reading, found, told or {})
    return (*walk.through(), *walk.fresh())


@dataclass(slots=True)
class _Walk:
    base: Base
    reading: Reading
    found: Match
    told: Mapping[str, Unit]
    bare: bool = field(init=False)
    known: frozenset[str] = field(init=False)
    units: Mapping[str, Unit] = field(init=False)
    owners: Mapping[int, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.units = {unit.id: unit for unit in self.base.units}
        self.owners = self.found.owners
        self.known = frozenset(plain(p.text) for p in self.base.paragraphs if p.spans)
        self.bare = _formulas(self.base.paragraphs) and not _formulas(self.reading.paragraphs)

    def through(self) -> Iterator[Outcome]:
        """Yield what became of every exported text."""
        for index, old in enumerate(self.base.paragraphs):
            if plain(old.text):
                yield from self._paragraph(index, old)

    def fresh(self) -> Iterator[Outcome]:
        """Yield every paragraph that came from none."""
        for j in self.found.free:
            new = self.reading.paragraphs[j]
            copy = self._copied(plain(new.text))
            yield Outcome(
                "new", None, after=new.runs, at=j, authors=_authors(new), cell=bool(new.cell),
                note=new.part == "footnotes", reason="copy" if copy else "",
            )  # fmt: skip

    def _copied(self, text: str) -> bool:
        """Tell whether a text stands elsewhere; of very many only whether letter for letter."""
        few = len(self.known) * len(self.found.free) <= _MOST
        near = few and any(likeness(text, old) > _COPY for old in self.known)
        return text in self.known or near

    def _paragraph(self, index: int, old: Paragraph) -> Iterator[Outcome]:
        js = self.found.claims.get(index, ())
        news = [self.reading.paragraphs[j] for j in js]
        blank = Outcome(
            "same", None, at=js[0] if js else -1, moved=index in self.found.moved,
            how=self.found.how.get(index, "id"), cell=bool(old.cell),
            authors=tuple(dict.fromkeys(a for new in news for a in _authors(new))),
            note=old.part == "footnotes",
        )  # fmt: skip
        if verdict := self._shape(index, js):
            text = tuple(run for new in news for run in new.runs)
            yield from self._whole(old, replace(blank, verdict=verdict, after=text))
        elif any(span.unit in self.units for span in old.spans):
            yield from self._texts(old, news[0], blank)
        else:
            same = plain(old.text) == plain(news[0].text)
            verdict = "same" if same else "edited"
            yield replace(blank, verdict=verdict, before=old.runs, after=news[0].runs)
        if self.told and len(news) == 1:
            yield from self._described(old, news[0], blank)

    def _described(self, old: Paragraph, new: Paragraph, blank: Outcome) -> Iterator[Outcome]:
        """Yield what became of the descriptions of pictures; a lost one is as it was."""
        before, after = ([run.href for run in p.runs if "image" in run.marks] for p in (old, new))
        for was, now in zip(before, after, strict=False) if len(before) == len(after) else ():
            unit = self.told.get(was)
            if unit and now.split() and now.split() != was.split():
                made = replace(blank, verdict="edited", unit=unit, moved=False)
                yield replace(made, before=(Run(was),), after=(Run(" ".join(now.split())),))

    def _shape(self, index: int, js: tuple[int, ...]) -> Verdict | None:
        """Return what became of a paragraph as a whole, if it is no longer one."""
        if not js:
            return "deleted"
        if index in self.found.doubled:
            return "doubled"
        if any(len(self.owners[j]) > 1 for j in js):
            return "merged"
        return "split" if len(js) > 1 else None

    def _whole(self, old: Paragraph, blank: Outcome) -> Iterator[Outcome]:
        named = [self.units[span.unit] for span in old.spans if span.unit in self.units]
        for unit in named:
            yield replace(blank, unit=unit, before=old.runs)
        if not named:
            yield replace(blank, before=old.runs)

    def _texts(self, old: Paragraph, new: Paragraph, blank: Outcome) -> Iterator[Outcome]:
        level = new.style if new.style != old.style and _heading(old, new) else ""
        for piece in cut(old, new):
            unit = self.units.get(piece.unit)
            if unit is None:
                continue
            made = replace(blank, unit=unit, before=piece.before, level=level)
            if piece.after is None:
                yield replace(made, verdict="edited", after=new.runs, reason="uncut")
                continue
            before = _without_formulas(piece.before) if self.bare else piece.before
            verdict = _compared(before, piece.after)
            if verdict == "same":
                verdict = "format" if level else "moved" if blank.moved else "same"
            yield replace(made, verdict=verdict, after=piece.after)


def _compared(before: tuple[Run, ...], after: tuple[Run, ...]) -> Verdict:
    if before == after:
        return "same"
    one, two = canonical(before), canonical(after)
    if one == two:
        return "same"
    if not said(after) and said(before):
        return "deleted"
    return "format" if said(one) == said(two) else "edited"


def _formulas(paragraphs: Iterable[Paragraph]) -> bool:
    """Tell whether there is a formula: some programs drop them all."""
    return any("math" in run.marks for p in paragraphs for run in p.runs)


def _without_formulas(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(run for run in runs if "math" not in run.marks)


def _heading(old: Paragraph, new: Paragraph) -> bool:
    return any(p.style.startswith(_HEADINGS) for p in (old, new))


def _authors(paragraph: Paragraph) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.author for c in paragraph.changes if c.author))


def pictured(outcome: Outcome) -> bool:
    """Tell whether an outcome is about a picture alone."""
    return OBJECT in (outcome.was, outcome.now)
