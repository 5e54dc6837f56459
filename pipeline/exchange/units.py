"""The nouns of exchange: one message on its way out or in, and the pile of them.

A unit's id is made from its context and source text, so it stays the same as long as the
text does, wherever it moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.model import Locale, digest

State: TypeAlias = Literal["new", "fuzzy", "translated"]

SHORT = 16
"""Hex digits that name a text: enough for a million of them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One message with its translation; ``target`` is empty where there is none.

    ``was`` names the translation that the catalog had when the unit was exported. A unit that
    was read from a file knows its ``line``, and as far as the file says so its ``release``,
    its ``language`` (a BCP 47 tag) and its ``key``, the id it was exported under.
    """

    source: str
    target: str = ""
    context: str = ""
    state: State = "new"
    notes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    was: str = ""
    release: str = ""
    language: str = ""
    key: str = ""
    line: int = 0

    @property
    def id(self) -> str:
        """The name of the unit in files: an XML name, the same for the same text."""
        return identity(self.context, self.source)

    @property
    def shown(self) -> dict[str, str]:
        """What the notes say that tags and facts stand for, by ``<link>`` or ``{year}``."""
        notes = (note.partition(": ") for note in self.notes if note[:1] in ("<", "{"))
        return {name: meaning for name, _, meaning in notes}


@dataclass(frozen=True, slots=True)
class Dossier:
    """All messages of one release in one locale, in reading order, ready to be written.

    ``path`` is the release's file, ``date`` the release's, in ISO form.
    """

    slug: str
    path: str
    date: str
    source: Locale
    locale: Locale
    units: tuple[Unit, ...]


def identity(context: str, source: str) -> str:
    """Return the id of a message."""
    return f"u{digest(context, source)[:SHORT]}"


def trace(target: str) -> str:
    """Return the name of a translation, empty for none: what ``was`` holds."""
    return digest(target)[:SHORT] if target else ""
