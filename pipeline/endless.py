"""Markdown that its reader would not come to the end of, told before it is read.

The reader is linear on what people write, and not on this: its time grows with the square of
the marks that never close, or its tree with the product of two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

RULE = "endless-markup"
MOST_MARKS, MOST_OPENINGS, MOST_COPIED = 2000, 40, 20_000_000
DEEPEST, MOST_LETTERS, MOST_HEADINGS, MOST_CELLS = 200, 100_000, 2000, 60_000
LONGEST = 1000
NUMBER = re.compile(rf"[\d,.]{{{LONGEST + 1}}}")
"""What no figure is, and no check reads."""

_HEAPED = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9}")
_MARK = re.compile(r"\*+|_+|~+|\^+|\][({]")
_WORD = re.compile(r"[A-Za-z0-9+/=]{2001}")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}:{3,}[ \t]*([^:\s]?)", re.MULTILINE)
_OPENINGS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[^\n]*", re.MULTILINE)


def faults(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, message and hint of what is without end in a text."""
    if not text.isascii():
        yield from _heaps(text)
    yield from _marks(text)
    yield from _open(text)
    yield from _parts(text)
    if found := NUMBER.search(text):
        yield (
            _line(text, found.start()),
            "a number has more than a thousand digits",
            "write it as a word",
        )
    if found := _WORD.search(text):
        yield _line(text, found.start()), "a word has more than two thousand letters", "split it"
    if text.count("|") > MOST_CELLS:
        yield 1, f"more than {MOST_CELLS} cells of tables stand in one release", "split it"
    if len(_HEADING.findall(text)) > MOST_HEADINGS:
        yield 1, f"more than {MOST_HEADINGS} headings stand in one release", "split it"
    defined = _DEFINITION.findall(text)
    most = max(len(defined), *map(len, defined)) if defined else 0
    if most * text.count("[") > MOST_COPIED:
        yield 1, "so many or so long definitions are used too often for any page", "take some out"


def _heaps(text: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if _HEAPED.search(line):
            yield number, "so many accents stand on one letter in no language", "delete them"


def _marks(text: str) -> Iterator[tuple[int, str, str]]:
    """Find paragraphs of so many stars and lines that pairing them takes for ever."""
    count = start = letters = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.lstrip()[:1] == "|":
            count = letters = 0
        start = start if letters else number
        letters += len(line)
        if letters > MOST_LETTERS > letters - len(line):
            yield start, f"a paragraph is longer than {MOST_LETTERS} letters", "split it"
        count += sum(1 for _ in _MARK.finditer(line))
        if count > MOST_MARKS:
            yield start, f"a paragraph holds more than {MOST_MARKS} marks", "split it"
            count = -(10**9)


def _open(text: str) -> Iterator[tuple[int, str, str]]:
    for opening, ending in _OPENINGS.items():
        many = text.count(opening)
        if many > MOST_OPENINGS and many - text.count(ending) > MOST_OPENINGS:
            line = _line(text, text.index(opening))
            yield line, f"`{opening}` is opened again and again, and never closed", "close it"


def _parts(text: str) -> Iterator[tuple[int, str, str]]:
    """Find fenced parts that are opened in one another, deeper than any page."""
    deep = 0
    for fence in _FENCE.finditer(text):
        deep = max(deep + (1 if fence[1] else -1), 0)
        if deep > DEEPEST:
            line = _line(text, fence.start())
            yield line, f"more than {DEEPEST} parts lie in one another", "flatten them"
            return


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
