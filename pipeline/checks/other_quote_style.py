"""Quotation marks of another style than the house's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.english import worded
from pipeline.reading.hanzi import Slip, Verdict, marked

_DOUBLE = re.compile(r"“([^“”]*)”")
_SINGLE = re.compile(r"(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w))*)’(?!\w)")
_FOREIGN = re.compile(r"[„«»‹›「」『』]")


def other_quote_style(unit: Unit) -> Iterator[Finding]:
    """Find English quotations whose outer marks are not those of the house: `quotes`.

    `“”` is double outside and single within, `‘’` the other way round. Apostrophes are none. A
    house that has not chosen hears nothing.

    >>> "the ‘open’ zone" in en with quotes = “”
    warning: `‘`, `’` is not the style of the house
    hint: write `“` for `‘`, `”` for `’`
    """
    quotes = unit.house.quotes
    text = worded(unit.translation.text, unit.locale) if quotes in ("“”", "‘’") else ""
    if not text or text.isascii():
        return
    ours, theirs = (_DOUBLE, _SINGLE) if quotes == "“”" else (_SINGLE, _DOUBLE)
    inside = [found.span() for found in ours.finditer(text)]
    slips = [
        slip
        for found in theirs.finditer(text)
        if not any(a < found.start() < b for a, b in inside)
        for slip in (
            Slip(found.start(), found.start() + 1, quotes[0]),
            Slip(found.end() - 1, found.end(), quotes[1]),
        )
    ]
    slips += [Slip(*found.span()) for found in _FOREIGN.finditer(text)]
    said = Verdict("is not the style of the house")
    ordered = sorted(slips, key=lambda slip: slip.start)
    if any(slip.text is None for slip in ordered):
        said = Verdict("is not the style of the house", f"write `{quotes[0]}` and `{quotes[1]}`")
    yield from marked(unit, ordered, said)


OTHER_QUOTE_STYLE = Check("other-quote-style", Severity.WARNING, other_quote_style, solo=True)
