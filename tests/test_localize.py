"""Making the edition of a release in one locale."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from pipeline import inlines, releases, tree
from pipeline.model import Catalog, Fact, Locale, Place, Release, Slug, Translation
from pipeline.segments import segments
from pipeline.stages.extract import extract
from pipeline.stages.localize import Tongue, localize
from pipeline.world import Memory
from tests import strategies

FACTS = {
    "registered": Fact("registered", "integer", "2961"),
    "built_area": Fact("built_area", "quantity", "400000", "square-meter"),
}
ZH = Locale("zh_CN")


def release(document):
    """Return a release that holds a document and the facts the strategies name."""
    return Release(Slug("s"), Locale("en"), "release.md", "2022-08-23", document, FACTS)


def tongue(entries, cldr="zh_CN"):
    """Return a locale that knows these translations."""
    return Tongue(Catalog(ZH, {k: Translation(v) for k, v in entries.items()}), cldr, {})


def written(text, found=None, **files):
    """Return the edition of a Markdown text, and its problems."""
    front = "---\ntitle: T\ndate: 2022-08-23\nfacts: {firms: {value: 2961, unit: firms}}\n---\n"
    world = Memory({"sources/s/release.md": (front + text).encode(), **files})
    manuscript = releases.parse(world, "sources/s/release.md", Locale("en"))
    return localize(manuscript.release, tongue(found or {}))


def texts(edition):
    """Return the texts of an edition's segments, facts and all."""
    return [inlines.encode(piece.inlines) for piece in segments(edition.document)]


@given(strategies.documents)
def test_the_identity_catalog_changes_nothing(document):
    """A translation that says what the source says gives the page of the source."""
    source = release(document)
    same = {m.key: m.text for m in extract(source)}
    mine, _ = localize(replace(source, locale=ZH), tongue({}))
    theirs, problems = localize(source, tongue(same))

    assert problems == ()
    assert theirs.document == mine.document
    assert theirs.missing == ()


@given(strategies.documents, strategies.WORDS)
def test_whatever_a_msgstr_says_the_block_skeleton_stays(document, words):
    """A translator changes words, never blocks."""
    source = release(document)
    forged = {m.key: words + m.text + "<em>" + words for m in extract(source)}
    edition, _ = localize(source, tongue(forged))

    assert _skeleton(edition.document["blocks"]) == _skeleton(document["blocks"])


def _skeleton(blocks):
    kinds = ("Para", "Header", "BulletList", "BlockQuote", "Div", "DefinitionList")
    bare = tree.rewrite(blocks, lambda n: n | {"c": []} if n.get("t") == "Note" else n)
    return [(a, n["t"]) for a, n in tree.nodes(bare) if n["t"] in kinds]


def test_a_footnote_is_translated_inside_its_paragraph():
    """The paragraph keeps its note, and the note its own translation."""
    found = {
        ("", "A claim.<note/>"): "断言。<note/>",
        ("", "Its <em>proof</em>."): "其<em>证据</em>。",
    }
    edition, _ = written("A claim.[^1]\n\n[^1]: Its *proof*.\n", found)

    assert texts(edition)[1:] == ["断言。<note/>", "其<em>证据</em>。"]


def test_a_fact_stands_in_the_form_that_the_translator_asks_for():
    """The msgstr may take another form of the same fact."""
    found = {("", "Now {firms} firms."): "现有{firms.compact}家。"}
    edition, _ = written("Now {firms} firms.\n", found)

    assert tree.plain(edition.document["blocks"]) == "现有2,961家。"


@pytest.mark.parametrize(
    "text", ["<link>看", "看", "<link>看</link>{nobody}", "<link>看</link>{firms.date}"]
)
def test_a_broken_translation_falls_back_and_is_reported(text):
    """The reader sees the source text, and the translator learns where and why."""
    entry = Translation(text, place=Place("zh.po", 7))
    front = "---\ntitle: T\ndate: 2022-08-23\nfacts: {firms: 2}\n---\n"
    world = Memory({"sources/s/release.md": f"{front}[See](#t)\n".encode()})
    source = releases.parse(world, "sources/s/release.md", Locale("en")).release
    catalog = Catalog(ZH, {("", "<link>See</link>"): entry})
    edition, problems = localize(source, Tongue(catalog, "zh_CN", {}))

    assert [p.place for p in problems] == [Place("zh.po", 7)]
    assert tree.plain(edition.document["blocks"]) == "See"


def test_a_figure_may_stand_twice_but_not_be_lost():
    """A translator may need the figure again, never less."""
    twice = {("", "Now {firms} firms."): "{firms}家，现有{firms}家。"}
    never = {("", "Now {firms} firms."): "现有若干家。"}

    assert written("Now {firms} firms.\n", twice)[1] == ()
    assert [p.rule for p in written("Now {firms} firms.\n", never)[1]] == ["placeholder-mismatch"]


def test_a_fuzzy_translation_is_not_published():
    """A reader sees the source text, never a guess."""
    catalog = Catalog(ZH, {("", "T"): Translation("题", fuzzy=True)})
    source = release({"meta": {"title": {"t": "MetaInlines", "c": tree.text("T")}}, "blocks": []})
    edition, _ = localize(source, Tongue(catalog, "zh_CN", {}))

    assert [m.text for m in edition.missing] == ["T"]


def test_a_band_sets_number_and_unit_apart():
    """The designer may set the unit small."""
    edition, _ = written(
        "::: figures\n{firms.unit}\n: all of them\n:::\n", {("unit", "firms"): "家"}
    )
    term = edition.document["blocks"][0]["c"][1][0]["c"][0][0]

    assert [(tree.classes(n), tree.plain([n])) for n in term] == [
        (["number"], "2,961"),
        (["unit"], "家"),
    ]


def test_a_chart_carries_its_data_in_the_words_of_the_locale():
    """Values come from the facts, labels from the locale."""
    table = "| | Count |\n|--|--:|\n| Firms | {firms} |\n"
    text = '::: {.chart type="bar" caption="All {firms}"}\n' + table + ":::\n"
    edition, _ = written(text, {("", "Firms"): "企业", ("", "All {firms}"): "全部{firms}家"})
    (chart,) = edition.charts

    assert (chart.caption, chart.categories, chart.series) == (
        "全部2,961家",
        ("企业",),
        ("Count",),
    )
    assert (chart.values, chart.labels) == (((2961,),), (("2,961",),))


def test_a_block_for_one_locale_stands_only_there():
    """``only`` keeps a block from all other editions."""
    edition, _ = written(
        "::: {.only lang=zh_CN}\n只有中文\n:::\n\n::: {.only lang=en}\nEnglish\n:::\n"
    )

    assert tree.plain(edition.document["blocks"]) == "只有中文"
