"""Full-width Latin letters and digits in Chinese text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, chinese, marked, plain

_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ](?:[０-９Ａ-Ｚａ-ｚ．，：－]*[０-９Ａ-Ｚａ-ｚ])?％?")

_MIXED = re.compile(f"{_WIDE.pattern}|％")
"""A full-width percent sign is some houses' own, but not beside a half-width one."""


def full_width_letter(unit: Unit) -> Iterator[Finding]:
    """Find letters and digits that are as wide as Chinese characters.

    They come from an input method left in full-width mode. In a text they look like holes,
    and no search finds them. A text that speaks of full-width characters may show some.

    >>> "注册企业２９６１家" in zh_CN
    warning: `２９６１` is full-width
    hint: write `2961`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    pattern = _MIXED if "％" in text and "%" in text else _WIDE
    slips = [
        Slip(*found.span(), unicodedata.normalize("NFKC", found[0]))
        for found in pattern.finditer(text)
    ]
    if slips and not any(word in text for word in ("全角", "全形", "全型", "全宽")):
        yield from marked(unit, slips, Verdict("is full-width", safe=True))


FULL_WIDTH_LETTER = Check("full-width-letter", Severity.WARNING, full_width_letter, solo=True)
