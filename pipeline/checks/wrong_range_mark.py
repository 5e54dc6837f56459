"""Half-width marks in a range of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, eastern, marked, plain

_UNIT = "年月日号時时分秒%％万亿元米公千吨个家人岁天周页名项倍度次种位户"
_NUMBER = r"\d+(?:[.,]\d+)*"
_RANGE = re.compile(
    rf"(?<=[\d{_UNIT}])(?P<mark> ?(?:~|--) ?)(?=\d+(?:\.\d+)?[{_UNIT}])"
    rf"|(?<![A-Za-z0-9_.~～—–/-])(?!0\d){_NUMBER}[{_UNIT}]?(?P<hyphen>-)"
    rf"(?=(?P<to>{_NUMBER})(?P<unit>[{_UNIT}])(?![-–]))"
)
_SPAN_OF_YEARS = 4  # digits

_NEAR = re.compile(rf"[\d{_UNIT}] ?[~-]")


def wrong_range_mark(unit: Unit) -> Iterator[Finding]:
    """Find `~`, `--` and `-` between two figures of a Chinese or Japanese text.

    A range is written with `～`, or with `—`, as years are (GB/T 15834). A hyphen joins the
    parts of a code or of an address (`3-501号`).

    >>> "5~10人" in zh_CN
    note: `~` is no mark of a range
    hint: write `～`
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if not _NEAR.search(text):
        return
    slips = [slip for found in _RANGE.finditer(text) if (slip := _slip(found))]
    yield from marked(unit, slips, Verdict("is no mark of a range", safe=True))


def _slip(found: re.Match[str]) -> Slip | None:
    if found["mark"]:
        return Slip(*found.span("mark"), "～")
    if found["unit"] in "号號" or found["to"].startswith("0"):
        return None
    years = found["unit"] == "年" and len(found["to"]) == _SPAN_OF_YEARS
    return Slip(*found.span("hyphen"), "—" if years else "～")


WRONG_RANGE_MARK = Check("wrong-range-mark", Severity.NOTE, wrong_range_mark, solo=True)
