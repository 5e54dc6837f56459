"""Edits as Word makes them, in long documents of several kinds, are known for what they are."""

from __future__ import annotations

import pytest

from tests.review import releases
from tests.review.scoring import scored, together

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_edits_of_a_long_document_come_home(tmp_path, locale):
    """With ids no verdict is false; without them nothing is taken home wrongly.

    What was taken home looks, in the next edition, as it was edited. More seeds are asked by
    the bench.
    """
    pairs = [scored(tmp_path / str(seed), "mixed", locale, seed) for seed in (1, 2)]
    whole, bare = (together(list(scores)) for scores in zip(*pairs, strict=True))

    assert whole.edits > 60
    assert whole.recall >= 0.99, whole.misses
    assert (whole.false, whole.wrong, whole.open) == ([], [], [])
    assert bare.recall >= 0.79, bare.misses
    assert bare.wrong == []


@pytest.mark.parametrize("kind", [kind for kind in releases.KINDS if kind != "mixed"])
@pytest.mark.parametrize("locale", ["zh_CN", "ar"])
def test_documents_of_other_kinds_come_home(tmp_path, kind, locale):
    """Long prose, tables, nested lists, repeated, alike and short texts, figures and notes."""
    whole, bare = scored(tmp_path, kind, locale, 3, 90)

    assert whole.recall >= 0.99, whole.misses
    assert (whole.false, whole.wrong, whole.open) == ([], [], [])
    assert bare.wrong == []
