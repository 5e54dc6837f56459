"""What a translator is told of an edit, and which sentences a piece of a text gets."""

from __future__ import annotations

import pytest

from pipeline.catalogs import edits
from pipeline.catalogs.carrying import joined, shared_out


@pytest.mark.parametrize(
    ("before", "after", "kind", "diff"),
    [
        ("We met in May.", "We met in May", "cosmetic", "We met in May [-.-]"),
        ("We recieve it", "We receive it", "cosmetic", "We [-recieve-] {+receive+} it"),
        ("a  b", "a b", "cosmetic", "blanks only"),
        ("8 firms met", "9 firms met", "numbers", "[-8-] {+9+} firms met"),
        ("Of {a} firms", "Of {b} firms", "numbers", "Of [-{a}-] {+{b}+} firms"),
        ("It is so", "It is not so", "negation", "It is {+not+} so"),
        ("It isn't so", "It is so", "negation", "It [-isn't-] {+is+} so"),
        ("企业已签约。", "企业未签约。", "negation", "企业 [-已-] {+未+} 签约。"),
        ("Is it so?", "It is so.", "rewrite", None),
        ("three million", "three billion", "rewrite", "three [-million-] {+billion+}"),
        ("a <em>b</em>", "a b", "rewrite", "a [-<em>-] b [-</em>-]"),
        ("Not one of the old words", "Quite another thing altogether", "rewrite", None),
    ],
)
def test_an_edit_is_shown_in_words_and_by_kind(before, after, kind, diff):
    """The kind says how much to fear."""
    assert edits.kind(before, after) == kind
    assert diff is None or edits.word_diff(before, after) == diff


def test_long_unchanged_runs_are_left_out_of_a_diff():
    """A changed word is seen at once in the longest paragraph."""
    words = [f"w{n}" for n in range(100)]
    changed = [*words[:50], "new", *words[51:]]

    assert edits.word_diff(" ".join(words), " ".join(changed)) == (
        "… w46 w47 w48 w49 [-w50-] {+new+} w51 w52 w53 w54 …"
    )


def test_sentences_are_shared_out_one_by_one_or_by_length():
    """A piece never gets nothing, nor half of a pair of tags."""
    assert shared_out("A one. B two. C.", "甲。乙。丙。", ["A one. B two.", "C."]) == [
        "甲。乙。",
        "丙。",
    ]
    assert shared_out("A long one; B too", "甲甲甲。乙。", ["A long one;", "B too"]) == [
        "甲甲甲。",
        "乙。",
    ]
    assert shared_out("A. B.", "只有一句。", ["A.", "B."]) == ["只有一句。"] * 2
    assert shared_out("A. B.", "<em>甲。乙。</em>", ["A.", "B."]) == ["<em>甲。乙。</em>"] * 2


def test_texts_are_joined_with_a_blank_where_words_have_blanks():
    """Chinese sentences follow each other without one."""
    assert joined(["甲。", "乙。"]) == "甲。乙。"
    assert joined(["One.", "", "Two."]) == "One. Two."
