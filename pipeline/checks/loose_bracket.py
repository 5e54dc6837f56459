"""Half-width brackets round Chinese words, set off by blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, SHUT, Slip, Verdict, marked, plain

_PAIR = re.compile(
    rf"(?:(?<=\S)[ ]+|(?<=[A-Za-z0-9\ufffc%])|^)\([^()（）\n]*[{CJK}][^()（）\n]*\)"
    rf"(?:[ ]*(?=[{CJK}{SHUT}])|(?=\s|\Z))"
)


def loose_bracket(unit: Unit) -> Iterator[Finding]:
    """Find half-width brackets round Chinese words where blanks keep them off their neighbours.

    Some houses write so on purpose, and many do in traditional Chinese, where this rule is
    silent; the national standard (GB/T 15834) knows only full-width ones.

    >>> "值大于255 (十进制) 时" in zh_CN
    note: `(`, `)` is half-width round Chinese words
    hint: write `（` for `(`, `）` for `)`
    """
    text = plain(unit.translation.text) if script(unit.locale) == "Hans" else ""
    if "(" not in text:
        return
    slips: list[Slip] = []
    for found in _PAIR.finditer(text):
        if not _tight(text, found):
            first, last = found[0].index("("), found[0].rindex(")")
            slips.append(Slip(found.start(), found.start() + first + 1, "（"))
            slips.append(Slip(found.start() + last, found.end(), "）"))
    yield from marked(unit, slips, Verdict("is half-width round Chinese words"))


def _tight(text: str, found: re.Match[str]) -> bool:
    """Tell whether the brackets touch what stands around: then they are another rule's."""
    before = text[found.start() - 1 : found.start()]
    loose = found[0][0] == " " or not before.strip()
    return not loose and bool(re.match(f"[{CJK}{SHUT}]", text[found.end() : found.end() + 1]))


LOOSE_BRACKET = Check("loose-bracket", Severity.NOTE, loose_bracket, solo=True)
