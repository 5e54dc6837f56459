"""What a reader reads of a message: its text without tags, and the way back.

    Read <link>the <em>guide</em></link>, {pages} pages  →  Read the guide, ￼ pages

Marks and shells take no room, for no reader sees them; what will be a figure, code or a
picture is one character, U+FFFC. Two characters that are neighbours here are neighbours on
the page. Law: ``message[slice(*prose.span(i, i + 1))]`` is what stands behind the character ``i``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.inlines import BREAK, MARKS, SHELLS, TOKEN

OBJECT = "\ufffc"
"""Stands for a fact, code, a formula or a picture."""

_MARKED = re.compile("[{}<&]")
_TAGS = frozenset({*MARKS.values(), *SHELLS.values(), "note"})
"""What takes no room; a tag of another name is a word in brackets in somebody else's catalog."""

_SHELTERED = re.compile(
    r"(?::[a-z][\w:+.-]*:)?`+[^`]+`+(?:__?(?!\w))?|(?<=\])\((?:[^()\s]|\([^()\s]*\))*\)"
    r"|</?[a-z][\w:.-]*(?:\s+[\w:-]+=(?:\"[^\"]*\"|'[^']*'))+\s*/?>"
    r"|&(?:[a-z]{2,8}|#\d{1,6});|(?m:^\[[^\]\n]+\]:[ \t]+\S+)"
    r"|(?<![\d%])%(?:\(\w+\)|\d+\$)?[-+#0]*\d*(?:\.(?:\d+|\*))?(?:[sd]|[iouxXeEfgGc](?![A-Za-z]))"
    r"|(?:https?://|ftp://|mailto:|www\.)[!-;=?-~]*[A-Za-z0-9/_#-]"
    r"|[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|cn|gov|edu|io|rs)\b(?:/[!-;=?-~]*[A-Za-z0-9/])?",
    re.ASCII,
)
_ELEMENT = re.compile(
    r"<(?P<name>code|file|filename|cmd|command|sys|key|keycap|input|userinput|kbd|tt|samp|var|varname"
    r"|literal|option|pre|screen|computeroutput|systemitem|envar|uri|url)(?: [^<>]*)?>"
    r"(?P<code>[^<]*)</(?P=name)>"
)
"""How other programs mark code up; Diglot's own messages have `<code/>`."""

_CLUES = ("`", "@", "://", "](", "]: ", "&", "www.", "%", '="', "='")
_DOMAIN = re.compile(r"\.(?:com|org|net|cn|gov|edu|io|rs)\b", re.ASCII)


_LISTING = re.compile(
    r"\s*(?://|/\*|#!|#\[|<!--)"
    r"|\s*\"(?=[^\"]*(?:\{[^{}\s]*\}|%[sd]|\\[nt]))[^\"]*\"\s*"
)
"""How a line of a program begins, and a string with places to fill: `"original: {:?}"`."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a message as they are read, and where each character was written.

    ``sheltered`` is the same text, as long, in which web and mail addresses are objects, and so
    are code in backticks, the targets of links, tags with attributes and the ``%s`` of a program
    where a catalog keeps its markup.
    """

    text: str
    sheltered: str
    message: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from ``start`` to before ``end`` stand in the message."""
        edges = _edges(self.message)
        return (edges[start][0], edges[end - 1][1])


@lru_cache(maxsize=32768)
def prose(message: str) -> Prose:
    """Return what a reader reads of a message's text."""
    text = message
    if _MARKED.search(message):
        text = "".join(piece for piece, _, _ in _pieces(message))
    sheltered = _SHELTERED.sub(_hidden, text) if _clued(text) else text
    if "</" in message and (code := _ELEMENT.search(message)):
        sheltered = _without(sheltered, message, code)
    return Prose(text, sheltered, message)


def _clued(text: str) -> bool:
    """Tell whether a text may hold an address or code."""
    return any(map(text.__contains__, _CLUES)) or bool(_DOMAIN.search(text))


def _without(text: str, message: str, code: re.Match[str] | None) -> str:
    """Return a text in which the content of elements of code is hidden."""
    hidden: set[int] = set()
    while code:
        hidden |= set(range(*code.span("code")))
        code = _ELEMENT.search(message, code.end())
    edges = _edges(message)
    return "".join(OBJECT if edges[i][0] in hidden else c for i, c in enumerate(text))


@lru_cache(maxsize=64)
def _edges(message: str) -> tuple[tuple[int, int], ...]:
    """Return where the token or character behind each character of the prose stands."""
    edges: list[tuple[int, int]] = []
    for piece, start, end in _pieces(message):
        whole = len(piece) == 1 and end - start > 1
        edges += [(start, end)] if whole else [(i, i + 1) for i in range(start, end) if piece]
    return tuple(edges)


def _pieces(message: str) -> Iterator[tuple[str, int, int]]:
    """Yield plain text and what each token shows, with where it stands; nothing for a tag."""
    end = 0
    for token in TOKEN.finditer(message):
        if token.start() > end:
            yield message[end : token.start()], end, token.start()
        yield _shown(token), token.start(), token.end()
        end = token.end()
    if end < len(message):
        yield message[end:], end, len(message)


def _hidden(found: re.Match[str]) -> str:
    return OBJECT * len(found[0])


def _shown(token: re.Match[str]) -> str:
    if token["brace"]:
        return token["brace"][0]
    if token["entity"]:
        return "<" if token["entity"] == "lt" else "&"
    if token["tag"] == BREAK:
        return "\n"
    kind = (token["tag"] or "").rstrip("0123456789")
    return "" if kind in _TAGS else OBJECT


def listing(message: str) -> bool:
    """Tell whether a text is a comment or a string of a program, as other houses' catalogs have.

    Diglot's own messages never are: code is ``<code/>`` there.
    """
    found = _LISTING.match(message)
    return found is not None and ('"' not in found[0] or found.end() == len(message))
