"""Cut a document into the runs of text that translators see, each with its address.

Extraction and localisation share this one cutter, so what a translator was shown is exactly
what is later replaced. Law: replacing every segment by itself changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline import inlines, tree
from pipeline.model import Address, Json, Segment

META = ("title", "subtitle", "kicker", "place", "author", "description")
"""Front matter that readers see, in the order of the page."""

UNIT = "unit"
"""The msgctxt of the nouns that figures count: *enterprises* is 家 after a number."""

KEPT = "notranslate"
ONLY = "only"

_ROLES = {"BulletList": "item", "OrderedList": "item", "BlockQuote": "quote", "Figure": "caption"}
_CLASSES = (
    "lede", "figures", "opener", "timeline", "pull", "aside", "side", "qr", "closing", "contact",
    "boilerplate", "colophon",
)  # fmt: skip
_WORDS = frozenset(("Str", "Space", "LineBreak"))
_MARKUP = re.compile(r"</?[a-z]+\d*/?>|\{[a-z][a-z0-9_]*(\.[a-z]+)?\}")
_WEB = re.compile(
    r"(https?://|www\.)\S+|[\w.+-]+@[\w-]+(\.[\w-]+)+|[\w-]+(\.[\w-]+)*\.(org|com|cn|net)(/\S*)?"
)


@dataclass(frozen=True, slots=True)
class _Spot:
    address: Address
    role: str = "paragraph"
    depth: int = 0

    def at(self, *more: str | int) -> _Spot:
        return replace(self, address=(*self.address, *more))


def segments(document: Json) -> Iterator[Segment]:
    """Yield the segments of a pandoc document in reading order, inner ones after outer ones.

    Text without words (numbers, facts, addresses of the web) is no segment.
    """
    for key, value in document["meta"].items():
        role = UNIT if key.startswith(f"{UNIT} ") else key
        spot = _Spot(("meta", key, "c"), role)
        yield from _texts(value["c"], spot, UNIT if role == UNIT else "")
    yield from _blocks(document["blocks"], _Spot(("blocks",)))


def wordless(text: str) -> bool:
    """Tell whether a message text holds nothing to translate."""
    words = _MARKUP.sub(" ", text).strip()
    return not any(c.isalpha() for c in words) or bool(_WEB.fullmatch(words))


def _blocks(nodes: Json, spot: _Spot) -> Iterator[Segment]:
    for index, node in enumerate(nodes):
        yield from _block(node, spot.at(index))


def _block(node: Json, spot: _Spot) -> Iterator[Segment]:  # noqa: C901  (a dispatch)
    content, here = node.get("c"), spot.at("c")
    match node["t"]:
        case "Para" | "Plain":
            yield from _texts(content, here)
        case "Header":
            yield from _texts(content[2], replace(here.at(2), role=f"heading {content[0]}"))
        case "LineBlock":
            for index, line in enumerate(content):
                yield from _texts(line, here.at(index))
        case "Div":
            yield from _division(node, here)
        case "DefinitionList":
            yield from _definitions(content, here)
        case "Table":
            yield from _table(content, here)
        case "BulletList" | "BlockQuote" | "OrderedList" | "Figure":
            yield from _container(node, here)


def _division(node: Json, here: _Spot) -> Iterator[Segment]:
    classes = tree.classes(node)
    if KEPT in classes or ONLY in classes:
        return
    role = next((name for name in classes if name in _CLASSES), here.role)
    yield from _blocks(node["c"][1], replace(here.at(1), role=role))


def _container(node: Json, here: _Spot) -> Iterator[Segment]:
    content, inside = node["c"], replace(here, role=_ROLES[node["t"]])
    match node["t"]:
        case "BlockQuote":
            yield from _blocks(content, inside)
        case "Figure":
            yield from _blocks(content[1][1], inside.at(1, 1))
            yield from _blocks(content[2], inside.at(2))
        case kind:
            listed = content if kind == "BulletList" else content[1]
            start = inside if kind == "BulletList" else inside.at(1)
            for index, item in enumerate(listed):
                yield from _blocks(item, start.at(index))


def _definitions(content: Json, here: _Spot) -> Iterator[Segment]:
    for index, (term, definitions) in enumerate(content):
        yield from _texts(term, replace(here.at(index, 0), role=_kind(here.role, "term")))
        for number, blocks in enumerate(definitions):
            spot = replace(here.at(index, 1, number), role=_kind(here.role, "definition"))
            yield from _blocks(blocks, spot)


def _table(content: Json, here: _Spot) -> Iterator[Segment]:
    _, caption, _, head, bodies, foot = content
    yield from _blocks(caption[1], replace(here.at(1, 1), role="caption"))
    yield from _rows(head[1], replace(here.at(3, 1), role="header cell"))
    for index, body in enumerate(bodies):
        yield from _rows(body[2], replace(here.at(4, index, 2), role="header cell"))
        yield from _rows(body[3], replace(here.at(4, index, 3), role="cell"))
    yield from _rows(foot[1], replace(here.at(5, 1), role="cell"))


def _rows(rows: Json, spot: _Spot) -> Iterator[Segment]:
    for number, row in enumerate(rows):
        for index, cell in enumerate(row[1]):
            yield from _blocks(cell[4], spot.at(number, 1, index, 4))


def _texts(nodes: Json, spot: _Spot, context: str = "") -> Iterator[Segment]:
    """Yield one run of inlines, then what lies inside it: alt texts, titles, footnotes."""
    if not wordless(inlines.encode(nodes)):
        yield Segment(spot.address, spot.role, nodes, context, spot.depth)
    yield from _inside(nodes, replace(spot, depth=spot.depth + 1))


def _inside(nodes: Json, spot: _Spot) -> Iterator[Segment]:
    for index, node in enumerate(nodes):
        kind = node["t"]
        if kind in _WORDS:
            continue
        here = spot.at(index)
        if kind == "Note":
            yield from _blocks(node["c"], replace(here.at("c"), role="footnote"))
        elif kind == "Image":
            yield from _texts(node["c"][1], replace(here.at("c", 1), role="alt"))
            yield from _title(node, here)
        elif kind == "Link":
            yield from _title(node, here)
        if kind in inlines.SHELLS:
            yield from _inside(node["c"][1], here.at("c", 1))
        elif kind in inlines.MARKS:
            yield from _inside(node["c"], here.at("c"))


def _title(node: Json, spot: _Spot) -> Iterator[Segment]:
    title = node["c"][2][1]
    if title and not wordless(title):
        yield Segment(
            (*spot.address, "c", 2, 1), "title", tree.text(title), depth=spot.depth, bare=True
        )


def _kind(role: str, part: str) -> str:
    return part if role == "paragraph" else f"{role} {part}"
