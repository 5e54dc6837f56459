"""LibreOffice itself settles our redlines, and edits our review editions as a reviewer would."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pipeline.review.redline import redline
from tests.documents import W, part, parts
from tests.review import small
from tests.review.edits import EDITS
from tests.review.house import house, told
from tests.review.office import Office, office
from tests.test_review_redline import PAIRS, STAMP

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def writer(tmp_path_factory):
    """Return a LibreOffice for all tests here."""
    with office(tmp_path_factory.mktemp("office")) as running:
        yield running


def said(file: Path) -> list[str]:
    """Return the texts of a Word file, paragraph by paragraph, without empty ones."""
    data = file.read_bytes()
    found = [p for n in ("word/document.xml", "word/footnotes.xml") if n in parts(data)
             for p in part(data, n).iter(f"{W}p")]  # fmt: skip
    texts = ("".join(t.text or "" for t in p.iter(f"{W}t")).strip() for p in found)
    return [text for text in texts if text]


def settled(writer: Office, room: Path, data: bytes, step: str) -> list[str]:
    """Return what a file says once LibreOffice has taken a step in it."""
    (room / "asked.docx").write_bytes(data)
    writer.edit(room / "asked.docx", [room / "settled.docx"], *([[step]] if step else []))
    return said(room / "settled.docx")


@given(PAIRS)
@settings(
    max_examples=15,
    phases=[Phase.generate],  # each look costs a second: the first failure is told as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_libreoffice_accepts_and_rejects_a_redline(writer, tmp_path, pair):
    """All accepted it says what the new file says, all rejected what the old one does."""
    old, new = map(small.file, pair)
    both = redline(old, new, STAMP)

    assert settled(writer, tmp_path, both, "accept") == settled(writer, tmp_path, new, "")
    assert settled(writer, tmp_path, both, "reject") == settled(writer, tmp_path, old, "")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return the house, with its review editions beside it."""
    found = house(tmp_path_factory.mktemp("house"))
    for locale in ("en", "zh_CN"):
        (found.root / f"{locale}.docx").write_bytes(found.exported(locale))
    return found


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
@pytest.mark.parametrize("way", ["plain", "tracked"])
@pytest.mark.parametrize("kind", EDITS)
def test_every_kind_of_edit_is_known_for_what_it_is(writer, home, kind, way, locale):
    """The texts it touches are told with verdict and fate, and no other text is."""
    edit, file = EDITS[kind], home.root / f"{locale}.edited.docx"
    steps = [["track", way == "tracked"], edit.step(locale)]
    writer.edit(home.root / f"{locale}.docx", [file], *steps)
    plan = home.plan(file)
    said = [told(f) for f in plan.findings if f.verdict != "same"]
    entered = edit.entered[locale == "zh_CN"]
    lost = edit.lost if (way, locale) == ("plain", "zh_CN") else None

    assert sorted(said) == sorted(lost or edit.told)
    assert all(entered in f.translation for f in plan.findings if f.fate == "applied")
    assert len(plan.remarks) == edit.remarks


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
@pytest.mark.parametrize("through", ["docx", "odt", "rtf", "doc"])
def test_a_file_that_was_only_saved_has_no_edits(writer, home, through, locale):
    """Whatever LibreOffice made of it on the way."""
    between, file = home.root / f"{locale}.between.{through}", home.root / f"{locale}.saved.docx"
    writer.edit(home.root / f"{locale}.docx", [between])
    writer.edit(between, [file])
    plan = home.plan(file)

    assert [told(f) for f in plan.findings if f.verdict != "same"] == []
    assert plan.remarks == ()
    assert plan.writes == ()
