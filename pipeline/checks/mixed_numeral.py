"""Numbers and dates written half in digits, half in characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, chinese, marked, plain

_HAN = "一二三四五六七八九"
_SCALES = {"十": 10, "百": 100, "千": 1000}
_UNITS = "米克瓦卡赫帕伏焦兆字比升巴牛安里斤瓩位禧纸"
_NAMES = "度货貨合姓分叶葉科强佳大家花年老事业團团"
_MIXED = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<number>(?:[1-9]\d?千(?![{_UNITS}])|[1-9]\d?百(?![{_NAMES}])"
    rf"|[1-9]十(?![大佳强項项個个周年]))(?:零?[1-9{_HAN}][十百千]?)*)"
    r"|百分之(?P<percent>\d+(?:\.\d+)?)"
    rf"|(?P<share>(?<!\d)\d{{1,3}}分之[{_HAN}\d]|[{_HAN}十]分之\d)"
    r"|(?<![\d.])(?P<some>[1-9]0几)"
    r"|(?:星期|礼拜|禮拜)(?P<day>[1-6])(?!\d)"
    rf"|(?P<date>\d{{4}}年[{_HAN}十]{{1,2}}月(?![间間度])|[〇零一二][〇零{_HAN}]{{3}}年\d{{1,2}}月"
    rf"|(?<!\d)\d{{1,2}}月[{_HAN}十]{{1,3}}日|(?<![{_HAN}十年])[{_HAN}十]{{1,2}}月\d{{1,2}}日)"
    rf"|(?<![{_HAN}十百千万亿])(?P<rate>[{_HAN}十]{{1,3}}[%％])"
)
_NEAR = re.compile(r"\d(?:[十百千几年月]|分之)|[之期拜月年]\d|[十一二三四五六七八九][%％]")


def mixed_numeral(unit: Unit) -> Iterator[Finding]:
    """Find one number, share or date in which digits and Chinese numerals meet.

    A number is written in one or the other (GB/T 15835, 5.3): 3500 or 三千五百, 50% or
    百分之五十, 2022年8月 or 二〇二二年八月. Only 万 and 亿 may follow digits. Units (5千米),
    names and titles (2022十大新闻) are left alone.

    >>> "注册企业3千5百家" in zh_CN
    warning: `3千5百` mixes digits and Chinese numerals
    hint: write `3500`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if not _NEAR.search(text):
        return
    slips = [_slip(found) for found in _MIXED.finditer(text)]
    known = all(slip.text for slip in slips)
    hint = "" if known else "write all of it in digits, or all of it in characters"
    yield from marked(unit, slips, Verdict("mixes digits and Chinese numerals", hint))


def _slip(found: re.Match[str]) -> Slip:
    if found["day"]:
        return Slip(*found.span(), found[0][:-1] + " 一二三四五六"[int(found["day"])])
    if found["percent"]:
        return Slip(*found.span(), f"{found['percent']}%")
    if found["some"]:
        return Slip(*found.span(), f"{_HAN[int(found['some'][0]) - 1].removeprefix('一')}十几")
    if found["number"]:
        return Slip(*found.span(), _value(found["number"]))
    return Slip(*found.span())


def _value(written: str) -> str:
    total, digits = 0, ""
    for character in written:
        if character in _SCALES:
            total += int(digits or 1) * _SCALES[character]
            digits = ""
        elif character != "零":
            digits += str(_HAN.find(character) + 1) if character in _HAN else character
    return str(total + int(digits or 0))


MIXED_NUMERAL = Check("mixed-numeral", Severity.WARNING, mixed_numeral, solo=True)
