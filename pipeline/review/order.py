"""What stands out of order: all that is not in the heaviest sequence that kept its order.

Law: nothing is displaced in a sequence that rises.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def displaced(rows: Sequence[tuple[int, int, float]]) -> set[int]:
    """Return the names of the rows that are out of order.

    A row is a name, where it stands now, and how much speaks for its having stayed; rows come
    in their old order. Two may stand in one place.
    """
    places = [place for _, place, _ in rows]
    if all(a <= b for a, b in pairwise(places)):
        return set()
    ranks = {place: rank for rank, place in enumerate(sorted(set(places)), 1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)  # a Fenwick tree of maxima
    chain = [-1] * len(rows)
    for index, (_, place, weight) in enumerate(rows):
        at, found = ranks[place], (0.0, -1)
        while at:
            found = max(found, best[at])
            at &= at - 1
        chain[index] = found[1]
        mine, at = (found[0] + weight, index), ranks[place]
        while at < len(best):
            best[at] = max(best[at], mine)
            at += at & -at
    kept: set[int] = set()
    at, top = len(ranks), (0.0, -1)
    while at:
        top = max(top, best[at])
        at &= at - 1
    index = top[1]
    while index >= 0:
        kept.add(index)
        index = chain[index]
    return {name for index, (name, _, _) in enumerate(rows) if index not in kept}
