"""Dates in another order than the house writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.english import worded
from pipeline.reading.hanzi import Slip, Verdict, marked

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH} (?:the )?{_DAY}\b(?![.,:]?\d)(?! percent| per cent|%)(?:,? {_YEAR}\b)?"
)
_DAY_FIRST = re.compile(rf"\b{_DAY}(?: of)? {_MONTH}(?![a-z])(?:,? {_YEAR}\b)?")


def other_date_style(unit: Unit) -> Iterator[Finding]:
    """Find English dates that are not in the order of the house: `dates` in `[style.en]`.

    `dmy` is 23 August 2022, `mdy` August 23, 2022. A house that has not chosen hears nothing.

    >>> "On August 23, 2022, they met." in en with dates = dmy
    warning: `August 23, 2022` is not the order of the house
    hint: write `23 August 2022`
    """
    order = unit.house.dates
    text = worded(unit.translation.text, unit.locale) if order in ("dmy", "mdy") else ""
    pattern = _MONTH_FIRST if order == "dmy" else _DAY_FIRST
    slips = [Slip(*found.span(), _ordered(found, order)) for found in pattern.finditer(text)]
    yield from marked(unit, slips, Verdict("is not the order of the house"))


def _ordered(found: re.Match[str], order: str) -> str:
    day, month, year = found["day"].lstrip("0"), found["month"], found["year"]
    if order == "dmy":
        return f"{day} {month}{f' {year}' if year else ''}"
    return f"{month} {day}{f', {year}' if year else ''}"


OTHER_DATE_STYLE = Check("other-date-style", Severity.WARNING, other_date_style, solo=True)
