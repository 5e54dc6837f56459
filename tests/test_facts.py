"""The figures of a release, in each locale's form."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from pipeline import facts, units
from pipeline.model import Fact

AREA = Fact("built_area", "quantity", "400000", "square-meter", "2023")
FIRMS = Fact("registered", "integer", "2961", "enterprises", "2022-07")
EVENT = Fact("event", "date", "2022-08-23")
SHARE = Fact("share", "percent", "12.50")
COST = Fact("cost", "money", "212000000", "EUR", "2025-03")
PRICE = Fact("price", "money", "1250.5", "CNY")


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=6))
def test_a_true_sum_never_disagrees(values):
    """Arithmetic is exact: cents add up, whatever their number."""
    parts = tuple(Fact(f"f{i}", "decimal", f"{v:f}") for i, v in enumerate(values))
    total = Fact("total", "decimal", f"{sum(values, Decimal()):f}")

    assert facts.disagreement(total, "sum", parts) == ""


@pytest.mark.parametrize(
    ("fact", "form", "english", "chinese"),
    [
        (AREA, "", "400,000 m²", "400,000平方米"),
        (AREA, "compact", "400,000 m²", "40万平方米"),
        (AREA, "long", "400,000 square metres", "400,000平方米"),
        (AREA, "number", "400,000", "400,000"),
        (AREA, "date", "2023", "2023年"),
        (FIRMS, "", "2,961", "2,961"),
        (FIRMS, "unit", "2,961 enterprises", "2,961家"),
        (FIRMS, "date", "July 2022", "2022年7月"),
        (EVENT, "", "23 August 2022", "2022年8月23日"),
        (EVENT, "day", "23 August", "8月23日"),
        (EVENT, "month", "August 2022", "2022年8月"),
        (SHARE, "", "12.50%", "12.50%"),
        (COST, "", "€212,000,000", "212,000,000欧元"),
        (COST, "compact", "€212 million", "2.12亿欧元"),
        (COST, "long", "212,000,000 euros", "212,000,000欧元"),
        (COST, "number", "212,000,000", "212,000,000"),
        (COST, "date", "March 2025", "2025年3月"),
        (PRICE, "", "CN¥1,250.50", "1,250.50元"),
        (PRICE, "long", "1,250.50 Chinese yuan", "1,250.50元人民币"),
    ],
)
def test_a_fact_stands_in_the_form_of_its_locale(fact, form, english, chinese):
    """CLDR decides, and Chinese has no blank before a unit."""
    noun = {"en_GB": "enterprises", "zh_CN": "家"}
    said = [facts.spell(fact, form, cldr, noun[cldr]).joined for cldr in noun]

    assert [text.replace("\xa0", " ") for text in said] == [english, chinese]


def test_a_unit_never_parts_from_its_number():
    """The blank between them does not break."""
    assert facts.spell(AREA, "", "en_GB").joined == "400,000\xa0m²"
    assert facts.spell(FIRMS, "unit", "en_GB", "enterprises").joined == "2,961\xa0enterprises"


def test_a_compact_figure_keeps_every_digit_that_counts():
    """A shorter way to write a number is not another number."""
    odd = Fact("odd", "integer", "12345678")

    assert facts.spell(odd, "compact", "zh_CN").joined == "1234.5678万"
    assert facts.spell(odd, "compact", "en").joined == "12.345678 million"


def test_english_does_not_shorten_thousands():
    """2.961K is no figure for a page."""
    assert facts.spell(FIRMS, "compact", "en").joined == "2,961"


SCALES = {
    "万亿|兆|조|trillion": 12,
    "billion": 9,
    "億|亿|억": 8,
    "million": 6,
    "万|萬|만": 4,
}

NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,23})(\.[0-9]{1,12})?", fullmatch=True)
LOCALES = (
    "en",
    "en_GB",
    "zh_CN",
    "zh_TW",
    "de",
    "fr",
    "es",
    "pt_BR",
    "ja",
    "ko",
    "ru",
    "ar",
    "hi",
)


def read_back(text, cldr):
    """Return the number that a text says, as a reader of the locale reads it."""
    symbols = Locale.parse(cldr).number_symbols["latn"]
    digits = re.search(r"\d[\d.,\s٬٫'’]*\d|\d", text)[0]
    plain = re.sub(rf"[\s{re.escape(symbols['group'])}]", "", digits)
    number = Decimal(plain.replace(symbols["decimal"], "."))
    for words, scale in SCALES.items():
        if re.search(words, text[text.index(digits) + len(digits) :]):
            number = Decimal(f"{number:f}e{scale}")
            break
    return -number if re.search("[-−]", text) else number


@given(NUMBERS, st.sampled_from(LOCALES), st.sampled_from(["EUR", "CNY", "USD", "JPY", "KWD"]))
def test_money_loses_no_digit(value, cldr, code):
    """Every digit that the author wrote stands in every form, and the currency with it."""
    fact = Fact("cost", "money", value, code)
    digits = "".join(re.findall(r"\d", value)).strip("0")

    for form in ("", "compact", "long", "number"):
        said = facts.spell(fact, form, cldr).joined
        assert digits in "".join(re.findall(r"\d", said))
        assert form == "number" or re.sub(r"[\d\s.,'’٬٫\u200e\u200f-]", "", said)


@given(NUMBERS, st.sampled_from(["en", "en_GB", "zh_CN", "zh_TW", "ja", "ko"]))
def test_a_short_amount_reads_back_as_the_whole_one(value, cldr):
    """2.12亿 is 212,000,000 and nothing else."""
    said = facts.spell(Fact("cost", "money", value, "EUR"), "compact", cldr).joined

    assert read_back(said, cldr) == Decimal(value)


def test_a_month_has_no_day():
    """A form never says more than the author knows."""
    assert facts.forms(Fact("m", "date", "2022-07")) == ("", "month", "year")


@pytest.mark.parametrize(
    ("fact", "form"),
    [
        (Fact("x", "integer", "1"), "date"),
        (Fact("x", "integer", "1"), "unit"),
        (Fact("x", "integer", "1", "stops"), "long"),
    ],
)
def test_a_form_that_a_fact_lacks_is_an_error(fact, form):
    """Only a dated figure has a date, only what has a unit can say it, a noun has no long form."""
    with pytest.raises(KeyError):
        facts.spell(fact, form, "en")


@pytest.mark.parametrize(
    ("cldr", "said"),
    [
        ("de", "212 Millionen Euro"), ("fr", "212 millions d’euros"), ("ja", "2.12億ユーロ"),
        ("es", "212 millones de euros"), ("zh_TW", "2.12億歐元"), ("ko", "2.12억 유로"),
    ],
)  # fmt: skip
def test_other_languages_say_the_currency_behind_the_amount(cldr, said):
    """Only English sets its sign before a million."""
    assert facts.spell(COST, "compact", cldr).joined.replace("\xa0", " ") == said


def test_the_amount_of_a_key_figure_stands_apart_from_its_name():
    """What is set large is the number; million and 欧元 stand beside it."""
    parts = [facts.spell(COST, "compact", cldr) for cldr in ("en_GB", "zh_CN")]

    assert [(f.number, f.unit) for f in parts] == [("€212", "million"), ("2.12亿", "欧元")]


@pytest.mark.parametrize(
    ("rule", "value", "parts", "why"),
    [
        ("sum", "2960", ("2908", "53"), "2908 + 53 makes 2961"),
        ("difference", "3", ("10", "6"), "10 − 6 makes 4"),
        ("share", "12.4", ("1", "8"), "1 of 8 makes 12.5"),
        ("share", "33.3", ("1", "3"), ""),
        ("share", "1", ("1", "0"), "1 of 0 makes 0"),
    ],
)
def test_wrong_arithmetic_says_what_is_right(rule, value, parts, why):
    """The author reads the sum, and what it really makes."""
    others = tuple(Fact(f"p{i}", "integer", part) for i, part in enumerate(parts))

    assert facts.disagreement(Fact("x", "integer", value), rule, others) == why


@pytest.mark.parametrize(
    ("unit", "known"),
    [("", False), ("square-meter", True), ("day", True), ("enterprises", False), ("item", False)],
)
def test_a_plain_noun_is_no_unit(unit, known):
    """CLDR counts "items" for chemists; a release counts them for readers."""
    assert units.known(unit) is known
