"""The figures of a release: written once, checked, and put in each locale's form.

    {registered}          2,961            2,961
    {built_area}          400,000 m²       400,000平方米
    {built_area.compact}  400,000 m²       40万平方米
    {registered.date}     July 2022        2022年7月
    {cost.compact}        €212 million     2.12亿欧元

Law: a form of a fact depends on the fact, the locale and nothing else. The forms are those
of CLDR, by way of Babel, which is imported only when a fact is really formatted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pipeline import money, numerals
from pipeline.model import Fact
from pipeline.numerals import TIGHT, shape

if TYPE_CHECKING:
    from datetime import date

REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z]+))?\}")
"""A fact in text: its name, then its form, if any."""

NUMBER_FORMS = ("", "number", "compact", "long", "unit", "date", "year")
DATE_FORMS = ("", "long", "medium", "short", "full", "day", "month", "year")
"""From the most exact to the least: a month has no day, a year no month."""

KINDS = ("integer", "decimal", "percent", "quantity", "money", "date")
ARITHMETIC = ("sum", "difference", "share")


@dataclass(frozen=True, slots=True)
class Form:
    """A fact in one locale's words: what stands before ``unit``, and the unit (may be empty).

    ``joined`` is the text of both, spaced as the locale wants it.
    """

    number: str
    unit: str
    joined: str


def forms(fact: Fact) -> tuple[str, ...]:
    """Return the names of the forms that a fact has; the empty name is the plain form."""
    if fact.kind == "unknown":
        return (*NUMBER_FORMS, *DATE_FORMS)
    if fact.kind == "date":
        finest = {4: 1, 7: 2}.get(len(fact.value), len(DATE_FORMS))
        return tuple(f for f in DATE_FORMS if f not in DATE_FORMS[:-finest] or not f)
    measured = fact.kind in ("quantity", "money")
    lacking = {
        *(() if fact.date else ("date", "year")),
        *(() if measured else ("long",)),
        *(() if fact.unit else ("unit",)),
    }
    return tuple(f for f in NUMBER_FORMS if f not in lacking)


def spell(fact: Fact, form: str, cldr: str, noun: str = "") -> Form:
    """Return ``fact`` in a form, as the CLDR locale ``cldr`` writes it.

    ``noun`` is the unit in the locale's words, used by the form ``unit``. Raises ``KeyError``
    for a form that the fact does not have.
    """
    if form not in forms(fact):
        raise KeyError(form)
    if fact.kind == "date":
        return _plain(_date(fact.value, form or "long", cldr))
    if form in ("date", "year"):
        return _plain(_date(fact.date, "long" if form != "year" else "year", cldr))
    if fact.kind == "quantity" and form != "number":
        return _quantity(fact, form, cldr)
    if fact.kind == "money" and form != "number":
        return _money(fact, form, cldr)
    number = _compact(fact, cldr) if form == "compact" else _number(fact, cldr)
    if form == "unit" and noun:
        return Form(number, noun, number + _gap(cldr) + noun)
    return _plain(number)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The facts of a release, and how one locale says them: its nouns by fact, its CLDR name."""

    facts: Mapping[str, Fact]
    nouns: Mapping[str, str]
    cldr: str

    def form(self, reference: str) -> Form:
        """Return what the locale says for ``name`` or ``name.form``; raise ``KeyError``."""
        name, _, form = reference.partition(".")
        return spell(self.facts[name], form, self.cldr, self.nouns.get(name, ""))


def amount(fact: Fact) -> float:
    """Return the value of a figure as a number, for charts."""
    value = Decimal(fact.value)
    return int(value) if value == value.to_integral() else float(value)


def disagreement(fact: Fact, rule: str, others: tuple[Fact, ...]) -> str:
    """Return why ``fact`` is not the sum, difference or share of the others, or nothing.

    A share is in percent and may be rounded to the places that the fact shows.
    """
    values = [Decimal(other.value) for other in others]
    right = _ARITHMETIC[rule](values)
    places = -Decimal(fact.value).as_tuple().exponent  # type: ignore[operator]
    if rule == "share":
        right = round(right, max(int(places), 0))
    if right == Decimal(fact.value):
        return ""
    signs = {"sum": " + ", "difference": " − ", "share": " of "}[rule]
    return f"{signs.join(other.value for other in others)} makes {right.normalize():f}"


def mixed(reckoned: tuple[Fact, ...], rule: str) -> tuple[str, ...]:
    """Return two units that cannot be reckoned with each other, or nothing.

    A sum or difference is in the unit of its parts; the parts of a share are in one unit. What
    is counted, and a bare number, goes with anything.
    """
    parts = reckoned[1:] if rule == "share" else reckoned
    units = tuple(dict.fromkeys(f.unit for f in parts if f.kind in ("quantity", "money")))
    return units[:2] if len(units) > 1 else ()


def write_date(iso: str, form: str, cldr: str) -> str:
    """Return an ISO date in a form of a date fact, as the locale writes it."""
    return _date(iso, form, cldr)


def _share(values: list[Decimal]) -> Decimal:
    return values[0] / values[1] * 100 if values[1] else Decimal()


_ARITHMETIC: Mapping[str, Callable[[list[Decimal]], Decimal]] = {
    "sum": lambda values: sum(values, Decimal()),
    "difference": lambda values: values[0] - sum(values[1:], Decimal()),
    "share": _share,
}


def _plain(text: str) -> Form:
    return Form(text, "", text)


def _number(fact: Fact, cldr: str) -> str:
    return numerals.full(fact.value, cldr, percent=fact.kind == "percent")


def _compact(fact: Fact, cldr: str) -> str:
    return _number(fact, cldr) if fact.kind == "percent" else numerals.compact(fact.value, cldr)


def _money(fact: Fact, form: str, cldr: str) -> Form:
    spell = {"": money.plain, "compact": money.compact}.get(form, money.long)
    number, unit = spell(fact.value, fact.unit, cldr)
    return Form(number, unit, _gap(cldr).join(filter(None, (number, unit))))


def _quantity(fact: Fact, form: str, cldr: str) -> Form:
    number = _compact(fact, cldr) if form == "compact" else _number(fact, cldr)
    pattern = _pattern(fact, "long" if form == "long" else "short", cldr)
    unit = pattern.replace("{0}", "").strip(" \u00a0\u202f")
    return Form(number, unit, pattern.replace("{0}", number))


def _pattern(fact: Fact, length: Literal["long", "short"], cldr: str) -> str:
    """Return how the locale joins the unit to a number, as ``{0} m²``.

    CLDR lets Chinese inherit its long patterns from the short ones; Babel (2.18) does not.
    """
    from babel import numbers, units

    value = Decimal(fact.value)
    plain = str(numbers.format_decimal(value, locale=shape(cldr)))
    text = units.format_unit(value, fact.unit, length=length, locale=shape(cldr))
    if length == "long" and text.endswith(fact.unit):
        text = units.format_unit(value, fact.unit, length="short", locale=shape(cldr))
    pattern = text.replace(plain, "{0}")
    if cldr.startswith(TIGHT):
        return re.sub(r"\s*\{0\}\s*", "{0}", pattern)
    return re.sub(r" (?=\S)|(?<=\S) ", "\u00a0", pattern, count=1)


def _gap(cldr: str) -> str:
    return "" if cldr.startswith(TIGHT) else "\u00a0"


def _date(iso: str, form: str, cldr: str) -> str:
    from babel import dates

    day = parse_date(iso)
    skeletons = {"month": "yMMMM", "day": "MMMMd", "year": "y"}
    precision = {4: "year", 7: "month"}.get(len(iso), "")
    if precision == "year" or form == "year":
        return str(dates.format_skeleton("y", day, locale=shape(cldr)))
    if skeleton := skeletons.get(form) or (skeletons["month"] if precision else ""):
        return str(dates.format_skeleton(skeleton, day, locale=shape(cldr)))
    return str(dates.format_date(day, form, locale=shape(cldr)))


def parse_date(iso: str) -> date:
    """Return the first day of an ISO year, month or day; raise ``ValueError``."""
    from datetime import date

    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", iso):
        raise ValueError(iso)
    return date.fromisoformat((iso + "-01-01")[:10])
