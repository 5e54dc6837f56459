"""Quotation marks, brackets and title marks that lack their fellow."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import prose
from pipeline.reading.hanzi import Slip, Verdict, eastern, marked, plain
from pipeline.reading.pairs import PAIRS, pairs

_OPENING = {*PAIRS, "("}
_QUOTES = {"“": "”", "‘": "’", "”": "“", "’": "‘"}


def unpaired_mark(unit: Unit) -> Iterator[Finding]:
    """Find marks of a pair of which one is missing, turned round, or crosses another pair.

    A paragraph that begins with `“` and leaves it open may be part of a longer speech, and a
    translation may do what its source does.

    >>> "秉持“临空区事，临空区办的原则" in zh_CN
    warning: `“` is never closed
    hint: close it where it ends
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if not text:
        return
    _, alone = pairs(text)
    if not alone or _excused(unit, text, alone):
        return
    opening = [text[at] in _OPENING for at in alone]
    slips = [Slip(at, at + 1) for at in alone]
    if len(alone) == 2 and (turned := _turned(text, slips)):
        yield from marked(unit, turned, Verdict("does not pair up"))
    elif all(opening):
        yield from marked(unit, slips, Verdict("is never closed", "close it where it ends"))
    elif not any(opening):
        said = Verdict("was never opened", "open it where it begins, or delete it")
        yield from marked(unit, slips, said)
    else:
        yield from marked(unit, slips, Verdict("does not pair up", "set the marks in pairs"))


def _turned(text: str, slips: list[Slip]) -> list[Slip]:
    """Return two quotation marks as they pair: the first opens, the second closes."""
    first, last = slips
    marks = {text[first.start], text[last.start]}
    if not marks <= set("“”") and not marks <= set("‘’"):
        return []
    opening = text[first.start] if text[first.start] in PAIRS else _QUOTES[text[first.start]]
    wanted = ((first, opening), (last, PAIRS[opening]))
    return [Slip(s.start, s.end, to) for s, to in wanted if text[s.start] != to]


def _excused(unit: Unit, text: str, alone: list[int]) -> bool:
    source = unit.message.text
    if source == unit.translation.text:
        return alone == [0] and text[0] in "“「"
    if text.count('"') % 2 and {text[at] for at in alone} <= set("“”"):
        return True  # its fellow is a straight one: another rule's
    read = prose(source).sheltered
    return bool(pairs(read)[1]) or read.count('"') % 2 == 1


UNPAIRED_MARK = Check("unpaired-mark", Severity.WARNING, unpaired_mark, solo=True)
