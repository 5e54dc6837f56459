"""Slips of real translators, and dangerous good prose, before all rules at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.checks import examine
from pipeline.model import Locale, Message, Translation
from pipeline.plugs import House, Unit

SEEDS = tomllib.loads(
    (Path(__file__).parent / "fixtures" / "checks" / "seeds.toml").read_text("utf-8")
)
TERMS = {
    "to_chinese": {
        "clinical trial": ("临床试验",),
        "cold chain": ("冷链",),
        "OpenHarbor": ("OpenHarbor",),
        "HBDA": ("海港湾开发管理局", "HBDA"),
        "Harbor Bay": ("海港湾",),
    },
    "to_english": {"临床试验": ("clinical trial",), "海港湾": ("Harbor Bay",)},
}
BARRED = {"artificial intelligence": ("人工智慧",)}


def found(way, source, translation):
    chinese = way == "to_chinese"
    read = Unit(
        Message(source),
        Translation(translation),
        Locale("zh_CN" if chinese else "en"),
        TERMS[way],
        Locale("en" if chinese else "zh_CN"),
        House("none" if chinese else "consistent"),
        BARRED,
    )
    return [said.rule for said in examine([read])]


def cases(kind):
    return [
        pytest.param(way, *case, id=case[-1])
        for way, listed in SEEDS[kind].items()
        for case in listed
    ]


@pytest.mark.parametrize(("way", "rule", "source", "translation"), cases("bad"))
def test_a_slip_is_found(way, rule, source, translation):
    """Each pair has one slip, and its rule finds it."""
    assert rule in found(way, source, translation)


@pytest.mark.parametrize(("way", "source", "translation"), cases("good"))
def test_good_prose_is_left_alone(way, source, translation):
    """Nothing is said about it, not even a note."""
    assert found(way, source, translation) == []
