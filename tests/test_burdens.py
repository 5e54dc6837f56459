"""A page is read without the weight of its pictures, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline import burdens

HEAVY = b"data:image/jpeg;base64," + b"QUJD" * 30_000
LIGHT = b"data:image/png;base64,QUJD"
PIECES = st.sampled_from(
    [HEAVY, HEAVY + b"QUJE", LIGHT, b'"', b"<p>", "馆".encode(), b"A" * 120_000]
)


@given(st.lists(PIECES).map(b"".join))
def test_a_page_gets_its_pictures_back(page):
    """Whatever stands around them, and however often each is shown."""
    assert burdens.whole(*burdens.light(page)) == page


def test_a_light_page_weighs_no_more_than_its_words():
    """And each picture is kept once."""
    page, aside = burdens.light(b'<img src="%s"><img src="%s">' % (HEAVY, HEAVY))

    assert len(page) < 300
    assert list(aside.values()) == [HEAVY]


def test_an_address_that_only_looks_like_one_of_ours_stays():
    """A page cannot ask for a picture by its digest."""
    page = b'<img src="data:image/png;base64,' + b"0" * 64 + b'">'

    assert burdens.whole(page, {b"data:image/png;base64," + b"1" * 64: HEAVY}) == page
