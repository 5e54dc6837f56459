"""The matcher: what became of each text of a document."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import matching
from pipeline.align import MOST_PARTS, align

A = "The zone registered 2,961 enterprises by July. It was founded three years ago in Beijing."
B = "The round-table heard eight companies. They spoke of research and of manufacturing."
C = "A closing line about the future of the cluster was spoken by the host of the evening."
甲 = "截至7月，该区登记企业2961家。该区三年前在北京设立，面向全球的健康产业。"
乙 = "圆桌会议听取了八家跨国公司的意见。与会者谈到了研发、制造和审批事项的下放。"
丙 = "主持人最后展望了产业集群的未来，并感谢各位来宾在夏天来到空港参加这次活动。"

WORDS = st.sampled_from("the zone of a cluster research 12 not host 健 康 产 业".split())  # noqa: SIM905
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
KEYS = st.lists(st.tuples(st.sampled_from(["", "unit"]), TEXTS), unique=True, max_size=9)


def became(old: list[str], new: list[str]) -> dict[str, list[str]]:
    """Return for each changed new text the old ones that it was."""
    found = align([("", text) for text in old], [("", text) for text in new])
    return {new[j]: [old[i] for i in sources] for j, sources in found.items()}


@given(KEYS, KEYS)
def test_only_what_changed_is_matched_and_only_with_what_vanished(old, new):
    """A text that still stands is nobody's ancestor and nobody's heir."""
    for j, sources in align(old, new).items():
        assert new[j] not in old
        assert not {old[i] for i in sources} & set(new)
        assert list(sources) == sorted(set(sources))
        assert 1 <= len(sources) <= MOST_PARTS


@given(KEYS, st.randoms(use_true_random=False))
def test_moved_texts_need_no_match(keys, dice):
    """The same texts in any order are the same texts."""
    shuffled = dice.sample(keys, len(keys))

    assert align(keys, shuffled) == {}


@pytest.mark.parametrize(("one", "two", "three"), [(A, B, C), (甲, 乙, 丙)])
def test_an_edited_text_is_found(one, two, three):
    """A changed word, a new sentence or a lost one leave a text recognisable."""
    changed = two.replace("eight", "nine").replace("八", "九")
    longer = two + three
    shorter = two[: len(two) // 2 + 3]

    assert became([one, two, three], [one, changed, three]) == {changed: [two]}
    assert became([one, two], [one, longer]) == {longer: [two]}
    assert became([one, two, three], [one, shorter, three]) == {shorter: [two]}


@pytest.mark.parametrize(("one", "two", "three"), [(A, B, C), (甲, 乙, 丙)])
def test_a_text_that_was_moved_and_edited_is_found(one, two, three):
    """What is in no gap is looked for across the document."""
    changed = two.replace("eight", "nine").replace("八", "九")

    assert became([two, one, three], [one, three, changed]) == {changed: [two]}


@pytest.mark.parametrize(("one", "two", "three"), [(A, B, C), (甲, 乙, 丙)])
def test_merged_texts_have_two_ancestors(one, two, three):
    """Two paragraphs made one, with or without a blank between, are both found."""
    joined = two + " " * (two is B) + three

    assert became([one, two, three], [one, joined]) == {joined: [two, three]}


@pytest.mark.parametrize(("one", "two", "end"), [(A, B, ". "), (甲, 乙, "。")])
def test_the_halves_of_a_split_text_have_one_ancestor(one, two, end):
    """One paragraph made two is found from both."""
    first, _, second = two.partition(end)
    first += end.strip()

    assert became([one, two], [one, first, second]) == {first: [two], second: [two]}


@pytest.mark.parametrize("parts", [(A, B, C), (甲, 乙, 丙), (A, B, C, A[::-1], B[::-1])])
def test_any_few_texts_may_become_one_or_come_from_one(parts):
    """Three paragraphs made one, and one made three, are found whole."""
    whole = "".join(part + " " * part.isascii() for part in parts).strip()

    assert became(["Start", *parts, "End"], ["Start", whole, "End"]) == {whole: list(parts)}
    assert became(["Start", whole, "End"], ["Start", *parts, "End"]) == {
        key: [whole] for key in parts
    }


def test_a_neighbour_like_the_parts_is_no_part():
    """Of near repetitions only those merge whose words are all there."""
    near = A.replace("July", "June").replace("three", "four")
    merged = f"{A} {B}"

    assert became([near, A, B, C], [near, merged, C]) == {merged: [A, B]}
    assert became(["x", near, A, B, C], ["x", merged, C]) == {merged: [A, B]}


@pytest.mark.parametrize("new", [C, 丙, "Contact", "August 2022"])
def test_a_new_text_has_no_ancestor(new):
    """A wrong guess costs a translator more than none."""
    assert became([A, B, "Overview", 甲, 乙], [A, 甲, new]) == {}


def test_a_short_heading_is_not_the_ancestor_of_a_paragraph_that_holds_its_words():
    """Four words in common say nothing."""
    assert became(["The life cluster", A], ["Eight firms spoke of the life cluster.", A]) == {}


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("8 companies", "9 companies", True),
        ("8家企业", "9家企业", True),
        ("Registered enterprises", "Enterprises registered", False),
        ("Registered capital", "Registered enterprises", False),
        ("注册资本", "注册企业", False),
    ],
)
def test_short_texts_are_matched_with_suspicion(old, new, same):
    """Half of the words of two table heads are soon the same."""
    assert became([A, old, B], [A, new, B]) == ({new: [old]} if same else {})


def test_contexts_part_texts():
    """Like texts in unlike contexts are not edits of each other; equal ones are."""
    assert align([("unit", A)], [("", A + " More.")]) == {}
    assert align([("unit", A)], [("", A)]) == {0: (0,)}


def test_a_gap_too_wide_for_every_pair_is_searched_by_rare_words():
    """Where no text stands as it was, each is still found."""
    old = [f"Paragraph {n} speaks of subject {n * 7} and of nothing else." for n in range(200)]
    new = [text.replace("else", "more") for text in old]

    assert became(old, new) == {b: [a] for a, b in zip(old, new, strict=True)}


@pytest.mark.slow
def test_generated_edits_of_real_prose_are_found_and_nothing_else():
    """The bars of the benchmark, on the docstrings of Python's library."""
    case = matching.edited(matching.prose([])["en"][:3000], 0.2, 1)
    found, _ = matching.ours(case)
    true = {(new, old) for new, sources in case.truth.items() for old in sources}
    said = {(new, old) for new, sources in found.items() for old in sources}

    assert len(true & said) >= 0.97 * len(true)
    assert len(true & said) >= 0.99 * len(said)


@pytest.mark.slow
def test_twenty_thousand_paragraphs_are_matched_in_a_second():
    """Matching is no reason to sync less often."""
    old = [("", f"{A} {n} {B} {n * 3} {C}") for n in range(20_000)]
    new = list(old)
    new[::20] = [("", text.replace("eight", "nine")) for _, text in old[::20]]
    start = time.process_time()
    found = align(old, new)

    assert found == {n: (n,) for n in range(0, 20_000, 20)}
    assert time.process_time() - start < 1
