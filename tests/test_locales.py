"""A third locale is one word in ``diglot.toml``: French, and Arabic from right to left."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from tests import small

FRENCH = small.CHINESE | {
    "The hall opens": "La halle ouvre ses portes",
    "On the first day {guests} guests came.": "Le premier jour, {guests} visiteurs sont venus.",
}
ARABIC = small.CHINESE | {
    "The hall opens": "القاعة تفتح أبوابها",
    "On the first day {guests} guests came.": "في اليوم الأول جاء {guests} ضيف.",
    "What they saw": "ما رأوه",
}


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """Build the small project in English, French and Arabic; return its output folder."""
    toml = small.TOML.replace('"zh_CN"', '"fr", "ar"')
    catalogs = {
        f"locales/{locale}/LC_MESSAGES/{small.SLUG}.po": small.catalog(words).replace(
            "zh_CN", locale
        )
        for locale, words in (("fr", FRENCH), ("ar", ARABIC))
    }
    folder = small.write(tmp_path_factory.mktemp("project"), **{"diglot.toml": toml} | catalogs)
    result = CliRunner().invoke(main, ["--root", str(folder), "build", "-x", "serial"])

    assert result.exit_code == 0, result.output
    return folder / "output" / small.SLUG


def page(output, locale):
    """Return the web page of a locale as text."""
    return (output / locale / f"{small.SLUG}.html").read_text(encoding="utf-8")


def document(output, locale):
    """Return ``word/document.xml`` of a locale as text."""
    data = (output / locale / f"{small.SLUG}.docx").read_bytes()
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def test_nine_files_in_three_locales(output):
    """Nothing else has to be told."""
    assert len([p for p in output.rglob("*") if p.suffix in (".html", ".pdf", ".docx")]) == 9


@pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_a_page_runs_in_the_direction_of_its_script(output, locale, direction):
    """``dir`` stands on the root, in HTML as in Word."""
    assert re.search(rf'<html[^>]*dir="?{direction}', page(output, locale))
    assert ("<w:bidi" in document(output, locale)) is (direction == "rtl")


def test_figures_stand_in_the_form_of_the_locale(output):
    """CLDR writes the thousands: a comma in English, a thin blank in French."""
    assert "1,200 guests" in page(output, "en")
    assert "1\u202f200 visiteurs" in page(output, "fr")
    assert "1,200 ضيف" in page(output, "ar")


def test_an_arabic_brochure_is_set_in_an_arabic_face(output):
    """The faces are found by script, embedded and subset."""
    import pikepdf

    with pikepdf.open(output / "ar" / f"{small.SLUG}.pdf") as pdf:
        names = {
            str(font["/BaseFont"])
            for sheet in pdf.pages
            for font in sheet.Resources.get("/Font", {}).values()
        }

    assert any("Arabic" in name or "Naskh" in name for name in names), names


def test_a_chart_of_an_arabic_brochure_keeps_its_shape(output):
    """It is a picture of pixels there, and its letters are no taller than they were drawn."""
    with pikepdf.open(output / "ar" / f"{small.SLUG}.pdf") as pdf:
        shapes = [shape for page in pdf.pages for shape in _shapes(page)]

    assert shapes
    for drawn, shown in shapes:
        assert shown == pytest.approx(drawn, rel=0.01)


def _shapes(page):
    """Yield how broad the pictures of pixels on a page are, for their height: own, and shown."""
    matrix = None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "cm":
            matrix = [float(number) for number in operands]
        elif str(operator) == "Do" and matrix:
            picture = page.resources.XObject[str(operands[0])]
            if picture.Subtype == "/Image":
                yield int(picture.Width) / int(picture.Height), abs(matrix[0] / matrix[3])
