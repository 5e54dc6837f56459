"""The nouns of a PO file: an entry, what it was before, the file.

All frozen; equal entries may stand on different lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute


@dataclass(frozen=True, slots=True)
class Previous:
    """The source text that a fuzzy translation was made for (``#|``); None means no such line."""

    text: str | None = None
    context: str | None = None
    plural: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a catalog.

    ``translations`` are the plural forms, or the one translation; empty text means not yet.
    ``comments`` are the translator's (``#``), ``notes`` the program's (``#.``); ``line`` is
    where the msgid stands, 0 for an entry that was made and not read.
    """

    text: str
    translations: tuple[str, ...] = ("",)
    context: str | None = None
    plural: str | None = None
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: Previous | None = None
    obsolete: bool = False
    line: int = attribute(default=0, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Identity in a catalog: ``(context, text)``."""
        return (self.context or "", self.text)

    @property
    def heads(self) -> bool:
        """Whether this is the file's header: the live entry with no msgid and no msgctxt."""
        return not self.text and self.context is None and not self.obsolete

    @property
    def fuzzy(self) -> bool:
        """Whether a translator has to look at the translation again."""
        return "fuzzy" in self.flags


@dataclass(frozen=True, slots=True)
class File:
    """A catalog as it stands on disk: its entries in order, header and obsolete ones too."""

    path: str
    entries: tuple[Entry, ...] = ()

    @property
    def header(self) -> Entry | None:
        """The entry with the empty msgid, if there is one."""
        return next((e for e in self.entries if e.heads), None)


def fields(header: Entry | None) -> dict[str, str]:
    """Return the header's fields in order, ``{"Language": "zh_CN", …}``; empty without one."""
    lines = header.translations[0].split("\n") if header else []
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}
