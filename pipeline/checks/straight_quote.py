"""Typewriter quotation marks in Chinese or Japanese text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, Slip, Verdict, eastern, marked, plain

_DOUBLE = re.compile(r'"')
_INCHES = re.compile(r"(?<=\d)\"(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*\Z)")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z0-9])'(?=[A-Za-z0-9])|(?<=[a-z]s)'(?= [a-z])")
_COMMAND = re.compile(r"<|(?:^| )-")
_HAN = re.compile(f"[{CJK}]")
_WORDS = re.compile(r"[A-Za-z][A-Za-z ,’'&-]*[A-Za-z.!?]?")
_MARKS = {"Hans": "“”‘’", "Hant": "「」『』", "Jpan": "「」『』"}


def straight_quote(unit: Unit) -> Iterator[Finding]:
    """Find straight quotation marks round or beside Chinese or Japanese words.

    A typewriter's `"` does not open or close, and stands at half width. Inches, strings of
    a program and quotations within an English sentence are left alone. If the house names its
    quotation marks, the fix writes them.

    >>> "秉持'临空区事，临空区办'的原则" in zh_CN
    warning: `'` is no Chinese quotation mark
    hint: write `“` and `”`
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if ('"' not in text and "'" not in text) or _literal(unit):
        return
    first, last, inner, inmost = tuple(_house(unit))
    doubles = list(_doubles(text))
    slips: list[Slip] = []
    pairs = list(zip(doubles[::2], doubles[1::2], strict=False))
    for start, end in pairs:
        if _wanted(text, start, end) and not _typed(unit, text[start : end + 1]):
            slips += (Slip(start, start + 1, first), Slip(end, end + 1, last))
    if len(doubles) % 2 and (not slips or _beside(text, doubles[-1])):
        slips = [Slip(i, i + 1) for i in doubles if _beside(text, i)]
    for start, end in _singles(text):
        nested = any(a < start < b for a, b in pairs)
        pair = (inner, inmost) if nested else (first, last)
        slips += (Slip(start, start + 1, pair[0]), Slip(end, end + 1, pair[1]))
    language = "Japanese" if script(unit.locale) == "Jpan" else "Chinese"
    hint = f"write `{first}` and `{last}`"
    said = Verdict(f"is no {language} quotation mark", hint, safe=True)
    yield from marked(unit, sorted(slips, key=lambda slip: slip.start), said)


def _typed(unit: Unit, quoted: str) -> bool:
    """Tell whether a quotation is a command of several words, as the source has it: "git pull"."""
    return quoted[1:2].islower() and " " in quoted and quoted in unit.message.text


def _literal(unit: Unit) -> bool:
    """Tell whether both texts are one string of a program, quotation marks and all."""
    both = (unit.message.text, unit.translation.text)
    return both[0] != both[1] and all(
        re.fullmatch(r'\w*#*".*"#*', text, re.DOTALL) for text in both
    )


def _house(unit: Unit) -> str:
    """Return the marks of first and second rank."""
    marks = _MARKS[script(unit.locale)]
    ours = unit.house.quotes
    if len(ours) == 2 and ours != marks[:2]:
        return ours + {"「": "『』", "“": "‘’", "‘": "“”", "『": "「」"}.get(ours[0], marks[2:])
    return marks


def _doubles(text: str) -> Iterator[int]:
    """Yield where double marks stand, but inches: after a figure, while none is open."""
    opened = False
    for at, character in enumerate(text):
        if character == '"' and (opened or not text[at - 1 : at].isdigit()):
            opened = not opened
            yield at


def _singles(text: str) -> Iterator[tuple[int, int]]:
    """Yield where single marks stand round Chinese words."""
    apostrophes = {found.start() for found in _APOSTROPHE.finditer(text)}
    marks = [i for i, c in enumerate(text) if c == "'" and i not in apostrophes]
    for start, end in zip(marks[::2], marks[1::2], strict=False):
        inside = text[start + 1 : end]
        if _HAN.search(inside) and not _COMMAND.search(inside) and "\n" not in inside:
            yield start, end


def _wanted(text: str, start: int, end: int) -> bool:
    inside = text[start + 1 : end]
    if _COMMAND.search(inside):
        return False
    if _HAN.search(inside):
        return True
    return bool(_WORDS.fullmatch(inside)) and (_beside(text, start) or _beside(text, end))


def _beside(text: str, at: int) -> bool:
    """Tell whether a mark has a Chinese character or a full-width mark as its neighbour."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return any("\u2e80" <= character <= "\uffee" for character in around)


STRAIGHT_QUOTE = Check("straight-quote", Severity.WARNING, straight_quote, solo=True)
