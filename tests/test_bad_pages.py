"""What is too long, too wide or too large ends in a sound page or in a clear diagnostic."""

from __future__ import annotations

import re
import zlib

import pymupdf
import pytest

from tests import brochures
from tests.documents import png

FRONT = "---\ntitle: {}\ndate: 2024-05-01\n---\n\n"
WORDS = "The hall was open all day, and everybody saw the garden and the tower again. "
LONG = [
    "A title of a hundred and twenty letters " * 3,
    "大兴国际航空城邀跨国公司共建生命健康产业集群" * 6,
    "Donaudampfschifffahrtsgesellschaft" * 4,
]


def built(tmp_path, text, **keys):
    """Build a release with this text; return the exit status, the output, and its PDF."""
    folder = brochures.project(tmp_path / "project", text, **keys)
    status, output = brochures.build(folder)
    return status, output, brochures.made(folder)


def outside(pdf):
    """Return the words of a PDF that lie outside their page."""
    with pymupdf.open(pdf) as opened:
        return [
            word[4]
            for page in opened
            for word in page.get_text("words")
            if not page.rect.contains(pymupdf.Rect(word[:4]))
        ]


@pytest.mark.slow
def test_twenty_thousand_words_make_a_book(tmp_path):
    """All of them stand on its pages."""
    paragraphs = [f"P{n:03} {WORDS * 10}" for n in range(143)]
    status, output, pdf = built(tmp_path, FRONT.format("Long") + "\n\n".join(paragraphs))
    said = brochures.text(pdf)

    assert status == 0, output
    assert len(set(re.findall(r"P\d\d\d", said))) == 143
    assert said.split().count("tower") == 143 * 10


@pytest.mark.slow
@pytest.mark.parametrize("title", LONG)
def test_a_title_of_a_hundred_and_twenty_letters_stays_on_its_cover(title, tmp_path):
    """Whether it has blanks or none, in letters or in Han."""
    status, output, pdf = built(tmp_path, FRONT.format(title.strip()) + "Text.")

    assert status == 0, output
    assert outside(pdf) == []


@pytest.mark.slow
def test_a_table_of_forty_columns_is_cut_into_pieces_that_fit(tmp_path):
    """Each has the first column in front; no cell is lost, and none lies outside the page."""
    cells = [f"C{n:02}" for n in range(40)]
    rows = ["| " + " | ".join(line) + " |" for line in (cells, ["---"] * 40, cells, cells)]
    status, output, pdf = built(tmp_path, FRONT.format("Wide") + "\n".join(rows))
    said = brochures.text(pdf)

    assert status == 0, output
    assert all(said.count(cell) == 3 for cell in cells[1:])
    assert said.count("C00") > 3 * 3
    assert outside(pdf) == []


@pytest.mark.slow
def test_a_table_of_three_hundred_rows_runs_over_pages(tmp_path):
    """Its head stands on each of them, never without a row, and its end not alone."""
    rows = "\n".join(f"| R{n:03} | seen |" for n in range(300))
    status, output, pdf = built(
        tmp_path, f"{FRONT.format('Long')}| Day | Guests |\n|--|--|\n{rows}"
    )
    with pymupdf.open(pdf) as opened:
        pages = [page.get_text() for page in opened][1:]

    assert status == 0, output
    assert all("Guests" in page for page in pages)
    assert all(len(re.findall(r"R\d\d\d", page)) >= 2 for page in pages)
    assert sum(len(re.findall(r"R\d\d\d", page)) for page in pages) == 300


@pytest.mark.slow
def test_an_end_that_is_not_written_takes_no_page(tmp_path):
    """Without boilerplate and contact, nothing stands at the foot of the last page."""
    _, _, pdf = built(tmp_path, FRONT.format("Short") + "Text.")

    with pymupdf.open(pdf) as opened:
        assert len(opened) == 2


def test_an_image_of_more_than_twelve_megapixels_is_told(tmp_path):
    """Before anything opens it."""
    folder = brochures.project(tmp_path, FRONT.format("Large") + "![Huge](figures/huge.png)")
    head = png(1, 1).replace((1).to_bytes(4, "big") * 2, (8000).to_bytes(4, "big") * 2, 1)
    (folder / "sources/specimen/figures/huge.png").write_bytes(_sealed(head))
    status, output = brochures.build(folder)

    assert status == 3
    assert "image `figures/huge.png` has 8000 × 8000 pixels [broken-image]" in output
    assert "save it with at most 12.5 million" in output


def test_an_image_that_is_too_heavy_and_too_vast_is_told_both(tmp_path):
    """Whoever makes it lighter need not come back for its pixels, nor for its damage."""
    folder = brochures.project(tmp_path, FRONT.format("Large") + "![Huge](figures/huge.png)")
    head = png(1, 1).replace((1).to_bytes(4, "big") * 2, (8000).to_bytes(4, "big") * 2, 1)
    figure = folder / "sources/specimen/figures/huge.png"
    figure.write_bytes(_sealed(head) + bytes(8_000_000))
    heavy = brochures.build(folder)
    figure.write_bytes(head)
    damaged = brochures.build(folder)

    assert (heavy[0], damaged[0]) == (3, 3)
    assert re.findall(r"(larger than 8 MB|8000 × 8000 pixels) \[", heavy[1]) == [
        "larger than 8 MB",
        "8000 × 8000 pixels",
    ]
    assert re.findall(r"(8000 × 8000 pixels|is missing or wrong) \[", damaged[1]) == [
        "8000 × 8000 pixels",
        "is missing or wrong",
    ]


@pytest.mark.slow
def test_an_image_of_twelve_megapixels_stands_on_its_page(tmp_path):
    """Just at the limit, it is set like any other."""
    folder = brochures.project(tmp_path, FRONT.format("Large") + "![Huge](figures/huge.png)")
    (folder / "sources/specimen/figures/huge.png").write_bytes(png(4_032, 3_024))
    status, output = brochures.build(folder)

    assert status == 0, output
    with pymupdf.open(brochures.made(folder)) as opened:
        assert any(page.get_images() for page in opened)


@pytest.mark.parametrize(
    "inside",
    ['<image href="https://example.org/a.png"/>', '<use href="//example.org/a.svg#a"/>',
     "<style>@import 'https://example.org/a.css'</style>", '<rect fill="url(https://example.org/a#b)"/>',
     "<script>fetch('https://example.org')</script>"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["cover", "text"])
def test_a_drawing_that_reaches_for_the_network_is_told(inside, place, tmp_path):
    """On the cover as in the text: nothing is fetched, and nothing is made."""
    cover = "cover: figures/far.svg\n" if place == "cover" else ""
    text = FRONT.format("Far").replace("date:", f"{cover}date:")
    text += "Text." if cover else "![Far](figures/far.svg)"
    folder = brochures.project(tmp_path, text)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'
    (folder / "sources/specimen/figures/far.svg").write_text(svg)
    status, output = brochures.build(folder)

    assert status == 3
    assert re.search(
        r"release\.md:\d+: error: image `figures/far\.svg` (fetches|is active)", output
    )


def _sealed(data):
    """Return a PNG whose changed head has the right sum again."""
    end = data.index(b"IHDR") + 4 + 13
    return data[:end] + zlib.crc32(data[end - 17 : end]).to_bytes(4, "big") + data[end + 4 :]
