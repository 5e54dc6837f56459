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


HARD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Hard</title>
<style>@font-face { font-family: Inter; src: url("font:Inter/400/normal/Latn") }
html { font: 10pt Inter } dl > div, dl > div > div { display: block }</style><body>
<h1>One</h1><h4>Four</h4><p>A note.<a href="#n"><sup>1</sup></a> And a <a href="#n">link</a>.</p>
<h2>Two</h2><h5>Five</h5><dl><div><dt>Term</dt><div><dd>Said</dd><dd>More</dd></div></div></dl>
<dl><dt>Alone</dt><dd><p>Said</p><ul><li>a</li><li>b<ul><li>c</li></ul></li></ul></dd></dl>
<ul><li><p>one</p><div><p>two</p></div></li><li><div><ul><li>deep</li></ul></div></li></ul>
<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<p id="n" lang="zh-Hans-CN"><a href="#n">Back</a></p>"""


@pytest.mark.slow
def test_hard_structures_are_tagged_as_the_standard_asks(tmp_path):
    """Skipped levels, wrapped terms, lists in lists, a link around a note's number."""
    file = tmp_path / "hard.pdf"
    file.write_bytes(PDF.emit(page(HARD.encode(), "pdf"), WORLD))
    report = page_validation.validate_pdf(str(file), profile="ua1")

    assert [failure.message for failure in report.failures] == []
    assert verapdf.failures([file], "ua1", "3a") == {"ua1 hard.pdf": [], "3a hard.pdf": []}


def test_page_validation_agrees(files):
    """A second opinion, written by other people."""
    found = {
        f"{profile} {file.name}": [failure.message for failure in report.failures]
        for file in files
        for profile in ("ua1", "3a")
        for report in [page_validation.validate_pdf(str(file), profile=profile)]
    }

    assert {name: broken for name, broken in found.items() if broken} == {}
