"""What the house has said before: every finished translation of a locale, and imported TMX.

From the catalogs come live and obsolete entries; from ``locales/memory/*.tmx`` whatever an
agency or another tool brought. Nothing fuzzy is remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from pipeline import po
from pipeline.exchange import codes, forms
from pipeline.languages import speaks
from pipeline.model import Locale
from pipeline.world import World

BAR = 70
"""Percent of likeness below which a translation helps nobody."""

MOST = 3
LIKE = 99
"""What two texts score at most that are not the same to the letter, tags and all."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One text and its translation, and the file that it stands in."""

    source: str
    target: str
    origin: str


@dataclass(frozen=True, slots=True)
class Memory:
    """All sayings in order, and their sources without tags, to be searched."""

    sayings: tuple[Saying, ...] = ()
    words: tuple[str, ...] = ()
    exact: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)

    def like(self, text: str) -> list[tuple[int, Saying]]:
        """Return the sayings nearest to a text, best first, each with its percent of likeness."""
        same = self.exact.get(codes.canonical(text), ())
        if same:
            return [(100, saying) for saying in same[:MOST]]
        found = process.extract(
            codes.words(text), self.words, scorer=fuzz.ratio, score_cutoff=BAR, limit=MOST
        )
        return [(min(LIKE, int(score)), self.sayings[index]) for _, score, index in found]


def recall(world: World, locale: Locale, source: Locale) -> Memory:
    """Return the memory of a locale, for texts in the language ``source``.

    Raises PipelineError with every problem of a file that cannot be read.
    """
    found = dict.fromkeys([*_from_catalogs(world, locale), *_from_files(world, locale, source)])
    first: dict[tuple[str, str], Saying] = {}
    for saying in found:
        first.setdefault((saying.source, saying.target), saying)
    return of(tuple(first.values()))


def of(sayings: tuple[Saying, ...]) -> Memory:
    """Return the memory that holds these sayings."""
    exact: dict[str, tuple[Saying, ...]] = {}
    for saying in sayings:
        key = codes.canonical(saying.source)
        exact[key] = (*exact.get(key, ()), saying)
    return Memory(sayings, tuple(codes.words(s.source) for s in sayings), exact)


def _from_catalogs(world: World, locale: Locale) -> Iterator[Saying]:
    for path in world.glob(f"locales/{locale}/LC_MESSAGES/*.po"):
        for entry in po.read(world.read(path), path).entries:
            if entry.text and entry.translations[0] and not (entry.fuzzy or entry.plural):
                yield Saying(entry.text, entry.translations[0], path)


def _from_files(world: World, locale: Locale, source: Locale) -> Iterator[Saying]:
    for path in world.glob("locales/memory/*.tmx"):
        for unit in forms.read(world.read(path), path, source):
            if unit.source and unit.target and speaks(unit.language, locale):
                yield Saying(unit.source, unit.target, path)
