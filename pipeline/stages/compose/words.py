"""The lines of a title: how wide it is, and where it may break.

Chinese has no spaces, and a line that ends in the middle of a word reads badly at 27 points.
The release itself tells its words: two characters that stand together again and again in
its text are not parted.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_ATOMS = re.compile(f"{_HAN}|[^\\s\u3400-\u4dbf\u4e00-\u9fff]+|\\s+")
_NO_START = "，。、；：？！”’）》〉」』】…—·"
_NO_END = "“‘（《〈「『【"
_PAUSE = "，。、；：？！—…,;:–"
_TORN = 0.35
"""What a line costs that ends within a clause, as a share of the measure left empty."""

LETTER_EM = 0.5
"""How wide a letter of a script other than Han is taken to be."""

_OFTEN = 2
"""So many times do two characters stand together before they count as one word."""


def ems(text: str) -> float:
    """Return the width of a text in ems, as a guess: a Han character 1, others about half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else LETTER_EM for c in text)


def phrases(title: str, text: str) -> tuple[str, ...]:
    """Return a title cut where a line may end; ``text`` is where its words are known from.

    Law: the phrases joined are the title.
    """
    pairs = Counter(itertools.pairwise(text))
    return tuple("".join(phrase) for phrase in _grouped(_ATOMS.findall(title), pairs))


def lines(title: str, text: str, limit_em: float) -> tuple[str, ...]:
    """Return a title in as few lines as fit into a width, all about as long as each other.

    Law: the lines joined are the title. A phrase wider than the limit is a line of its own.
    """
    pieces = phrases(title, text)
    widths = [ems(piece) for piece in pieces]
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(pieces) + 1):
        torn = end < len(pieces) and pieces[end - 1].rstrip()[-1:] not in _PAUSE
        ways = _ways(best, widths, end, limit_em)
        best.append(
            min((n, ragged + (_TORN * limit_em) ** 2 * torn, at) for n, ragged, at in ways)
        )
    cuts = [len(pieces)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][2])
    return tuple("".join(pieces[a:b]) for a, b in itertools.pairwise(reversed(cuts)))


def _ways(
    best: list[tuple[int, float, int]], widths: list[float], end: int, limit_em: float
) -> Iterator[tuple[int, float, int]]:
    """Yield ``(lines, raggedness, start)`` for every last line that ends at ``end``."""
    width = 0.0
    for start in range(end - 1, -1, -1):
        width += widths[start]
        if width > limit_em and start < end - 1:
            return
        count, ragged, _ = best[start]
        yield count + 1, ragged + (limit_em - width) ** 2, start


def _grouped(atoms: list[str], pairs: Counter[tuple[str, str]]) -> Iterator[list[str]]:
    group: list[str] = []
    for atom in atoms:
        if group and _may_part(group[-1], atom, pairs):
            yield group
            group = []
        group.append(atom)
    if group:
        yield group


def _may_part(before: str, after: str, pairs: Counter[tuple[str, str]]) -> bool:
    if after[0] in _NO_START or before[-1] in _NO_END:
        return False
    if before.isspace() or after.isspace() or before[-1] in _NO_START:
        return True
    return pairs[before[-1], after[0]] < _OFTEN
