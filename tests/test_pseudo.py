"""The pseudo-language: everything translatable changes, everything else stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import inlines, tree
from pipeline.model import Locale, Message
from pipeline.pseudo import KEPT, catalog, pseudo
from tests import strategies


@given(strategies.inlines)
@settings(max_examples=300)
def test_a_pseudo_translation_always_decodes(source):
    """Every shell, empty tag and fact of the source is there once, and nothing else is."""
    decoded = inlines.decode(pseudo(inlines.encode(source)), source)

    assert list(inlines.named(decoded)) == list(inlines.named(source))
    assert _facts(decoded) == _facts(source)


@given(st.text("Read the guide{}<>&/emltap;.年 1", max_size=40))
def test_what_is_kept_is_what_the_codec_reads(text):
    """The pseudo-language and the codec agree about what is no word."""
    assert KEPT.findall(text) == [found[0] for found in inlines.TOKEN.finditer(text)]


@given(st.text("Thehallopens, 中文", min_size=1, max_size=200))
def test_the_text_grows_by_thirty_percent(text):
    """A box that holds the pseudo-text holds a longer language too."""
    assert len(pseudo(text)) >= 1.3 * len(text)


def test_letters_wear_the_accents_that_every_face_has():
    """A word without accents on a pseudo-page was never marked for translation."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    plain = {c for c in pseudo(letters) if c.isascii() and c.isalpha()}

    assert plain == set("bfmpqvxBFMPQVX")
    assert all(ord(c) < 0x180 for c in pseudo(letters) if c.isalpha() and ord(c) < 0x2E80)


def test_a_message_reads_like_this():
    """Ends are marked, Han characters pad, and the codec's own stays."""
    text = "Read the <em>guide</em> of {year} &amp;amp {{x}}"

    assert pseudo(text) == "【Ŕéáď ťĥé <em>ğúíďé</em> ôf {year} &amp;ámp {{x}} 测试译文排】"


def test_a_catalog_is_whole():
    """Every message has its pseudo-translation, nothing is fuzzy, nothing stays nothing."""
    found = catalog([Message("Faster"), Message("guests", "unit")])

    assert found.locale == Locale("qps")
    assert [entry.text[0] for entry in found.entries.values()] == ["【", "【"]
    assert not any(entry.fuzzy for entry in found.entries.values())
    assert pseudo("") == ""


def _facts(nodes):
    return [name for _, node in tree.nodes(nodes) if (name := inlines.reference(node))]
