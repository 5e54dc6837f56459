"""Where the offending characters stand, in the catalog and in the release.

A rule speaks of characters of a message; people and machines want line and column of a file.
In a catalog that is certain. In a release it is said only where the text stands there once,
as it was written: Markdown has many ways to spell one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline import po
from pipeline.diagnostics import Diagnostic, Exhibit
from pipeline.inlines import TOKEN
from pipeline.model import Place
from pipeline.world import World, exists

Spot = tuple[int, int]
"""A line and a column, both from 1."""

_SPELT = {
    "“": '["“]', "”": '["”]', "‘": "['‘]", "’": "['’]",
    "–": "(?:–|--)", "—": "(?:—|---)", "…": r"(?:…|\.\.\.)", "\u00a0": r"(?:\u00a0|\\ |&nbsp;)",
}  # fmt: skip
_REACH = 40
"""Characters on either side of the offending ones by which they are recognised."""


@dataclass(slots=True)
class Placing:
    """Finds places in the files of a world; each file is read once."""

    world: World
    files: dict[str, list[str]] = field(default_factory=dict)

    def placed(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield the diagnostics with columns, sorted by place within each run of one file."""
        batch: list[Diagnostic] = []
        for problem in found:
            if batch and problem.place.path != batch[0].place.path:
                yield from sorted(batch, key=_order)
                batch = []
            batch.append(self._placed(problem))
        yield from sorted(batch, key=_order)

    def _placed(self, problem: Diagnostic) -> Diagnostic:
        path, line = problem.place.path, problem.place.line
        if not line or (path not in self.files and not exists(self.world, path)):
            return problem
        lines = self._lines(path)
        if path.endswith(".po"):
            return _in_catalog(problem, lines)
        if problem.exhibit is None:
            return replace(problem, exhibit=Exhibit(lines[line - 1].strip()))
        return _in_release(problem, problem.exhibit, lines)

    def _lines(self, path: str) -> list[str]:
        if path not in self.files:
            text = self.world.read(path).decode("utf-8-sig", "replace")
            self.files[path] = text.replace("\r\n", "\n").split("\n")
        return self.files[path]


def _in_catalog(problem: Diagnostic, lines: list[str]) -> Diagnostic:
    where = po.places(lines, problem.place.line)
    shown = problem.exhibit
    if not where or not shown:
        return problem
    start, end = shown.spans[0] if shown.spans else (0, len(shown.text))
    last = len(where) - 1
    first = where[min(start, last)]
    place = Place(problem.place.path, *first)
    return replace(problem, place=place, end=where[min(end, last)])


def _in_release(problem: Diagnostic, shown: Exhibit, lines: list[str]) -> Diagnostic:
    if not shown.spans or not shown.text:
        return problem
    found = match(lines, problem.place.line, shown.text, shown.spans[0])
    if not found:
        return problem
    return replace(problem, place=Place(problem.place.path, *found[0]), end=found[1])


def match(
    lines: list[str], line: int, text: str, span: tuple[int, int]
) -> tuple[Spot, Spot] | None:
    """Return where the characters ``span`` of a message begin and end in a release.

    None if that is not certain. The message begins on ``line``; it is looked for up to the
    next blank line.
    """
    block = _block(lines, line)
    start, end = _bounds(text, span)
    before, marked, after = text[start : span[0]], text[slice(*span)], text[span[1] : end]
    pattern = f"({_pattern(before)})({_pattern(marked)}){_pattern(after)}"
    matches = list(re.finditer(pattern, block))
    if len(matches) != 1:
        return None
    return _spot(block, matches[0].start(2), line), _spot(block, matches[0].end(2), line)


def _block(lines: list[str], line: int) -> str:
    end = line
    while end < len(lines) and lines[end].strip():
        end += 1
    return "\n".join(lines[line - 1 : end])


def _bounds(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return a stretch of plain text round the characters: as far as the next tag."""
    start, end = max(0, span[0] - _REACH), min(len(text), span[1] + _REACH)
    for token in TOKEN.finditer(text):
        if token["fact"]:
            continue
        if token.end() <= span[0]:
            start = max(start, token.end())
        elif token.start() >= span[1]:
            end = min(end, token.start())
    return start, end


def _pattern(text: str) -> str:
    pieces = re.split(r"(\s+)", text)
    return "".join(r"\s+" if piece.isspace() else "".join(map(_spelt, piece)) for piece in pieces)


def _spelt(character: str) -> str:
    if character in _SPELT:
        return _SPELT[character]
    escaped = re.escape(character)
    return rf"\\?{escaped}" if character.isascii() and not character.isalnum() else escaped


def _spot(block: str, at: int, line: int) -> Spot:
    return line + block.count("\n", 0, at), at - block.rfind("\n", 0, at)


def _order(problem: Diagnostic) -> tuple[int, int]:
    return problem.place.line, problem.place.column
