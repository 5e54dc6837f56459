"""The Word file as it leaves the house: styled by the theme, whole, silent on its making."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import ooxml_integrity
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from pipeline import tree
from pipeline.model import Locale
from pipeline.themes import Theme
from pipeline.word import Sheet, arrange, breaks, reference
from pipeline.word.furniture import first_header
from pipeline.word.measure import balanced, lines
from pipeline.word.package import pack, unpack
from pipeline.word.runs import settle
from pipeline.word.xml import get, make
from tests.copies import theme
from tests.documents import LOCALES, W, copy, faults, finished, part, parts, png, styled, text

ROOT = Path(__file__).parent.parent
MAKE = """
import sys
from tests.documents import finished
sys.stdout.buffer.write(finished(sys.argv[1]))
"""
LETTERS = st.text(st.sampled_from("Rd 1’“”—…中文，مر،().&"), max_size=20)


def sheet(locale: str) -> Sheet:
    """Return a theme in a locale."""
    return Sheet(theme("aerotropolis"), Locale(locale), {}, {})


@given(st.sampled_from(LOCALES), st.lists(st.tuples(LETTERS, st.booleans()), max_size=5))
def test_cutting_runs_changes_no_text(locale, pieces):
    """Whatever the script, the letters of a paragraph stay, in their order."""
    paragraph = make("w:p")
    for letters, slanted in pieces:
        look = [make("w:rPr", make("w:i"), make("w:iCs"))] if slanted else []
        paragraph.append(make("w:r", *look, make("w:t", letters)))

    settle(paragraph, sheet(locale))

    assert text(paragraph) == "".join(letters for letters, _ in pieces)


@given(st.text("abc defg中文，。\n", max_size=60), st.floats(3, 30))
def test_a_balanced_title_takes_no_more_lines(title, ems):
    """Even lines are not bought with another line."""
    measure = balanced(title, ems, (1.0,))

    assert measure <= ems
    assert lines(title, measure)[0] <= lines(title, ems)[0]


@given(st.dictionaries(st.from_regex(r"[ab/]*[ab.]+", fullmatch=True), st.binary()))
def test_packing_depends_on_the_parts_alone(parts):
    """Order and origin of the parts leave no trace."""
    turned = dict(reversed(parts.items()))

    assert unpack(pack(parts)) == parts
    assert pack(turned) == pack(parts)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", ["plain", "aerotropolis"])
def test_a_reader_finds_nothing_broken(locale, style):
    """No path, no stray link, bookmark, style, picture, heading or blank, in any language."""
    assert list(faults(finished(locale, style))) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", ["plain", "aerotropolis"])
def test_the_validators_of_others_find_nothing(locale, style, tmp_path):
    """Neither openxml-audit nor ooxml-integrity objects to a file that holds every construct."""
    file = tmp_path / "x.docx"
    file.write_bytes(finished(locale, style))

    assert list(OpenXmlValidator(max_errors=0).validate(file).errors) == []
    assert ooxml_integrity.check(file) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_other_programs_can_open_it(locale):
    """The python-docx library finds title, author, sections and styles."""
    found = docx.Document(io.BytesIO(finished(locale)))

    assert found.core_properties.title
    assert found.core_properties.author
    assert found.core_properties.created.year in (2022, 2024)
    assert found.sections[0].different_first_page_header_footer


def test_a_file_says_what_it_is():
    """Title, author and language are the release's, its dates too; the program is neutral."""
    core = parts(finished("zh_CN"))["docProps/core.xml"].decode()
    app = parts(finished("zh_CN"))["docProps/app.xml"].decode()

    assert "<dc:title>大兴机场临空区打造世界级生命健康产业集群</dc:title>" in core
    assert "<dc:creator>北京新航城控股有限公司</dc:creator>" in core
    assert "<dc:language>zh-CN</dc:language>" in core
    assert core.count("2022-08-23T00:00:00Z") == 2
    assert re.findall(r"<Application>(.*?)</Application>", app) == ["Microsoft Office Word"]


def test_parts_stand_in_order_without_the_clock():
    """Content types come first, every date is the first that zip knows."""
    with zipfile.ZipFile(io.BytesIO(finished("en"))) as archive:
        names = archive.namelist()
        dates = {entry.date_time for entry in archive.infolist()}

    assert names[0] == "[Content_Types].xml"
    assert names[2:] == sorted(names[2:])
    assert dates == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
def test_every_machine_makes_the_same_bytes(tmp_path):
    """Folder, time zone and hash seed leave no trace."""
    made = {
        subprocess.run(
            [sys.executable, "-c", MAKE, "zh_CN"],
            env={
                "PYTHONPATH": str(ROOT),
                "PATH": os.environ["PATH"],
                "TZ": zone,
                "PYTHONHASHSEED": seed,
            },
            cwd=folder,
            capture_output=True,
            check=True,
        ).stdout
        for zone, seed, folder in (("UTC", "1", ROOT), ("Asia/Shanghai", "2", tmp_path))
    }

    assert made == {finished("zh_CN")}


@pytest.mark.parametrize("locale", LOCALES)
def test_tables_are_as_wide_as_the_text(locale):
    """Columns fill the width, rows are whole, their widths add up."""
    width = sheet(locale).width

    for table in part(finished(locale)).iter(f"{W}tbl"):
        if table.find(f"{W}tblPr/{W}tblStyle") is not None:
            columns = [int(c.get(f"{W}w")) for c in table.iter(f"{W}gridCol")]
            rows = list(table.iter(f"{W}tr"))

            assert sum(columns) == width
            assert all(min(columns) > 0 for _ in rows)
            assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_body_text_has_the_exact_pitch_of_the_brochure(locale):
    """Line height is size times ratio, in twentieths of a point."""
    styles = part(finished(locale), "word/styles.xml")
    spacing = styles.find(f"{W}style[@{W}styleId='Normal']/{W}pPr/{W}spacing")
    tokens = sheet(locale)

    assert spacing.get(f"{W}lineRule") == "exact"
    assert int(spacing.get(f"{W}line")) == round(tokens.size("body") * tokens.line * 20)


def test_chinese_says_so_to_word():
    """East Asian text is zh-CN, quotation marks and dashes take the Han face."""
    data = finished("zh_CN")
    tongue = part(data, "word/styles.xml").find(f".//{W}lang")
    run = next(r for r in part(data).iter(f"{W}r") if text(r).startswith("“生命健康"))
    names = {
        r.get(f"{W}hint"): text(r.getparent().getparent()) for r in part(data).iter(f"{W}rFonts")
    }

    assert tongue.get(f"{W}eastAsia") == "zh-CN"
    assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}hint") == "eastAsia"
    assert "大兴——新的可能，从这里起飞！" in text(part(data))
    assert "’" not in names.get("eastAsia", "")


def test_han_letters_are_dotted_not_slanted():
    """Emphasis is dots under Han letters and a slant on the Latin ones between them."""
    runs = {text(r): r.find(f"{W}rPr") for r in part(finished("zh_CN")).iter(f"{W}r")}

    assert runs["着重介绍"].find(f"{W}em").get(f"{W}val") == "dot"
    assert runs["着重介绍"].find(f"{W}i") is None
    assert runs["R&D"].find(f"{W}i") is not None
    assert runs["平台"].find(f"{W}em") is not None


def test_an_apostrophe_keeps_the_latin_face():
    """In Chinese only the marks of Chinese are full-width."""
    apostrophe = next(r for r in part(finished("zh_CN")).iter(f"{W}r") if text(r) == "’")

    assert apostrophe.find(f"{W}rPr/{W}rFonts") is None


def test_arabic_runs_from_right_to_left():
    """Paragraphs, runs, tables and the section are mirrored; Latin words are not."""
    data = finished("ar")
    normal = part(data, "word/styles.xml").find(f"{W}style[@{W}styleId='Normal']/{W}pPr")
    runs = [(text(r), r.find(f"{W}rPr/{W}rtl") is not None) for r in part(data).iter(f"{W}r")]
    tables = list(part(data).iter(f"{W}tblPr"))

    assert normal.find(f"{W}bidi") is not None
    assert all(rtl for letters, rtl in runs if re.search("[\u0600-\u06ff]", letters))
    assert not any(rtl for letters, rtl in runs if letters in ("Roche", "IBM", "FTZ"))
    assert all(table.find(f"{W}bidiVisual") is not None for table in tables)


def test_a_picture_in_a_footnote_becomes_words():
    """Pandoc would write a file that Word refuses."""
    notes = part(finished("en"), "word/footnotes.xml")

    assert "a picture of a plan" in text(notes)
    assert not list(notes.iter(f"{W}drawing"))


def test_vectors_lie_beside_pixels_unless_they_hold_letters():
    """Letters in vectors would need faces that Word may not have; a plan has none."""
    media = sorted(name for name in parts(finished("en")) if name.startswith("word/media/"))

    assert [Path(name).name for name in media] == [
        "picture-5.png",
        "picture-5.svg",
        "picture-6.png",
        "picture-6.svg",
    ]


def test_each_part_of_a_release_has_its_style():
    """Lede, statement, note, closing line and contact are styled, lists are Word's own."""
    data = finished("en")
    found = {style: [text(p) for p in styled(data, style)] for style in (
        "Lede", "PullStatement", "SideNote", "ClosingLine", "Contact", "ListBullet", "ListNumber",
        "BlockText", "SourceCode", "DefinitionTerm", "ListContinue", "TableCaption", "Colophon",
        "OpenerNumber", "OpenerHeading", "OpenerLead", "Timeline", "MarginNote", "Logos", "Code",
        "CodeWords", "TOCHeading", "Toc1",
    )}  # fmt: skip

    assert len(found["Lede"]) == 2
    assert found["SideNote"][-2:] == ["and a list", "of two items"]
    assert found["ClosingLine"] == ["The end – of the end."]
    assert found["ListContinue"] == ["continued in a second paragraph"]
    assert all(found.values())


@pytest.mark.parametrize(
    ("style", "kept"), [("BodyText", True), ("FirstParagraph", True), ("Code", False)]
)
def test_a_pull_statement_stays_with_the_text_that_leads_to_it(style, kept):
    """It never heads a page whose text stands on the one before."""

    def paragraph(name: str) -> etree._Element:
        written = make("w:r", make("w:t", "City, talent, industry"))
        return make("w:p", make("w:pPr", make("w:pStyle", val=name)), written)

    body = make("w:body", lead := paragraph(style), paragraph("PullStatement"))
    breaks.settle(body, sheet("en"))

    assert (lead.find(f"{W}pPr/{W}keepNext") is not None) is kept


@pytest.mark.parametrize("locale", ["en", "zh_CN", "ar"])
def test_a_closing_line_begins_where_a_title_does_under_a_rule_in_accent(locale):
    """The document ends as the brochure and the web page do."""
    styles = etree.fromstring(parts(finished(locale))["word/styles.xml"])
    (closing,) = (s for s in styles if s.get(f"{W}styleId") == "ClosingLine")
    rule = closing.find(f".//{W}pBdr/{W}top")

    assert closing.find(f".//{W}jc").get(f"{W}val") == "left"
    assert rule.get(f"{W}color") == sheet(locale).color("accent")
    assert closing.find(f".//{W}color").get(f"{W}val") == sheet(locale).color("primary")


def test_contents_are_a_field_that_word_can_bring_up_to_date():
    """Its entries lead to the headings; it begins in the first and ends in the last of them."""
    data = finished("en")
    entries = [*styled(data, "Toc1"), *styled(data, "Toc2")]
    marks = [get(c, "w:fldCharType") for e in entries for c in e.iter(f"{W}fldChar")]
    names = {get(b, "w:name") for b in part(data).iter(f"{W}bookmarkStart")}

    assert sorted(marks) == ["begin", "end", "separate"]
    assert {get(a, "w:anchor") for e in entries for a in e.iter(f"{W}hyperlink")} <= names


def test_captions_are_numbered_by_fields():
    """Figures and tables are counted apart, under their names in the language."""
    numbers = {
        locale: [
            (get(f, "w:instr").split()[1], text(f))
            for f in part(finished(locale)).iter(f"{W}fldSimple")
        ]
        for locale in ("en", "zh_CN")
    }

    for listed in numbers.values():
        for kind in ("Figure", "Table"):
            own = [number for name, number in listed if name == kind]
            assert own == [str(n + 1) for n in range(len(own))] != []
    assert any(text(p).startswith("Table 1") for p in styled(finished("en"), "TableCaption"))


def test_what_is_not_translated_is_marked():
    """A house that asks for marks sees them in Word, too, on the colour of the brochure."""
    made = copy("en")
    blocks = made.edition.document["blocks"]
    marked = {"t": "Span", "c": [["", ["lacuna"], []], [{"t": "Str", "c": "Lacking"}]]}
    document = made.edition.document | {"blocks": [{"t": "Para", "c": [marked]}, *blocks]}
    arranged = arrange(replace(made.edition, document=document), {})
    found = [n for _, n in tree.nodes(arranged["blocks"]) if n["t"] == "Span"]

    assert ["custom-style", "Not Translated"] in found[0]["c"][0][2]


def test_an_opener_may_begin_a_page():
    """The number, or else the heading, is the first on it."""
    first = styled(finished("en"), "OpenerNumber")[0]

    assert first.find(f"{W}pPr/{W}pageBreakBefore") is not None


def test_key_figures_stand_in_one_table():
    """Number, unit and label of each figure share a cell, cells fill their rows."""
    found = docx.Document(io.BytesIO(finished("en")))
    table = next(t for t in found.tables if t.style.name == "Key Figures")
    cells = [[p.text for p in cell.paragraphs] for row in table.rows for cell in row.cells]

    assert cells[0] == ["1,234,567", "people", "People"]
    assert cells[-1] == ["5,000,000", "m²", "Of floor"]


def test_a_chinese_key_figure_stands_before_its_measure_word():
    """Both share a line, and 万 is as small as what it counts."""
    found = docx.Document(io.BytesIO(finished("zh_CN")))
    table = next(t for t in found.tables if t.style.name == "Key Figures")
    lines = [cell.paragraphs[0] for row in table.rows for cell in row.cells]
    small = ["".join(r.text for r in p.runs if r.style.name == "Key Figure Word") for p in lines]

    assert [p.text for p in lines] == ["2,961家", "40万平方米"]
    assert small == ["家", "万平方米"]


def test_the_folio_counts_pages_in_fields():
    """Page x of y is text with two fields, in any language."""
    footer = part(finished("en"), "word/footer1.xml")
    codes = [f.get(f"{W}instr").strip() for f in footer.iter(f"{W}fldSimple")]

    assert codes == ["PAGE", "NUMPAGES"]
    assert text(footer).endswith("Page 1 of 1")


def test_a_logo_stands_in_for_the_publisher():
    """It is as wide as the theme says, named after the publisher, and in its own shape."""
    tokens = dict(theme("plain").tokens) | {"brand": {"logo": "x.png", "logo_mm": 30}}
    logo = Sheet(
        Theme("x", ("x",), tokens), Locale("en"), {"author": "The House"}, {}, logo=png(60, 20)
    )
    root = etree.fromstring(first_header(logo))
    inline = next(root.iter("{*}inline"))
    extent = next(inline.iter("{*}extent"))

    assert next(inline.iter("{*}docPr")).get("descr") == "The House"
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (30 * 36000, 10 * 36000)
    assert text(root) == ""


def test_faces_say_what_they_look_like():
    """Where no stand-in is there either, Word finds the nearest: a serif for a serif."""
    fonts = part(finished("en"), "word/fontTable.xml")
    looks = {
        str(font.get(f"{W}name")): get(font.find(f"{W}panose1")) for font in fonts.iter(f"{W}font")
    }

    assert looks["Newsreader"].startswith("020206")
    assert looks["Inter"].startswith("020B06")
    assert looks["Noto Sans CJK SC"] == "020B0500000000000000"


def test_faces_have_stand_ins():
    """A reader without our faces gets the nearest of those that systems bring along."""
    fonts = part(finished("zh_CN"), "word/fontTable.xml")
    spare = {f.get(f"{W}name"): f.find(f"{W}altName").get(f"{W}val") for f in fonts}

    assert "Georgia" in spare["Newsreader"]
    assert "SimSun" in spare["Noto Serif CJK SC"]
    assert "Microsoft YaHei" in spare["Noto Sans CJK SC"]


def test_a_designer_can_open_the_reference():
    """The reference is a Word file of its own that shows every style by name."""
    found = docx.Document(io.BytesIO(reference(sheet("zh_CN"))))
    names = {style.name for style in found.styles}

    assert {"Title", "Heading 1", "Lede", "Pull Statement", "Key Figure", "Table"} <= names
