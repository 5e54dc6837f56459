"""Fill the parts that an author only asks for: tables of contents, and codes to scan.

    ::: toc            the headings of the release, each a link to its place
    ::: {.qr target=}  a picture of the address, described, before the words beside it

Law: a document without such parts stays as it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pipeline import anchors, tree
from pipeline.model import Edition, Json

CODE = "Code to scan: {address}"
CONTENTS = "Contents"
WORDS = (CODE, CONTENTS)
"""The words of these parts, for translators."""

_ASIDE = ("toc", "boilerplate", "contact", "colophon", "aside", "side", "closing")
"""Parts whose headings are not listed."""


def furnish(document: Json, edition: Edition) -> Json:
    """Return a document of the edition with every such part filled."""
    numbers = itertools.count(1)

    def visit(node: Json) -> Json:
        if node.get("t") != "Div":
            return node
        if "toc" in tree.classes(node):
            deepest = 1 + int(dict(node["c"][0][2]).get("depth", "1"))
            listed = _listed(_headings(document["blocks"], deepest))
            return node | {"c": [node["c"][0], [*node["c"][1], *listed]]}
        if "qr" in tree.classes(node):
            return _coded(node, f"codes/qr-{next(numbers)}.svg", edition)
        return node

    return {**document, "blocks": tree.rewrite(document["blocks"], visit)}


def codes(document: Json) -> dict[str, str]:
    """Return the address of every code in a furnished document, by the name of its picture."""
    found = (n for _, n in tree.nodes(document["blocks"]) if n["t"] == "Div")
    return {
        node["c"][1][0]["c"][0]["c"][2][0]: dict(node["c"][0][2])["target"]
        for node in found
        if "qr" in tree.classes(node)
    }


def _coded(node: Json, name: str, edition: Edition) -> Json:
    attributes, blocks = node["c"]
    address = dict(attributes[2])["target"]
    said = tree.text(edition.word(CODE).replace("{address}", address))
    image = {"t": "Image", "c": [["", [], []], said, [name, ""]]}
    return node | {"c": [attributes, [{"t": "Plain", "c": [image]}, *blocks]]}


def _headings(blocks: Json, deepest: int) -> Iterator[Json]:
    """Yield the headings of the text down to a level, in reading order."""
    for block in blocks:
        if block["t"] == "Header" and 2 <= block["c"][0] <= deepest and block["c"][1][0]:
            yield block
        elif block["t"] == "Div" and not set(tree.classes(block)) & set(_ASIDE):
            yield from _headings(block["c"][1], deepest)


def _listed(headings: Iterator[Json]) -> list[Json]:
    """Return a list of links, with the headings of the second level under those of the first."""
    items: list[Json] = []
    for heading in headings:
        level, (name, *_), words = heading["c"]
        link = {"t": "Link", "c": [["", [], []], _bare(words), [f"#{name}", ""]]}
        line = {"t": "Plain", "c": [link]}
        if level == 2 or not items:
            items.append([line])
        elif len(items[-1]) == 1:
            items[-1].append({"t": "BulletList", "c": [[line]]})
        else:
            items[-1][1]["c"].append([line])
    return [{"t": "BulletList", "c": items}] if items else []


def _bare(words: Json) -> Json:
    """Return the words of a heading without notes, links and anchors in them."""

    def visit(node: Json) -> Json:
        if anchors.is_anchor(node) or node.get("t") in ("Note", "Image"):
            return []
        return node["c"][1] if node.get("t") == "Link" else node

    return tree.rewrite(words, visit)
