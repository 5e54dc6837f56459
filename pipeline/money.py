"""Amounts of money, as each locale writes them: €212 million, 212 Millionen Euro, 2.12亿欧元.

The currency is an ISO 4217 code. Law: no digit is lost, and the currency is always said.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from functools import cache

from pipeline import numerals
from pipeline.numerals import shape

_SIGNS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR", "歐元": "EUR",
    "$": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD", "美元": "USD", "美金": "USD",
    "¥": "CNY", "￥": "CNY", "cn¥": "CNY", "rmb": "CNY", "yuan": "CNY", "renminbi": "CNY",
    "元": "CNY", "人民币": "CNY", "人民币元": "CNY",
    "yen": "JPY", "jp¥": "JPY", "日元": "JPY", "円": "JPY",
    "£": "GBP", "英镑": "GBP", "hk$": "HKD", "港元": "HKD", "港币": "HKD",
}  # fmt: skip
_SHORT = {"zh": {"CNY": "元"}}
"""What a language says where it may be short; 100万人民币 is bank's Chinese, 100万元 a paper's."""

_LONG = {"zh": {"CNY": "元人民币"}}
_LINKS = {
    "fr": ("de ", "d’"), "ca": ("de ", "d’"), "es": ("de ", ""), "gl": ("de ", ""),
    "pt": ("de ", ""), "it": ("di ", ""), "ro": ("de ", ""),
}  # fmt: skip
"""What parts millions from what they are of. CLDR knows it; Babel (2.18) does not."""

_MILLION = 1_000_000


@cache
def known(code: str) -> bool:
    """Tell whether a text is the code of a currency."""
    return code.isascii() and code.isupper() and code in shape("en").currencies


def sign(text: str) -> str:
    """Return the code that a noun is, or is the everyday word or sign for; else nothing."""
    return text if known(text) else _SIGNS.get(text.casefold(), "")


def meant(text: str) -> str:
    """Return the code of the currency that a sign, a name or a code in small letters means."""
    if known(text.upper()):
        return text.upper()
    return sign(text) or _named().get(text.casefold(), "")


def plain(value: str, code: str, cldr: str) -> tuple[str, str]:
    """Return the whole amount and, if it stands apart, the name: €1,250.50; 1,250.50 and 欧元."""
    if cldr.startswith(numerals.TIGHT):
        return _full(value, code, cldr), _name(value, code, cldr, _SHORT)
    return _signed(_full(value, code, cldr), value, code, cldr), ""


def long(value: str, code: str, cldr: str) -> tuple[str, str]:
    """Return the whole amount, and the name of the currency."""
    return _full(value, code, cldr), _name(value, code, cldr, _LONG)


def compact(value: str, code: str, cldr: str) -> tuple[str, str]:
    """Return the amount as newspapers shorten it, in two parts: €212 and million, 2.12亿 and 欧元.

    English sets the sign before it, other languages the name behind it.
    """
    short = numerals.compact(value, cldr).replace(" ", "\u00a0")
    if not any(c.isalpha() for c in short):  # nothing to shorten
        return plain(value, code, cldr)
    if cldr.startswith("en"):
        number, _, scale = _signed(short, value, code, cldr).partition("\u00a0")
        return number, scale
    name = _name(value, code, cldr, _SHORT)
    if cldr.startswith(numerals.TIGHT):
        return short, name
    number, _, scale = short.partition("\u00a0")
    return number, "\u00a0".join(filter(None, (scale, _linked(name, value, cldr))))


def _full(value: str, code: str, cldr: str) -> str:
    """Return the digits, and two of cents where the author wrote any."""
    from babel import numbers

    places = numerals.places(value)
    if places:
        places = max(places, numbers.get_currency_precision(code))
    with localcontext(prec=100):
        return numerals.full(f"{Decimal(value):.{places}f}", cldr)


def _signed(text: str, value: str, code: str, cldr: str) -> str:
    """Return a number with the sign of the currency where the locale has it."""
    from babel import numbers

    one = numbers.format_currency(
        -7 if value.startswith("-") else 7,
        code,
        numerals.placed(str(shape(cldr).currency_formats["standard"].pattern), 0),
        locale=shape(cldr),
        currency_digits=False,
    )
    digits = text.lstrip("-−\u200e\u200f")
    return str(one).replace("7", digits, 1)


def _name(value: str, code: str, cldr: str, ours: Mapping[str, Mapping[str, str]]) -> str:
    """Return what a currency is called behind a number: euro, euros, 欧元."""
    if own := ours.get(cldr[:2], {}).get(code) if "TW" not in cldr and "Hant" not in cldr else "":
        return own
    locale = shape(cldr)
    names = locale._data["currency_names_plural"].get(code, {})
    form = locale.plural_form(abs(Decimal(value)))
    return str(names.get(form) or names.get("other") or locale.currencies.get(code, code))


def _linked(name: str, value: str, cldr: str) -> str:
    """Return a name as it stands behind millions: millions d’euros, millones de euros."""
    if numerals.step(value, cldr) < _MILLION:
        return name
    link, elided = _LINKS.get(cldr[:2], ("", ""))
    return elided + name if elided and name[0].casefold() in "aeéiouy" else link + name


@cache
def _named() -> dict[str, str]:
    """Return the codes of currencies by their English names, without case."""
    locale = shape("en")
    names = {name.casefold(): code for code, name in locale.currencies.items()}
    for code, plurals in locale._data["currency_names_plural"].items():
        names |= {name.casefold(): code for name in plurals.values()}
    return names
