"""Marks round the titles of books and papers that are not, or not rightly, `《》`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, Slip, Verdict, chinese, marked, plain
from pipeline.reading.pairs import pairs

_REST = r"[^<>＜＞«»≪≫‹›\n]*"
_FALSE = re.compile(
    rf"(?P<first><<|＜＜|«|≪)(?={_REST}[{CJK}]){_REST}(?P<last>>>|＞＞|»|≫)"
    rf"|(?P<single>[<＜‹])(?=[{CJK}])[^<>＜＞‹›，。；\n]*(?P<close>[>＞›])"
)


def wrong_title_mark(unit: Unit) -> Iterator[Finding]:
    """Find titles in `<<…>>` or `＜…＞`, and `《》` within `《》`.

    Titles stand in `《》`, and a title within a title in `〈〉` (GB/T 15834, 4.15).

    >>> "<<财富>>世界500强企业" in zh_CN
    warning: `<<`, `>>` is no title mark
    hint: write `《` for `<<`, `》` for `>>`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    slips: list[Slip] = []
    for found in _FALSE.finditer(text):
        if found["single"] == "<" and _bracketed(unit):
            continue
        slips.append(Slip(*found.span("first" if found["first"] else "single"), "《"))
        slips.append(Slip(*found.span("last" if found["last"] else "close"), "》"))
    yield from marked(unit, slips, Verdict("is no title mark", safe=True))
    if "《" in text or "〈" in text:
        slips = sorted(_nested(unit, text), key=lambda slip: slip.start)
        yield from marked(unit, slips, Verdict("is a title mark of the wrong rank", safe=True))


def _bracketed(unit: Unit) -> bool:
    """Tell whether the source has such brackets too: `<path>`, as commands are described."""
    return unit.message.text != unit.translation.text and "<" in unit.message.text


def _nested(unit: Unit, text: str) -> Iterator[Slip]:
    for pair in pairs(text)[0]:
        titles = [mark for mark in pair.within if mark in "《〈"]
        wanted = ""
        if text[pair.first] == "《" and titles == ["《"]:
            wanted = "〈〉"
        elif text[pair.first] in "《〈" and titles == ["〈"] and script(unit.locale) == "Hans":
            wanted = "〈〉" if text[pair.first] == "《" else ""
        elif text[pair.first] == "〈" and not titles and script(unit.locale) == "Hans":
            wanted = "《》"
        if wanted:
            yield Slip(pair.first, pair.first + 1, wanted[0])
            yield Slip(pair.last, pair.last + 1, wanted[1])


WRONG_TITLE_MARK = Check("wrong-title-mark", Severity.WARNING, wrong_title_mark, solo=True)
