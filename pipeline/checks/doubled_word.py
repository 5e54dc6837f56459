"""Words that stand twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.english import worded
from pipeline.reading.hanzi import Slip, Verdict, marked

_TWICE = re.compile(r"(?<![\w.-])([A-Za-z]+)([ \u00a0\n]+)(\1)(?![\w-]|\.\w)", re.IGNORECASE)
_FINE = re.compile(
    r"had|that|very|much|so|no|bye|ha|hey|now|there|long|many|blah|knock|tut|yes|more|again|who|rah"
    r"|ping|night|cha|mu",
    re.IGNORECASE,
)


def doubled_word(unit: Unit) -> Iterator[Finding]:
    """Find words that stand twice in a row, as cutting and pasting leaves them.

    The eye skips them at a line break, the printer does not. *Had had*, *that that*, names
    (Bora Bora) and what is doubled on purpose (*very very*) are left alone.

    >>> "the the guide" in en
    warning: `the the` is doubled
    hint: delete one of the two
    """
    text = worded(unit.translation.text, unit.locale)
    slips = [Slip(*found.span(), found[1]) for found in _TWICE.finditer(text) if _slip(found)]
    yield from marked(unit, slips, Verdict("is doubled", "delete one of the two"))


def _slip(found: re.Match[str]) -> bool:
    first, second = found[1], found[3]
    named = first[0].isupper() and second[0].isupper()
    return not named and not _FINE.fullmatch(first) and (len(first) > 1 or first in "aI")


DOUBLED_WORD = Check("doubled-word", Severity.WARNING, doubled_word, solo=True)
