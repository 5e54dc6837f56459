"""What a reader reads of a finished file, whatever its format: text, notes, descriptions.

Formats break lines, number lists and set blanks in their own ways; squeezed, the same text is
the same string. Law: ``squeezed`` of a text does not depend on how its lines were broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]+")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?=[^\W\d_])")
_MARK = re.compile(r"^[\d*†①-⑳]+[.)、]?")
_STOP = "(?<=[。！？!?])"
_PERIOD = "(?<=[^.A-Z][.])(?=[A-Z“\u3400-\u9fff])"
_END = re.compile(f"{_STOP}|{_PERIOD}")


@dataclass(frozen=True, slots=True)
class Stream:
    """The text of one file, block by block.

    ``notes`` are its footnotes, ``told`` its alternative texts, and ``listed`` the entries of
    its table of contents, as far as the format tells them from text.
    """

    text: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


@dataclass
class Writer:
    """Gathers the blocks of a stream: whatever is said between two breaks is one."""

    blocks: list[str] = field(default_factory=list)
    now: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.now.append(text)

    def end(self) -> None:
        """End a block; nothing is made of blanks."""
        if text := " ".join("".join(self.now).split()):
            self.blocks.append(text)
        self.now = []


def squeezed(text: str) -> str:
    """Return a text without blanks, without hyphens that part a word, without unseen marks.

    >>> squeezed("a global bio-medical  port")
    'aglobalbiomedicalport'
    """
    return _HYPHEN.sub("", _BLANKS.sub("", text))


def note(text: str) -> str:
    """Return the squeezed text of a footnote without its own number."""
    return _MARK.sub("", squeezed(text)).rstrip("↑↩︎")


def sentences(blocks: Iterable[str]) -> Iterator[str]:
    """Yield the sentences of blocks, squeezed."""
    for block in blocks:
        yield from filter(None, _END.split(squeezed(block)))
