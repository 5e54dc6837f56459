"""Numbers in English words: twenty-three, two hundred and seventy-eight, a dozen, threefold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from pipeline.checks.number_mismatch.figures import Figure, Weight, figure

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
    **{f"{word}th": n for n, word in enumerate(_ONES) if n > 3 and n not in (5, 8, 9, 12)},
    **{f"{word[:-1]}ieth": 10 * n for n, word in enumerate(_TENS, start=2)},
}  # fmt: skip
SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
COUNTS = {word: n for n, word in enumerate(_ONES)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
"""Number words that are no ordinals."""

_WORD = "|".join(sorted((*COUNTS, *_ORDINALS, *SCALES), key=len, reverse=True))
_RUN = re.compile(rf"\b(?:{_WORD})(?:(?:[\s-]+|[\s-]+and[\s-]+)(?:{_WORD}))*\b")
_SAYING: dict[str, tuple[Fraction | int, ...]] = {
    "an": (1,), "a": (1,), "once": (1,), "single": (1,), "both": (2,), "couple": (2,),
    "pair": (2,), "twice": (2,), "double": (2,), "doubled": (2,), "doubling": (2,), "dual": (2,),
    "twin": (2,), "bilateral": (2,), "triple": (3,), "tripled": (3,), "trio": (3,),
    "threefold": (3,), "fourfold": (4,), "fivefold": (5,), "tenfold": (10,), "quadruple": (4,),
    "quadrupled": (4,), "twofold": (2,), "dozen": (12,), "dozens": (12, 10), "decade": (10,),
    "score": (20,), "century": (100,), "centenary": (100,), "centennial": (100,),
    "bicentenary": (200,), "bicentennial": (200,), "tercentenary": (300,),
    "millennium": (1000,), "half": (Fraction(1, 2), 50, 30, 6), "halves": (Fraction(1, 2), 50),
    "halved": (Fraction(1, 2), 50), "quarter": (Fraction(1, 4), 25, 15, 45, 3, 4), "noon": (12,),
    "quarters": (Fraction(1, 4), 25, 75, 3, 45), "midnight": (0, 12, 24), "fortnight": (14, 2),
    "biennial": (2,), "annual": (1,), "weekday": (5,), "weekdays": (5,), "overnight": (24,),
    "hundreds": (100,), "thousands": (1000,), "millions": (10**6,), "billions": (10**9,),
    "hexadecimal": (16,), "hexadecimals": (16,), "octal": (8,), "binary": (2,),
    "decimal": (10,), "teen": (10,), "teens": (10,), "squared": (2,), "cubed": (3,),
    "thirds": (3,), "fifths": (5,), "tenths": (10,), "hundredth": (100,), "thousandth": (1000,),
    **{f"{word[:-1]}ies": (10 * n, 1900 + 10 * n) for n, word in enumerate(_TENS, 2)},
}  # fmt: skip
_TIMES = {"dozen": 12, "decade": 10, "century": 100, "score": 20, "millennium": 1000}
_MULTIPLE = re.compile(
    r"\b(\d+|[a-z]+)[\s-]+(dozen|decade|score|centur(?:y|ies)|millenni(?:um|a))s?\b", re.IGNORECASE
)
_ROMAN = re.compile(r"(?<!\w)[IVX]+(?!\w)")
_SOUND = re.compile("X{0,3}(?:IX|IV|V?I{0,3})")
_HALF = re.compile(rf"\bhalf an? ({'|'.join((*SCALES, *_TIMES))})\b", re.IGNORECASE)
_AND_A_HALF = re.compile(
    rf"\b(\d+|{'|'.join(COUNTS)}) and a half ({'|'.join(SCALES)})\b", re.IGNORECASE
)
_PARTS = {
    "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "hundredth": 100,
}  # fmt: skip
_PART = re.compile(
    rf"\b(an?|{'|'.join(_ONES[1:10])})[\s-]({'|'.join(_PARTS)})s?\b"
    rf"(?: of an? ({'|'.join(SCALES)})\b)?",
    re.IGNORECASE,
)
_STEMS = ("dozen", "decade", "score", "centur", "millenni")
_SHARE = re.compile(r"[\s-]*(?:percent|per cent|pct)\b", re.IGNORECASE)
_MINUTES = {"quarter": 15, "half": 30}
_TOLD = re.compile(
    rf"\b(five|ten|twenty|twenty-five|quarter|half) (past|to) ({'|'.join(_ONES[1:13])})\b",
    re.IGNORECASE,
)
_LOWER = re.compile("[a-z]+")
_NUMERAL = {*COUNTS, *_ORDINALS, *SCALES}
_COMPOUND = {
    "half", "centuries", "millennia",
    *(f"{word}{end}" for word in (*_TIMES, *_PARTS) for end in ("", "s")),
}  # fmt: skip
_LARGE = 11


def words(text: str) -> Iterator[Figure]:
    """Yield the numbers in English words; small ones and figures of speech are not sure."""
    lowered = text.lower()  # many times as fast as a pattern that sees through capitals
    found = set(_LOWER.findall(lowered))
    if found & _NUMERAL:
        same = len(lowered) == len(text)
        for match in _RUN.finditer(lowered):
            run = text[slice(*match.span())] if same else match[0]
            yield from _spelled(run, share=bool(_SHARE.match(lowered, match.end())))
    for said in sorted(found & _SAYING.keys()):
        yield figure(said, *_SAYING[said], weight="loose")
    if found & _NUMERAL and ("past" in found or "to" in found):
        yield from map(_told, _TOLD.finditer(text))
    if found & _COMPOUND:
        yield from _compounds(text)
    for match in filter(_sound, _ROMAN.finditer(text)):
        named = text[max(match.start() - 2, 0) : match.start()].strip()[-1:].isalpha()
        number = _roman(match[0])
        yield figure(match[0], number, weight="small" if named and number > 1 else "loose")


def _compounds(text: str) -> Iterator[Figure]:
    """Yield two dozen, half a million, two and a half million, three quarters."""
    lowered = text.lower()
    for match in _MULTIPLE.finditer(text) if any(map(lowered.__contains__, _STEMS)) else ():
        count = match[1].lower()
        number = int(count) if count.isdigit() else COUNTS.get(count, 0)
        stem = next(t for t in _TIMES if match[2].lower().startswith(t[:6]))
        yield figure(match[0], number * _TIMES[stem], weight="loose")
    halved = "half" in lowered
    for match in _HALF.finditer(text) if halved else ():
        whole = (SCALES | _TIMES)[match[1].lower()]
        yield figure(match[0], Fraction(whole, 2), weight="loose")
    for match in _AND_A_HALF.finditer(text) if halved else ():
        count = int(match[1]) if match[1].isdigit() else COUNTS[match[1].lower()]
        yield figure(match[0], (count + Fraction(1, 2)) * SCALES[match[2].lower()], weight="loose")
    for match in _PART.finditer(text) if any(map(lowered.__contains__, _PARTS)) else ():
        part = Fraction(COUNTS.get(match[1].lower(), 1), _PARTS[match[2].lower()])
        yield figure(match[0], part, 100 * part, weight="loose", kind="percent")
        if match[3]:
            yield figure(match[0], part * SCALES[match[3].lower()], weight="loose")


def _told(match: re.Match[str]) -> Figure:
    """Read ten to nine and half past two, in words: the hour, early or late, and the minute."""
    minute = _MINUTES.get(match[1].lower()) or COUNTS.get(match[1].lower(), 0)
    hour = COUNTS[match[3].lower()]
    if match[2].lower() == "to":
        hour, minute = (hour - 1) or 12, 60 - minute
    return figure(match[0], hour, hour + 12, minute, weight="loose")


def _sound(match: re.Match[str]) -> bool:
    """Tell whether letters make a Roman numeral."""
    return bool(_SOUND.fullmatch(match[0]))


def nth(word: str) -> int:
    """Return the number of an ordinal: third, 3rd."""
    return int(word[0]) if word[0].isdigit() else _ORDINALS.get(word.lower(), 0)


@lru_cache(maxsize=4096)
def _spelled(run: str, *, share: bool) -> tuple[Figure, ...]:
    return tuple(_read(run, share=share))


def _read(run: str, *, share: bool) -> Iterator[Figure]:
    total = section = 0
    ordinal = False
    tokens = [t for t in re.split(r"[\s-]+", run.lower()) if t != "and"]
    for token in tokens:
        number = COUNTS.get(token, _ORDINALS.get(token, 0))
        ordinal |= token in _ORDINALS
        if token in SCALES:
            section = (section or 1) * SCALES[token]
            if SCALES[token] > 100:
                total, section = total + section, 0
        else:
            yield figure(token, number, weight="loose")
            section += number
    value = total + section
    bare = all(token in SCALES for token in tokens)
    weight: Weight = "loose"
    if not bare:
        weight = "small" if value >= 3 else "faint" if value == 2 else "loose"
    if value >= _LARGE and not ordinal and (not bare or len(tokens) > 1):
        weight = "sure"
    if share:
        yield figure(run, value, Fraction(value, 100), weight=weight, kind="percent")
    else:
        yield figure(run, value, weight=weight)


def _roman(letters: str) -> int:
    worth = {"I": 1, "V": 5, "X": 10}
    numbers = [worth[c] for c in letters]
    following = [*numbers[1:], 0]
    return sum(-n if n < then else n for n, then in zip(numbers, following, strict=True))
