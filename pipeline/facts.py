"""The figures of a release: written once, checked, and put in each locale's form.

    {registered}          2,961            2,961
    {built_area}          400,000 m²       400,000平方米
    {built_area.compact}  400,000 m²       40万平方米
    {registered.date}     July 2022        2022年7月

Law: a form of a fact depends on the fact, the locale and nothing else. The forms are those
of CLDR, by way of Babel, which is imported only when a fact is really formatted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.model import Fact

if TYPE_CHECKING:
    from datetime import date

    from babel import Locale

REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z]+))?\}")
"""A fact in text: its name, then its form, if any."""

NUMBER_FORMS = ("", "number", "compact", "long", "unit", "date", "year")
DATE_FORMS = ("", "long", "medium", "short", "full", "day", "month", "year")
"""From the most exact to the least: a month has no day, a year no month."""

KINDS = ("integer", "decimal", "percent", "quantity", "date")
ARITHMETIC = ("sum", "difference", "share")
_NOUNS = {"item", "part", "portion", "point", "dot", "pixel", "em", "person"}
_SHORTENED = 10_000
_TIGHT = ("zh", "ja", "th")
"""Languages that set a unit close to its number; CLDR has a blank there now and then."""


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
    dated = ("date", "year") if fact.date else ()
    return tuple(f for f in NUMBER_FORMS if f not in ("date", "year") or f in dated)


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
    number = _compact(fact, cldr) if form == "compact" else _number(fact, cldr)
    if form == "unit" and noun:
        return Form(number, noun, number + _gap(cldr) + noun)
    return _plain(number)


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


@cache
def known_unit(unit: str) -> bool:
    """Tell whether CLDR has words for a unit; "items" and "dots" are nouns to us."""
    from babel.units import UnknownUnitError, get_unit_name

    if not unit or unit in _NOUNS:
        return False
    try:
        return get_unit_name(unit, locale="en") is not None
    except UnknownUnitError:
        return False


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


@cache
def _shape(cldr: str) -> Locale:
    """Return all that CLDR knows of a locale: Babel would seek it anew at every number."""
    from babel import Locale

    return Locale.parse(cldr)


def _number(fact: Fact, cldr: str) -> str:
    """Return the number with the places that the author wrote: 34.0 % is not 34 %."""
    from babel import numbers

    value = Decimal(fact.value)
    shape = _shape(cldr)
    places = len(fact.value.partition(".")[2])
    if fact.kind == "percent":
        pattern = _placed(str(shape.percent_formats[None].pattern), places)
        return str(numbers.format_percent(value / 100, pattern, locale=_shape(cldr)))
    pattern = _placed(str(shape.decimal_formats[None].pattern), places)
    return str(numbers.format_decimal(value, pattern, locale=_shape(cldr)))


def _placed(pattern: str, places: int) -> str:
    """Return a CLDR number pattern with just so many places: ``#,##0.###`` and 1: ``#,##0.0``."""
    return re.sub(
        r"0(\.[0#]+)?(?![0#,.])", "0" + ("." + "0" * places if places else ""), pattern, count=1
    )


def _compact(fact: Fact, cldr: str) -> str:
    """Return a number as newspapers shorten it: by ten thousands and more, never by thousands.

    No digit that counts is lost: a shorter way to write a number is not another number.
    """
    from babel import numbers

    value = Decimal(fact.value)
    length: Literal["long", "short"] = "short" if cldr.startswith(_TIGHT) else "long"
    if fact.kind == "percent" or _step(value, length, cldr) < _SHORTENED:
        return _number(fact, cldr)
    shape = _shape(cldr)
    text = numbers.format_compact_decimal(
        value, format_type=length, locale=shape, fraction_digits=12
    )
    return str(text)


def _step(value: Decimal, length: str, cldr: str) -> int:
    """Return what the locale counts a value in: 万 is 10,000, a thousand 1,000."""
    patterns = _shape(cldr).compact_decimal_formats[length]["other"]
    size = max((int(key) for key in patterns if int(key) <= abs(value)), default=1)
    shown = str(patterns[str(size)].pattern).count("0") if size > 1 else 1
    return size // int(10 ** max(shown - 1, 0))


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
    plain = str(numbers.format_decimal(value, locale=_shape(cldr)))
    text = units.format_unit(value, fact.unit, length=length, locale=_shape(cldr))
    if length == "long" and text.endswith(fact.unit):
        text = units.format_unit(value, fact.unit, length="short", locale=_shape(cldr))
    pattern = text.replace(plain, "{0}")
    if cldr.startswith(_TIGHT):
        return re.sub(r"\s*\{0\}\s*", "{0}", pattern)
    return re.sub(r" (?=\S)|(?<=\S) ", "\u00a0", pattern, count=1)


def _gap(cldr: str) -> str:
    return "" if cldr.startswith(_TIGHT) else "\u00a0"


def _date(iso: str, form: str, cldr: str) -> str:
    from babel import dates

    day = parse_date(iso)
    skeletons = {"month": "yMMMM", "day": "MMMMd", "year": "y"}
    precision = {4: "year", 7: "month"}.get(len(iso), "")
    if precision == "year" or form == "year":
        return str(dates.format_skeleton("y", day, locale=_shape(cldr)))
    if skeleton := skeletons.get(form) or (skeletons["month"] if precision else ""):
        return str(dates.format_skeleton(skeleton, day, locale=_shape(cldr)))
    return str(dates.format_date(day, form, locale=_shape(cldr)))


def parse_date(iso: str) -> date:
    """Return the first day of an ISO year, month or day; raise ``ValueError``."""
    from datetime import date

    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", iso):
        raise ValueError(iso)
    return date.fromisoformat((iso + "-01-01")[:10])
