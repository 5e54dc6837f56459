"""Marks that a typewriter had and print has better ones for, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import OBJECT
from pipeline.reading.english import worded
from pipeline.reading.hanzi import Slip, Verdict, marked

_DOTS = re.compile(r"(?<![./])(?:\.{3}|(?:\. ){2}\.)(?![.\w/])|(?<=[a-z])\.{3}(?=[A-Za-z])")
_DASH = re.compile(
    rf"(?<=[A-Za-z,.”’){OBJECT}])---?(?=[A-Za-z“‘({OBJECT}])"
    rf"|(?<=[\w,.”’){OBJECT}]) ---? (?=[\w“‘({OBJECT}])"
)
_STRAIGHT = re.compile(r"(?<![\d\w])\"(?=[^\"\n]*\")([^\"\n]*)\"")
_CURLY = re.compile("[“”‘’]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])'(?=[a-z]|\s|$)")


def typewriter_mark(unit: Unit) -> Iterator[Finding]:
    """Find `...` for `…`, `--` for a dash, and straight quotation marks among curly ones.

    Straight quotation marks are found where the house has named its own (`quotes`), or where
    the text has both kinds. Options of a command (`--help`) are left alone.

    >>> "Come in ... and read." in en
    warning: `...` is a mark of the typewriter
    hint: write `…`
    """
    text = worded(unit.translation.text, unit.locale)
    if not text:
        return
    slips = [Slip(*found.span(), "…") for found in _DOTS.finditer(text)] if "." in text else []
    if "--" in text:
        slips += [Slip(*found.span(), " – ") for found in _DASH.finditer(text)]
    if '"' in text or "'" in text:
        slips += _straight(unit, text)
    ordered = sorted(slips, key=lambda slip: slip.start)
    yield from marked(unit, ordered, Verdict("is a mark of the typewriter", safe=True))


def _straight(unit: Unit, text: str) -> Iterator[Slip]:
    ours = unit.house.quotes
    if ours or _CURLY.search(text):
        first, last = ours[:1] or "“", ours[1:2] or "”"
        for found in _STRAIGHT.finditer(text):
            yield Slip(found.start(), found.start() + 1, first)
            yield Slip(found.end() - 1, found.end(), last)
    if ours:
        yield from (Slip(*found.span(), "’") for found in _APOSTROPHE.finditer(text))


TYPEWRITER_MARK = Check("typewriter-mark", Severity.WARNING, typewriter_mark, solo=True)
