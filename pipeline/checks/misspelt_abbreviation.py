"""Abbreviations of the glossary with their letters in disorder."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Fix, Unit
from pipeline.prose import prose

_CAPITALS = re.compile(r"(?<![A-Za-z0-9_.-])[A-Z][A-Z0-9]{3,}(?=s?(?![A-Za-z0-9_-]))")
_LONG = 5
"""From so many letters on, one letter more, less or other is a slip; below, only two swapped."""


def misspelt_abbreviation(unit: Unit) -> Iterator[Finding]:
    """Find abbreviations that are one slip away from one of the glossary.

    ``BIDAEZ`` for ``BDIAEZ`` passes every reader but the one whose name it is. Other
    abbreviations of the glossary are left alone, and so are those of three letters.

    >>> "The stand of BIDAEZ" in en with BDIAEZ = BDIAEZ
    error: `BIDAEZ` looks like a slip for `BDIAEZ`
    hint: write `BDIAEZ`
    """
    found = [*_CAPITALS.finditer(unit.translation.text)]
    if not found:
        return
    known = _abbreviations(tuple(unit.glossary.items()))
    read = prose(unit.translation.text)
    own = unit.message.text != unit.translation.text
    for match in _CAPITALS.finditer(read.sheltered) if known else ():
        word = match[0]
        if word in known:
            continue
        right = next((good for good in known if _slip(word, good)), "")
        if right and not (own and _settled(word, unit)):
            span = read.span(match.start(), match.end())
            fix = Fix(span, right)
            yield Finding(
                f"`{word}` looks like a slip for `{right}`", (f"write `{right}`",), (span,), fix
            )


def _settled(word: str, unit: Unit) -> bool:
    """Tell whether the source has both the word and what it would be a slip for."""
    return any(word in form for forms in unit.glossary.values() for form in forms)


@lru_cache(maxsize=64)
def _abbreviations(glossary: tuple[tuple[str, tuple[str, ...]], ...]) -> Collection[str]:
    """Return the abbreviations among the terms of a glossary and their forms."""
    texts = [text for term, forms in glossary for text in (term, *forms)]
    return tuple(dict.fromkeys(word for text in texts for word in _CAPITALS.findall(text)))


@lru_cache(maxsize=8192)
def _slip(word: str, good: str) -> bool:
    """Tell whether two swapped, or one added, lost or other letter make one of the other."""
    if word == good or abs(len(word) - len(good)) > 1 or word + "S" == good or good + "S" == word:
        return False
    pairs = zip(word, good, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(word), len(good)))
    mine, theirs = word[same:], good[same:]
    if len(word) == len(good):
        swapped = mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:]
        return swapped or (len(good) >= _LONG and mine[1:] == theirs[1:])
    longer, shorter = sorted((mine, theirs), key=len, reverse=True)
    return len(good) >= _LONG and longer[1:] == shorter


MISSPELT_ABBREVIATION = Check(
    "misspelt-abbreviation", Severity.ERROR, misspelt_abbreviation, solo=True
)
