"""Two rows of atoms or blocks compared: what stayed, what went, what came.

Words are compared by the longest common row; what stays by chance between two changes (a blank,
one 的) is no reason to cut a change in two. Blocks are anchored where they are equal and paired
where they are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeAlias, TypeVar

from rapidfuzz.distance import Indel

from pipeline.review.redline.atoms import Atom, Piece

MOST_CELLS = 40_000
"""Gaps of more pairs of blocks than this are not paired by likeness but in order of place."""

ALIKE = 0.35
"""How alike (0 to 1) two blocks in one gap must be to be one block, edited."""

_Edit: TypeAlias = tuple[str, int, int, int, int]
Pair: TypeAlias = tuple[int | None, int | None]
"""The index of a block among the old ones and among the new ones; none if it has no fellow."""

T = TypeVar("T")


def words(old: Sequence[Atom], new: Sequence[Atom]) -> Iterator[tuple[Piece, Atom | None]]:
    """Yield the pieces of a paragraph that became another, each with what it was before.

    That is none but for what stayed.
    """
    keys = {key: n for n, key in enumerate(dict.fromkeys(a.same for a in (*old, *new)))}
    edits = Indel.opcodes([keys[a.same] for a in old], [keys[a.same] for a in new])
    listed = [(e.tag, e.src_start, e.src_end, e.dest_start, e.dest_end) for e in edits]
    for kind, i1, i2, j1, j2 in _gathered(_joined(listed), old):
        if kind == "equal":
            for was, now in zip(old[i1:i2], new[j1:j2], strict=True):
                yield Piece(now, "", None if was.plain == now.plain else was.look), was
        else:
            yield from ((Piece(atom, "del"), None) for atom in old[i1:i2])
            yield from ((Piece(atom, "ins"), None) for atom in new[j1:j2])


def _joined(edits: Sequence[_Edit]) -> list[_Edit]:
    """Return the edits with neighbouring changes as one."""
    made: list[_Edit] = []
    for kind, i1, i2, j1, j2 in edits:
        if made and kind != "equal" and made[-1][0] != "equal":
            _, a1, _, b1, _ = made.pop()
            made.append(("replace", a1, i2, b1, j2))
        else:
            made.append((kind, i1, i2, j1, j2))
    return made


def _gathered(edits: list[_Edit], old: Sequence[Atom]) -> list[_Edit]:
    """Return the edits with what stayed by chance given up."""
    n = 1
    while n < len(edits) - 1:
        if not _by_chance(edits, n, old):
            n += 1
            continue
        (_, i1, _, j1, _), (_, _, i2, _, j2) = edits[n - 1], edits[n + 1]
        edits[n - 1 : n + 2] = [("replace", i1, i2, j1, j2)]
        n = max(1, n - 2)
    return edits


def _by_chance(edits: list[_Edit], n: int, old: Sequence[Atom]) -> bool:
    kind, start, end, _, _ = edits[n]
    stayed = old[start:end]
    if kind != "equal" or any(atom.node is not None for atom in stayed):
        return False
    if all(not any(map(str.isalnum, atom.key)) for atom in stayed):
        return len(stayed) <= 2
    sides = (edits[n - 1], edits[n + 1])
    return len(stayed) <= 2 and all(max(e[2] - e[1], e[4] - e[3]) >= 4 for e in sides)


def blocks(
    old: Sequence[T], new: Sequence[T], same: Callable[[T], object],
    like: Callable[[T, T], float],
) -> Iterator[Pair]:  # fmt: skip
    """Yield the pairs that two rows of blocks make, in reading order, deletions first."""
    matcher = SequenceMatcher(None, [same(b) for b in old], [same(b) for b in new], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            found = _path(old[i1:i2], new[j1:j2], like)
            yield from _between(found, (i1, i2), (j1, j2))


def _between(
    found: Sequence[tuple[int, int]], rows: tuple[int, int], columns: tuple[int, int]
) -> Iterator[Pair]:
    """Yield the pairs of a gap, and what is alone before each of them."""
    ends = [(-1, -1), *found, (rows[1] - rows[0], columns[1] - columns[0])]
    for (i, j), (end_i, end_j) in pairwise(ends):
        yield from ((rows[0] + k, None) for k in range(i + 1, end_i))
        yield from ((None, columns[0] + k) for k in range(j + 1, end_j))
        if end_i < rows[1] - rows[0]:
            yield rows[0] + end_i, columns[0] + end_j


def _path(
    old: Sequence[T], new: Sequence[T], like: Callable[[T, T], float]
) -> list[tuple[int, int]]:
    """Return the pairs of a gap that are most alike and keep their order."""
    if len(old) * len(new) > MOST_CELLS:
        return [(k, k) for k in range(min(len(old), len(new))) if like(old[k], new[k]) >= ALIKE]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old, 1):
        for j, other in enumerate(new, 1):
            gain = like(one, other)
            pair = best[i - 1][j - 1] + gain if gain >= ALIKE else 0.0
            best[i][j] = max(best[i - 1][j], best[i][j - 1], pair)
    found: list[tuple[int, int]] = []
    i, j = len(old), len(new)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found[::-1]
