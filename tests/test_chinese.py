"""Chinese and Japanese texts: what an editor would mark, and what he would leave alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks import CHECKS
from pipeline.model import Locale, Message, Translation
from pipeline.plugs import CatalogCheck, Check, House, Unit
from pipeline.prose import prose
from pipeline.reading import variants
from pipeline.reading.hanzi import plain
from pipeline.reading.pairs import pairs
from pipeline.reading.spacing import gaps

CORPUS = tomllib.loads(
    (Path(__file__).parent / "fixtures" / "checks" / "chinese.toml").read_text("utf-8")
)
GOOD = [(group["locale"], text) for group in CORPUS["good"] for text in group["texts"]]
SPACING = next(check for check in CHECKS if check.name == "uneven-spacing")
MARKS = st.text(
    alphabet="大兴机场“”‘’「」（）()《》，。、；：,.:;!?…—-~ 0129%A后機発<em>/{n}\n　\"'"
)


def unit(text, locale="zh_CN", house=None):
    return Unit(Message(text), Translation(text), Locale(locale), house=house or House())


def found(text, locale="zh_CN"):
    """Return what the rules that need no other language say of a text."""
    read = unit(text, locale)
    said = [
        (check.name, finding)
        for check in CHECKS
        if isinstance(check, Check) and check.solo
        for finding in check.run(read)
    ]
    assert isinstance(SPACING, CatalogCheck)
    return said + [(SPACING.name, finding) for _, finding in SPACING.run((read,))]


def mended(text, locale="zh_CN"):
    """Return a text after the first safe fix of each rule in turn."""
    for _ in range(20):
        fixes = [finding.fix for _, finding in found(text, locale) if finding.fix]
        safe = next((fix for fix in fixes if fix.safe), None)
        if not safe:
            break
        start, end = safe.span
        text = text[:start] + safe.text + text[end:]
    return text


@pytest.mark.parametrize("case", CORPUS["error"], ids=lambda case: case["text"])
def test_a_slip_of_the_pen_is_found_once(case):
    """One error, one finding, with a hint and its characters."""
    ((rule, finding),) = found(case["text"], case.get("locale", "zh_CN"))

    assert rule == case["rule"]
    assert finding.hints
    assert finding.spans


@pytest.mark.parametrize(("locale", "text"), GOOD)
def test_good_prose_is_left_alone(locale, text):
    """Editors switch off what cries wolf."""
    assert [(rule, finding.message) for rule, finding in found(text, locale)] == []


def test_the_corpus_is_large_enough():
    """Trust is settled by numbers."""
    assert len(CORPUS["error"]) >= 40
    assert len(GOOD) >= 60


@given(MARKS, st.sampled_from(["zh_CN", "zh_TW", "ja"]))
def test_no_text_breaks_a_rule_and_every_place_is_within_it(text, locale):
    """Spans and fixes stand in the text, from left to right."""
    for _, finding in found(text, locale):
        for start, end in (*finding.spans, *([finding.fix.span] if finding.fix else [])):
            assert 0 <= start <= end <= len(text)
        if finding.fix and finding.fix.text:
            assert "\ufffc" not in finding.fix.text


@given(MARKS)
def test_what_a_rule_reads_is_as_long_as_the_prose(text):
    """Each character leads back to its place."""
    assert plain(text) == "" or len(plain(text)) == len(prose(text).text)


@pytest.mark.parametrize("case", CORPUS["error"], ids=lambda case: case["text"])
def test_safe_fixes_come_to_an_end(case):
    """Mending twice changes nothing more."""
    once = mended(case["text"], case.get("locale", "zh_CN"))

    assert mended(once, case.get("locale", "zh_CN")) == once


@given(st.text(alphabet="“”‘’（）《》()大1a:"))
def test_every_mark_of_a_pair_is_paired_or_alone(text):
    """No mark is counted twice."""
    together, alone = pairs(text)
    places = [at for pair in together for at in (pair.first, pair.last)] + alone

    assert len(places) == len(set(places))
    assert all(pair.first < pair.last for pair in together)


def test_no_character_belongs_to_both_scripts():
    """What one script lacks is at home in the other."""
    assert not set(variants.simplified()) & set(variants.traditional())
    assert not set("乾於瞭后里干面丑谷台著徵藉喆堃昇") & set(variants.simplified())
    assert not set("后里干面丑谷台云") & set(variants.traditional())


def catalog(*texts, spacing="consistent"):
    units = tuple(unit(text, house=House(spacing=spacing)) for text in texts)
    return [units.index(one) for one, _ in SPACING.run(units)]


def test_most_of_a_catalog_decides_how_it_writes():
    """The exception is found, whichever way the rest goes."""
    assert catalog("用Rust写", "用Go写", "用 C++ 写") == [2]
    assert catalog("用 Rust 写", "用 Go 写", "用Zig写") == [2]
    assert catalog("用Rust写", "用 Go 写") == [1]
    assert catalog("用Rust写", "共有 8 家", "共有 9 家") == []


def test_a_catalog_without_a_habit_is_only_told_of_uneven_messages():
    """Where half is so and half otherwise, nobody knows what the house wants."""
    mixed = [f"用Rust写{n}" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"] + [
        f"用 Rust 写{n}" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    ]

    assert catalog(*mixed) == []
    assert catalog(*mixed, "用Rust写，用 Go 写") == [30]


def test_a_house_that_has_decided_needs_no_majority():
    """`none` and `space` are the business of another rule."""
    assert catalog("用Rust写", "用 Go 写", spacing="none") == []


def test_japanese_and_traditional_places_of_a_blank_are_seen():
    """The scripts meet in Japanese too."""
    assert [gap.blank for gap in gaps("使用 Rust言語")] == [True, False]
