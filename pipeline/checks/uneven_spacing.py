"""Blanks between Chinese and Latin in some messages, none in others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.diagnostics import Severity
from pipeline.plugs import CatalogCheck, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, eastern, marked
from pipeline.reading.spacing import Gap, gaps, missing

_FEW = 40
_CLEAR = 6
"""A habit that has more exceptions than one in so many is none."""


def uneven_spacing(units: tuple[Unit, ...]) -> Iterator[tuple[Unit, Finding]]:
    """Find messages that part Chinese and Latin otherwise than most of their catalog does.

    Both ways are good; both in one text look careless. What most places do is taken for the
    house's way, letters and figures each by themselves; where there is no clear way, only messages
    that are uneven in themselves are found.
    If the house has laid it down, or one word has a blank on one side only, `wrong-spacing` tells.

    >>> "基于Rust编写，用 Python 测试" in zh_CN
    note: `用 P`, `n 测` has a blank between Chinese and Latin, other than most of the catalog
    hint: delete the blank
    """
    units = tuple(u for u in units if eastern(u.locale) and u.house.spacing == "consistent")
    found = [(unit, gaps(unit.translation.text)) for unit in units]
    habits = {kind: _habit(found, kind) for kind in ("letter", "figure")}
    for unit, places in found:
        odd = [gap for gap in places if _odd(gap, places, habits)]
        blanks = [Slip(gap.start, gap.end, "") for gap in odd if gap.blank]
        most = "between Chinese and Latin, other than most of the catalog"
        said = Verdict(f"has a blank {most}", "delete the blank", safe=True)
        yield from ((unit, finding) for finding in marked(unit, blanks, said))
        lacking = missing(gap for gap in odd if not gap.blank)
        said = Verdict(f"has no blank {most}", safe=True)
        yield from ((unit, finding) for finding in marked(unit, lacking, said))


@dataclass(frozen=True, slots=True)
class _Habit:
    """Whether a catalog writes a blank, and whether it clearly does as it does."""

    blank: bool
    clear: bool


def _habit(found: list[tuple[Unit, tuple[Gap, ...]]], kind: str) -> _Habit:
    """Return what a catalog does beside letters, or beside figures."""
    seen = [
        gap.blank for _, places in found for gap in places if not gap.soft and gap.kind == kind
    ]
    counts = Counter(seen)
    clear = len(seen) < _FEW or min(counts[True], counts[False]) * _CLEAR < len(seen)
    if counts[True] == counts[False]:
        return _Habit(bool(seen and seen[0]), clear)
    return _Habit(counts[True] > counts[False], clear)


def _odd(gap: Gap, places: tuple[Gap, ...], habits: dict[str, _Habit]) -> bool:
    """Tell whether a place is other than the catalog or, if that has no habit, the message."""
    habit = habits[gap.kind]
    if gap.soft or gap.blank == habit.blank or any(other.lonely for other in places):
        return False
    return habit.clear or any(
        other.blank == habit.blank and not other.soft and other.kind == gap.kind
        for other in places
    )


UNEVEN_SPACING = CatalogCheck("uneven-spacing", Severity.NOTE, uneven_spacing)
