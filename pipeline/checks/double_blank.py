"""Two blanks where one belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import spaced
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import prose
from pipeline.reading.hanzi import Slip, Verdict, marked

_BLANKS = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")


def double_blank(unit: Unit) -> Iterator[Finding]:
    """Find two or more blanks in a row, in languages that part words by one.

    They are a habit of the typewriter after full stops, and a slip elsewhere.

    >>> "The zone  is open." in en
    warning: `e  i` has blanks too many
    hint: write one blank
    """
    if "  " not in unit.translation.text.replace("\u00a0", " ") or not spaced(unit.locale):
        return
    if "\n" in unit.translation.text.strip():  # code
        return
    slips = [
        Slip(*found.span(), " ") for found in _BLANKS.finditer(prose(unit.translation.text).text)
    ]
    said = Verdict("has blanks too many", "write one blank", safe=True)
    yield from marked(unit, slips, said)


DOUBLE_BLANK = Check("double-blank", Severity.WARNING, double_blank, solo=True)
