"""Quotation marks of the wrong rank: double within double, single outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, Slip, Verdict, eastern, marked, plain
from pipeline.reading.pairs import Pair, pairs

_INNER = {"“": "‘’", "「": "『』", "『": "「」", "‘": "“”"}
_OUTER = {"‘": "“”", "『": "「」"}
_QUOTED = re.compile("[“‘「『]")
_HAN = re.compile(f"[{CJK}]")


def wrong_quote_rank(unit: Unit) -> Iterator[Finding]:
    """Find quotation marks that stand within their own kind, and single ones outside.

    Chinese quotes with `“”` and, within a quotation, with `‘’` (GB/T 15834, 4.8); where `「」`
    are the marks of the house, `『』` stand within.

    >>> "他说：“坚持“三医融合”发展。”" in zh_CN
    warning: `“`, `”` is of the wrong rank here
    hint: write `‘` for `“`, `’` for `”`
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if not text or not _QUOTED.search(text):
        return
    found, alone = pairs(text)
    if alone:
        return
    simplified = script(unit.locale) == "Hans" and unit.house.quotes[:1] != "‘"
    slips = [slip for pair in found for slip in _slips(text, pair, simplified=simplified)]
    slips.sort(key=lambda slip: slip.start)
    yield from marked(unit, slips, Verdict("is of the wrong rank here", safe=True))


def _slips(text: str, pair: Pair, *, simplified: bool) -> Iterator[Slip]:
    """Yield the two marks of a pair if another rank belongs there."""
    mark = text[pair.first]
    around = [name for name in pair.within if name in _INNER]
    if mark not in _INNER:
        return
    wanted = ""
    if around and "《" not in pair.within:
        wanted = _INNER[around[-1]] if mark == around[-1] else ""
        if mark == "“" and around == ["‘"] and simplified:
            wanted = "‘’"
    elif not around and mark == "‘" and simplified and _HAN.search(text, pair.first, pair.last):
        wanted = "“”"
    if wanted:
        yield Slip(pair.first, pair.first + 1, wanted[0])
        yield Slip(pair.last, pair.last + 1, wanted[1])


WRONG_QUOTE_RANK = Check("wrong-quote-rank", Severity.WARNING, wrong_quote_rank, solo=True)
