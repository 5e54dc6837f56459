"""Ranges whose first figure lacks its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, chinese, marked, plain

_CUT = re.compile(
    r"(?<![\d.~～—/:-])(?P<from>\d+(?:\.\d+)?)(?P<mark>[～~—–])\d+(?:\.\d+)?(?P<sign>[%％万亿])"
)


def cut_range(unit: Unit) -> Iterator[Finding]:
    """Find 15～30% and 13～17万元 for 15%～30% and 13万～17万元.

    Each figure of a range carries its own percent sign, 万 or 亿, for 13～17万元 may mean 13元
    (GB/T 15835, 5.1.3).

    >>> "同比增长15～30%" in zh_CN
    note: `15～30%` leaves the first figure without `%`
    hint: write `15%～30%`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    slips = [
        Slip(*found.span(), found[0].replace(found["mark"], found["sign"] + found["mark"]))
        for found in _CUT.finditer(text)
    ]
    if slips:
        signs = dict.fromkeys(f"`{text[slip.end - 1]}`" for slip in slips)
        said = f"leaves the first figure without {' or '.join(signs)}"
        yield from marked(unit, slips, Verdict(said))


CUT_RANGE = Check("cut-range", Severity.NOTE, cut_range, solo=True)
