"""How long a text runs, near enough to balance a title or share out the width of a table.

Word breaks the lines, and we do not know its faces: the widths here are those of common sans
faces, in ems. Han characters are exact, they all fill their square.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NARROW = frozenset("ijlI.,:;!|'’‘()[]-·\u00a0 ")
_SLIM = frozenset("frt")
_WIDE = frozenset("mwMW—…%@&")
_HAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_AFTER = "\u3001-\u303f\uff00-\uffef”’"
_UNIT = re.compile(rf"\s+|[“‘（《「]*[{_HAN}][{_AFTER}]*|[^\s{_HAN}]+")
"""What a line break leaves whole: a blank, a Han character with its marks, or a word."""

_STEPS = 60


def reach(text: str, breadth: float = 1.0) -> float:
    """Return the length of a text in ems; a face ``breadth`` as wide as ours sets the letters."""
    return sum(_advance(letter, breadth) for letter in text)


def longest(text: str) -> float:
    """Return the length in ems of the longest stretch that cannot be broken."""
    return max(map(reach, _UNIT.findall(text)), default=1.0)


def lines(text: str, ems: float, breadth: float = 1.0) -> tuple[int, float]:
    """Return how many lines of ``ems`` a text fills, and how full the last one is, from 0 to 1.

    A line feed in the text ends a line.
    """
    return _filled(_measured(text, breadth), ems)


def balanced(text: str, ems: float, breadths: tuple[float, ...]) -> float:
    """Return the measure, up to ``ems``, in which the last line is fullest.

    In a face of any of the breadths it takes no more lines than the broadest does in ``ems``.
    """
    texts = [_measured(text, breadth) for breadth in breadths]
    wanted = max(_filled(measured, ems)[0] for measured in texts)
    if wanted == 1:
        return ems
    best, found = 0.0, ems
    for step in range(_STEPS, _STEPS // 2, -1):
        tried = [_filled(measured, ems * step / _STEPS) for measured in texts]
        last = min(fill for _, fill in tried)
        if last > best and max(count for count, _ in tried) <= wanted:
            best, found = last, ems * step / _STEPS
    return found


def _measured(text: str, breadth: float) -> list[list[tuple[float, bool]]]:
    """Return the units of each forced line: their lengths, and whether a line may begin there."""
    return [
        [(reach(unit, breadth), not unit.isspace()) for unit in _UNIT.findall(part)]
        for part in text.split("\n")
    ]


def _filled(parts: list[list[tuple[float, bool]]], ems: float) -> tuple[int, float]:
    count, last = 0, 0.0
    for units in parts:
        count, last = count + 1, 0.0
        for length, solid in units:
            if solid and last + length > ems:
                count, last = count + 1, 0.0
            last += length
    return count, min(last / ems, 1.0)


def shares(natural: list[float], least: list[float], width: float) -> list[float]:
    """Return the widths of columns that fill ``width``: room for words first, then for text."""
    if sum(natural) <= width or sum(least) >= width:
        base = natural if sum(natural) <= width else least
        return [width * part / sum(base) for part in base]
    spare = (width - sum(least)) / (sum(natural) - sum(least))
    return [low + (full - low) * spare for low, full in zip(least, natural, strict=True)]


@lru_cache(maxsize=4096)
def _advance(letter: str, breadth: float) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.29 * breadth
    if letter in _SLIM:
        return 0.39 * breadth
    if letter in _WIDE:
        return 0.85 * breadth
    if letter.isdigit():
        return 0.63 * breadth
    return (0.7 if letter.isupper() else 0.56) * breadth
