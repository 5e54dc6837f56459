"""The review edition as a table: every message in a row, and home by the same command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import config
from pipeline.cli import main
from pipeline.model import Locale, Slug
from pipeline.review import edition, tabling
from pipeline.review.reading import read
from pipeline.word.package import unpack
from pipeline.word.xml import make, tag
from tests import small
from tests.review import desk
from tests.review.desk import changed, edited, fates, paragraph, retyped
from tests.review.test_review import said

FUZZY = '\n#, fuzzy\nmsgid "Come and see!"\nmsgstr "来看！"\n'
DRAFTS = small.catalog({k: v for k, v in small.CHINESE.items() if k != "Come and see!"}) + FUZZY


@pytest.fixture
def home(tmp_path: Path) -> desk.Desk:
    return desk.desk(tmp_path, **{small.CATALOG: DRAFTS})


def table(home: desk.Desk) -> bytes:
    shop = home.shop
    request = edition.Request(Slug(small.SLUG), Locale("zh_CN"))
    return tabling.made(config.load(shop.world), shop, request).data


def cell(root, words: str, column: int):
    """Return a cell of the row with these words."""
    row = next(paragraph(root, words).iterancestors(tag("w:tr")))
    return row.findall(tag("w:tc"))[column]


def written(words: str, column: int, text: str) -> desk.Edit:
    """Return an edit that writes into a cell of the row with these words."""

    def edit(root):
        node = cell(root, words, column).find(tag("w:p"))
        for run in node.findall(tag("w:r")):
            node.remove(run)
        node.append(make("w:r", make("w:t", text)))

    return edit


def test_a_table_holds_what_no_page_shows_and_changes_nothing_untouched(home):
    """Descriptions of pictures, words of charts and nouns of figures have a row of their own."""
    data = table(home)
    shown = {p.text for p in read(unpack(data)).paragraphs}
    plan = home.plan(data)

    assert {"A plan of the hall", "The hall has opened.", "Adults", "guests"} <= shown
    assert (changed(plan), plan.writes) == ([], ())


def test_a_target_edited_goes_home_as_a_catalog_spells_it(home):
    """Tags and figures stand in the table as text; a lost one is refused."""
    data = table(home)
    plan = home.plan(
        edited(
            data, retyped("有人看了<em>", "有些人看了<em>"), retyped("展馆平面图", "平面图一张")
        )
    )
    lost = home.plan(edited(data, retyped("共有{guests}位", "共有1,200位")))
    home.write(plan)

    assert {f.fate for f in changed(plan)} == {"applied"}
    assert said(home, "A plan of the hall").translations == ("平面图一张",)
    assert [(f.fate, f.reason) for f in changed(lost)] == [
        ("refused", "the translation lacks `{guests}`")
    ]


def test_a_draft_that_is_called_done_is_confirmed(home):
    """So a reviewer may approve without typing the text again."""
    plan = home.plan(edited(table(home), written("来看！", 3, "done")))
    home.write(plan)

    assert fates(plan) == {"Come and see!": ("edited", "applied")}
    assert not said(home, "Come and see!").fuzzy
    assert home.plan(edited(table(home), written("来看！", 3, "done"))).writes == ()


def test_what_is_written_in_the_last_column_is_a_translator_s_comment(home):
    """Once, however often the table comes back."""
    back = edited(table(home), written("来看！", 4, "语气太随便"))
    home.write(home.plan(back))

    assert said(home, "Come and see!").comments == ("语气太随便",)
    assert home.plan(back).writes == ()


def test_rows_may_be_sorted_and_left_out(home):
    """A row is known by its id alone."""

    def turned(root):
        grid = next(root.iter(tag("w:tbl")))
        rows = grid.findall(tag("w:tr"))
        grid.remove(rows[5])
        for row in reversed(rows[1:5]):
            grid.append(row)

    plan = home.plan(edited(table(home), turned))

    assert {f.fate for f in plan.findings} == {"kept"}
    assert [f.verdict for f in changed(plan)] == ["deleted"]


def test_the_release_s_own_language_has_no_table(home):
    """There is nothing beside it."""
    arguments = ["--root", str(home.root), "review", "export", small.SLUG, "-l", "en", "--table"]
    run = CliRunner().invoke(main, arguments)

    assert run.exit_code == 2
    assert "a table is for a translation" in run.output
