"""Footnotes as they are written: a circle of notes is found before the reader runs into it."""

from __future__ import annotations

import pytest

from pipeline.footnotes import circles


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A.[^a]\n\n[^a]: see [^a]\n", [("a", 3)]),
        ("A.[^a]\n\n[^a]: see [^b]\n\n[^b]: and\n  [^a]\n", [("a", 3), ("b", 5)]),
        ("A.[^a]\n\n[^a]: one\nand [^a]\n", [("a", 3)]),
        ("A.[^a]\n\n[^a]: one\n\n    two [^a]\n", [("a", 3)]),
    ],
)
def test_notes_that_lead_back_to_themselves_are_found(text, found):
    """At once, or through others; in whatever line of the note."""
    assert list(circles(text.split("\n"))) == found


@pytest.mark.parametrize(
    "text",
    [
        "A.[^a]\n\n[^a]: one\n\nMore.[^a]\n",
        "A.[^a] B.[^b]\n\n[^a]: see [^b]\n\n[^b]: end\n",
        "A.[^a]\n\n[^a]: write `[^a]`\n",
        "```\n[^a]: [^a]\n```\n",
    ],
)
def test_other_notes_are_let_through(text):
    """A note may be called twice, and code is code."""
    assert list(circles(text.split("\n"))) == []
