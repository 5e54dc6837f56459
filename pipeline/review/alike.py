"""How much two texts have in common, in order: words of Latin, characters of Han.

Law: ``likeness(a, b) == likeness(b, a)``, and 1 for equal texts only up to blanks and case.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Indel

from pipeline.align import FEW, tokens

_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": ""})


def plain(text: str) -> str:
    """Return a text with all blanks of one kind, and none around it."""
    return text.translate(_BLANKS).strip()


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """Return how much of two texts is common: 0 nothing, 1 all."""
    if one == other:
        return 1.0
    a, b = _taken_apart(one), _taken_apart(other)
    if min(len(a), len(b)) < FEW:
        return float(Indel.normalized_similarity(one.lower(), other.lower()))
    return float(Indel.normalized_similarity(a, b))


@lru_cache(maxsize=16_384)
def _taken_apart(text: str) -> tuple[str, ...]:
    return tokens(text)


def together(text: str, parts: Iterable[str]) -> float:
    """Return how much of a text its parts make, one after the other; also cut within a word."""
    listed = list(parts)
    return max(likeness(text, " ".join(listed)), likeness(text, "".join(listed)))
