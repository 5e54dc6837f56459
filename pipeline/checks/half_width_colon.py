"""Half-width colons that lead over to code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, Slip, Verdict, eastern, marked, plain

_COLON = re.compile(rf"(?<=[{CJK}》」』”’）】])[ \u00a0]*:[ \u00a0]*(?=\ufffc|\s*\Z)")


def half_width_colon(unit: Unit) -> Iterator[Finding]:
    """Find half-width colons after Chinese words that lead over to code.

    Many manuals keep the colon of the source before code in backticks and before a listing.
    Everywhere else it is found by `half-width-mark`.

    >>> "现在执行 `git add` 命令:" in zh_CN
    note: `:` is half-width before code
    hint: write `：`
    """
    written = unit.translation.text
    if "`" not in written or ":" not in written or not eastern(unit.locale):
        return
    slips = [Slip(*found.span(), "：") for found in _COLON.finditer(plain(written))]
    yield from marked(unit, slips, Verdict("is half-width before code", safe=True))


HALF_WIDTH_COLON = Check("half-width-colon", Severity.NOTE, half_width_colon, solo=True)
