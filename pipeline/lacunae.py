"""What stands on the page where a translation is missing: nothing, or text marked as such.

Law: ``source`` and ``stale`` leave the document as it is; ``hide`` takes away whole blocks,
never half a sentence, and never the title.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import tree
from pipeline.model import Address, Json, Lacuna, Segment

MARK = "lacuna"
"""The class of the Span around text that is not, or not yet again, translated."""

_BLOCKS = ("Para", "Plain", "Header")
_EMPTY = {"t": "Nothing"}


def shown(document: Json, gaps: Iterable[Segment], show: Lacuna) -> Json:
    """Return the document with its gaps as ``show`` wants them."""
    outer = [piece for piece in gaps if piece.depth == 0 and not piece.context]
    if show == "mark":
        return tree.replace(document, {p.address: _marked(document, p) for p in outer})
    return _hidden(document, outer) if show == "hide" else document


def _marked(document: Json, piece: Segment) -> Json:
    return [{"t": "Span", "c": [["", [MARK], []], tree.at(document, piece.address)]}]


def _hidden(document: Json, gaps: list[Segment]) -> Json:
    meta = {p.address[1] for p in gaps if p.address[0] == "meta"} - {"title"}
    kept = {key: value for key, value in document["meta"].items() if key not in meta}
    holes = {_block(document, p.address): _EMPTY for p in gaps if p.address[0] == "blocks"}
    bare = tree.replace({"meta": kept, "blocks": document["blocks"]}, holes)
    return {"meta": kept, "blocks": _closed(bare["blocks"])}


def _block(document: Json, address: Address) -> Address:
    """Return the address of the block that a text stands in; a term is a block of its own.

    A table or chart goes as a whole: without its labels it says nothing.
    """
    for end in range(1, len(address)):
        node = tree.at(document, address[:end])
        if isinstance(node, dict) and {"chart", "table"} & set(_names(node)):
            return address[:end]
    for end in range(len(address), 0, -1):
        node = tree.at(document, address[:end])
        if isinstance(node, dict) and node.get("t") in _BLOCKS:
            return address[:end]
    return address


def _names(node: Json) -> list[str]:
    """Return the classes of a Div, and ``table`` for a table."""
    kind = node.get("t")
    return tree.classes(node) if kind == "Div" else ["table"] if kind == "Table" else []


def _closed(node: Json) -> Json:
    """Take away the holes, and every list, item, row and box that is empty without them."""
    if isinstance(node, list):
        return [child for item in node if (child := _closed(item)) != _EMPTY]
    if not isinstance(node, dict) or "t" not in node:
        return node
    if node["t"] in ("BulletList", "BlockQuote"):
        rest = [item for item in _closed(node["c"]) if item]
        return node | {"c": rest} if rest else _EMPTY
    if node["t"] == "OrderedList":
        rest = [item for item in _closed(node["c"][1]) if item]
        return node | {"c": [node["c"][0], rest]} if rest else _EMPTY
    if node["t"] == "DefinitionList":
        rest = [[term, _closed(d)] for term, d in node["c"] if term != _EMPTY and any(_closed(d))]
        return node | {"c": rest} if rest else _EMPTY
    if node["t"] in ("Div", "Figure", "Table"):
        parts = _closed(node["c"])
        return node | {"c": parts} if node["t"] != "Div" or parts[1] else _EMPTY
    return node
