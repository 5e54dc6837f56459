"""Prose: what a reader reads of a message, and the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.prose import OBJECT, prose

PIECES = st.lists(
    st.sampled_from(
        ["注册企业", "a b", "{area}", "{{", "<em>", "</em>", "<note/>", "<br/>", "<code/>", "&lt;"]
    )
)


@given(PIECES)
def test_every_character_leads_back_to_what_was_written(pieces):
    """The way back is in order, and tokens are led back to whole."""
    message = "".join(pieces)
    read = prose(message)
    spans = [read.span(i, i + 1) for i in range(len(read.text))]

    assert len(read.text) == len(read.sheltered)
    assert spans == sorted(spans)
    for character, (start, end) in zip(read.text, spans, strict=True):
        written = message[start:end]
        assert written == character or character in (OBJECT, "{", "<", "\n")


def test_marks_take_no_room_and_facts_take_one_character():
    """Neighbours on the page are neighbours in prose."""
    read = prose("<em>注册</em>，{registered.date}共<link>{registered}</link>家<note/>。")

    assert read.text == f"注册，{OBJECT}共{OBJECT}家。"


def test_addresses_are_sheltered():
    """Marks within an address are none of a text's."""
    read = prose("请访问https://example.org/a,b或致信info@example.org。")

    assert read.sheltered.replace(OBJECT, "") == "请访问或致信。"
    assert len(read.sheltered) == len(read.text)


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("见 :mod:`os.path`。", "见 。"),
        ("用 ``a, b`` 与 `名 <https://example.org>`_。", "用  与 。"),
        ("%(name)s的%1$s有%d个", "的有个"),
        ("增长5%，100%达标", "增长5%，100%达标"),
        ("见<a href=\"x.html\" title='y'>指南", "见指南"),
        ("在<file>a.b</file>里", "在里"),
    ],
)
def test_the_markup_of_other_programs_is_sheltered(message, left):
    """A catalog of another project keeps its markup, which is no writing."""
    read = prose(message)

    assert read.sheltered.replace(OBJECT, "") == left
    assert len(read.sheltered) == len(read.text)
