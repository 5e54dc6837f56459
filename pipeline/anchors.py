"""Where a text of a page is found again: one name, the same in every language.

Before a text that readers see stands an empty Span: its id is made from the source text, so
that the same paragraph has the same address in each edition, whatever stands above it. If the
text is not in the language of the page, the Span says in which it is.

Law: a document whose anchors are taken out is the document without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline import inlines, tree
from pipeline.model import Address, Json, Segment, digest

ANCHOR = "anchor"
_UNSEEN = ("alt", "title")
"""Roles of texts that no reader can point at."""


def names(pieces: Iterable[Segment]) -> Mapping[Address, str]:
    """Return a name for every text that has a place on the page, by its address.

    Texts that are said twice are numbered in reading order.
    """
    counts: Counter[str] = Counter()
    found: dict[Address, str] = {}
    for piece in pieces:
        if piece.bare or piece.context or (piece.role in _UNSEEN and piece.depth):
            continue
        name = f"t-{digest(inlines.encode(piece.inlines))[:8]}"
        counts[name] += 1
        found[piece.address] = name if counts[name] == 1 else f"{name}-{counts[name]}"
    return found


def before(name: str, content: Json, lang: str = "") -> Json:
    """Return inlines behind an anchor; ``lang`` is their language if not that of the page."""
    pairs = [["lang", lang]] if lang else []
    return [{"t": "Span", "c": [[name, [ANCHOR], pairs], []]}, *content]


def without(document: Json) -> Json:
    """Return a document without its anchors."""
    return tree.rewrite(document, lambda node: [] if is_anchor(node) else node)


def is_anchor(node: Json) -> bool:
    """Tell whether a node is an anchor."""
    return bool(node.get("t") == "Span" and node["c"][0][1] == [ANCHOR])
