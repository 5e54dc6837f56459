"""Marks where none may stand: before the first word, after an opening bracket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, eastern, marked, plain
from pipeline.reading.pairs import pairs

_OPEN = "（《〈「『【〔“‘"
_CLOSED = "）》〉」』】〕”’"
_MISPLACED = re.compile(
    r"(?:^|(?<=\n))[ ]*[，。、；：！？]+"
    rf"|(?<=[{_OPEN}])[，。、；：！？]+(?![{_CLOSED}，。、；：！？])"
    rf"|(?<![{_OPEN}])(?:[，、；](?=[）》〉】〕])|[、；](?=[”’」』]))"
)
_TRAILING = re.compile(r"[，、]\s*\Z")


def misplaced_mark(unit: Unit) -> Iterator[Finding]:
    """Find a mark before the first word, just after an opening or just before a closing mark.

    Something was cut away or moved. A translation may begin with a mark where its source does.

    >>> "，大兴机场临空区注册企业2961家。" in zh_CN
    warning: `，` stands where no mark may stand
    hint: delete it, or write what is missing beside it
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    slips = [Slip(*found.span()) for found in _MISPLACED.finditer(text)]
    if slips and pairs(text)[1]:
        return  # a mark that lacks its fellow is another rule's
    source = unit.message.text
    if slips and slips[0].start == 0 and not _begins(source) and source != unit.translation.text:
        slips = slips[1:]
    if source == unit.translation.text and (last := _TRAILING.search(text)):
        slips.append(Slip(last.start(), last.start() + 1))
    hint = "delete it, or write what is missing beside it"
    yield from marked(unit, slips, Verdict("stands where no mark may stand", hint))


def _begins(source: str) -> bool:
    """Tell whether a source begins with a word and not with a mark."""
    return source[:1].isalnum() or source[:1] in "<{“‘\"'(["


MISPLACED_MARK = Check("misplaced-mark", Severity.WARNING, misplaced_mark, solo=True)
