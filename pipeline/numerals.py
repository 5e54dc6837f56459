"""Bare numbers as a locale writes them, in full or shortened, by way of CLDR and Babel.

Law: no digit is lost. What is shortened to 1234.5678万 or 12.345678 million reads back as the
number it was, whatever its length.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from babel import Locale

TIGHT = ("zh", "ja", "th")
"""Languages that set a unit close to its number; CLDR has a blank there now and then."""

_SHORTENED = 10_000
_DIGITS = 100
"""Digits that Decimal works with: a fact has 24 before its point and 12 behind it."""


@cache
def shape(cldr: str) -> Locale:
    """Return all that CLDR knows of a locale: Babel would seek it anew at every number."""
    from babel import Locale

    return Locale.parse(cldr)


def places(value: str) -> int:
    """Return how many digits stand behind the point of a number."""
    return len(value.partition(".")[2])


def placed(pattern: str, places: int) -> str:
    """Return a CLDR number pattern with just so many places: ``#,##0.###`` and 1: ``#,##0.0``."""
    return re.sub(
        r"0(\.[0#]+)?(?![0#,.])", "0" + ("." + "0" * places if places else ""), pattern, count=1
    )


def full(value: str, cldr: str, *, percent: bool = False) -> str:
    """Return the number with the places that the author wrote: 34.0 % is not 34 %."""
    from babel import numbers

    formats = shape(cldr).percent_formats if percent else shape(cldr).decimal_formats
    pattern = placed(str(formats[None].pattern), places(value))
    write = numbers.format_percent if percent else numbers.format_decimal
    with localcontext(prec=_DIGITS):
        number = Decimal(value) / 100 if percent else Decimal(value)
        return str(write(number, pattern, locale=shape(cldr)))


def compact(value: str, cldr: str) -> str:
    """Return a number as newspapers shorten it: by ten thousands and more, never by thousands."""
    from babel import numbers

    number, length = Decimal(value), _length(cldr)
    if step(value, cldr) < _SHORTENED:
        return full(value, cldr)
    with localcontext(prec=_DIGITS):
        text = numbers.format_compact_decimal(
            number, format_type=length, locale=shape(cldr), fraction_digits=_DIGITS // 2
        )
    return str(text)


def step(value: str, cldr: str) -> int:
    """Return what the locale counts a value in: 万 is 10,000, a thousand 1,000."""
    patterns = _patterns(cldr)
    size = max((int(key) for key in patterns if int(key) <= abs(Decimal(value))), default=1)
    shown = str(patterns[str(size)].pattern).count("0") if size > 1 else 1
    return size // int(10 ** max(shown - 1, 0))


def _patterns(cldr: str) -> Any:
    return shape(cldr).compact_decimal_formats[_length(cldr)]["other"]


def _length(cldr: str) -> Literal["long", "short"]:
    """Return the longer way to shorten: Chinese has one way only, which CLDR calls short."""
    return "long" if "long" in shape(cldr).compact_decimal_formats else "short"
