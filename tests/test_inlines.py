"""The codec between inlines and translators' text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from pipeline.inlines import TagError, decode, encode, fact, settled
from tests import strategies

LINK = {"t": "Link", "c": [["", [], []], [{"t": "Str", "c": "here"}], ["https://example.org", ""]]}
EMPH = {"t": "Emph", "c": [{"t": "Str", "c": "here"}]}
CODE = {"t": "Code", "c": [["", [], []], "mmap"]}


@given(strategies.inlines)
@settings(max_examples=300)
def test_decode_inverts_encode(inlines):
    """Text that a translator leaves alone comes back as the very same tree."""
    assert decode(encode(inlines), inlines) == inlines


@pytest.mark.slow
@given(strategies.inlines)
@settings(max_examples=5000)
def test_decode_inverts_encode_five_thousand_times(inlines):
    """The same law, on five thousand trees of every inline type."""
    assert decode(encode(inlines), inlines) == inlines


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("看<link>这里", "`<link>` is never closed"),
        ("看这里</link>", "`</link>` closes nothing"),
        ("看<link2>这里</link2>", "`<link2>` is not in the source"),
        ("看这里", "lacks `<link>`"),
        ("<link>看</link><link>这里</link>", "doubles `<link>`"),
        ("看<link/>", "`<link/>` must be `<link>`"),
        ("<em><link>看</em></link>", "`</em>` closes nothing"),
    ],
)
def test_broken_tags_are_named(text, complaint):
    """The error names the tag, so that the translator can find it."""
    with pytest.raises(TagError, match=complaint):
        decode(text, [LINK])


def test_a_translator_may_add_and_drop_bare_marks():
    """Emphasis is the translator's own; a link is not."""
    assert encode(decode("<strong>看</strong>", [EMPH])) == "<strong>看</strong>"


def test_the_second_of_a_kind_is_numbered():
    """Two links are two shells, and each keeps its own target wherever it moves."""
    other = {"t": "Link", "c": [["", [], []], [{"t": "Str", "c": "there"}], ["#x", ""]]}
    source = [LINK, {"t": "Space"}, other]

    assert encode(source) == "<link>here</link> <link2>there</link2>"
    assert decode("<link2>那里</link2> <link>这里</link>", source)[0]["c"][2] == ["#x", ""]


def test_text_that_looks_like_a_tag_stays_text():
    """Only what could be taken for a tag or an entity is escaped; R&D is not."""
    words = [{"t": "Str", "c": "R&D"}, {"t": "Space"}, {"t": "Str", "c": "<em>&lt;"}]

    assert encode(words) == "R&D &lt;em>&amp;lt;"
    assert decode(encode(words), words) == words


def test_a_tag_in_two_words_stays_text():
    """``<em`` and ``>`` with a blank between them are no tag."""
    words = [{"t": "Str", "c": "<em"}, {"t": "Space"}, {"t": "Str", "c": ">"}]

    assert decode(encode(words), words) == words


def test_facts_are_set_apart_and_doubled_braces_are_braces():
    """An author writes a fact as a name in braces and a brace as two."""
    found = settled([{"t": "Str", "c": "{{x}}={registered}家"}])

    assert found == [{"t": "Str", "c": "{x}="}, fact("registered"), {"t": "Str", "c": "家"}]
    assert encode(found) == "{{x}}={registered}家"
