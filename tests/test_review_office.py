"""LibreOffice itself settles our redlines, and edits our review editions as a reviewer would."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pipeline.review.redline import redline
from tests.documents import W, part, parts
from tests.review import small
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
