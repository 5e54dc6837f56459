"""The parallel edition: each text beside its translation, as PDF, Word file and web page."""

from __future__ import annotations

import json
import re
import shutil

import pymupdf
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline.cli import main
from pipeline.stages.compose import facing, fittings, moor, notes
from pipeline.stages.compose.pairing import Tongues, paired
from tests import brochures, documents, small
from tests.brochures import SHORT

TONGUES = Tongues(("zh-Hans-CN", "ltr"), ("en", "ltr"))
MM = 72 / 25.4
BLOCKS = st.sampled_from(
    ["<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li><li>b</li></ul>",
     "<div class='aside'><p>{}</p></div>",
     "<section class='level2'><h2>{}</h2><p>x</p></section>", "<ol start='3'><li>{}</li></ol>",
     "<section class='opener'><p class='ordinal'>1</p><h2>{}</h2></section>",
     "<figure><img src='a.png' alt=''><figcaption>{}</figcaption></figure>",
     "<div class='timeline'><dl><div><dt>{}</dt><dd>z</dd></div></dl></div>",
     "<div class='frame narrow'><table><tr><td>{}</td><td>1</td></tr></table></div>"]
)  # fmt: skip


def body(blocks, word):
    root = html.fragment_fromstring("", create_parent="div")
    for number, block in enumerate(blocks):
        root.append(html.fragment_fromstring(block.format(f"{word}{number}")))
    return {"body": root}


@given(st.lists(BLOCKS, max_size=6), st.sets(st.integers(0, 5)))
def test_pairing_loses_nothing(blocks, gone):
    """Whatever one edition has and the other has not, all of both is on the page."""
    left = [block for number, block in enumerate(blocks) if number not in gone]
    made = paired(body(blocks, "甲"), body(left, "B"), TONGUES)["body"]
    said = "".join(made.itertext())

    assert all(f"甲{number}" in said for number, _ in enumerate(blocks))
    assert all(f"B{number}" in said for number, _ in enumerate(left))


@given(st.lists(BLOCKS, max_size=6), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
def test_every_text_has_one_place_on_a_screen(blocks, gone, fell):
    """Whatever is left out or not translated has its place, and a hole beside it."""
    sides = [html.fragment_fromstring("", create_parent="div") for _ in range(2)]
    for number, block in enumerate(blocks):
        for side, word in zip(sides, "甲B", strict=True):
            if word == "B" or number not in gone:
                missing = ' lang="en"' if word == "甲" and number in fell else ""
                mark = f'<span id="t-{number}" class="anchor"{missing}></span>{word}{number}'
                side.append(html.fragment_fromstring(block.format(mark)))
    for side in sides:
        moor.moor(side, "html", beside=True)
        facing.holes(side, "hole")
    made = paired(*({"body": side} for side in sides), TONGUES)
    facing.settle(made, "hole")
    root = made["body"]
    said = "".join(root.itertext())

    for number, _ in enumerate(blocks):
        assert len(root.xpath(f".//*[@id='t-{number}']")) == 1
        assert f"B{number}" in said
        assert (f"甲{number}" in said) == (number not in gone | fell)
    if (gone | fell) & set(range(len(blocks))):
        assert root.xpath(".//*[@class='hole']")
    assert not root.xpath(".//*[@data-t or contains(@class, 'fallback')]")


def test_each_cell_says_its_language():
    """A voice reads the left column in Chinese and the right one in English."""
    made = paired(body(["<p>{}</p>"], "甲"), body(["<p>{}</p>"], "A"), TONGUES)["body"]
    cells = {cell.text_content(): cell.get("lang") for cell in made.xpath(".//*[@lang]")}

    assert cells == {"甲0": "zh-Hans-CN", "A0": "en"}


def test_a_cell_of_a_table_that_both_say_alike_says_it_once():
    """Figures stand once, words in both languages."""
    row = "<div class='frame'><table><tr><td>{}</td><td>2,961</td></tr></table></div>"
    first, second = body([row], "企业"), body([row], "Firms")
    table = paired(first, second, TONGUES)["body"]

    assert [td.text_content() for td in table.iter("td")] == ["企业0Firms0", "2,961"]


def test_figures_and_tables_of_other_shapes_lose_nothing():
    """One figure more, one row less: what has no partner stands for itself."""
    figures = "<dl>{}</dl>".format
    one = "<div><dt><span class='number'>{0}</span></dt><dd>of {0}</dd></div>".format
    table = "<div class='frame'><table>{}</table></div>".format
    row = "<tr><td>{0}</td><td>of {0}</td></tr>".format
    short, long = (
        {
            "figures": html.fragment_fromstring(figures(boxes), create_parent="div"),
            "body": html.fragment_fromstring(table(rows), create_parent="div"),
        }
        for boxes, rows in (
            (one("1"), row("甲") + row("乙")),
            (one("1") + one("2"), row("A") + row("B") + row("C")),
        )
    )
    said = {name: part.text_content() for name, part in paired(short, long, TONGUES).items()}

    assert "2of 2" in said["figures"]
    assert all(f"of {name}" in said["body"] for name in "甲乙ABC")


def test_a_chart_that_both_draw_alike_stands_once_with_the_figures_of_both():
    """Otherwise each language has its own drawing."""
    chart = (
        "<div class='chart'><figure><img src='{0}' alt=''><figcaption>{1}</figcaption></figure>"
        "<details class='data'><table><tr><td>{1}</td></tr></table></details></div>"
    ).format
    drawn = []
    for names in (("a", "a"), ("a", "b")):
        sides = (html.fragment_fromstring(chart(*x), create_parent="div")
                 for x in zip(names, ("甲", "A"), strict=True))  # fmt: skip
        root = paired(*({"body": side} for side in sides), TONGUES)["body"]
        drawn.append([image.get("src") for image in root.iter("img")])

        assert root.text_content() == "甲A甲A"

    assert drawn == [["a"], ["a", "b"]]


def test_terms_of_a_list_stand_beside_their_translations():
    """Each with what it means, in a list that a browser takes for one."""
    listed = "<dl><dt>{0}</dt><dd>{0} is</dd><dt>z</dt><dd>z is</dd></dl>"
    root = paired(body([listed], "甲"), body([listed], "A"), TONGUES)["body"]

    said = [dl.text_content() for dl in root.iter("dl")]

    assert said == ["甲0甲0 is", "A0A0 is", "zz is", "zz is"]
    assert all(dl.xpath("./div/dt and ./div/dd") for dl in root.iter("dl"))


def test_places_of_the_second_edition_keep_apart():
    """No id stands twice on a page; links of each edition lead into it."""
    text = '<p id="a">x<a href="#a">y</a></p>'
    made = paired(body([text], ""), body([text], ""), TONGUES)["body"]

    assert [n.get("id") for n in made.xpath(".//*[@id]")] == ["a", "a-2"]
    assert [n.get("href") for n in made.iter("a")] == ["#a", "#a-2"]


def test_a_section_keeps_its_place_in_both_languages():
    """Contents lists lead to headings: the section that had the place dissolves into rows."""
    text = '<section class="level2" id="a"><h2>{}</h2><p>x</p></section>'
    made = paired(body([text], "甲"), body([text], "A"), TONGUES)["body"]

    assert [(n.tag, n.get("id")) for n in made.xpath(".//*[@id]")] == [("h2", "a"), ("h2", "a-2")]


def test_a_part_of_the_second_edition_alone_keeps_its_places():
    """A link to a section leads to its heading, though the first edition has no such part."""
    text = '<section class="level2" id="a"><h2>A</h2><p>x</p></section>'
    second = {"boilerplate": html.fragment_fromstring(text, create_parent="div")}
    made = paired({}, second, TONGUES)["boilerplate"]

    assert [(n.tag, n.get("id")) for n in made.xpath(".//*[@id]")] == [("h2", "a-2")]


def test_figures_of_the_second_edition_alone_keep_their_order():
    """They stand behind those of both."""
    boxes = "<div><dt><span class='number'>{0}</span></dt><dd>{0}</dd></div>"
    sides = [
        {"figures": html.fragment_fromstring(
            f"<dl>{''.join(map(boxes.format, numbers))}</dl>", create_parent="div"
        )}
        for numbers in ("1", "123")
    ]  # fmt: skip
    made = paired(*sides, TONGUES)["figures"]

    assert [n.text for n in made.iter("span")] == ["1", "2", "3"]


def test_a_code_says_its_words_in_both_languages():
    """A picture of an address is alike in both; the words beside it are not."""
    text = "<div class='qr'><div class='code'>c</div><div class='words'><p>{}</p></div></div>"
    made = paired(body([text], "甲"), body([text], "A"), TONGUES)["body"]

    assert "".join(made.itertext()) == "c甲0A0"


def test_an_opener_and_a_picture_stand_once():
    """One band opens a section for both languages; a picture that both have is shown once."""
    band = "<section class='opener'><p class='ordinal'>01</p><h2>{}</h2></section>"
    picture = "<figure><img src='a.png' alt=''><figcaption>{}</figcaption></figure>"
    made = paired(body([band, picture], "甲"), body([band, picture], "A"), TONGUES)["body"]

    assert "".join(made.itertext()) == "01甲0A0甲1A1"
    assert len(list(made.iter("img"))) == 1


def test_a_note_stands_behind_the_row_of_its_mark():
    """Both languages of it; where a mark lies in a table, all notes stay in their list."""
    mark = "<p>{}<span class='footnote-ref'><sup>1</sup></span></p>"
    cell = f"<div class='frame'><table><tr><td>{mark}</td></tr></table></div>"
    found = []
    for place in (mark, cell):
        sides = [body([place, "<p>{}</p>"], word) for word in "甲A"]
        for side, word in zip(sides, "注N", strict=True):
            side["notes"] = html.fragment_fromstring(
                f"<ol><li><p>{word}</p></li></ol>", create_parent="div"
            )
        made = paired(*sides, TONGUES)
        notes.beneath(made)
        found.append([part.text_content() for part in made.values()])

    assert found == [["甲01A01注N甲1A1"], ["甲01A01甲1A1", "注N"]]


def test_what_a_company_is_by_law_keeps_to_its_name():
    """`Ltd.` is no last line."""
    root = html.fragment_fromstring("<p>A Salt Co., Ltd. and B Pte. Ltd. and Co. Limits</p>")
    fittings.keep_names(root)

    assert root.text == "A Salt Co.,\u00a0Ltd. and B Pte.\u00a0Ltd. and Co. Limits"


ENGLISH = "On that day the guests saw the garden, the tower and the hall, and they stayed on. "
CHINESE = "当日客人参观了花园、古塔和展馆，流连忘返。"
PAIRS = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a project of forty paragraphs in both languages, its parallel edition made."""
    texts = {
        f"K{n:02} {ENGLISH * (1 + n % 7)}".strip(): f"K{n:02}{CHINESE * (1 + n % 6)}"
        for n in range(PAIRS)
    }
    note = {"A word.<note/>": "一词。<note/>", "Its note.": "“其注”。"}
    text = small.MARKDOWN.partition("## What they saw")[0] + "## What they saw\n\n"
    text += "\n\n".join(
        ["A word.[^1]", "[^1]: Its note.", *texts, "::: contact\nName\n: Li Lei\n:::\n"]
    )
    files = {
        "diglot.toml": f"{small.TOML}{SHORT}",
        small.RELEASE: text,
        small.CATALOG: small.catalog(small.CHINESE | texts | note),
    }
    made = small.write(tmp_path_factory.mktemp("parallel"), **files)
    status, output = _run(made, "build", "--edition", "parallel")

    assert status == 0, output
    return made


@pytest.mark.slow
def test_pairs_stand_on_one_baseline_and_break_together(folder):
    """Measured in the PDF: the first lines of a pair differ by at most a tenth of a millimetre."""
    found = [{}, {}]
    with pymupdf.open(_made(folder, "parallel.pdf")) as pdf:
        for page in pdf:
            for span in _spans(page):
                x, y = span["origin"]
                if key := re.match(r"K\d\d", span["text"]):
                    found[x > page.rect.width / 2][key[0]] = (page.number, y / MM)
    first, second = found

    assert len(first) == len(second) == PAIRS
    assert {n for n, _ in first.values()} > {1, 2}
    assert [k for k in first if first[k][0] != second[k][0]] == []
    assert max(abs(first[k][1] - second[k][1]) for k in first) <= 0.1


@pytest.mark.slow
def test_marks_are_set_by_the_face_of_their_language(folder):
    """Quotation marks of a note too: a twin of the Latin face would make them narrow."""
    with pymupdf.open(_made(folder, "parallel.pdf")) as pdf:
        sides = [(s["font"], s["origin"][0] < p.rect.width / 2) for p in pdf for s in _spans(p)
                 if set("“”") & set(s["text"])]  # fmt: skip

    assert [left for _, left in sides] == [True] * len(sides)
    assert {font.partition("-")[0] for font, _ in sides} == {"Noto"}


@pytest.mark.slow
def test_a_note_stands_on_the_page_of_its_mark(folder):
    """At its foot, in both languages."""
    with pymupdf.open(_made(folder, "parallel.pdf")) as pdf:
        texts = [page.get_text() for page in pdf]
    (page,) = (text for text in texts if "A word." in text)

    assert "Its note." in page
    assert "“其注”。" in page


@pytest.mark.slow
def test_a_parallel_pdf_is_tagged_for_readers_who_listen(folder):
    """Its rows are no table to a screen reader; notes at its end are no broken links."""
    assert brochures.unsound(_made(folder, "parallel.pdf")) == []


@pytest.mark.slow
def test_a_parallel_word_file_is_sound_and_says_both(folder):
    """The linter of the house finds nothing; both texts are in it."""
    data = _made(folder, "parallel.docx").read_bytes()
    said = documents.text(documents.part(data))

    assert list(documents.faults(data)) == []
    assert f"K07{CHINESE}" in said
    assert ENGLISH.strip() in said


@pytest.mark.slow
def test_a_parallel_edition_stays_and_is_remembered(folder):
    """It stands in the manifest, nothing is made twice, and a plain build leaves it."""
    _, again = _run(folder, "build", "--edition", "parallel")
    status, output = _run(folder, "build", "-f", "docx")
    listed = json.loads((folder / "output" / small.SLUG / "manifest.json").read_text())[
        "artifacts"
    ]

    assert "0 engine runs" in again
    assert status == 0, output
    assert f"{small.SLUG}/zh_CN/{small.SLUG}.parallel.pdf" in listed
    assert _made(folder, "parallel.pdf").exists()


@pytest.mark.slow
def test_the_same_bytes_come_out_elsewhere(folder, tmp_path):
    """Another folder, another process."""
    there = small.write(tmp_path, **{
        "diglot.toml": f"{small.TOML}{SHORT}",
        small.RELEASE: (folder / small.RELEASE).read_text(),
        small.CATALOG: (folder / small.CATALOG).read_text(),
    })  # fmt: skip
    _run(there, "build", "--edition", "parallel")

    for name in ("parallel.pdf", "parallel.docx", "parallel.html"):
        assert _made(there, name).read_bytes() == _made(folder, name).read_bytes()


def test_an_edition_that_does_not_exist_is_told():
    """On the command line, with those that do."""
    status, output = _run(".", "build", "--edition", "paralel")

    assert status == 2
    assert "write single or parallel" in output


@pytest.mark.slow
def test_a_format_of_an_edition_has_its_usual_name(folder, tmp_path):
    """``-f pdf`` of the parallel edition is its PDF, not the brochure."""
    there = shutil.copytree(folder, tmp_path / "there", ignore=shutil.ignore_patterns("output"))
    status, output = _run(there, "build", "--edition", "parallel", "-f", "pdf")

    assert status == 0, output
    assert [path.name for path in sorted((there / "output").rglob("*.pdf"))] == [
        f"{small.SLUG}.parallel.pdf"
    ]


def test_a_format_that_an_edition_lacks_is_told():
    """With those that it has."""
    status, output = _run(".", "build", "--edition", "parallel", "-f", "epub")

    assert status == 2
    assert "the parallel edition has no `epub`; write one of html, pdf, docx" in output


def _run(folder, *arguments):
    run = CliRunner().invoke(main, ["--root", str(folder), *arguments])
    return run.exit_code, run.output


def _made(folder, name):
    return folder / "output" / small.SLUG / "zh_CN" / f"{small.SLUG}.{name}"


def _spans(page):
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", []):
            yield from line["spans"]
