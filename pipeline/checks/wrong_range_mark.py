"""Half-width marks in a range of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, eastern, marked, plain

_UNIT = "年月日号時时分秒%％万亿元米公千吨个家人岁天周页名项倍度次种位户"
_RANGE = re.compile(rf"(?<=[\d{_UNIT}]) ?(?:~|--) ?(?=\d+(?:\.\d+)?[{_UNIT}])")


def wrong_range_mark(unit: Unit) -> Iterator[Finding]:
    """Find `~` and `--` between two figures of a Chinese or Japanese text.

    A range is written with `～`, or with `—` for years (GB/T 15834, 4.13).

    >>> "5~10人" in zh_CN
    note: `~` is no mark of a range
    hint: write `～`
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    slips = [Slip(*found.span(), "～") for found in _RANGE.finditer(text)]
    yield from marked(unit, slips, Verdict("is no mark of a range", safe=True))


WRONG_RANGE_MARK = Check("wrong-range-mark", Severity.NOTE, wrong_range_mark, solo=True)
