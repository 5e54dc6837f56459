"""Where a character of a translation stands in its file, as an editor counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARK = r"(?:#~[ \t]*+)?+"
_OPENING = re.compile(rf'{_MARK}msgstr\b\s*(?:\[\s*\d+\s*\]\s*)?"')
_FURTHER = re.compile(rf'{_MARK}\s*"')
_CHARACTER = re.compile(r'\\(?:x[0-9a-fA-F]{2}|[0-7]{1,3}|.)|[^"\\]')


def places(lines: Sequence[str], line: int) -> tuple[tuple[int, int], ...]:
    """Return line and column of each character of a msgstr, and of what follows the last.

    ``line`` is where the entry's msgid stands, in a file of these lines; both count from 1. Of
    plural forms it is the first one. Without an entry there nothing is returned.
    """
    for number in range(max(line, 1), len(lines) + 1):
        if opening := _OPENING.match(lines[number - 1]):
            return tuple(_read(lines, number, opening.end()))
    return ()


def width(line: str, column: int) -> int:
    """Return how many characters of a line spell the one that begins in a column."""
    found = _CHARACTER.match(line, column - 1)
    return len(found[0]) if found else 0


def _read(lines: Sequence[str], number: int, at: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    end = (number, at + 1)
    while True:
        line = lines[number - 1]
        while character := _CHARACTER.match(line, at):
            found.append((number, at + 1))
            at = character.end()
            end = (number, at + 1)
        number += 1
        if number > len(lines) or not (further := _FURTHER.match(lines[number - 1])):
            return [*found, end]
        at = further.end()
