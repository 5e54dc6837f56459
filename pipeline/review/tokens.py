"""A message text as tokens: letters, tags and facts, each of which the Markdown has too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline import inlines


@dataclass(frozen=True, slots=True)
class Token:
    """One letter, or one end of a pair, or one whole code; ``text`` is the letter or the name."""

    kind: Literal["letter", "open", "close", "empty", "fact"]
    text: str

    @property
    def mark(self) -> bool:
        """Whether it is an end of a bare mark."""
        return self.kind in ("open", "close") and self.text in inlines.MARKS.values()


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a message text, in order."""
    end = 0
    for found in inlines.TOKEN.finditer(text):
        yield from (Token("letter", char) for char in text[end : found.start()])
        end = found.end()
        if literal := inlines.LITERAL.get(found[0]):
            yield Token("letter", literal)
        elif found["fact"]:
            yield Token("fact", found[0])
        elif found["closing"]:
            yield Token("close", found["tag"])
        else:
            hollow = found["empty"] or found["tag"] == inlines.BREAK
            yield Token("empty" if hollow else "open", found["tag"])
    yield from (Token("letter", char) for char in text[end:])
