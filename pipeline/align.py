"""Which old text became which new one: order-aware alignment of two versions of a document.

Equal texts are anchors. In the gaps between them dynamic programming pairs what resembles
each other, and knows two moves more than msgmerge does: several texts merged into one, and one
split into several. What is left over is matched across the whole document, but only against
texts that vanished: a text that still stands is nobody's ancestor.

Order inside a gap is kept, so a guess far away never beats a neighbour. Nothing here knows
PO files or languages: Latin words are tokens, Han characters are tokens each.
"""

from __future__ import annotations

import bisect
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from rapidfuzz.distance import Indel

Key: TypeAlias = tuple[str, str]
"""A message's ``(context, text)``."""

NEAR = 0.5
"""How alike (0 to 1) two texts in one gap must be to be one text, edited."""

FAR = 0.7
"""The same for two texts anywhere in the document."""

MOST_PARTS = 6
"""How many texts may be merged into one, or one be split into."""

FEW = 5
"""A text of fewer words than this is too short to be told by its words alone."""

MOST_CELLS = 10_000
"""A gap of more pairs than this is left to the search across the document."""

_TOKEN = re.compile(r"[a-z0-9]+|[^\W\da-z_]|[^\w\s]")


def align(old: Sequence[Key], new: Sequence[Key]) -> dict[int, tuple[int, ...]]:
    """Return, for each new text that some old text became, which ones: indices, in order.

    Both sequences are in reading order, without repetitions. Texts that did not change are
    not in the answer; several indices mean a merge, one index given several times a split.
    """
    texts = _Texts(old, new)
    found: dict[int, tuple[int, ...]] = {}
    for gap_old, gap_new in _gaps(old, new):
        if 0 < len(gap_old) * len(gap_new) <= MOST_CELLS:
            found |= _path(texts, gap_old, gap_new)
    used = {index for sources in found.values() for index in sources}
    standing = set(old) & set(new)
    gone = [i for i, key in enumerate(old) if key not in standing and i not in used]
    rest = [j for j, key in enumerate(new) if key not in standing and j not in found]
    return found | _across(texts, gone, rest)


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case; a Han character and a mark is one each."""
    return tuple(_TOKEN.findall(text.lower()))


# --- how alike two texts are ----------------------------------------------------------


@dataclass(frozen=True)
class _Text:
    """A text taken apart: tokens in order, and the set of pairs of neighbours."""

    context: str
    text: str

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        return tokens(self.text)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, ...]]:
        joined = frozenset(itertools.pairwise(self.tokens))
        return joined or frozenset((token,) for token in self.tokens)


class _Texts:
    """Every old and new text by index, taken apart when first looked at."""

    def __init__(self, old: Sequence[Key], new: Sequence[Key]) -> None:
        self.old = [_Text(*key) for key in old]
        self.new = [_Text(*key) for key in new]


def _likeness(a: _Text, b: _Text) -> float:
    """Return how much of two texts is common, in order: 0 nothing, 1 all.

    A few words are compared letter by letter, and with more suspicion: half of the words of
    two headings are soon the same.
    """
    if a.context != b.context:
        return float(a.text == b.text)
    if min(len(a.tokens), len(b.tokens)) < FEW:
        return float(Indel.normalized_similarity(a.text.lower(), b.text.lower())) - 0.25
    return float(Indel.normalized_similarity(a.tokens, b.tokens))


def _share(part: _Text, whole: _Text) -> float:
    """Return how much of ``part`` stands in ``whole``, by pairs of words."""
    if part.context != whole.context or not part.pairs:
        return 0.0
    return len(part.pairs & whole.pairs) / len(part.pairs)


def _within(a: _Text, b: _Text) -> float:
    """Return how much of the shorter text stands in the longer, if it is long enough to tell."""
    short, long = sorted((a, b), key=lambda text: len(text.pairs))
    share = _share(short, long)
    return 0.8 * share if share >= 0.8 and len(short.pairs) >= FEW else 0.0


def _joints(parts: Sequence[_Text], whole: _Text) -> Iterator[tuple[int, float]]:
    """Yield how many of the last ``parts`` make up ``whole``, and how well: each more, better."""
    together: tuple[str, ...] = ()
    best = 0.0
    for count, part in enumerate(reversed(parts[-MOST_PARTS:]), start=1):
        if _share(part, whole) < NEAR:
            return
        together = part.tokens + together
        likeness = float(Indel.normalized_similarity(together, whole.tokens))
        if count > 1 and likeness < best:
            return
        best = likeness
        if count > 1 and likeness >= NEAR:
            yield count, likeness


# --- gaps between anchors -------------------------------------------------------------


def _gaps(old: Sequence[Key], new: Sequence[Key]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the changed texts between neighbouring anchors, old and new, by index."""
    where_new = {key: j for j, key in enumerate(new)}
    where_old = {key: i for i, key in enumerate(old)}
    common = [(i, where_new[key]) for i, key in enumerate(old) if key in where_new]
    anchors = [(-1, -1), *_rising(common), (len(old), len(new))]
    for (i, j), (end_i, end_j) in itertools.pairwise(anchors):
        yield (
            [k for k in range(i + 1, end_i) if old[k] not in where_new],
            [k for k in range(j + 1, end_j) if new[k] not in where_old],
        )


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs whose second halves rise: what kept its order."""
    tails: list[int] = []  # tails[n]: the smallest end of a run of n + 1
    ends: list[int] = []  # which pair that is
    before: list[int] = []
    for k, (_, j) in enumerate(pairs):
        n = bisect.bisect_left(tails, j)
        before.append(ends[n - 1] if n else -1)
        if n == len(tails):
            tails.append(j)
            ends.append(k)
        else:
            tails[n], ends[n] = j, k
    run = []
    k = ends[-1] if ends else -1
    while k != -1:
        run.append(pairs[k])
        k = before[k]
    return run[::-1]


# --- inside a gap ---------------------------------------------------------------------

_Move: TypeAlias = tuple[int, int]
"""How many old and new texts become each other: ``(1, 1)`` a pair, ``(3, 1)`` a merge."""


def _path(
    texts: _Texts, rows: Sequence[int], columns: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """Return the best way through a gap: which old texts (rows) became which new (columns)."""
    old = [texts.old[i] for i in rows]
    new = [texts.new[j] for j in columns]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    step = [[(0, 1)] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(1, len(old) + 1):
        step[i][0] = (1, 0)
        for j in range(1, len(new) + 1):
            best[i][j], step[i][j] = max(
                (best[i][j - 1], (0, 1)),
                (best[i - 1][j], (1, 0)),
                *(
                    (best[i - m][j - n] + gain, (m, n))
                    for gain, (m, n) in _moves(old[:i], new[:j])
                ),
            )
    found: dict[int, tuple[int, ...]] = {}
    i, j = len(old), len(new)
    while i or j:
        m, n = step[i][j]
        if m and n:
            found |= {column: tuple(rows[i - m : i]) for column in columns[j - n : j]}
        i, j = i - m, j - n
    return found


def _moves(old: Sequence[_Text], new: Sequence[_Text]) -> Iterator[tuple[float, _Move]]:
    """Yield what the last texts of both sides can be to each other, and how much it gains."""
    if (gain := max(_likeness(old[-1], new[-1]), _within(old[-1], new[-1]))) >= NEAR:
        yield gain, (1, 1)
    for count, likeness in _joints(old, new[-1]):
        yield 1.5 * likeness + 0.25 * (count - 2), (count, 1)
    for count, likeness in _joints(new, old[-1]):
        yield 1.5 * likeness + 0.25 * (count - 2), (1, count)


# --- across the document --------------------------------------------------------------

CANDIDATES = 6
"""How many old texts are compared in full with a new one."""

COMMON = 200
"""A pair of words that stands in more old texts than this points to none of them."""


def _across(texts: _Texts, gone: Sequence[int], rest: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the likeliest ancestor of each new text in ``rest``, the surest first."""
    index = defaultdict(list)
    for i in gone:
        for pair in texts.old[i].pairs:
            index[pair].append(i)
    guesses = []
    for j in rest:
        for i in _candidates(texts.new[j], index):
            likeness = _likeness(texts.old[i], texts.new[j])
            if likeness >= FAR:
                drift = abs(i / len(texts.old) - j / len(texts.new))
                guesses.append((-likeness, drift, i, j))
    found: dict[int, tuple[int, ...]] = {}
    taken = set()
    for _, _, i, j in sorted(guesses):
        if j not in found and i not in taken:
            found[j] = (i,)
            taken.add(i)
    return found


def _candidates(text: _Text, index: Mapping[tuple[str, ...], list[int]]) -> list[int]:
    """Return the old texts that share the rarest pairs of words with ``text``, best first."""
    weights: dict[int, float] = defaultdict(float)
    for pair in sorted(text.pairs):
        where = index.get(pair, ())
        if len(where) <= COMMON:
            for i in where:
                weights[i] += 1 / (1 + math.log(len(where)))
    return sorted(weights, key=lambda i: (-weights[i], i))[:CANDIDATES]
