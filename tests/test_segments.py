"""Cutting documents into segments."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline import tree
from pipeline.segments import segments, wordless
from tests import strategies


@given(strategies.documents)
def test_replacing_segments_by_themselves_changes_nothing(document):
    """The cutter and the replacer agree about every address."""
    for piece in segments(document):
        found = tree.at(document, piece.address)
        assert (tree.text(found) if piece.bare else found) == piece.inlines

    outer = {p.address: p.inlines for p in segments(document) if p.depth == 0}
    assert tree.replace(document, outer) == document


@pytest.mark.parametrize(
    "text",
    ["2,961", "{registered}", "2022-08-23", "https://example.org/a", "a@b.example.cn", "<br/>"],
)
def test_text_without_words_is_no_message(text):
    """Nobody is asked to translate a number, a date in digits or an address."""
    assert wordless(text)
