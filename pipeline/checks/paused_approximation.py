"""`、` within an approximate number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, chinese, marked, plain

_NEXT = "一、二|两、三|二、三|三、四|三、五|四、五|五、六|六、七|七、八|八、九"
_COUNTED = (
    r"个(?!月|季|百分|方面|全面|阶段|意识|自信)|個(?!月|季|百分|方面)|人(?![称稱次])|岁|歲|天(?!津)"
    r"|家(?![庭装])|年(?![级級期代])"
)
_APPROXIMATE = re.compile(
    rf"(?<=[^\s一二三四五六七八九百千\d第、（(：:。；])(?:{_NEXT})(?=[十百千]|{_COUNTED})"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九十百]*\Z")


def paused_approximation(unit: Unit) -> Iterator[Finding]:
    """Find 三、四十 and 七、八个 where *about so many* is meant.

    Two numerals side by side say *about so many* without a mark between them
    (GB/T 15834, 4.5.3.4): 三四十人, 七八个. With 第 they count one by one, and `、` is right.

    >>> "来了三、四十人" in zh_CN
    warning: `三、四` has a mark within an approximate number
    hint: write `三四`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if "、" not in text:
        return
    slips = [
        Slip(*found.span(), found[0].replace("、", ""))
        for found in _APPROXIMATE.finditer(text)
        if not _ORDINAL.search(text, 0, found.start())
    ]
    yield from marked(unit, slips, Verdict("has a mark within an approximate number"))


PAUSED_APPROXIMATION = Check(
    "paused-approximation", Severity.WARNING, paused_approximation, solo=True
)
