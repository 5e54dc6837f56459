"""Letters with marks and shells become one well-formed text: pairs that open once and close.

Law: the items of what comes out, read again, have the marks and shells that went in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline import inlines
from pipeline.exchange.codes import spelled
from pipeline.inlines import TagError

_RANK = {name: rank for rank, name in enumerate(inlines.MARKS.values(), 100)}


@dataclass(frozen=True, slots=True)
class Item:
    """One letter, or one whole code in its stead; what lies around it, in no order."""

    code: str
    char: str
    shells: frozenset[str]
    marks: frozenset[str]

    @property
    def pairs(self) -> frozenset[str]:
        """All that lies around it."""
        return self.shells | self.marks


def nested(items: Sequence[Item], order: Mapping[str, int]) -> str:
    """Return the message text; pairs of one extent stand in the given order, if it knows them.

    Raises ``TagError`` where two shells cross.
    """
    return _Nest(items, order).text(0, len(items), frozenset())


class _Nest:
    """The items, and where each shell begins and ends."""

    def __init__(self, items: Sequence[Item], order: Mapping[str, int]) -> None:
        self.items, self.order = items, order
        self.reach: dict[str, tuple[int, int]] = {}
        for index, item in enumerate(items):
            for name in item.shells:
                self.reach[name] = (self.reach.get(name, (index, 0))[0], index + 1)

    def text(self, start: int, end: int, around: frozenset[str]) -> str:
        """Return the text of a stretch that already lies in some pairs."""
        made, words = "", ""
        at = start
        while at < end:
            item = self.items[at]
            opening = sorted(item.pairs - around, key=lambda name: self._first(name, at, end))
            if not opening:
                if item.code or item.char == "\n":
                    made += spelled((words,)) + (item.code or f"<{inlines.BREAK}/>")
                    words = ""
                else:
                    words += item.char
                at += 1
                continue
            name = opening[0]
            stop = self._stop(name, at, end)
            inside = self.text(at, stop, around | {name})
            made += f"{spelled((words,))}<{name}>{inside}</{name}>"
            words, at = "", stop
        return made + spelled((words,))

    def _first(self, name: str, at: int, end: int) -> tuple[int, int, int]:
        """Return what sorts pairs that open here: the longest first, then as they were."""
        known = self.order.get(name, 50 if name in self.reach else _RANK.get(name, 99))
        return -self._stop(name, at, end), known, _RANK.get(name, 0)

    def _stop(self, name: str, at: int, end: int) -> int:
        """Return where a pair that opens here closes: no mark closes in the midst of a shell."""
        stop = at
        while stop < end and name in self.items[stop].pairs:
            stop += 1
        if name in self.reach:
            if stop != self.reach[name][1] or at != self.reach[name][0]:
                raise TagError(f"`<{name}>` would have to be opened twice")
            return stop
        for first, last in self.reach.values():
            if at < first < stop < last:
                stop = first
        return stop
