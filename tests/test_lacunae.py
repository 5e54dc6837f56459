"""What stands on the page where a translation is missing."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from hypothesis import given

from pipeline import lacunae, releases, tree
from pipeline.cli import main
from pipeline.model import Catalog, Locale, Translation
from pipeline.segments import segments
from pipeline.stages.localize import Tongue, localize
from pipeline.world import Memory
from tests import small, strategies

SOURCE = """---
title: Title
date: 2024-05-01
---

One.[^1]

Two.

- three
- four

Term
: five

[^1]: Note.
"""
CHINESE = {"Title": "题", "One.<note/>": "一。<note/>", "three": "三", "Term": "词"}


def edition(show, **fuzzy):
    """Return the Chinese edition of a text that is half translated, as one line a block."""
    world = Memory({"sources/s/release.md": SOURCE.encode()})
    release = releases.parse(world, "sources/s/release.md", Locale("en")).release
    entries = {("", k): Translation(v) for k, v in CHINESE.items()}
    entries |= {("", k): Translation(v, fuzzy=True) for k, v in fuzzy.items()}
    made, _ = localize(release, Tongue(Catalog(Locale("zh_CN"), entries), "zh_CN", {}, show))
    return made


@given(strategies.documents)
def test_source_and_stale_leave_the_document_as_it_is(document):
    """Only ``hide`` and ``mark`` touch it."""
    gaps = tuple(segments(document))

    assert lacunae.shown(document, gaps, "source") == document
    assert lacunae.shown(document, gaps, "stale") == document


@given(strategies.documents)
def test_hiding_everything_leaves_no_text(document):
    """What is left after all is hidden has nothing to translate."""
    hidden = lacunae.shown(document, tuple(segments(document)), "hide")

    assert [piece for piece in segments(hidden) if piece.depth == 0] == []


def test_hidden_text_takes_its_block_with_it():
    """Half a list stays a list, and a term without its definition goes."""
    made = edition("hide")

    assert tree.plain(made.document["blocks"]) == "一。三"
    assert len(made.missing) == 4


def test_stale_text_is_better_than_none():
    """A reader sees the translation of yesterday where there is one."""
    assert "旧二" in tree.plain(edition("stale", **{"Two.": "旧二"}).document["blocks"])
    assert "Two." in tree.plain(edition("source", **{"Two.": "旧二"}).document["blocks"])


def test_a_mark_stands_around_what_is_missing():
    """A designer can colour it."""
    made = edition("mark", **{"Two.": "旧二"})
    marked = [
        tree.plain([n]) for _, n in tree.nodes(made.document) if lacunae.MARK in tree.classes(n)
    ]

    assert marked == ["旧二", "four", "five"]


@pytest.mark.parametrize(
    ("policy", "status"),
    [
        ("min = 90", 0),
        ("min = 97", 3),
        ('show = "fail"', 3),
        ('show = "hide"', 0),
        ('show = "shw"', 3),
    ],
)
def test_a_build_under_the_bar_fails_and_the_last_good_page_stays(policy, status, tmp_path):
    """One message of twenty-eight is missing."""
    words = {k: v for k, v in small.CHINESE.items() if k != "Come and see!"}
    toml = f"{small.TOML}\n[incomplete.zh_CN]\n{policy}\n"
    folder = small.write(tmp_path, **{"diglot.toml": toml, small.CATALOG: small.catalog(words)})
    page = folder / "output" / small.SLUG / "zh_CN" / f"{small.SLUG}.html"
    page.parent.mkdir(parents=True)
    page.write_text("the last good page")
    result = CliRunner().invoke(
        main, ["--root", str(folder), "build", "-x", "serial", "-f", "html", "-l", "zh_CN"]
    )

    assert result.exit_code == status, result.output
    assert (page.read_text(encoding="utf-8") == "the last good page") is (status == 3)
