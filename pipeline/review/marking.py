"""Mark every text of a document for Word, from its anchors; and name what was marked.

An anchor stands before a text; here the text goes into a Span of the anchor's name, which
pandoc writes as a bookmark around it. Law: taking the Spans away leaves the document without
its anchors.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline import anchors
from pipeline.model import Json

PREFIX = "tu"
"""What the names of units begin with; a bookmark has an underscore before it, to be hidden."""


def unit_id(anchor: str) -> str:
    """Return the name of a unit from that of its anchor: bookmarks have no hyphens."""
    return PREFIX + anchor.removeprefix("t-").replace("-", "_")


def ended(node: Json) -> Json:
    """Return a tree in which an anchor without a name stands behind every text that has one.

    What is laid around a text later, such as what a chart counts, is none of it.
    """
    if isinstance(node, dict):
        return {key: ended(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    children = [ended(child) for child in node]
    return [*children, *anchors.before("", [])] if children and _anchor(children[0]) else children


def marked(node: Json) -> Json:
    """Return a tree with every text inside a Span of its unit's name, and without anchors."""
    if isinstance(node, dict):
        return {key: marked(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    children = [marked(child) for child in node]
    starts = [i for i, child in enumerate(children) if _anchor(child)]
    if not starts:
        return children
    made = children[: starts[0]]
    for start, end in zip(starts, [*starts[1:], len(children)], strict=True):
        inside, name = children[start + 1 : end], children[start]["c"][0][0]
        if inside and name:
            made.append({"t": "Span", "c": [[unit_id(name), [], []], inside]})
        else:
            made += inside
    return made


def _anchor(node: Json) -> bool:
    return isinstance(node, Mapping) and anchors.is_anchor(node)
