"""Full-width marks, letters and digits in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import prose
from pipeline.reading.english import english
from pipeline.reading.hanzi import CJK, Slip, Verdict, marked

_WIDE = re.compile("[\u3000-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff5e\uffe0-\uffe6]+")
_PLAIN = dict(zip("。、　〈〉【】〔〕", ".,\u0020<>[][]", strict=True))
_SPACED_AFTER = ",;:!?.)"
_HAN = re.compile(f"[{CJK}]")


def full_width_mark(unit: Unit) -> Iterator[Finding]:
    """Find full-width commas, brackets, letters and digits in English text.

    They leave holes in the line. Those of a Chinese name or title within the text are its own.

    >>> "In Beijing，eight companies met." in en
    warning: `，` is full-width
    hint: write `, `
    """
    if unit.translation.text.isascii() or not english(unit.locale):
        return
    text = prose(unit.translation.text).text
    wide = (found for found in _WIDE.finditer(text) if not _chinese(found))
    slips = [Slip(*found.span(), _narrow(found)) for found in wide]
    yield from marked(unit, slips, Verdict("is full-width", safe=True))


def _chinese(found: re.Match[str]) -> bool:
    """Tell whether a mark stands beside a Chinese character."""
    text, start = found.string, found.start()
    return bool(_HAN.search(text[max(0, start - 1) : start] + text[found.end() : found.end() + 1]))


def _narrow(found: re.Match[str]) -> str | None:
    if any(c in "《》「」『』" for c in found[0]):
        return None
    plain = "".join(_PLAIN.get(c) or unicodedata.normalize("NFKC", c) for c in found[0])
    text = found.string
    after, before = text[found.end() :][:1], text[: found.start()][-1:]
    if plain[-1] in _SPACED_AFTER and (after.isalnum() or after in tuple("“‘(")):
        plain += " "
    return f" {plain}" if plain[0] == "(" and before.isalnum() else plain


FULL_WIDTH_MARK = Check("full-width-mark", Severity.WARNING, full_width_mark, solo=True)
