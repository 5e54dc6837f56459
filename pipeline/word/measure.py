"""How long a text runs, near enough to balance a title or share out the width of a table.

Word breaks the lines, we do not know its faces: the widths here are those of common ones,
in ems. Han characters are exact, they all fill their square.
"""

from __future__ import annotations

import math
import re
import unicodedata

_NARROW = frozenset("fijlrtI1.,:;!|'’‘()[]-·\u00a0 ")
_WIDE = frozenset("mwMW—…%@&")
_UNBROKEN = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_SLACK = 1.04
"""How much longer than measured a line may turn out in the reader's own faces."""


def reach(text: str) -> float:
    """Return the length of a text in ems."""
    return sum(map(_advance, text))


def longest(text: str) -> float:
    """Return the length in ems of the longest stretch that cannot be broken."""
    return max((reach(word) for word in _UNBROKEN.findall(text)), default=1.0)


def balanced(text: str, size: float, width: float) -> float:
    """Return the width in points in which the lines of a title come out about even.

    As many lines as in the full ``width``, none of them a mere word or two.
    """
    run = reach(text) * size * _SLACK
    lines = math.ceil(run / width)
    if lines < 2:
        return width
    loose = 1.0 if longest(text) <= 1.0 else longest(text) / 2
    return min(width, run / lines + loose * size)


def shares(natural: list[float], least: list[float], width: float) -> list[float]:
    """Return the widths of columns that fill ``width``: room for words first, then for text."""
    if sum(natural) <= width or sum(least) >= width:
        base = natural if sum(natural) <= width else least
        return [width * part / sum(base) for part in base]
    spare = (width - sum(least)) / (sum(natural) - sum(least))
    return [low + (full - low) * spare for low, full in zip(least, natural, strict=True)]


def _advance(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.3
    if letter in _WIDE:
        return 0.85
    return 0.66 if letter.isupper() else 0.53
