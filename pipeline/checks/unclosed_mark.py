"""Brackets and quotation marks in English that lack their fellow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.english import worded
from pipeline.reading.hanzi import Slip, Verdict, marked

_PAIRS = {")": "(", "]": "[", "”": "“"}
_MARKS = re.compile(r"[()\[\]“”]")
_NUMBER = re.compile(r"(?:^|\s)(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4}|[:;]-?)\Z")


def unclosed_mark(unit: Unit) -> Iterator[Finding]:
    """Find brackets and quotation marks that are opened and not closed, or closed only.

    Numbers of lists (`a)`) are no brackets. A paragraph of a longer speech may begin with `“`
    and leave it open, and a translation may do as its source does.

    >>> "The zone (BDIAEZ is open." in en
    warning: `(` has no fellow
    hint: set the marks in pairs
    """
    text = worded(unit.translation.text, unit.locale)
    alone = _alone(text)
    if not alone or _excused(unit, text, alone):
        return
    slips = [Slip(at, at + 1) for at in alone]
    yield from marked(unit, slips, Verdict("has no fellow", "set the marks in pairs"))


def _alone(text: str) -> list[int]:
    """Return where marks stand that no other pairs with."""
    opened: list[int] = []
    alone: list[int] = []
    for found in _MARKS.finditer(text):
        wanted, at = _PAIRS.get(found[0]), found.start()
        if not wanted:
            opened.append(at)
        elif opened and text[opened[-1]] == wanted:
            opened.pop()
        elif found[0] != ")" or not _NUMBER.search(text[max(0, at - 5) : at]):
            alone.append(at)
    return sorted([*alone, *opened]) or _odd(text)


def _odd(text: str) -> list[int]:
    """Return the last straight quotation mark, if they are odd; inches are none."""
    found: list[int] = []
    for at, character in enumerate(text) if '"' in text else ():
        if character == '"' and (len(found) % 2 or not text[at - 1 : at].isdigit()):
            found.append(at)
    return found[-1:] if len(found) % 2 else []


def _excused(unit: Unit, text: str, alone: list[int]) -> bool:
    source = unit.message.text
    if source == unit.translation.text:
        return alone == [0] and text[0] == "“"
    counts = [source.count(a) - source.count(b) for a, b in ("“”", "()", "（）", "[]", "「」")]
    return any(counts)


UNCLOSED_MARK = Check("unclosed-mark", Severity.WARNING, unclosed_mark, solo=True)
