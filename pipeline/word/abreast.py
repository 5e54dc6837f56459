"""Two arranged editions in one document: each paragraph beside its translation.

Text stands in a table of two columns without lines, a row for each pair, so that pairs break
together over pages. A heading says both languages, so that Word's list of headings does too. A
table says both in its cells; a picture or chart that serves both stands once, others below each
other, as wide as the page lets them. What a pair counts, it counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pipeline import tree
from pipeline.matching import matched
from pipeline.model import Json
from pipeline.word.nodes import NONE, make
from pipeline.word.numbers import one_number, renumbered

STYLE = "Parallel"
"""The style of the table that holds the pairs."""

TRANSLATION = "Table Translation"
"""The style of the second language in the cells of a table."""

_WIDE = ("Table", "Figure")
_SPANNING = (
    "Lede",
    "Pull Statement",
    "Closing Line",
    "Figure",
    "Captioned Figure",
    "Chart Caption",
    "Image Caption",
    "Table Caption",
)


def side_by_side(first: Json, second: Json, lang: str) -> Json:
    """Return the blocks of two editions as those of one; ``lang`` is that of the second."""
    out: list[Json] = []
    rows: list[Json] = []
    names = count(1)
    for one, other in matched(first, second, _kind):
        if one is not None and other is not None and one["t"] != "Header":
            one, other = one_number(one, other, names, lang)
        wide = [block for block in (one, other) if block is not None and _wide(block)]
        headings = [b for b in (one, other) if b is not None and b["t"] == "Header"]
        if not wide and not headings:
            rows.append([NONE, [_cell(one), _cell(_in(other, lang))]])
            continue
        out.extend(_table(rows))
        rows = []
        if len(headings) == len((one, other)):
            out.append(_headed(one, other, lang))
        elif len(wide) == len((one, other)):
            out.extend(_spanning(one, other, lang))
        else:
            out.extend(block for block in (one, _in(other, lang)) if block is not None)
    return renumbered([*out, *_table(rows)])


def _spanning(one: Json, other: Json, lang: str) -> Iterator[Json]:
    """Yield a pair that stands across both columns: what both show once, else one by one."""
    alike = one["t"] == other["t"] == "Table" and _shape(one) == _shape(other)
    if alike and all(map(_figures, (one, other))):
        yield _labelled(one, other, lang)
    elif alike and not any(map(_figures, (one, other))):
        yield _bilingual(one, other, lang)
    elif _targets(one) and _targets(one) == _targets(other):
        yield _told(one, other)
    else:
        yield one
        yield make("Div", [["", [], [["lang", lang]]], [other]])


def _kind(block: Json) -> tuple[str, str]:
    """Return what a block must share with its translation."""
    return block["t"], next(iter(_styles(block)), "") if block["t"] == "Div" else ""


def _styles(block: Json) -> list[str]:
    return [value for key, value in block["c"][0][2] if key == "custom-style"]


def _targets(block: Json) -> list[str]:
    return [node["c"][2][0] for node in tree.each(block) if node["t"] == "Image"]


def _told(one: Json, other: Json) -> Json:
    """Return pictures that serve both, described in both languages."""
    said = iter([node["c"][1] for node in tree.each(other) if node["t"] == "Image"])

    def visit(node: Json) -> Json:
        if node.get("t") != "Image":
            return node
        attributes, words, target = node["c"]
        twin = next(said)
        more = [{"t": "Space"}, *twin] if twin and twin != words else []
        return node | {"c": [attributes, [*words, *more], target]}

    return tree.rewrite(one, visit)


def _bilingual(one: Json, other: Json, lang: str) -> Json:
    """Return one table in both languages; a cell that both say alike says it once."""
    said = iter([cell[4] for row in _all_rows(other) for cell in row[1]])

    def row(attributes: Json, cells: Json) -> Json:
        return [attributes, [_both(cell, next(said), lang) for cell in cells]]

    attributes, caption, columns, head, bodies, foot = one["c"]
    head = [head[0], [row(*line) for line in head[1]]]
    bodies = [
        [body[0], body[1], [row(*line) for line in body[2]], [row(*line) for line in body[3]]]
        for body in bodies
    ]
    foot = [foot[0], [row(*line) for line in foot[1]]]
    words = [block | {"c": [_spoken(block["c"], lang)]} for block in other["c"][1][1]]
    captions = [caption[0], [*caption[1], *words]]
    return one | {"c": [attributes, captions, columns, head, bodies, foot]}


def _both(cell: Json, twin: Json, lang: str) -> Json:
    own, theirs = ("".join(tree.plain(blocks).split()) for blocks in (cell[4], twin))
    if not theirs or own == theirs:
        return cell
    style = ["custom-style", TRANSLATION]
    said = [block | {"t": "Para"} if block["t"] == "Plain" else block for block in twin]
    return [*cell[:4], [*cell[4], make("Div", [["", [], [["lang", lang], style]], said])]]


def _all_rows(table: Json) -> Iterator[Json]:
    _, _, _, head, bodies, foot = table["c"]
    yield from head[1]
    for body in bodies:
        yield from (*body[2], *body[3])
    yield from foot[1]


def _shape(table: Json) -> list[list[list[int]]]:
    return [[cell[2:4] for cell in row[1]] for row in _all_rows(table)]


def titled(meta: Json, other: Json, lang: str) -> Json:
    """Return the front matter of a document with the other title below its own subtitle."""
    own = meta.get("subtitle", {"t": "MetaInlines", "c": []})
    gap = [{"t": "LineBreak"}] if own["c"] else []
    twin = tree.rewrite(other["title"]["c"], lambda n: [] if n.get("t") == "LineBreak" else n)
    words = [*own["c"], *gap, _spoken(twin, lang)]
    return meta | {"subtitle": {"t": "MetaInlines", "c": words}}


def _wide(block: Json) -> bool:
    """Tell whether a block stands across both columns."""
    styles = _styles(block) if block["t"] == "Div" else []
    return block["t"] in _WIDE or any(style in _SPANNING for style in styles)


def _figures(block: Json) -> bool:
    return block["t"] == "Table" and ["custom-style", "KeyFigures"] in block["c"][0][2]


def _labelled(one: Json, other: Json, lang: str) -> Json:
    """Return the key figures once, each with its label in both languages."""
    said = iter([cell[4] for _, row in _rows(other) for cell in row])
    rows = []
    for attributes, row in _rows(one):
        cells = []
        for cell in row:
            twin: Json = next(said, [])
            figure = [] if _digits(twin[:-1]) == _digits(cell[4][:-1]) else _joined(twin[:-1])
            label = [_in(_with(block, figure), lang) for block in twin[-1:]]
            cells.append([*cell[:4], [*cell[4], *label]])
        rows.append([attributes, cells])
    content = list(one["c"])
    content[3], content[4] = [NONE, rows[:1]], [[NONE, 0, [], rows[1:]]]
    return one | {"c": content}


def _rows(table: Json) -> list[Json]:
    return [*table["c"][3][1], *(row for body in table["c"][4] for row in body[3])]


def _digits(blocks: Json) -> str:
    return "".join(c for c in tree.plain(blocks) if c.isdigit())


def _joined(blocks: Json) -> Json:
    """Return a figure and its unit as the first words of a label."""
    words = tree.text(" ".join(tree.plain([block]) for block in blocks))
    return [make("Strong", words), {"t": "Space"}]


def _with(label: Json, figure: Json) -> Json:
    attributes, paragraphs = label["c"]
    if not figure or not paragraphs:
        return label
    first = paragraphs[0] | {"c": [*figure, *paragraphs[0]["c"]]}
    return label | {"c": [attributes, [first, *paragraphs[1:]]]}


def _in(block: Json | None, lang: str) -> Json | None:
    """Return a block that says its language; a heading says it in its words."""
    if block is None:
        return None
    if block["t"] == "Header":
        level, attributes, words = block["c"]
        return block | {"c": [level, attributes, [_spoken(words, lang)]]}
    return make("Div", [["", [], [["lang", lang]]], [block]])


def _headed(one: Json, other: Json, lang: str) -> Json:
    level, attributes, words = one["c"]
    twin = tree.rewrite(other["c"][2], lambda node: [] if node.get("t") == "Note" else node)
    space = {"t": "Str", "c": "\u2003"}
    return one | {"c": [level, attributes, [*words, space, _spoken(twin, lang)]]}


def _spoken(words: Json, lang: str) -> Json:
    return make("Span", [["", [], [["lang", lang]]], words])


def _cell(block: Json | None) -> Json:
    return [NONE, {"t": "AlignDefault"}, 1, 1, [block] if block is not None else []]


def _table(rows: list[Json]) -> Iterator[Json]:
    if rows:
        half = [{"t": "AlignDefault"}, {"t": "ColWidth", "c": 0.5}]
        body = [[NONE, 0, [], rows]]
        attributes = ["", [], [["custom-style", STYLE]]]
        head: Json = [NONE, []]
        yield make("Table", [attributes, [None, []], [half, half], head, body, [NONE, []]])
