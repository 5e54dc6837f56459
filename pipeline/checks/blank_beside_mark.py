"""Blanks typed beside full-width marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, Slip, Verdict, eastern, marked, plain

_GAP = "[ \u00a0\u2002-\u200a\t]+"
_BLANK = re.compile("[ \u00a0\u2002-\u200a\t]")
_MARKS = "，。；：！？、（）《》〈〉【】「」『』"
_CHINESE = re.compile(
    rf"(?<=[{_MARKS}]){_GAP}(?=\S)|(?<=\S){_GAP}(?=[{_MARKS}])"
    rf"|(?<=[“‘]){_GAP}(?=[{CJK}])|(?<=[{CJK}]){_GAP}(?=[”’])"
    rf"|(?<=[{CJK}]){_GAP}(?=[“‘][^”’]*[{CJK}])|(?<=[”’]){_GAP}(?=[{CJK}])"
)
_JAPANESE = re.compile(rf"(?<=[、。]){_GAP}(?=[{CJK}])|(?<=[{CJK}]){_GAP}(?=[、。])")


def blank_beside_mark(unit: Unit) -> Iterator[Finding]:
    """Find blanks before or after a full-width mark.

    The mark brings its own room; a blank beside it makes a hole in the line.

    >>> "目前， 已有231家企业落地。" in zh_CN
    note: `， 已` has a blank beside a full-width mark
    hint: delete the blank
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if not _BLANK.search(text):
        return
    pattern = _JAPANESE if script(unit.locale) == "Jpan" else _CHINESE
    slips = [Slip(*found.span(), "") for found in pattern.finditer(text)]
    said = Verdict("has a blank beside a full-width mark", "delete the blank", safe=True)
    yield from marked(unit, slips, said)


BLANK_BESIDE_MARK = Check("blank-beside-mark", Severity.NOTE, blank_beside_mark, solo=True)
