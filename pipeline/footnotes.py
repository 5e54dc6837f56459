"""Footnotes as they are written: which lines define one, and which notes call which.

The reader of Markdown follows a note that calls itself until its memory is full, so such a
circle is found before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MOST_INNER = 8
HEAD = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")


def prose(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a text, with empty ones for those of code."""
    fence = ""
    for line in lines:
        code = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if code and (not fence or code[1].startswith(fence)):
            fence = "" if fence else code[1]
        yield "" if fence or code else re.sub(r"`[^`]*`", "", line)


def circles(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the notes that lead back to themselves, with their lines, counted from 1."""
    heads, calls = _graph(lines)
    yield from ((note, heads[note]) for note in heads if note in _reached(note, calls))


def tangled(lines: Iterable[str]) -> tuple[str, int] | None:
    """Return the first of many notes that call others, or nothing: the reader would copy them."""
    heads, calls = _graph(lines)
    inner = [note for note in heads if calls.get(note, set()) & heads.keys()]
    return (inner[0], heads[inner[0]]) if len(inner) > MOST_INNER else None


def _graph(lines: Iterable[str]) -> tuple[dict[str, int], dict[str, set[str]]]:
    """Return the lines of the notes by name, and which notes each calls."""
    heads: dict[str, int] = {}
    calls: dict[str, set[str]] = {}
    name, blank = "", False
    for number, line in enumerate(prose(lines), start=1):
        if head := HEAD.match(line):
            name = head[1]
            heads.setdefault(name, number)
        elif blank and line.strip() and line[:1] not in " \t":
            name = ""  # a line that follows at once still belongs to the note
        blank = not line.strip()
        if name:
            calls.setdefault(name, set()).update(CALL.findall(line))
    return heads, calls


def _reached(start: str, calls: dict[str, set[str]]) -> set[str]:
    """Return the notes that a note calls, and those that these call."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = calls.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found
