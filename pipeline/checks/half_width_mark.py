"""Half-width marks among Chinese or Japanese words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import prose
from pipeline.reading.hanzi import CJK, OPEN, Slip, Verdict, eastern, marked, plain

_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_JAPANESE = {",": "、", ".": "。", "!": "！", "?": "？"}
_AFTER = f"[{CJK}》」』”’）】〉％]"
_FULL = "，。、；：！？"
_SEEN_THROUGH = r"[\"')\]*]*"
_MARK = re.compile(
    # after a Chinese character, quotation mark or bracket
    rf"(?<={_AFTER})(?P<through>{_SEEN_THROUGH})[ \u00a0]*"
    rf"(?P<mark>[!?]|,(?![{_FULL}])|[;:](?!-?\)|-\(|[{_FULL}]|:)|\.(?![.A-Za-z0-9_/]))"
    r"(?P<gap>[ \u00a0]*)"
    # after a Latin word or a figure, before a Chinese one
    rf"|(?<![{CJK}])(?<=[\w%\ufffc)\]\"'])(?P<between> *[,;:]|\.(?=[ \u00a0]))"
    r"(?P<blank>[ \u00a0]*)"
    rf"(?=[\"'(\[*]*[{CJK}{OPEN}])"
    # between two Latin words
    r"|(?<=[A-Za-z])(?P<tight>,)(?=[A-Z])"
    # after a Latin word or a figure, where a Chinese sentence ends
    rf"|(?<![{CJK}])(?<=[\w%\ufffc)\]\"'])(?P<last>[.!?;:])(?=[\"')\]”’」』）]*\s*(?:\n|\Z))"
)
_HALF = re.compile("[,;:!?.]")
_AFTER_OBJECT = re.compile(rf"(?<=\ufffc)(?P<mark>[,;])[ \u00a0]*(?=[\ufffc{CJK}{OPEN}])")
_CLAUSE = re.compile(r"[。！？；：，,\n“”「」『』]")
_HAN = re.compile(f"[{CJK}]")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Inc|Ltd|Co|Corp|etc|al|vs|No|Jr|Sr|Mr|Mrs|Ms|Dr|St|Prof|approx|Vol|vol|pp|Fig|ed|cf"
    r"|LLC|Pty|[A-Za-z])|^\W*\w{1,3})\Z"
)
_LEADING = re.compile(rf"[{CJK}]?[ \u00a0]*:\s*(?:[\ufffc:]|\Z)")
"""What leads over to code where a catalog keeps its markup: `half-width-colon` tells."""

_LIST_NUMBER = re.compile(r"(?:^|\n|[（(])\W*(?:\d+|[A-Za-z]|[IVXivx]+)\Z")
_NAME = re.compile(rf"[{CJK}]{{1,6}}\.[{CJK}]{{1,6}}(?=[^{CJK}.]|\.|\Z)")
_NAMES = ("Yahoo", "Jeopardy", "E", "Yum")  # they end in an exclamation mark


def half_width_mark(unit: Unit) -> Iterator[Finding]:
    """Find half-width marks where Chinese or Japanese text wants full-width ones.

    They stand too close and at the wrong height, and lines break wrongly at them. Marks
    within numbers (`3:1`, `15:30`), Latin names (`Co., Ltd.`), English sentences, code and
    addresses are right as they are. See `half-width-colon` for a colon before code.

    >>> "截至7月底,注册企业2961家." in zh_CN
    warning: `,`, `.` is half-width among Chinese words
    hint: write `，` for `,`, `。` for `.`
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if not _HALF.search(text):
        return
    wide = _JAPANESE if script(unit.locale) == "Jpan" else _WIDE
    slips = [slip for found in _MARK.finditer(text) for slip in _slips(found, wide)]
    if wide is _WIDE and "}" in unit.translation.text:
        known = {slip.start for slip in slips}
        slips += [slip for slip in _after_facts(text, unit) if slip.start not in known]
        slips.sort(key=lambda slip: slip.start)
    if "`" in text or "`" in unit.translation.text:
        slips = [slip for slip in slips if not _LEADING.match(text, slip.start)]
    words = "Japanese" if wide is _JAPANESE else "Chinese"
    hint = "" if all(slip.text for slip in slips) else "write the full-width mark"
    said = Verdict(f"is half-width among {words} words", hint, safe=True)
    yield from marked(unit, slips, said)


def _after_facts(text: str, unit: Unit) -> Iterator[Slip]:
    """Yield marks between a fact and the next one, or what begins the next words."""
    written = unit.translation.text
    for found in _AFTER_OBJECT.finditer(text):
        start, _ = prose(written).span(found.start() - 1, found.start())
        if written[start] == "{":
            yield Slip(*found.span(), _WIDE[found["mark"]])


def _slips(found: re.Match[str], wide: dict[str, str]) -> Iterator[Slip]:
    kind = next(name for name in ("mark", "between", "tight", "last") if found[name])
    mark, before = found[kind].strip(), found.string[: found.start(kind)]
    if mark not in wide or (
        kind != "mark" and not _chinese(mark, before, last=kind in ("tight", "last"))
    ):
        return
    if mark == "," and wide is _JAPANESE and not _HAN.match(found.string, found.end()):
        return  # lists of names and links may do with half-width commas
    start, end = found.span(kind)
    if kind == "mark" and found["gap"] and end < len(found.string):
        end = found.end("gap")
    elif kind == "between":
        end = found.end("blank")
    if kind == "mark" and not found["through"]:
        start = found.start()
    if kind == "tight":
        yield Slip(start, end, "、")
        return
    named = mark == "." and kind == "mark" and _NAME.search(found.string, max(0, start - 7))
    yield Slip(start, end, None if named and named.start() <= start else wide[mark])


def _chinese(mark: str, before: str, *, last: bool) -> bool:
    """Tell whether a mark after a Latin word belongs to the Chinese sentence."""
    if _LIST_NUMBER.search(before):
        return False
    if mark == "." and _ABBREVIATED.search(before):
        return False
    if mark == "!" and before.endswith(_NAMES):
        return False
    if _HAN.search(_CLAUSE.split(before)[-1]):
        return True
    return mark in ",:" and not last and before[-1:] != "\ufffc" and bool(_HAN.search(before))


HALF_WIDTH_MARK = Check("half-width-mark", Severity.WARNING, half_width_mark, solo=True)
