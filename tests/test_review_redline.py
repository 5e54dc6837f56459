"""A redline holds both texts: accept all gives the new one, reject all the old."""

from __future__ import annotations

import ooxml_integrity
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from pipeline.review.redline import Stamp, changes, redline
from tests.documents import LOCALES, W, finished, part, parts
from tests.review import small
from tests.review.settling import told
from tests.review.small import Para, Said

STAMP = Stamp("Li Lei", "2022-08-23T01:02:03Z")
PAIRS = small.FILES.flatmap(lambda blocks: st.tuples(st.just(blocks), small.edited(blocks)))
TEXTS = ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml")
MARKS = ("ins", "del", "rPrChange", "pPrChange")


def marks(data: bytes) -> list[etree._Element]:
    """Return every mark of a tracked change in a file."""
    found = parts(data)
    return [
        node
        for name in TEXTS
        if name in found
        for node in etree.fromstring(found[name]).iter(*(f"{W}{kind}" for kind in MARKS))
    ]


@given(PAIRS)
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(pair):
    """Words, looks, styles, links, lists, tables and notes alike."""
    old, new = map(small.file, pair)
    both = redline(old, new, STAMP)

    assert told(both, accept=True) == told(new)
    assert told(both, accept=False) == told(old)


@given(PAIRS)
def test_every_change_has_a_number_of_its_own(pair):
    """In all parts together, bookmarks included."""
    both = redline(*map(small.file, pair), STAMP)
    found = [node.get(f"{W}id") for node in marks(both)]
    found += [node.get(f"{W}id") for node in part(both).iter(f"{W}bookmarkStart")]

    assert len(set(found)) == len(found)


@given(small.FILES)
def test_two_files_that_read_the_same_have_no_changes(blocks):
    """Nothing is marked where nothing changed."""
    data = small.file(blocks)

    assert changes(redline(data, data, STAMP)) == 0


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("other", LOCALES)
def test_whole_editions_hold_the_law(locale, other):
    """Even two editions that have nothing in common but their parts."""
    old, new = finished(locale), finished(other)
    both = redline(old, new, STAMP)

    assert told(both, accept=True) == told(new)
    assert told(both, accept=False) == told(old)


@pytest.mark.parametrize(("one", "other"), [("en", "fr"), ("zh_CN", "en"), ("en", "zh_CN")])
def test_a_redline_is_sound(one, other, tmp_path):
    """Its schema holds, and its parts refer to each other as they should.

    In a table that had other columns, old rows and new ones stand together.
    """
    file = tmp_path / "x.docx"
    file.write_bytes(redline(finished(one), finished(other), STAMP))

    assert list(OpenXmlValidator(max_errors=0).validate(file).errors) == []
    assert {f.code for f in ooxml_integrity.check(file)} <= {"TBL002"}


def test_changes_carry_the_author_and_the_moment_of_the_revision():
    """Never those of the machine: the same revisions give the same bytes."""
    one, other = finished("en"), finished("fr")
    both = redline(one, other, STAMP)

    assert {(n.get(f"{W}author"), n.get(f"{W}date")) for n in marks(both)} == {
        ("Li Lei", "2022-08-23T01:02:03Z")
    }
    assert redline(one, other, STAMP) == both


def shown(old: list[Para], new: list[Para]) -> list[str]:
    """Return what a redline marks, as ``+new`` and ``-old``."""
    both = redline(small.file(old), small.file(new), STAMP)
    signs = {"ins": "+", "del": "-"}
    return [
        signs[etree.QName(n).localname] + "".join(t.text for t in n.iter(f"{W}t", f"{W}delText"))
        for n in part(both).iter(f"{W}ins", f"{W}del")
        if n.getparent().tag != f"{W}rPr"
    ]


def para(text: str, **more: str) -> Para:
    """Return a paragraph of one piece."""
    return Para((Said(text),), **more)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("8 companies met in Beijing", "9 companies met in Beijing", ["-8", "+9"]),
        ("The hall opened.", "The great hall opened.", ["+great "]),
        ("截至2022年7月底注册", "截至2022年8月底登记", ["-7", "+8", "-注册", "+登记"]),
        ("2,961 enterprises", "2,962 enterprises", ["-2,961", "+2,962"]),
        ("产业的发展", "产业发展", ["-的"]),
        ("a red house", "a blue home", ["-red house", "+blue home"]),
    ],
)  # fmt: skip
def test_words_and_han_characters_are_marked(old, new, marked):
    """A number is one word; what stayed by chance between two changes is not kept apart."""
    assert shown([para(old)], [para(new)]) == marked


def test_a_bold_word_is_a_change_of_format():
    """The word itself is neither new nor gone."""
    old = [Para((Said("one "), Said("two")))]
    new = [Para((Said("one "), Said("two", bold=True)))]
    both = redline(small.file(old), small.file(new), STAMP)

    assert shown(old, new) == []
    assert len(list(part(both).iter(f"{W}rPrChange"))) == 1


def test_a_heading_of_another_level_is_a_change_of_its_paragraph():
    """Word shows it in the margin, and brings the old style back."""
    old, new = [para("Title", style="Heading1")], [para("Title", style="Heading2")]
    both = redline(small.file(old), small.file(new), STAMP)
    change = next(part(both).iter(f"{W}pPrChange"))

    assert shown(old, new) == []
    assert change.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Heading1"


def test_a_paragraph_behind_the_last_one_is_marked_alone():
    """The last end of a text cannot go; the end before it is marked instead."""
    old, new = [para("first")], [para("first"), para("a second one")]

    assert shown(old, new) == ["+a second one"]


def test_a_note_whose_text_changed_is_still_that_note():
    """Its call stays, and its words are marked where they stand."""
    old = [Para((Said("text", note="the old count"),))]
    new = [Para((Said("text", note="the new count"),))]
    both = redline(small.file(old), small.file(new), STAMP)
    notes = part(both, "word/footnotes.xml")

    assert shown(old, new) == []
    assert [t.text for t in notes.iter(f"{W}delText")] == ["old"]
