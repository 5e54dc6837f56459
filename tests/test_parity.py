"""All formats of an edition say the same: compared as read, and every slip is found."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.finished import parity, pdf, web, word
from pipeline.finished.streams import Stream, sentences, squeezed
from pipeline.word.package import pack, unpack
from tests.conftest import ROOT
from tests.documents import finished

TEXT = st.lists(st.text("ab c。.A大兴-1", min_size=1, max_size=20), min_size=1, max_size=5)


@given(TEXT, st.sampled_from(["", "\n", "\u00ad", " \n "]))
def test_how_lines_break_makes_no_difference(blocks, gap):
    """Blanks, line ends and soft hyphens between letters are no text."""
    broken = [gap.join(block) for block in blocks]

    assert [squeezed(b) for b in broken] == [squeezed("".join(b.split())) for b in blocks]


@given(TEXT)
def test_sentences_leave_no_letter_out(blocks):
    """Cut into sentences, the text is still the same text."""
    assert "".join(sentences(blocks)) == "".join(map(squeezed, blocks))


@given(TEXT, st.integers(0, 99))
def test_a_changed_letter_is_a_difference(blocks, at):
    """An edition says what it says; one letter more is another text."""
    whole = "".join(blocks)
    changed = whole[: at % len(whole)] + "変" + whole[at % len(whole) :]
    same = {"html": Stream(tuple(blocks)), "docx": Stream((whole,))}

    assert list(parity.compare(same)) == []
    assert len(list(parity.compare(same | {"docx": Stream((changed,))}))) >= 1


def test_a_note_may_stand_where_its_format_puts_it():
    """On the page, at the end, or in a part of its own."""
    web_page = Stream(("One.1 Two.",), ("Notes", "1 A note."))
    brochure = Stream(("One.1", "1.", "A note.", "Two."))

    assert list(parity.compare({"html": web_page, "pdf": brochure}, ["Notes"])) == []


def test_a_logo_says_the_name_that_others_write():
    """Where a theme has one, its description is the publisher."""
    page, brochure = Stream(("The House", "A text.")), Stream(("A text.",), told=("The House",))

    assert list(parity.compare({"html": page, "pdf": brochure})) == []


def test_words_of_the_templates_are_not_of_the_text():
    """What only helps to use a page is left out, patterns with it; a text is not."""
    page = Stream(("A text.", "Page 1 of 3", "Contents"))

    words = ["Page {page} of {pages}", "Contents", "{first}; {rest}"]

    assert list(parity.compare({"html": page, "docx": Stream(("A text.",))}, words)) == []


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Make the project of the repository, built in every format."""
    root = tmp_path_factory.mktemp("parity")
    for name in ("diglot.toml", "sources", "locales", "templates"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    result = CliRunner().invoke(main, ["--root", str(root), "build", "-x", "serial"])
    assert result.exit_code in (0, 1), result.output
    return root


def checked(root):
    return CliRunner().invoke(main, ["--root", str(root), "check", "--parity"])


@pytest.mark.slow
def test_the_releases_of_this_repository_say_the_same_in_every_format(project):
    """Every sentence of the brochure, the Word document and the web page, in both languages."""
    result = checked(project)

    assert "[different-text]" not in result.output
    assert int(re.search(r"(\d+) sentences compared", result.output)[1]) > 150


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_one_changed_figure_is_found_in_either_file(project, locale):
    """A digit in the Word file, a letter in the page: told with both texts."""
    (path,) = project.glob(f"output/*/{locale}/*.docx")
    good = path.read_bytes()
    parts = unpack(good)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"2,576", b"2,567", 1)
    path.write_bytes(pack(parts))
    result = checked(project)
    path.write_bytes(good)

    assert "2,567" in result.output
    assert "[different-text]" in result.output
    assert "[changed-file]" in result.output
    assert result.exit_code == 1


@pytest.mark.slow
def test_a_lost_sentence_is_found(project):
    """A paragraph that the page lost is told as one the others have."""
    (path,) = project.glob("output/*/en/*.html")
    good = path.read_text("utf-8")
    path.write_text(re.sub(r"<li[^>]*>distribution</li>", "", good), "utf-8")
    result = checked(project)
    path.write_text(good, "utf-8")

    assert result.output.count("“distribution”") >= 2


def test_what_is_no_file_of_its_format_is_told():
    """A damaged file is a finding, never a fault of ours."""
    for read in (pdf.read, word.read):
        with pytest.raises(ValueError, match=r"\w"):
            read(b"%PDF-1.7 nonsense")
    assert web.read(b"<p>text").text == ("text",)
    bare = io.BytesIO()
    empty = pikepdf.new()
    empty.add_blank_page()
    empty.save(bare)
    with pytest.raises(ValueError, match="no structure"):
        pdf.read(bare.getvalue())


def test_a_word_file_is_read_with_its_notes_and_descriptions():
    """Publisher first, calls as numbers, alternative texts apart."""
    stream = word.read(finished("en"))

    assert stream.text[0] == "The Publisher & Sons, Limited"
    assert any(text.endswith("math .1") for text in stream.text)
    assert stream.notes[0].startswith("A note with emphasis")
    assert "A plan of the site" in stream.told


def test_a_given_file_is_checked_without_a_project(tmp_path):
    """`diglot check FILE.docx` needs nothing but the file."""
    good, bad = tmp_path / "good.docx", tmp_path / "bad.docx"
    good.write_bytes(finished("en"))
    bad.write_bytes(finished("en")[:500])

    assert CliRunner().invoke(main, ["check", str(good)]).exit_code == 0
    result = CliRunner().invoke(main, ["check", str(bad)])
    assert result.exit_code == 1
    assert "[broken-zip]" in result.output
    assert str(Path(bad)) in result.output
