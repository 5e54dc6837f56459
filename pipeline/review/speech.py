"""How an edition says the figures of a release, to know them again in an edited paragraph.

Law: what ``spell`` returns for a fact is what ``localize`` put on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import facts, inlines
from pipeline.config import Project
from pipeline.model import Segment
from pipeline.review.edition import Original
from pipeline.review.letters import Lexicon
from pipeline.segments import UNIT


@dataclass(frozen=True, slots=True)
class Speech(facts.Spoken):
    """The facts of a release in one language, and which of them a text of the page is."""

    def spell(self, reference: str) -> str:
        """Return what is shown for ``name`` or ``name.form``; raise ``KeyError``."""
        return self.form(reference).joined

    def forms(self, reference: str) -> Iterator[tuple[str, str]]:
        """Yield every other form of the same fact with what is shown for it."""
        name = reference.partition(".")[0]
        for form in facts.forms(self.facts[name]):
            full = f"{name}.{form}" if form else name
            if full != reference:
                yield full, self.spell(full)

    def lexicon(self, piece: Segment) -> Lexicon:
        """Return what the codes of a text stand for."""
        return Lexicon(inlines.named(piece.inlines), self.spell)

    def named(self, text: str) -> str:
        """Return the name of the one fact that is shown as a text, or nothing."""
        wanted = "".join(text.split())
        for name in self.facts:
            spelt = (self.spell(name), *(shown for _, shown in self.forms(name)))
            if wanted in ("".join(shown.split()) for shown in spelt):
                return name
        return ""


def spoken(found: Original, project: Project) -> tuple[Speech, Speech]:
    """Return how an edition says its figures, and how text that fell back says them."""
    release = found.release
    native = {name: fact.unit for name, fact in release.facts.items()}
    entries = found.catalog.entries if found.foreign else {}
    said = {name: entries.get((UNIT, unit)) for name, unit in native.items()}
    own = {name: e.text if e and e.text else native[name] for name, e in said.items()}
    return (
        Speech(release.facts, own, project.formatted(found.catalog.locale)),
        Speech(release.facts, native, project.formatted(release.locale)),
    )
