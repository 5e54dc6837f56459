"""The PDF as it leaves the house: tagged, its faces embedded, the same bytes anywhere."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from pipeline.diagnostics import PipelineError
from pipeline.engines import weasy
from pipeline.formats.pdf import PDF
from pipeline.plugs import Origin
from pipeline.stages.compose import compose
from tests.copies import WORLD, copy, page, theme

ROOT = Path(__file__).parent.parent
PO = b'msgid ""\n'
MAKE = """
import sys
from pipeline.formats.pdf import PDF
from tests.copies import WORLD, copy, page, theme
body = PDF.lay_out(copy("zh_CN"), WORLD, theme("aerotropolis"))
sys.stdout.buffer.write(PDF.emit(page(body, "pdf"), WORLD))
"""
LOAD = """
import gc
from pipeline.engines import weasy
with weasy.without_system_fonts():
    print(gc.get_freeze_count() > len(gc.get_objects()))
"""


@pytest.fixture(scope="module")
def english() -> bytes:
    """Return the finished PDF of the English edition."""
    return _made("en")


@pytest.fixture(scope="module")
def chinese() -> bytes:
    """Return the finished PDF of the Chinese edition."""
    return _made("zh_CN")


def test_a_pdf_says_what_it_is(english):
    """Title, author, language, and that it is tagged."""
    with pikepdf.open(io.BytesIO(english)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "The hall opens"
        assert str(pdf.docinfo["/Author"]) == "The Hall"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20240501")
        assert str(pdf.Root["/Lang"]) == "en"
        assert bool(pdf.Root["/MarkInfo"]["/Marked"])


def test_a_pdf_claims_both_standards_in_one_description(english):
    """PDF/UA-1 and PDF/A-3a, the first explained to the second, dates as the document has them."""
    with pikepdf.open(io.BytesIO(english)) as pdf:
        told = bytes(pdf.Root["/Metadata"].read_bytes()).decode()
        (intent,) = pdf.Root["/OutputIntents"]

        assert told.count("<rdf:RDF") == 1
        for claim in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<",
                      "<pdfaSchema:prefix>pdfuaid<", "<xmp:CreateDate>2024-05-01<"):  # fmt: skip
            assert claim in told
        assert str(intent["/S"]) == "/GTS_PDFA1"


def test_a_term_and_what_is_said_of_it_are_one_item(english):
    """A list of key figures is read as label and text, however its template wraps them."""
    with pikepdf.open(io.BytesIO(english)) as pdf:
        lists = [
            t for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and t.get("/S") == "/L"
        ]

        assert {str(kid["/S"]) for made in lists for kid in made["/K"]} <= {"/LI", "/L"}


def test_a_release_and_its_catalog_lie_in_the_file(english):
    """Whoever finds the PDF finds its source: listed, typed, dated as the release, unchanged."""
    origins = (Origin("sources/hall/release.md", b"# Hall\n\n\n\nText\n", "2024-05-01"),
               Origin("locales/zh_CN/LC_MESSAGES/hall.po", PO, "2024-05-01"))  # fmt: skip
    made = PDF.enclose(english, origins)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        listed = {str(spec["/UF"]): spec for spec in pdf.Root["/AF"]}
        inside = {name: bytes(spec["/EF"]["/F"].read_bytes()) for name, spec in listed.items()}

        assert inside == {"release.md": b"# Hall\n\nText\n", "hall.po": PO}
        assert str(listed["release.md"]["/AFRelationship"]) == "/Source"
        assert str(listed["hall.po"]["/AFRelationship"]) == "/Supplement"
        params = listed["release.md"]["/EF"]["/F"]["/Params"]
        assert str(params["/ModDate"]) == "D:20240501000000Z"
    assert PDF.enclose(english, origins) == made
    assert b"\r\nendstream" not in made


def test_headings_become_bookmarks(english):
    """A reader finds the sections in the outline."""
    with pikepdf.open(io.BytesIO(english)) as pdf, pdf.open_outline() as outline:
        titles = [str(i.title) for item in outline.root for i in (item, *item.children)]

    assert titles[:2] == ["The hall opens", "What they saw"]


@pytest.mark.parametrize("locale", ["en", "zh_CN", "fr", "ar"])
def test_every_font_is_embedded_and_subset(locale):
    """The name of a subset begins with six letters and a plus."""
    with pikepdf.open(io.BytesIO(_made(locale))) as pdf:
        found = [
            f for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and "/FontDescriptor" in f
        ]

        assert found
        for font in found:
            files = {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].keys())
            assert files
            assert str(font["/BaseFont"])[7] == "+"


def test_pictures_have_their_alt_texts_and_headers_their_scope(english):
    """What a chart shows is told in words; a cell is read with its header."""
    with pikepdf.open(io.BytesIO(english)) as pdf:
        tags = [t for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and "/S" in t]

        assert "Adults 1,000" in [str(t["/Alt"]) for t in tags if t["/S"] == "/Figure"]
        assert {str(t["/S"]) for t in tags} >= {"/H1", "/H2", "/P", "/L", "/LI", "/LBody"}


def test_items_hold_labels_and_bodies_only(english):
    """PDF/UA asks so, and a list with paragraphs in it is no exception."""
    with pikepdf.open(io.BytesIO(english)) as pdf:
        items = [
            t for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and t.get("/S") == "/LI"
        ]
        kinds = {str(kid["/S"]) for item in items for kid in item["/K"]}

    assert kinds == {"/Lbl", "/LBody"}


def test_the_same_bytes_come_out_anywhere(chinese, tmp_path):
    """Folder, hash seed, time zone and home change nothing; no path of the machine gets in."""
    environment = {
        "PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai",
        "HOME": str(tmp_path), "LANG": "C",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", MAKE],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=True,
    )

    assert done.stdout == chinese
    assert str(ROOT).encode() not in chinese


def test_what_is_loaded_is_not_looked_through_after_each_page():
    """The sweep after a page finds the boxes of that page, and little else."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "True\n"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "diglot.toml", "ftp://a/b"]
)
@pytest.mark.parametrize("html", ['<img src="{}" alt="x">', '<style>@import url("{}")</style>',
    '<link rel="attachment" href="{}">', '<p style="background: url({})"></p>',
    '<style>@font-face {{ font-family: x; src: url("{}") }}</style>'])  # fmt: skip
def test_a_page_that_asks_for_anything_else_is_refused(address, html):
    """No file of the machine and no address of the net gets into a PDF, not even by mistake."""
    body = f'<!doctype html><html lang="en"><title>t</title>{html.format(address)}</html>'
    with pytest.raises(PipelineError) as caught:
        weasy.print_pdf(body.encode(), lambda _: b"")

    assert caught.value.diagnostics[0].rule == "forbidden-address"


def test_a_character_without_a_face_is_told_before_the_page_is_set():
    """A box in the place of a character is worse than no page."""
    body = PDF.lay_out(copy("en", subtitle="Hieroglyph \U00013000"), WORLD, theme())
    with pytest.raises(PipelineError) as caught:
        PDF.emit(page(body, "pdf"), WORLD)

    assert caught.value.diagnostics[0].rule == "missing-glyph"
    assert "U+13000" in caught.value.diagnostics[0].message


def test_a_character_that_a_style_adds_has_its_glyph():
    """The bullet of an inner list stands in no text, and is cut for all the same."""
    body = PDF.lay_out(copy("en"), WORLD, theme())
    source = body.replace(b"</style>", b"li { list-style-type: '\\2192 ' }</style>", 1)
    with pikepdf.open(io.BytesIO(PDF.emit(page(source, "pdf"), WORLD))) as pdf:
        faces = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o]
        maps = [bytes(face["/ToUnicode"].read_bytes()).decode().lower() for face in faces]

    assert any("<2192>" in table for table in maps)


def test_a_style_that_weasyprint_trips_over_is_no_crash():
    """The designer reads what failed, and that it is the theme."""
    body = PDF.lay_out(copy("en"), WORLD, theme())
    source = body.replace(b"</style>", b"li::marker { content: 'x' }</style>", 1)
    with pytest.raises(PipelineError) as caught:
        PDF.emit(page(source, "pdf"), WORLD)

    assert caught.value.diagnostics[0].rule == "page-failed"


@pytest.mark.parametrize("locale", ["en", "zh_CN", "ar"])
def test_two_viewers_show_the_same(locale, tmp_path):
    """Poppler follows glyph numbers, MuPDF follows CIDs: both find every glyph."""
    if not (shutil.which("pdftoppm") and shutil.which("mutool")):
        pytest.skip("needs poppler-utils and mupdf-tools")
    file = tmp_path / "page.pdf"
    file.write_bytes(_made(locale))
    run = {"cwd": tmp_path, "check": True, "capture_output": True}
    subprocess.run(["pdftoppm", "-gray", "-r", "36", "-f", "2", "-l", "2", file, "a"], **run)
    subprocess.run(["mutool", "draw", "-c", "gray", "-r", "36", "-o", "b.pgm", file, "2"], **run)
    inks = [
        _ink((tmp_path / name).read_bytes()) for name in (next(tmp_path.glob("a*")).name, "b.pgm")
    ]

    assert abs(inks[0] - inks[1]) < 0.1 * inks[0]


def test_text_can_be_copied_out(chinese, tmp_path):
    """What a reader searches is what the page says."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs poppler-utils")
    file = tmp_path / "page.pdf"
    file.write_bytes(chinese)
    told = subprocess.run(
        ["pdftotext", file, "-"], capture_output=True, check=True
    ).stdout.decode()

    assert "有人看了花园，有人看了古塔。" in told.replace(" ", "")
    assert "开馆首日，“客人”云集——共1,200位。" in told.replace(" ", "").replace("\n", "")


def _made(locale: str) -> bytes:
    body = PDF.lay_out(copy(locale), WORLD, theme("aerotropolis"))
    return PDF.emit(page(body, "pdf"), WORLD)


def _ink(image: bytes) -> int:
    """Return how dark a grey picture is, all of it together."""
    pixels = image.split(b"\n", 3)[3]
    return sum(255 - pixel for pixel in pixels)


def test_composing_reads_only_the_project():
    """What a page is made of can be listed, cached and watched."""
    assert compose(copy(), WORLD, theme(), "pdf") == compose(copy(), WORLD, theme(), "pdf")
