"""A page looks alike in poppler, MuPDF and PDFium, and its text is the text of the web page."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from lxml import html
from PIL import Image, ImageChops, ImageFilter

from pipeline.formats import FORMATS
from pipeline.formats.pdf import PDF
from pipeline.stages.compose import compose
from tests.copies import WORLD, copy, page, theme

DPI = 60
ALIKE, FAR = {"pdf": 2.5, "print": 7}, 70
"""How much pages differ in the mean, of 255 shades, and where they do most; each viewer has its
own idea of inks on a screen."""

EDGE_MM = {"pdf": 1, "print": 11}
"""What is left aside at the edges, where pages are a pixel larger or smaller, and hair lines."""


ASIDE = "ancestor::nav | ancestor::details | ancestor::section[@class='cite' or @class='notes']"
"""Parts that a web page has for itself."""


def pictures(data: bytes, folder: Path) -> dict[str, list[Image.Image]]:
    """Return the pages of a PDF in grey, by viewer."""
    file = folder / "page.pdf"
    file.write_bytes(data)
    subprocess.run(["pdftoppm", "-png", "-r", str(DPI), file, folder / "p"], check=True)
    shown = {"poppler": [Image.open(path) for path in sorted(folder.glob("p-*.png"))]}
    with pymupdf.open(file) as opened:
        maps = [sheet.get_pixmap(dpi=DPI) for sheet in opened]
        shown["mupdf"] = [Image.open(io.BytesIO(m.tobytes("png"))) for m in maps]
    with pypdfium2.PdfDocument(file) as opened:
        shown["pdfium"] = [sheet.render(scale=DPI / 72).to_pil() for sheet in opened]
    return {
        viewer: [sheet.convert("L").filter(ImageFilter.GaussianBlur(2)) for sheet in sheets]
        for viewer, sheets in shown.items()
    }


def difference(one: Image.Image, other: Image.Image, medium: str) -> tuple[float, int]:
    """Return how far two pages differ: in the mean, and at the worst spot."""
    edge = round(EDGE_MM[medium] / 25.4 * DPI)
    right, below = min(one.width, other.width) - edge, min(one.height, other.height) - edge
    part = (edge, edge, right, below)
    shades = ImageChops.difference(one.crop(part), other.crop(part)).histogram()
    total = sum(shades)
    return sum(v * n for v, n in enumerate(shades)) / total, max(
        v for v, n in enumerate(shades) if n
    )


@pytest.mark.slow
@pytest.mark.parametrize("medium", ["pdf", "print"])
@pytest.mark.parametrize("locale", ["en", "zh_CN", "ar"])
@pytest.mark.parametrize("name", ["plain", "aerotropolis"])
def test_every_page_looks_alike_in_three_viewers(locale, name, medium, tmp_path):
    """A face whose characters one of them cannot find would be a blank there."""
    form = FORMATS[medium]
    body = form.lay_out(copy(locale), WORLD, theme(name))
    shown = pictures(form.emit(page(body, medium), WORLD), tmp_path)
    pages = list(zip(*shown.values(), strict=True))

    assert pages
    for poppler, mupdf, pdfium in pages:
        for one, other in ((poppler, mupdf), (poppler, pdfium), (mupdf, pdfium)):
            mean, worst = difference(one, other, medium)
            assert mean < ALIKE[medium]
            assert worst < FAR


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_a_blank_page_would_be_noticed(locale, tmp_path):
    """The bar is lower than the text of a page is dark."""
    body = PDF.lay_out(copy(locale), WORLD, theme())
    shown = pictures(PDF.emit(page(body, "pdf"), WORLD), tmp_path)["poppler"][1]
    mean, worst = difference(shown, Image.new("L", shown.size, 255), "pdf")

    assert mean > 2 * ALIKE["pdf"]
    assert worst > FAR


@pytest.mark.parametrize("locale", ["en", "zh_CN", "fr"])
@pytest.mark.parametrize("viewer", ["poppler", "mupdf", "pdfium"])
def test_the_text_of_the_pdf_is_that_of_the_web_page(locale, viewer, tmp_path):
    """Word for word, in order, blanks aside: what is read aloud, copied and searched."""
    body = PDF.lay_out(copy(locale), WORLD, theme())
    file = tmp_path / "page.pdf"
    file.write_bytes(PDF.emit(page(body, "pdf"), WORLD))
    told = _bare(_text(viewer, file))
    web = html.document_fromstring(compose(copy(locale), WORLD, theme(), "html"))
    wanted = list(_paragraphs(web))

    assert wanted
    assert [text for text in wanted if text not in told] == []


def _text(viewer: str, file: Path) -> str:
    if viewer == "poppler":
        done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)
        return done.stdout.decode()
    if viewer == "mupdf":
        with pymupdf.open(file) as opened:
            return "".join(sheet.get_text() for sheet in opened)
    with pypdfium2.PdfDocument(file) as opened:
        return "".join(sheet.get_textpage().get_text_bounded() for sheet in opened)


def _paragraphs(root: html.HtmlElement) -> Iterator[str]:
    for element in root.iter("h1", "h2", "h3", "p", "figcaption"):
        notes = element.xpath(".//*[@role='doc-noteref' or @role='doc-backlink']")
        if not notes and not element.xpath(ASIDE):
            yield _bare(element.text_content())


def _bare(text: str) -> str:
    """Return a text without blanks; a hyphen that a viewer took for that of a line is none."""
    return re.sub(r"[\s\u00a0\u00ad\u2010\u200b\u2060\ufffe-]+", "", text)
