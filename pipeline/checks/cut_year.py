"""Years that lack their first two digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, chinese, marked, plain

_ERAS = (
    "民国|民國|昭和|平成|令和|大正|明治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统|嘉靖|万历|永乐|洪武"
    "|贞观|开元|公元|元前|檀纪|主体|建安|崇祯"
)
_CUT = re.compile(
    r"(?<!\d)(?P<full>\d{4})年?(?:[至到—～~–-]|——)(?P<to>\d{2})(?=年(?!度|级|級|来|來|间|間))"
    r"|(?P<stop>['’‘](?P<two>\d{2}))(?=年)"
    r"|(?<![\d.历歷达達满滿约約近逾共时時长長])(?P<bare>\d{2})(?=年(?:1[0-2]|[1-9])月)"
)
_NEAR = re.compile(r"(?<!\d)\d\d年")
_ERA = re.compile(rf"(?:{_ERAS})\Z")


def cut_year(unit: Unit) -> Iterator[Finding]:
    """Find years of two digits: 2022年至23年, ’22年, 22年8月.

    A year is written with four digits (GB/T 15835). Years of an era (民国22年) and
    spans of time (历时22年) are no dates.

    >>> "2022年至23年" in zh_CN
    warning: `23` is half a year
    hint: write `2023`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if not _NEAR.search(text):
        return
    slips = [
        slip
        for found in _CUT.finditer(text)
        if not _ERA.search(text, 0, found.start())
        for slip in _slips(found)
    ]
    hint = "" if all(slip.text for slip in slips) else "write all four digits"
    yield from marked(unit, slips, Verdict("is half a year", hint))


def _slips(found: re.Match[str]) -> Iterator[Slip]:
    if not found["full"]:
        yield Slip(*found.span("stop" if found["stop"] else "bare"))
    elif int(found["to"]) > int(found["full"][2:]):
        yield Slip(*found.span("to"), found["full"][:2] + found["to"])


CUT_YEAR = Check("cut-year", Severity.WARNING, cut_year, solo=True)
