"""One translation put into a catalog, as its translator left it; all else stays as it is.

Law: a translation that is entered as it stands leaves the catalog as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import filterfalse

from pipeline import po
from pipeline.catalogs.hints import HINT

_CHANGED = re.compile(r"source changed \(|context changed$")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a translator says of one message: the text, whether it is unsure, the comments."""

    text: str
    fuzzy: bool = False
    comments: tuple[str, ...] = ()


def standing(file: po.File, key: tuple[str, str]) -> po.Entry | None:
    """Return the live entry of a message, if the catalog has it."""
    return next((e for e in file.entries if e.key == key and not (e.obsolete or e.heads)), None)


def living(file: po.File) -> dict[tuple[str, str], po.Entry]:
    """Return the live entries of a catalog by their keys; of two with one key the first."""
    return {e.key: e for e in reversed(file.entries) if not (e.obsolete or e.heads)}


def said(entry: po.Entry) -> Draft:
    """Return what an entry says."""
    return Draft(entry.translations[0], entry.fuzzy, entry.comments)


def entered(file: po.File, key: tuple[str, str], draft: Draft) -> po.File:
    """Return a catalog with what a translator says of one of its messages.

    A finished translation needs no hints, no former source text and no word of what changed.
    """
    return all_entered(file, {key: draft})


def all_entered(file: po.File, drafts: Mapping[tuple[str, str], Draft]) -> po.File:
    """Return a catalog with what a translator says of several of its messages."""
    live = (e.key if not (e.obsolete or e.heads) else None for e in file.entries)
    found = (
        _entered(e, drafts[key]) if key is not None and key in drafts else e
        for e, key in zip(file.entries, live, strict=True)
    )
    return replace(file, entries=tuple(found))


def _entered(entry: po.Entry, draft: Draft) -> po.Entry:
    if said(entry) == draft:
        return entry
    others = tuple(flag for flag in entry.flags if flag != "fuzzy")
    new = replace(
        entry,
        translations=(draft.text, *entry.translations[1:]),
        comments=draft.comments,
        flags=("fuzzy", *others) if draft.fuzzy else others,
    )
    if draft.fuzzy or not draft.text:
        return new
    notes = tuple(note for note in entry.notes if not _CHANGED.match(note))
    return replace(new, notes=tuple(filterfalse(HINT.match, notes)), previous=None)
