"""Suggestions beside a message, as ``#. suggestion 87 %: …``: advice, never a translation.

``diglot suggest`` puts them there. ``sync`` keeps them while the message waits for its
translator, and takes them away once it is translated or its text is another; it looks into no
other catalog, so what is current stays current whatever is translated elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline import po

HINT = re.compile(r"suggestion (\d+ %|asked)")


def hinted(catalog: bytes, path: str, hints: Mapping[tuple[str, str], Sequence[str]]) -> bytes:
    """Return a catalog with these hints, by key of the message, and no others.

    It comes back byte for byte if they stand there already.
    """
    file = po.read(catalog, path)
    entries = tuple(
        entry
        if entry.obsolete or entry.heads
        else _noted(entry, hints.get(entry.key, ()) if _waits(entry) else ())
        for entry in file.entries
    )
    return catalog if entries == file.entries else po.write(replace(file, entries=entries))


def kept(entry: po.Entry, old: po.Entry | None) -> po.Entry:
    """Return an entry with the hints that ``old`` had, if it still waits for a translation."""
    if old is None or old.obsolete or not _waits(entry):
        return entry
    return _noted(entry, tuple(filter(HINT.match, old.notes)))


def _waits(entry: po.Entry) -> bool:
    return entry.fuzzy or not entry.translations[0]


def _noted(entry: po.Entry, hints: Sequence[str]) -> po.Entry:
    notes = tuple(note for note in entry.notes if not HINT.match(note))
    return replace(entry, notes=(*notes, *hints))
