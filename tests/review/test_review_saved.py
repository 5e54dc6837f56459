"""Review editions that went through another program, and nobody edited."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import config
from pipeline.model import Locale, Slug
from pipeline.review import edition, tabling
from tests import small
from tests.conftest import ROOT
from tests.review import desk
from tests.review.desk import changed
from tests.review.office import Office, office

KINDS = ("docx", "odt", "rtf", "doc")
RICH = "2022-08-23-daxing-life-health"


@pytest.fixture(scope="module")
def writer(tmp_path_factory):
    with office(tmp_path_factory.mktemp("office")) as running:
        yield running


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Return the small project and the one that ships with Diglot."""
    rich = tmp_path_factory.mktemp("rich")
    for part in ("sources", "locales", "templates", "diglot.toml"):
        copied = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copied(ROOT / part, rich / part)
    return desk.desk(tmp_path_factory.mktemp("small")), desk.Desk(rich, RICH)


def saved(writer: Office, data: bytes, room: Path, kind: str) -> bytes:
    """Return a Word file as LibreOffice leaves it, by way of another format."""
    (room / "out.docx").write_bytes(data)
    between, back = room / f"between.{kind}", room / "back.docx"
    writer.edit(room / "out.docx", [between])
    writer.edit(between, [back])
    return back.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_an_edition_saved_by_another_program_changes_nothing(
    writer, homes, tmp_path, locale, kind
):
    """LibreOffice writes every paragraph anew, and some formats have no room for what travels."""
    for home in homes:
        made = home.made(locale)
        home.write_base(made)
        plan = home.plan(saved(writer, made.data, tmp_path, kind))

        assert [(f.verdict, f.before, f.after) for f in changed(plan)] == []
        assert (plan.remarks, plan.writes, plan.notes) == ((), (), ())


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_table_saved_by_another_program_changes_nothing(writer, homes, tmp_path, kind):
    """Its rows are known by what stands in them."""
    home, shop = homes[0], homes[0].shop
    request = edition.Request(Slug(small.SLUG), Locale("zh_CN"))
    made = tabling.made(config.load(shop.world), shop, request)
    home.write_base(made)

    assert changed(home.plan(saved(writer, made.data, tmp_path, kind))) == []
