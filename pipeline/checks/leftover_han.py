"""Chinese characters that were left in an English text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import prose
from pipeline.reading.english import english
from pipeline.reading.hanzi import CJK, Slip, Verdict, marked

_RUN = re.compile(f"[{CJK}][{CJK}·、，。]*")
_WITHIN = re.compile(
    rf"[(（\[][^()（）\[\]]*[{CJK}][^()（）\[\]]*[)）\]]|“[^“”]*[{CJK}][^“”]*”|‘[^‘’]*[{CJK}][^‘’]*’"
    rf"|\"[^\"]*[{CJK}][^\"]*\"|《[^《》]*》|「[^「」]*」"
)


def leftover_han(unit: Unit) -> Iterator[Finding]:
    """Find Chinese characters in English text that stand neither in brackets nor in quotes.

    A name in its own characters stands in brackets behind its English form: Daxing (大兴).

    >>> "The zone has 七 offices." in en
    warning: `七` is not English
    hint: translate it, or set it in brackets behind its English form
    """
    if unit.translation.text.isascii() or not english(unit.locale):
        return
    text = _WITHIN.sub(lambda found: " " * len(found[0]), prose(unit.translation.text).sheltered)
    slips = [Slip(*found.span()) for found in _RUN.finditer(text)]
    if slips and not any(c.isascii() and c.isalpha() for c in text):
        return  # a name that stays as it is, or nothing was translated: another rule's
    hint = "translate it, or set it in brackets behind its English form"
    yield from marked(unit, slips, Verdict("is not English", hint))


LEFTOVER_HAN = Check("leftover-han", Severity.WARNING, leftover_han, solo=True)
