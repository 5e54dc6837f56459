"""The terms of a glossary in a text: seen through plurals, capitals, hyphens and tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.inlines import TOKEN

_QUOTES = str.maketrans(dict.fromkeys("“”‘’„«»「」『』\"'", "'"))


def terms(text: str, glossary: Iterable[str]) -> list[str]:
    """Return the terms in a source text, in order; of two that overlap, the longer."""
    bare = _untagged(text)
    lowered = bare.casefold()
    found = [
        (match.start(), match.end(), term)
        for root, term, pattern in _sought(tuple(glossary))
        if root in lowered
        for match in pattern.finditer(bare)
    ]
    taken: list[tuple[int, int, str]] = []
    for start, end, term in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((start, end, term))
    return list(dict.fromkeys(term for _, _, term in sorted(taken)))


@lru_cache(maxsize=64)
def _sought(glossary: tuple[str, ...]) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return what to look for, term by term: cheap letters, the term, its pattern."""
    return tuple((_root(term), term, _pattern(term)) for term in glossary)


def _untagged(text: str) -> str:
    marked = "<" in text or "{" in text or "&" in text or "}" in text
    return TOKEN.sub("", text) if marked else text


@lru_cache(maxsize=4096)
def _root(term: str) -> str:
    """Return letters that stand in every spelling of a term, to search cheaply."""
    *words, last = re.split(r"[\s-]+", term.removeprefix("The ").removeprefix("the "))
    return max((*words, last[: max(3, len(last) - 3)]), key=len).casefold()


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern[str]:
    """Return what a term looks like in a source text.

    Abbreviations and single names keep their capitals: a *roche* is a rock.
    """
    words = re.split(r"[\s-]+", term.removeprefix("The ").removeprefix("the "))
    exact = len(words) == 1 and term != term.lower()
    body = r"[\s\u00a0-]+".join([*map(re.escape, words[:-1]), _number(words[-1])])
    if exact and term != term.upper():
        body = f"{body}|{re.escape(term.upper())}"
    edges = (r"(?<!\w)" if term[0].isascii() else "", r"(?!\w)" if term[-1].isascii() else "")
    flags = re.NOFLAG if exact else re.IGNORECASE
    return re.compile(f"{edges[0]}(?:{body}){edges[1]}", flags)


def _number(word: str) -> str:
    """Return a pattern for the singular and the plural of a word."""
    if not word.isascii() or len(word) < 3:
        return re.escape(word)
    if word == word.upper():
        return re.escape(word) + "s?"
    stem = word
    for ending in ("ies", "es", "s") if not word.endswith(("ss", "us", "is")) else ():
        if word.endswith(ending):
            stem = word.removesuffix("ies") + "y" if ending == "ies" else word.removesuffix("s")
            break
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return f"{re.escape(stem[:-1])}(?:y|ies)"
    return f"{re.escape(stem)}(?:s|es)?"


def stands(form: str, target: str, *, inflected: bool = False) -> bool:
    """Tell whether a form of a term stands in a text that ``plain`` made."""
    if inflected:
        return bool(_inflected(form).search(target))
    return bool(_exact(form).search(target))


@lru_cache(maxsize=4096)
def _exact(form: str) -> re.Pattern[str]:
    bare = plain(form)
    before = r"(?<![a-z0-9])" if bare[:1].isascii() and bare[:1].isalnum() else ""
    after = r"(?![a-z0-9])" if bare[-1:].isascii() and bare[-1:].isalnum() else ""
    return re.compile(before + re.escape(bare) + after)


@lru_cache(maxsize=4096)
def _inflected(form: str) -> re.Pattern[str]:
    """Return what a term may look like where words change their endings."""
    words = re.findall(r"\w+", plain(form))
    stems = (
        re.escape(w[: max(4, len(w) * 2 // 3)]) + (r"\w*" if len(w) > 3 else "") for w in words
    )
    return re.compile(r"(?<!\w)" + r"\W+(?:\w{1,3}\W+)?".join(stems))


def plain(text: str) -> str:
    """Return a text without tags, in small letters, with one kind of quotation mark."""
    return _untagged(text).translate(_QUOTES).casefold()
