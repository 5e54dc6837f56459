"""What a reader reads of a message: its text without tags, and the way back.

    Read <link>the <em>guide</em></link>, {pages} pages  →  Read the guide, ￼ pages

Marks and shells take no room, for no reader sees them; what will be a figure, code or a
picture is one character, U+FFFC. Two characters that are neighbours here are neighbours on
the page. Law: ``message[slice(*prose.span(i, i + 1))]`` is what stands behind the character ``i``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.inlines import BREAK, TOKEN

OBJECT = "\ufffc"
"""Stands for a fact, code, a formula or a picture."""

_OBJECTS = ("code", "math", "img")
_SHELTERED = re.compile(
    r"`+[^`]+`+|(?<=\])\([^()\s]*\)"
    r"|(?:https?://|ftp://|mailto:|www\.)[!-;=?-~]*[A-Za-z0-9/_#-]"
    r"|[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|cn|gov|edu|io|rs)\b(?:/[!-;=?-~]*[A-Za-z0-9/])?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a message as they are read, and where each character was written.

    ``sheltered`` is the same text, as long, in which web and mail addresses are objects, and so
    are code in backticks and the targets of links where a catalog keeps its markup.
    ``edges`` holds where the token or character behind each character begins and ends.
    """

    text: str
    sheltered: str
    edges: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from ``start`` to before ``end`` stand in the message."""
        return (self.edges[start][0], self.edges[end - 1][1])


@lru_cache(maxsize=8192)
def prose(message: str) -> Prose:
    """Return what a reader reads of a message's text."""
    pieces: list[str] = []
    edges: list[tuple[int, int]] = []
    end = 0
    for token in TOKEN.finditer(message):
        pieces.append(message[end : token.start()])
        edges += ((i, i + 1) for i in range(end, token.start()))
        if shown := _shown(token):
            pieces.append(shown)
            edges.append(token.span())
        end = token.end()
    pieces.append(message[end:])
    edges += ((i, i + 1) for i in range(end, len(message)))
    text = "".join(pieces)
    return Prose(text, _SHELTERED.sub(lambda found: OBJECT * len(found[0]), text), tuple(edges))


def _shown(token: re.Match[str]) -> str:
    if token["brace"]:
        return token["brace"][0]
    if token["entity"]:
        return "<" if token["entity"] == "lt" else "&"
    if token["tag"] == BREAK:
        return "\n"
    kind = (token["tag"] or "").rstrip("0123456789")
    return OBJECT if token["fact"] or kind in _OBJECTS else ""
