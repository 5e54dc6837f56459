"""The nodes of a tree that the arrangement makes, and the marks it leaves for the last pass.

Pandoc gives a style to a Div and to nothing else; what it cannot say is said by a comment in
the paragraph, which the last pass reads and takes out.
"""

from __future__ import annotations

from pipeline.model import Json

NONE: Json = ["", [], []]

BOXED = "boxed"
"""Marks the paragraphs of a list in a side note."""

NEW_PAGE = "new-page"
"""Marks a paragraph that begins a page."""


def make(kind: str, content: Json) -> Json:
    """Make a node."""
    return {"t": kind, "c": content}


def raw(markup: str) -> Json:
    """Make markup that pandoc hands on as it is."""
    return make("RawInline", ["openxml", markup])


def mark(name: str) -> Json:
    """Make a mark for the last pass."""
    return raw(f"<!--{name}-->")


def paragraph(content: Json) -> Json:
    """Make a paragraph of inlines."""
    return make("Para", content)


def styled(style: str, blocks: Json) -> Json:
    """Make blocks in a style."""
    return make("Div", [["", [], [["custom-style", style]]], blocks])


def lettered(style: str, content: Json) -> Json:
    """Make inlines in a style of letters."""
    return make("Span", [["", [], [["custom-style", style]]], content])
