"""*A* before a vowel, *an* before a consonant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.english import worded
from pipeline.reading.hanzi import Slip, Verdict, marked

_ARTICLE = re.compile(
    r"(?<![\w.'’&/-])(?P<article>[Aa]n?)[ \u00a0][“‘\"'(]?(?P<word>[A-Za-z0-9][\w.,'’-]*)"
)
_LABEL = frozenset(
    "and or is in of as at on it if am i a an are to en et all".split()  # noqa: SIM905  (words)
)
"""What follows a letter that is no article: *class A is*, *a to z*."""

_YOU = re.compile(
    r"uni(?:[onqtfvlcspax]|d[ir])|un[ae]ni|us(?:e|ing|a[bg]|u)|uti|uto|ut[el]r|ubi|ufo|uk|uga"
    r"|ur(?:an|ea|in|ol|op|ug)|eu|ew[ei]|one(?![a-z])|ones|once|oui|ouija"
)
_SILENT = re.compile(r"hour|hones|honou?r|heir")
_EITHER = re.compile(
    r"h(?:istor|ot[ae]l|erb|abit|omage|allucin|eredit|umble)|y[^aeiou]|eul"
    r"|[^aeiouy]+(?:$|\W)|[mn][^aeiouy]"
)
_CAPITALS = re.compile(r"([A-Z][A-Z0-9]+)s?(?:[-’'].*)?")
_BEGINNING = re.compile(r"(?:\A|[.!?:”\n]\s|[“‘(])\Z")
_AN_LETTERS = "AEFHILMNORSX"


def wrong_article(unit: Unit) -> Iterator[Finding]:
    """Find *a* where English says *an*, and the other way round.

    The sound decides: *an hour*, *a university*, *an MNC*, *an 8 % share*, *a one-off*. Where
    both are heard (*historic*, *SQL*, *NATO*), either will do.

    >>> "It is a MNC with an 20-year history." in en
    warning: `a`, `an` is the wrong article
    hint: write `an` for `a`, `a` for `an`
    """
    text = worded(unit.translation.text, unit.locale)
    slips = []
    for found in _ARTICLE.finditer(text):
        article = found["article"]
        wanted = _wanted(found["word"])
        if wanted and wanted != article.lower() and not _label(found, text):
            right = wanted.capitalize() if article[0] == "A" else wanted
            slips.append(Slip(found.start(), found.start() + len(article), right))
    yield from marked(unit, slips, Verdict("is the wrong article", safe=True))


def _label(found: re.Match[str], text: str) -> bool:
    """Tell whether the article is no article but the letter A."""
    word = found["word"].rstrip(".,").lower()
    if found["article"].lower() == "an":
        return word in _LABEL - {"a", "i"} or (found["article"] == "An" and found.start() > 1)
    start = found.start()
    inside = found["article"] == "A" and not _BEGINNING.search(text[max(0, start - 3) : start])
    inside &= start > 0
    return inside or (word in _LABEL and not found["word"].isupper())


@lru_cache(maxsize=8192)
def _wanted(word: str) -> str:
    """Return the article of a word, or nothing if either will do."""
    if word[0].isdigit():
        return _counted(word)
    capitals = _CAPITALS.fullmatch(word.rstrip(".,'’"))
    if capitals:
        return _lettered(capitals[1])
    if re.match(r"[A-Za-z](?:[-’'.]|$)", word):
        letter = word[0].upper()
        return "an" if letter in _AN_LETTERS else "a"
    if re.match(r"[a-z]+[A-Z]", word):
        return ""
    low = word.lower()
    if _EITHER.match(low):
        return ""
    if _YOU.match(low) and not re.match(r"un(?:i[mn]|ident|iden)", low):
        return "a"
    return "an" if low[0] in "aeiou" or _SILENT.match(low) else "a"


def _counted(word: str) -> str:
    group = re.match(r"\d+", word)
    digits = group[0] if group else ""
    if digits[0] == "8":
        return "an"
    if digits[:2] in ("11", "18") and len(digits) != 3:
        return "an" if len(digits) == 2 else ""
    return "a"


def _lettered(word: str) -> str:
    first = word[0]
    if first == "U":
        return "" if word == "URL" else "a"
    if first in "AEIO":
        return "an" if not word.startswith(("EU", "ONE")) or word == "EU" else ""
    if first not in _AN_LETTERS:
        return "a"
    return "" if any(c in "AEIOUY" for c in word) else "an"  # NATO, RAM: spelt or spoken


WRONG_ARTICLE = Check("wrong-article", Severity.WARNING, wrong_article, solo=True)
