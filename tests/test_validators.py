"""What others say of our PDFs: veraPDF, the reference, and page-validation."""

from __future__ import annotations

import page as page_validation
import pytest

from pipeline.formats.pdf import PDF
from pipeline.plugs import Origin
from tests import verapdf
from tests.copies import WORLD, copy, page, theme

ORIGINS = (
    Origin("sources/hall/release.md", b"---\ntitle: The hall\n---\n\nText\n", "2024-05-01"),
    Origin("locales/zh_CN/LC_MESSAGES/hall.po", b'msgid ""\nmsgstr ""\n', "2024-05-01"),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return the brochures of four languages in both themes, with their sources in them."""
    folder = tmp_path_factory.mktemp("pdf")
    for locale in ("en", "zh_CN", "fr", "ar"):
        for name in ("plain", "aerotropolis"):
            body = PDF.lay_out(copy(locale), WORLD, theme(name))
            made = PDF.enclose(PDF.emit(page(body, "pdf"), WORLD), ORIGINS)
            (folder / f"{locale}-{name}.pdf").write_bytes(made)
    return sorted(folder.glob("*.pdf"))


@pytest.mark.slow
def test_verapdf_passes_every_theme_and_language(files):
    """One file is PDF/UA-1 and PDF/A-3a at once."""
    found = verapdf.failures(files, "ua1", "3a")

    assert len(found) == 2 * len(files)
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_page_validation_agrees(files):
    """A second opinion, written by other people."""
    found = {
        f"{profile} {file.name}": [failure.message for failure in report.failures]
        for file in files
        for profile in ("ua1", "3a")
        for report in [page_validation.validate_pdf(str(file), profile=profile)]
    }

    assert {name: broken for name, broken in found.items() if broken} == {}
