"""Blanks as wide as a Chinese character, typed within a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, chinese, marked, plain

_WIDE = re.compile(r"(?<=\S)[ ]*　[ 　]*(?=\S)|(?<=\n)[ ]*　[ 　]*")
_MARK = re.compile(r"[，。；：！？、（）《》“”‘’「」…—]")
_DATELINE = re.compile("[讯訊电電摄攝]\\Z")
_LABEL = re.compile(r"\A[^，。；！？\n]{1,24}\Z")


def ideographic_space(unit: Unit) -> Iterator[Finding]:
    """Find ideographic spaces (U+3000) in running text.

    Indents and gaps are the layout's business. The one between the words of a short label or a
    heading (`作　者`, `第一章　总则`) and the one after 本报讯 are left alone.

    >>> "大兴机场　临空区，位于北京南部。" in zh_CN
    warning: `场　临` holds an ideographic space
    hint: delete it
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if "　" not in text:
        return
    slips = [
        Slip(*found.span(), "")
        for found in _WIDE.finditer(text)
        if not _DATELINE.search(text, 0, found.start())
        and (not _LABEL.match(text) or _MARK.search(text[found.start() - 1] + text[found.end()]))
    ]
    yield from marked(unit, slips, Verdict("holds an ideographic space", "delete it", safe=True))


IDEOGRAPHIC_SPACE = Check("ideographic-space", Severity.WARNING, ideographic_space, solo=True)
