"""Blanks between two Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import Prose, prose
from pipeline.reading.hanzi import HAN, Slip, Verdict, chinese, marked, plain

_GAP = re.compile(rf"(?<=[{HAN}])[ \u00a0\t]+(?=[{HAN}])")
_BLANK = re.compile("[ \u00a0\t]")
_SENTENCE = re.compile(r"[，。；！？]")
_LABEL = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]+[章节節篇部回讲講课課条條款卷期届屆]"
    r"|[图圖表]\s*[一二三四五六七八九十]+)\Z"
)
_NAMES = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,4}}(?:[ \u00a0][{HAN}]{{2,4}})+(?![{HAN}])")


def blank_between_han(unit: Unit) -> Iterator[Finding]:
    """Find blanks between Chinese characters within a sentence.

    A line break of the catalog or a deleted word leaves them. Names in a row, the label
    before a heading (`第一章 总则`) and blanks that set a link off are left alone.

    >>> "大兴机场 临空区位于北京南部，面积150平方公里。" in zh_CN
    warning: `场 临` has a blank between Chinese characters
    hint: delete the blank
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if not _BLANK.search(text) or not _SENTENCE.search(text):
        return
    read = prose(unit.translation.text)
    listed = {i for found in _NAMES.finditer(text) for i in range(*found.span())}
    slips = [
        Slip(*found.span(), "")
        for found in _GAP.finditer(text)
        if found.start() not in listed
        and not _LABEL.search(text, 0, found.start())
        and not _tagged(read, found)
    ]
    said = Verdict("has a blank between Chinese characters", "delete the blank")
    yield from marked(unit, slips, said)


def _tagged(read: Prose, found: re.Match[str]) -> bool:
    """Tell whether a tag stands beside the blank: some houses set links off."""
    start, end = read.span(found.start() - 1, found.end() + 1)
    return end - start > len(found[0]) + 2


BLANK_BETWEEN_HAN = Check("blank-between-han", Severity.WARNING, blank_between_han, solo=True)
