"""A plan put into effect: translations into our catalog, and a report of the rest.

Law: what a translator of ours has finished is never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import po
from pipeline.adopt.planning import Carried, Key, Plan
from pipeline.diagnostics import Diagnostic, Severity


def applied(catalog: bytes, path: str, carried: Sequence[Carried]) -> tuple[bytes, int]:
    """Return our catalog with what it lacked, and how many entries that fills.

    ``catalog`` is up to date with its source. Of several translations for one message the
    first that is finished is taken, else the first.
    """
    best: dict[Key, Carried] = {}
    for one in sorted(carried, key=lambda one: one.fuzzy):
        best.setdefault(one.key, one)
    file = po.read(catalog, path)
    entries = [_filled(entry, best.get(entry.key)) for entry in file.entries]
    changed = sum(old is not new for old, new in zip(file.entries, entries, strict=True))
    return (po.write(replace(file, entries=tuple(entries))) if changed else catalog), changed


def report(plan: Plan) -> Iterator[Diagnostic]:
    """Yield what was refused and what has to be looked at, in the order of the foreign file."""
    doubted = (
        Diagnostic("adopted-fuzzy", Severity.NOTE, one.place, f"`{one.key[1]}`: {doubt}")
        for one in plan.carried
        for doubt in one.doubts
    )
    yield from sorted([*plan.refused, *doubted], key=lambda found: found.place)


def _filled(entry: po.Entry, new: Carried | None) -> po.Entry:
    done = bool(entry.translations[0]) and (not entry.fuzzy or (new is not None and new.fuzzy))
    if new is None or entry.obsolete or entry.heads or done:
        return entry
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    previous = (
        po.Previous(new.previous, entry.context) if new.previous and not new.doubts else None
    )
    remarks = [*entry.comments, *new.comments, *(f"adopted: {doubt}" for doubt in new.doubts)]
    return replace(
        entry,
        translations=(new.text,),
        flags=("fuzzy", *flags) if new.fuzzy else tuple(flags),
        previous=previous if new.fuzzy else None,
        comments=tuple(dict.fromkeys(remarks)),
    )
