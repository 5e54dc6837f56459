"""Years in characters whose zero is not `〇`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, chinese, marked, plain

_ZERO = "零○◯OoＯ0０Ｏ"
_YEAR = re.compile(
    rf"(?<![〇零一二三四五六七八九\d])[一二](?:[{_ZERO}〇一二三四五六七八九]){{3}}(?=年)"
)
_NEAR = re.compile("[〇零一二三四五六七八九○◯OoＯ０]0?年")
_WRONG = re.compile(f"[{_ZERO}]")


def wrong_zero(unit: Unit) -> Iterator[Finding]:
    """Find years like 二零二二年 and 二O二二年.

    The zero of a year, which is read digit by digit, is `〇` (GB/T 15835); 零 belongs to
    quantities, as in 一百零八, and a circle or a letter is no numeral.

    >>> "二零二二年八月" in zh_CN
    warning: `二零二二` has another zero than `〇`
    hint: write `二〇二二`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if not _NEAR.search(text):
        return
    slips = [
        Slip(*found.span(), _WRONG.sub("〇", found[0]))
        for found in _YEAR.finditer(text)
        if _WRONG.search(found[0])
    ]
    yield from marked(unit, slips, Verdict("has another zero than `〇`", safe=True))


WRONG_ZERO = Check("wrong-zero", Severity.WARNING, wrong_zero, solo=True)
