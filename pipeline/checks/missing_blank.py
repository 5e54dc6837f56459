"""Words that stick to the mark before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import OBJECT
from pipeline.reading.english import worded
from pipeline.reading.hanzi import Slip, Verdict, marked

_LETTERS = "A-Za-z\u00c0-\u024f"
_STUCK = re.compile(
    rf"(?<=[{_LETTERS}]{{2}})[,;](?=[{_LETTERS}“‘(]{{2}}|[aI] |\d{{1,2}} |{OBJECT})"
    rf"|(?<=[”’).%{OBJECT}])[,;](?=[{_LETTERS}“‘(]{{2}}|[aI] )"
    rf"|(?<=\d)[,;](?=[{_LETTERS}]{{3}})"
    rf"|(?<=[a-z]{{2}}):(?=[A-Z][a-z]+ )"
    rf"|(?<=[a-z)”’]{{2}})[.!?](?=(?:[A-Z][a-z]+|[AI])[ ,’])"
    rf"|(?<=[a-z]{{2}}|\d%)[.](?=“)"
)
_BRACKET = re.compile(rf"(?<=[{_LETTERS}]{{3}})\((?=[A-Z]{{2,}}s?\)|[^()]*[a-z] [^()]*\))")


def missing_blank(unit: Unit) -> Iterator[Finding]:
    """Find commas, full stops and brackets in English without the blank that belongs there.

    Figures (1,000), abbreviations (U.S.), file names, addresses and code are left alone.

    >>> "In Beijing,eight companies met." in en
    warning: `,` lacks a blank after it
    hint: write `, `
    """
    text = worded(unit.translation.text, unit.locale)
    slips = [Slip(*found.span(), f"{found[0]} ") for found in _STUCK.finditer(text)]
    yield from marked(unit, slips, Verdict("lacks a blank after it", safe=True))
    if "(" in text:
        before = [Slip(*found.span(), " (") for found in _BRACKET.finditer(text)]
        yield from marked(unit, before, Verdict("lacks a blank before it", safe=True))


MISSING_BLANK = Check("missing-blank", Severity.WARNING, missing_blank, solo=True)
