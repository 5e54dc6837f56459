"""Two sequences beside each other: what is of a kind stands together, the rest for itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")


def matched(
    ours: Sequence[T], theirs: Sequence[T], kind: Callable[[T], Hashable]
) -> Iterator[tuple[T | None, T | None]]:
    """Yield both sequences in pairs, in order; what has no partner stands beside ``None``."""
    mine, yours = list(map(kind, ours)), list(map(kind, theirs))
    if mine == yours:  # the usual case, for which a search would take the square of its time
        yield from zip(ours, theirs, strict=True)
        return
    for _, a, b, c, d in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
        alike = min(b - a, d - c)
        yield from zip(ours[a : a + alike], theirs[c : c + alike], strict=True)
        yield from ((one, None) for one in ours[a + alike : b])
        yield from ((None, other) for other in theirs[c + alike : d])
