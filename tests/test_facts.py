"""The figures of a release, in each locale's form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import facts
from pipeline.model import Fact

AREA = Fact("built_area", "quantity", "400000", "square-meter", "2023")
FIRMS = Fact("registered", "integer", "2961", "enterprises", "2022-07")
EVENT = Fact("event", "date", "2022-08-23")
SHARE = Fact("share", "percent", "12.50")


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


def test_a_month_has_no_day():
    """A form never says more than the author knows."""
    assert facts.forms(Fact("m", "date", "2022-07")) == ("", "month", "year")


def test_a_form_that_a_fact_lacks_is_an_error():
    """Only a dated figure has a date."""
    with pytest.raises(KeyError):
        facts.spell(Fact("x", "integer", "1"), "date", "en")


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
    assert facts.known_unit(unit) is known
