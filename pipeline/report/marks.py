"""A text with its offending characters marked, for a terminal: what cannot be seen is named.

Han takes two columns, a combining mark none; a control, zero-width or bidirectional character is
written as its number, so that no text can play tricks with the reader's terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from pipeline.diagnostics import Exhibit

Span = tuple[int, int]

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_WIDE = {"W", "F"}
_NAMED = {"\n": "↵", "\t": "⇥"}
_QUOTED = re.compile(r"`([^`]+)`")
_MOST = 3
"""Stretches of one text that are shown; a text full of mistakes needs no more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a text that fits on a line, and the columns to mark below it."""

    text: str
    marks: tuple[Span, ...] = ()

    @property
    def carets(self) -> str:
        """Return the line that stands below, ``^`` under each marked column; empty if none."""
        row = [" "] * max((end for _, end in self.marks), default=0)
        for start, end in self.marks:
            row[start:end] = "^" * (end - start)
        return "".join(row)


def lines(shown: Exhibit, width: int = 92) -> Iterator[Line]:
    """Yield the stretches of an exhibit's text that hold its offending characters.

    Without any, its beginning.
    """
    return _lines(shown.text, shown.spans, width)


def stretch(text: str, spans: tuple[Span, ...], width: int = 92) -> str:
    """Return as much of a text as a line holds, from the first of these characters on."""
    return next(_lines(text, spans, width)).text


def quoted(message: str, text: str) -> tuple[Span, ...]:
    """Return where the words that a message has in backticks stand in a text, if just once."""
    words = [word for word in _QUOTED.findall(message) if len(word) > 1 and text.count(word) == 1]
    found = sorted((text.index(word), text.index(word) + len(word)) for word in set(words))
    return tuple(span for n, span in enumerate(found) if not n or span[0] >= found[n - 1][1])


def visible(text: str) -> str:
    """Return a text in which every character can be seen."""
    return "".join(map(_seen, text))


def _lines(text: str, spans: tuple[Span, ...], width: int) -> Iterator[Line]:
    cells = [_seen(character) for character in text]
    columns = [0]
    for cell in cells:
        columns.append(columns[-1] + sum(map(_width, cell)))
    left = sorted(spans) or [(0, 0)]
    for _ in range(_MOST):
        if not left:
            return
        start, end = _window(columns, left[0], width)
        inside = [span for span in left if span[1] <= end] or left[:1]
        left = left[len(inside) :]
        head, tail = "…" * (start > 0), "…" * (end < len(text))
        shift = columns[start] - len(head)
        marked = [(columns[a] - shift, columns[min(b, end)] - shift) for a, b in inside if spans]
        marks = tuple((a, max(b, a + 1)) for a, b in marked)
        yield Line(f"{head}{''.join(cells[start:end])}{tail}", marks)


def _window(columns: list[int], span: Span, width: int) -> Span:
    """Return the characters to show so that those of ``span`` stand in the first half."""
    last = len(columns) - 1
    if columns[last] <= width:
        return 0, last
    start = 0
    if columns[span[1]] > width * 3 // 4:
        start = next(n for n in range(last + 1) if columns[n] >= columns[span[0]] - width // 3)
    end = next(
        (n for n in range(start, last) if columns[n + 1] - columns[start] > width - 2), last
    )
    return start, max(end, min(span[0] + 1, last))


def _seen(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    return f"⟨U+{ord(character):04X}⟩" if category(character) in _HIDDEN else character


def _width(character: str) -> int:
    if category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in _WIDE else 1
