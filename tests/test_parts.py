"""The parts of a brochure: what an author fences, and what stands on the page."""

from __future__ import annotations

import re

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline import tree
from pipeline.engines import qr
from pipeline.model import Edition, Locale, Slug
from pipeline.stages.compose import art
from pipeline.stages.furnish import codes, furnish
from tests import brochures, strategies, verapdf

EDITION = Edition(Slug("day"), Locale("en"), "2024-05-01", None)
INKS = art.Inks("#FFFFFF", "#8FA6BF", "#C8452B")


@given(strategies.documents)
def test_a_document_without_such_parts_stays_as_it_is(document):
    """Furnishing touches contents lists and codes, and nothing else."""
    assert furnish(document, EDITION) == document


def heading(level, name, text):
    return {"t": "Header", "c": [level, [name, [], []], tree.text(text)]}


def part(name, *blocks, **pairs):
    return {"t": "Div", "c": [["", [name], [list(pair) for pair in pairs.items()]], list(blocks)]}


def test_a_table_of_contents_lists_the_headings_of_the_text():
    """Those of the boilerplate are not of the text; smaller ones only if they are asked for."""
    blocks = [
        part("toc", depth="2"), heading(2, "a", "First"), heading(3, "b", "Smaller"),
        part("opener", heading(2, "c", "Opening")), part("boilerplate", heading(2, "d", "About")),
    ]  # fmt: skip
    document = {"meta": {}, "blocks": blocks}
    listed = furnish(document, EDITION)["blocks"][0]
    names = [n["c"][2][0] for _, n in tree.nodes(listed) if n["t"] == "Link"]

    assert names == ["#a", "#b", "#c"]
    assert [len(item) for item in listed["c"][1][0]["c"]] == [2, 1]


def test_a_code_says_where_it_leads():
    """Who does not see it hears the address; the words beside it stay."""
    words = {"t": "Para", "c": tree.text("Read on")}
    document = {"meta": {}, "blocks": [part("qr", words, target="https://example.org")]}
    made = furnish(document, EDITION)

    assert codes(made) == {"codes/qr-1.svg": "https://example.org"}
    assert "Code to scan: https://example.org" in tree.plain(made["blocks"])
    assert made["blocks"][0]["c"][1][1] == words


def test_a_code_is_a_drawing_of_its_address_and_nothing_else():
    """Vectors for paper, pixels for Word; equal addresses, equal bytes; a quiet zone around it."""
    made = qr.draw("https://example.org", "#000000")
    root = etree.fromstring(made["svg"])
    modules = int(root.get("viewBox").split()[2])

    assert made == qr.draw("https://example.org", "#000000")
    assert made != qr.draw("https://example.com", "#000000")
    assert (modules - 17 - 8) % 4 == 0
    assert made["png"].startswith(b"\x89PNG")


@given(st.sampled_from(["rays", "waves", "rings", "weave"]), st.text("abc-0123456789", min_size=1))
def test_a_cover_is_drawn_from_the_name_of_its_release(kind, name):
    """The same name gives the same drawing, another name another one; it asks for nothing."""
    drawn = art.drawing(kind, name, (210, 297), INKS)

    assert drawn == art.drawing(kind, name, (210, 297), INKS)
    assert drawn != art.drawing(kind, name + "x", (210, 297), INKS)
    assert not re.search(r"href|url|style|opacity", drawn)
    assert etree.fromstring(drawn).get("width") == "210mm"
    assert len(drawn) < 60_000


@pytest.fixture(scope="module")
def specimen(tmp_path_factory):
    """Return the finished brochure of a release that has every part."""
    folder = brochures.project(tmp_path_factory.mktemp("specimen"))
    status, output = brochures.build(folder)

    assert status == 0, output
    return brochures.made(folder)


@pytest.mark.slow
def test_every_part_stands_on_the_page(specimen):
    """Nothing that the author wrote is lost."""
    said = brochures.text(specimen)

    for words in ("Every part of a brochure", "in the second year", "In short.", "1999",
                  "Growth in three years", "02", "Guests by year", "Read on on the web",
                  "A new page for a new part", "Come and see!", "About the house", "Li Lei",
                  "First edition."):  # fmt: skip
        assert words in said


@pytest.mark.slow
def test_every_part_is_tagged_for_readers_who_listen(specimen):
    """A second opinion finds nothing against PDF/UA-1 and PDF/A-3a; nor does the first."""
    assert brochures.unsound(specimen) == []
    assert set(map(tuple, verapdf.failures([specimen], "ua1", "3a").values())) == {()}


@pytest.mark.slow
@pytest.mark.parametrize("paragraphs", [1, 90])
def test_a_table_of_contents_names_the_pages_of_its_headings(tmp_path, paragraphs):
    """However long the brochure is, each entry leads to the page on which its heading stands."""
    words = "The hall was open all day and everybody who came saw the garden and the tower. " * 4
    parts = [f"## Part {n} of it\n\n" + f"{words}\n\n" * (paragraphs // 4) for n in range(1, 5)]
    front = "---\ntitle: Long\ndate: 2024-05-01\n---\n\n::: toc\n## Contents\n:::\n\n"
    folder = brochures.project(tmp_path, front + "\n".join(parts))
    status, output = brochures.build(folder)
    pdf = brochures.made(folder)
    with pikepdf.open(pdf) as opened:
        pages = [brochures.text(pdf, n) for n in range(1, len(opened.pages) + 1)]
    listed = dict(re.findall(r"Part (\d) of it[ .]+(\d+)", "\n".join(pages)))

    assert status == 0, output
    assert len(listed) == 4
    for number, page in listed.items():
        assert re.search(
            rf"Part {number}\s+of it|Part {number} of it\s*$", pages[int(page) - 1], re.M
        )
