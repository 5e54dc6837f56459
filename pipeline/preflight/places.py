"""From the text of a box back to the line of the source that it was made from.

A page knows nothing of lines, so that lines added above change no page. What is found there is
looked up afterwards, by its text, among the texts of the edition, each with its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.model import Place

_NEARLY, _ALIKE = 85, 50
"""Percent that a text has in common with one that is nearly the same, and with one like it."""

_SHORT = 4


@dataclass(frozen=True)
class Spots:
    """The texts of an edition in reading order, each with its place; ``otherwise`` the file."""

    texts: Sequence[tuple[str, Place]]
    otherwise: Place

    def of(self, block: str, text: str = "") -> Place:
        """Return where the text of a block was written: the place of the likeliest text."""
        wanted = bare(block) or bare(text)
        if not wanted:
            return self.otherwise
        for likeness in (_same, _around):
            for known, place in self._bare:
                if likeness(known, wanted):
                    return place
        near = self._likeliest(wanted, _NEARLY) or self._around(bare(text))
        return near or self._begun(wanted) or self._likeliest(wanted, _ALIKE) or self.otherwise

    def holding(self, character: str) -> list[Place]:
        """Return every place whose text has a character."""
        return list(dict.fromkeys(p for text, p in self.texts if character in text))

    @cached_property
    def _bare(self) -> list[tuple[str, Place]]:
        return [(known, place) for text, place in self.texts if (known := bare(text))]

    def _around(self, text: str) -> Place | None:
        """Return the place of the first text that holds a line."""
        holding = (place for known, place in self._bare if text in known)
        return next(holding, None) if len(text) > _SHORT else None

    def _begun(self, block: str) -> Place | None:
        """Return the place of the text that comes first in a block of several, such as a table."""
        inside = [
            (block.index(known), -len(known), place)
            for known, place in self._bare
            if len(known) > _SHORT and known in block
        ]
        return min(inside)[2] if inside else None

    def _likeliest(self, block: str, percent: int) -> Place | None:
        from rapidfuzz import fuzz, process

        texts = [known for known, _ in self._bare]
        best = process.extractOne(block, texts, scorer=fuzz.ratio, score_cutoff=percent)
        return self._bare[best[2]][1] if best else None


def bare(text: str) -> str:
    """Return a text without blanks and hyphenation, in one form of Unicode."""
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", unicodedata.normalize("NFKC", text))


def _same(known: str, wanted: str) -> bool:
    return known == wanted


def _around(known: str, wanted: str) -> bool:
    return len(wanted) > _SHORT and wanted in known
