"""Which paragraph of an edited file each exported paragraph became: ids, then text and order.

    bookmarks ─ paragraph ids ─ equal texts in order ─ likeness between neighbours ─ anywhere

Each step takes only what the one before it left. A bookmark that shrank to a point tells where
its text was, not where it is; an id on text of another part tells nothing. Law: a file matched
with itself gives each paragraph itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, TypeAlias

from pipeline.review.alike import likeness, plain, together
from pipeline.review.nouns import OBJECT, Paragraph
from pipeline.review.order import displaced

How: TypeAlias = Literal["id", "text", "likely", "unsure"]
"""What told: an id · the same text · much of the text, in its place · little."""

NEAR, SURE, FAR = 0.35, 0.6, 0.8
"""How alike two texts must be: to be told at all, to be taken home, to be found far away."""

_CELL, _STYLE = 0.25, 0.1
"""What the same cell, and the same style, speak for two texts being one."""

_BETTER = 0.08
"""By how much two paragraphs together must be more alike than one of them alone."""

_FEW = 3
"""A text of so few characters stands in another one by chance."""

_LONG = 8
"""A longer one does not, wherever it comes from."""

_MOST = 40_000
"""A gap of more pairs than this is not searched for likeness."""


@dataclass(slots=True)
class Match:
    """What became of each exported paragraph, by index; what nothing became is in ``free``.

    ``claims`` are the new paragraphs, in order; ``how`` what told so; ``moved`` stand in another
    order; ``doubled`` are those whose id stands on two texts, neither of them the old one.
    """

    claims: dict[int, tuple[int, ...]] = field(default_factory=dict)
    how: dict[int, How] = field(default_factory=dict)
    moved: frozenset[int] = frozenset()
    free: tuple[int, ...] = ()
    doubled: set[int] = field(default_factory=set)

    def give(self, old: int, new: Iterable[int], how: How) -> None:
        """Say what an exported paragraph became."""
        self.claims[old] = tuple(new)
        self.how[old] = how

    @property
    def owners(self) -> Mapping[int, tuple[int, ...]]:
        """The exported paragraphs that each new one came from."""
        found: dict[int, list[int]] = defaultdict(list)
        for old, listed in self.claims.items():
            for new in listed:
                found[new].append(old)
        return {new: tuple(sorted(olds)) for new, olds in found.items()}


def match(old: Sequence[Paragraph], new: Sequence[Paragraph], doubled: Iterable[str]) -> Match:
    """Return what became of every exported paragraph."""
    pair = _Pair(old, new)
    found = Match()
    _by_bookmark(pair, found, frozenset(doubled))
    _by_paragraph_id(pair, found)
    _by_equal_text(pair, found)
    _by_likeness(pair, found)
    _lone(pair, found)
    _far_away(pair, found)
    _parted(pair, found)
    _united(pair, found)
    _swallowed(pair, found)
    owned = found.owners
    shown = (j for j, text in enumerate(pair.told) if text and j not in owned)
    found.free = tuple(shown)
    found.moved = frozenset(_moved(pair, found))
    return found


class _Pair:
    """Both sequences, their texts without blanks around, and where each unit stands."""

    def __init__(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        self.old, self.new = old, new
        self.said = [plain(p.text) for p in old]
        self.told = [plain(p.text) for p in new]
        self.home = {span.unit: i for i, p in enumerate(old) for span in p.spans}

    def left(self, found: Match) -> list[int]:
        """Return the exported paragraphs with a text that nothing claims yet."""
        return [i for i, text in enumerate(self.said) if text and i not in found.claims]

    def open(self, found: Match) -> list[int]:
        """Return the new paragraphs with a text that is claimed by nothing yet."""
        owned = found.owners
        return [j for j, text in enumerate(self.told) if text and j not in owned]

    def weight(self, i: int, j: int) -> float:
        """Return how much speaks for two paragraphs being one, 0 if nothing can."""
        one, two = self.old[i], self.new[j]
        if one.part != two.part or (self.said[i] == OBJECT) != (self.told[j] == OBJECT):
            return 0.0
        cell = bool(one.cell and two.cell and one.cell[1:] == two.cell[1:])
        extra = _CELL * cell + _STYLE * (one.style == two.style)
        return likeness(self.said[i], self.told[j]) + extra


def _by_bookmark(pair: _Pair, found: Match, doubled: frozenset[str]) -> None:
    firm: dict[int, list[int]] = defaultdict(list)
    faint: dict[int, list[int]] = defaultdict(list)
    twice = {pair.home[unit] for unit in doubled if unit in pair.home}
    for j, paragraph in enumerate(pair.new):
        for span in paragraph.spans:
            i = pair.home.get(span.unit, -1)
            if i < 0 or pair.old[i].part != paragraph.part:
                continue
            covered = paragraph.text[span.start : span.end].strip()
            where = firm if covered else faint
            if where[i][-1:] != [j]:
                where[i].append(j)
    for i, listed in firm.items():
        if listed:
            _claimed(pair, found, i, listed, twice=i in twice)
    _faintly(pair, found, faint)


def _claimed(pair: _Pair, found: Match, i: int, listed: list[int], *, twice: bool) -> None:
    """Give a paragraph those that its bookmark lies on: one, or more if it was split."""
    if len(listed) == 1:
        found.give(i, listed, "id")
        return
    joined = together(pair.said[i], (pair.told[j] for j in listed))
    alone = [likeness(pair.said[i], pair.told[j]) for j in listed]
    best = max(range(len(listed)), key=lambda k: alone[k])
    apart = any(b - a > 1 for a, b in pairwise(listed))
    if alone[best] >= joined or apart:  # LibreOffice begins a bookmark twice in a split
        found.give(i, [listed[best]], "id")
        if (twice or apart) and alone[best] < 1.0 and min(alone) > 0:
            found.doubled.add(i)
    else:
        found.give(i, listed, "id")


def _faintly(pair: _Pair, found: Match, faint: Mapping[int, list[int]]) -> None:
    """Take a bookmark that shrank to a point for its text typed anew, if nothing else can be."""
    owned = found.owners
    lying = {pair.told[j] for j in range(len(pair.new)) if j not in owned}
    for i, listed in faint.items():
        if i in found.claims or pair.said[i] in lying:
            continue
        here = [j for j in listed if j not in owned and pair.told[j]]
        if len(here) == 1 and pair.new[here[0]].style == pair.old[i].style:
            found.give(i, here, "id")


def _by_paragraph_id(pair: _Pair, found: Match) -> None:
    known: dict[str, list[int]] = defaultdict(list)
    for j in pair.open(found):
        known[pair.new[j].para_id].append(j)
    lying = {pair.told[j] for j in pair.open(found)}
    for i in pair.left(found):
        there = known.get(pair.old[i].para_id, []) if pair.old[i].para_id else []
        if len(there) == 1 and (pair.told[there[0]] == pair.said[i] or pair.said[i] not in lying):
            found.give(i, there, "id")


def _by_equal_text(pair: _Pair, found: Match) -> None:
    """Pair equal texts in order, as many as can be; then those that stand elsewhere."""
    for gap_old, gap_new in _gaps(pair, found):
        _equal(pair, found, gap_old, gap_new)
    _equal(pair, found, pair.left(found), pair.open(found))
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j in pair.open(found):
        places[pair.new[j].part, pair.told[j]].append(j)
    for i in pair.left(found):
        if there := places.get((pair.old[i].part, pair.said[i])):
            found.give(i, [there.pop(0)], "text")


def _equal(pair: _Pair, found: Match, left: Sequence[int], there: Sequence[int]) -> None:
    one = [(pair.old[i].part, pair.said[i]) for i in left]
    two = [(pair.new[j].part, pair.told[j]) for j in there]
    if not one or not two:
        return
    for block in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            found.give(left[block.a + step], [there[block.b + step]], "text")


def _gaps(pair: _Pair, found: Match) -> Iterator[tuple[list[int], list[int]]]:
    """Yield what is left on both sides between paragraphs that are in order."""
    settled = displaced([(i, js[0], 1.0) for i, js in sorted(found.claims.items())])
    anchors = [(i, js) for i, js in sorted(found.claims.items()) if i not in settled]
    left, there = pair.left(found), pair.open(found)
    a = b = 0
    for i, js in [*anchors, (len(pair.old), (len(pair.new),))]:
        one, two = [], []
        while a < len(left) and left[a] < i:
            one.append(left[a])
            a += 1
        while b < len(there) and there[b] < js[0]:
            two.append(there[b])
            b += 1
        if one and two:
            yield one, two


def _by_likeness(pair: _Pair, found: Match) -> None:
    for gap_old, gap_new in list(_gaps(pair, found)):
        if len(gap_old) * len(gap_new) > _MOST:
            continue
        lone = len(gap_old) == len(gap_new) == 1
        for i, j in _paired(pair, gap_old, gap_new):
            alike = likeness(pair.said[i], pair.told[j])
            sure = alike >= (NEAR if lone else SURE) and pair.old[i].style == pair.new[j].style
            found.give(i, [j], "likely" if sure else "unsure")


def _lone(pair: _Pair, found: Match) -> None:
    """Take the one paragraph that stands where one is gone for it, typed anew; never surely."""
    for gap_old, gap_new in list(_gaps(pair, found)):
        if len(gap_old) == len(gap_new) == 1:
            one, two = pair.old[gap_old[0]], pair.new[gap_new[0]]
            if (one.part, one.style, one.cell) == (two.part, two.style, two.cell):
                found.give(gap_old[0], gap_new, "unsure")


def _paired(pair: _Pair, left: list[int], there: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs, in order, that are most alike together."""
    rows, columns = len(left), len(there)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    gain = [[pair.weight(i, j) for j in there] for i in left]
    for r in range(rows - 1, -1, -1):
        for c in range(columns - 1, -1, -1):
            score = gain[r][c] + best[r + 1][c + 1] if gain[r][c] >= NEAR + _STYLE else 0.0
            best[r][c] = max(best[r + 1][c], best[r][c + 1], score)
    r = c = 0
    while r < rows and c < columns:
        if gain[r][c] >= NEAR + _STYLE and best[r][c] == gain[r][c] + best[r + 1][c + 1]:
            yield left[r], there[c]
            r, c = r + 1, c + 1
        elif best[r][c] == best[r + 1][c]:
            r += 1
        else:
            c += 1


def _far_away(pair: _Pair, found: Match) -> None:
    left, there = pair.left(found), pair.open(found)
    if len(left) * len(there) > _MOST:
        return
    for i in left:
        rated = [(pair.weight(i, j), j) for j in there]
        score, j = max(rated, default=(0.0, -1))
        if score >= FAR and likeness(pair.said[i], pair.told[j]) >= FAR:
            found.give(i, [j], "likely")
            there.remove(j)


def _parted(pair: _Pair, found: Match) -> None:
    """Give a paragraph that was split the rest of its text, where no id told so.

    A better use of a paragraph than to be taken, not surely, for another one.
    """
    guessed = {js[0]: i for i, js in found.claims.items() if found.how[i] == "unsure"}
    free = {*pair.open(found), *guessed}
    for i, js in list(found.claims.items()):
        if len(js) != 1 or pair.told[js[0]] == pair.said[i] or i not in found.claims:
            continue
        own = likeness(pair.said[i], pair.told[js[0]])
        for other, order in ((js[0] + 1, (js[0], js[0] + 1)), (js[0] - 1, (js[0] - 1, js[0]))):
            if other not in free or guessed.get(other) == i:
                continue
            whole = together(pair.said[i], (pair.told[j] for j in order))
            if _better(whole, own):
                found.give(i, order, found.how[i])
                free.discard(other)
                if other in guessed:
                    del found.claims[guessed[other]], found.how[guessed[other]]
                break


def _united(pair: _Pair, found: Match) -> None:
    """Give a paragraph that is gone to its neighbour, if that has both their texts."""
    for i in pair.left(found):
        for near in (i - 1, i + 1):
            js = found.claims.get(near, ())
            if len(js) != 1 or not _beside(pair, i, near):
                continue
            own = likeness(pair.said[near], pair.told[js[0]])
            whole = together(pair.told[js[0]], (pair.said[k] for k in sorted((i, near))))
            if _better(whole, own):
                found.give(i, js, found.how[near])
                break


def _swallowed(pair: _Pair, found: Match) -> None:
    """Be unsure of a text that, by likeness alone, took in a whole other one, or itself twice."""
    known: dict[str, set[str]] = defaultdict(set)
    for text in pair.said:
        if len(text) > _LONG:
            known[text[: _LONG + 1]].add(text)
    for i, js in found.claims.items():
        if found.how[i] != "likely":
            continue
        said, told = pair.said[i], pair.told[js[0]]
        near = (n for n in (i - 1, i, i + 1) if n == i or _beside(pair, i, n))
        heads = {told[k : k + _LONG + 1] for k in range(len(told) - _LONG)}
        others = {pair.said[n] for n in near}.union(*(known[h] for h in heads & known.keys()))
        if any(told.count(o) > said.count(o) for o in others if len(o) > _FEW and o != told):
            found.how[i] = "unsure"


def _better(whole: float, own: float) -> bool:
    """Tell whether two paragraphs together are clearly more alike than one of them alone."""
    return whole >= max(FAR, own + min(_BETTER, (1 - own) / 2))


def _beside(pair: _Pair, i: int, near: int) -> bool:
    return 0 <= near < len(pair.old) and pair.old[i].part == pair.old[near].part


def _moved(pair: _Pair, found: Match) -> set[int]:
    """Return what stands in another order; of two that changed places, the one that was edited."""
    rows = []
    for i, js in sorted(found.claims.items()):
        if pair.old[i].part == "document":
            touched = bool(pair.new[js[0]].changes) or found.how[i] != "id"
            rows.append((i, js[0], 0.5 if touched else 1.0))
    return displaced(rows)
