"""Numbers with a mark or a letter that does not belong there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, eastern, marked, plain

_SPOILT = re.compile(
    r"(?<![\d，.,])[1-9]\d{0,2}(?:，\d{3})+(?![\d，])"
    r"|(?<![\d.])\d+。\d{1,2}(?=[%％万亿萬億倍米元度])"
    r"|(?<![\dA-Za-z.-])\d+[OＯ]\d*(?=[年月日个家户名人万亿元%％])"
    r"|(?<![\dA-Za-z.-])\d{1,3} (?:\d{3})(?=[万亿萬億])"
    r"|\d+(?:\.\d+)? +[万亿萬億](?=[元个個人美平吨家户次份])"
    r"|(?<!\d)(?<!\d：)(?P<time>(?:[01]?\d|2[0-3])：[0-5]\d)(?![\d：])"
)
_NEAR = re.compile(r"\d[，。OＯ ：]")
_TO = str.maketrans("，。OＯ：", ",.00:")
_CLOCK = re.compile(
    r"\d:[0-5]\d|\d ?[ap]\.?m\b|(?:上午|下午|早上|晚上|凌晨|中午|今晚|时间|時間)[^，。]{0,3}\d："
)


def spoilt_number(unit: Unit) -> Iterator[Finding]:
    """Find figures with a full-width comma, full stop or colon, with the letter O, or torn apart.

    No machine reads them, and at a line's end they break in two.

    >>> "注册企业2，961家" in zh_CN
    warning: `2，961` is a spoilt number
    hint: write `2,961`
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if not _NEAR.search(text):
        return
    slips = [
        Slip(*found.span(), found[0].translate(_TO).replace(" ", ""))
        for found in _SPOILT.finditer(text)
        if not found["time"] or _CLOCK.search(unit.message.text)
    ]
    yield from marked(unit, slips, Verdict("is a spoilt number"))


SPOILT_NUMBER = Check("spoilt-number", Severity.WARNING, spoilt_number, solo=True)
