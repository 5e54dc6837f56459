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
from collections.abc import Iterable, Iterator

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_HAN_ONLY = re.compile(_HAN)
_ATOMS = re.compile(f"{_HAN}|[^\\s\u3400-\u4dbf\u4e00-\u9fff]+|\\s+")
_NO_START = "，。、；：？！”’）》〉」』】…—·"
_NO_END = "“‘（《〈「『【"
_PAUSE = "，。、；：？！—…,;:–"
_DATED = "年月第"
_WORD = 4
"""The longest word that is made of characters nobody repeats."""

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
    return tuple(_joined("".join(phrase) for phrase in _grouped(_ATOMS.findall(title), pairs)))


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces, lone characters with those beside them: a word that nobody repeats.

    One that ends a clause goes with what is before it, any other with what follows.
    """
    found: list[str] = []
    alone = False
    for piece in pieces:
        bare = piece.rstrip(_NO_START)
        lone = bool(_HAN_ONLY.fullmatch(bare))
        ends = lone and len(bare) < len(piece)
        goes_on = alone and _HAN_ONLY.match(piece) and (lone or len(found[-1]) == 1)
        if found and (ends or goes_on) and _open(found[-1]):
            found[-1] += piece
            alone = lone and not ends and len(found[-1]) < _WORD
        else:
            found.append(piece)
            alone = lone and not ends
    yield from found


def _open(piece: str) -> bool:
    """Tell whether a piece may go on: no blank and no mark ends it."""
    return not piece[-1].isspace() and piece[-1] not in _NO_START


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
    if before.isspace() or after.isspace() or before[-1] in _NO_START or after[0] in _NO_END:
        return True
    if before[-1].isdigit() or (after[0].isdigit() and before[-1] in _DATED):
        return False  # a number keeps its measure word, and a date its parts
    return pairs[before[-1], after[0]] < _OFTEN
