"""What a reader copies: the text as it was written, whatever gaps it was set with.

Programs that read a PDF take a gap for a space, and would find ``8 月 23 日`` where ``8月23日``
is written. So the few characters about a gap are drawn as a span that says its own text.

Source: ISO 32000-1, 14.9.4 (replacement text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.engines.composition.lines import Setting

_SEEN_EM = 0.08
"""Poppler takes a gap of a tenth of an em for a space."""

_SHOWN = re.compile(rb"\[(.*)\] TJ")
_TOKEN = re.compile(rb"<([0-9a-f]*)>|([-+.0-9e]+)")
_GLYPH = 4

Spans = list[tuple[int, int]]


def gaps(text: str, setting: Setting, em: float) -> Spans:
    """Return the stretches of a line that hold gaps which are no spaces, first and end."""
    found: Spans = []
    for i, after in enumerate(setting.drawn()[: len(text) - 1]):
        if abs(after) > _SEEN_EM * em and " " not in text[i : i + 2]:
            if found and found[-1][1] > i:
                found[-1] = (found[-1][0], i + 2)
            else:
                found.append((i, i + 2))
    return found


def told(operators: Sequence[Any], text: str, places: Sequence[int], spans: Spans) -> list[Any]:
    """Return the operators that draw a text, with spans that say their text.

    ``places`` are the characters of the glyphs. Operators of another kind of font come back
    as they are.
    """
    parts = list(_parts(operators))
    if not spans or sum(kind == "glyph" for kind, _ in parts) != len(places):
        return list(operators)
    starts = {first: text[first:end] for first, end in spans}
    within = {i for first, end in spans for i in range(first, end)}
    return list(_marked(parts, places, starts, within))


def _parts(operators: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Yield glyphs, numbers between them, and other operators."""
    for operator in operators:
        shown = _SHOWN.fullmatch(operator) if isinstance(operator, bytes) else None
        if shown is None:
            yield "operator", operator
            continue
        for token in _TOKEN.finditer(shown[1]):
            if token[2]:
                yield "number", token[2]
            else:
                glyphs = token[1]
                for at in range(0, len(glyphs), _GLYPH):
                    yield "glyph", glyphs[at : at + _GLYPH]
        yield "end", b""


def _marked(
    parts: Sequence[tuple[str, Any]],
    places: Sequence[int],
    starts: dict[int, str],
    within: set[int],
) -> Iterator[Any]:
    pending, count, said = b"", 0, ""
    for kind, value in parts:
        if kind == "operator":
            yield value
            continue
        if kind == "glyph":
            at, count = places[count], count + 1
            fresh = at in starts and not (count > 1 and places[count - 2] == at)
            if said and (fresh or at not in within):
                yield from (*_flushed(pending), b"EMC")
                pending, said = b"", ""
            if fresh:
                yield from (*_flushed(pending), b"/Span", _says(starts[at]), b"BDC")
                pending, said = b"", starts[at]
            value = b"<" + value + b">"
        if kind == "end":
            yield from _flushed(pending)
            pending = b""
        else:
            pending += value
    if said:
        yield b"EMC"


def _flushed(pending: bytes) -> Iterator[bytes]:
    if pending:
        yield b"[" + pending.replace(b"><", b"") + b"] TJ"


def _says(text: str) -> bytes:
    return b"<</ActualText <FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">>>"
