"""Give a freshly parsed tree one spelling for one text, and take its positions off.

Positions are kept beside the tree, never in it: an edit that only moves text down must not
change what the text says, or all below it would be made again. Soft breaks become spaces
(nothing between Han characters), quotation marks become typographic ones, words are joined,
facts set apart, a picture alone in its paragraph becomes a figure, and the caption of a
table or chart moves into the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline import inlines, tree
from pipeline.model import Address, Json

_HAN = re.compile(f"[{tree.HAN}]")
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
_WORDS = frozenset(("Str", "Space", "SoftBreak", "LineBreak"))
_COMMENT = re.compile(r"\s*(<!--.*?-->\s*)+", re.DOTALL)


def settle(raw: Json, captions: Mapping[str, Json]) -> tuple[Json, dict[Address, int]]:
    """Return the blocks of a pandoc tree, settled, and the source lines by address.

    ``captions`` maps the text of a ``caption`` attribute to its parsed inlines.
    """
    blocks = _blocks(raw, captions)
    return blocks, dict(_taken_lines(blocks, ("blocks",)))


def captions(raw: Json) -> tuple[str, ...]:
    """Return the texts of all ``caption`` attributes, to be parsed as Markdown too."""
    found = (dict(tree.attributes_of(node)[2]) for node in tree.each(raw) if node["t"] == "Div")
    return tuple(dict.fromkeys(pairs["caption"] for pairs in found if "caption" in pairs))


def settle_inlines(raw: Json) -> list[Json]:
    """Return the inlines of a text of one paragraph, settled, without positions.

    Raw text stays what it is; of any other kind of block there is nothing.
    """
    blocks, _ = settle(raw, {})
    first = blocks[0] if blocks else {"t": "Para", "c": []}
    if first["t"] == "RawBlock":
        return [{"t": "RawInline", "c": first["c"]}]
    return list(first["c"]) if first["t"] in ("Para", "Plain") else []


def _block(node: Json, captions: Mapping[str, Json]) -> list[Json]:
    line = _take_line(node) or _first_line(node)
    kind = node["t"]
    if kind == "Div" and node["c"][0] == ["", [], []]:
        inside = [child for block in node["c"][1] for child in _block(block, captions)]
        return [child if child.get("line") else child | {"line": line} for child in inside]
    if kind == "RawBlock" and _COMMENT.fullmatch(node["c"][1]):
        return []
    return [_shaped(kind, node, captions) | {"line": line}]


def _shaped(kind: str, node: Json, captions: Mapping[str, Json]) -> Json:  # noqa: C901  (a dispatch)
    content = node.get("c")
    match kind:
        case "Para" | "Plain":
            return _paragraph(kind, _inlines(content))
        case "Header":
            return {"t": kind, "c": [content[0], content[1], _inlines(content[2])]}
        case "Div":
            return _division(node, captions)
        case "LineBlock":
            return {"t": kind, "c": [_inlines(line) for line in content]}
        case "DefinitionList":
            terms = [_first_line(term) for term, _ in content]
            pairs = [
                [_inlines(term), [_blocks(d, captions) for d in defs]] for term, defs in content
            ]
            return {"t": kind, "c": pairs, "terms": terms}
        case "BulletList" if _hollow(content):
            return {"t": "HorizontalRule"}
        case "BulletList":
            return {"t": kind, "c": [_blocks(item, captions) for item in content]}
        case "OrderedList":
            return {"t": kind, "c": [content[0], [_blocks(item, captions) for item in content[1]]]}
        case "BlockQuote":
            return {"t": kind, "c": _blocks(content, captions)}
        case "Table":
            return {"t": kind, "c": _table(content, captions)}
        case _:
            return {key: value for key, value in node.items() if key in ("t", "c")}


def _hollow(content: Json) -> bool:
    """Tell whether a list holds empty lists only: so the reader (3.9) takes ``* * *``."""
    kinds = {node["t"] for node in tree.each(content)}
    return kinds <= {"BulletList", "Div"} and len(content) == 1


def _blocks(nodes: Json, captions: Mapping[str, Json]) -> list[Json]:
    return [settled for node in nodes for settled in _block(node, captions)]


def _paragraph(kind: str, content: list[Json]) -> Json:
    while content and content[-1]["t"] in ("Space", "LineBreak"):  # a comment stood behind it
        content = content[:-1]
    if kind == "Para" and [node["t"] for node in content] == ["Image"]:
        attributes, alt, (target, title) = content[0]["c"]
        image = content[0] | {"c": [attributes, alt, [target, ""]]}
        caption = [{"t": "Plain", "c": tree.text(title)}] if title else []
        return {
            "t": "Figure",
            "c": [["", [], []], [None, caption], [{"t": "Plain", "c": [image]}]],
        }
    return {"t": kind, "c": content}


def _division(node: Json, captions: Mapping[str, Json]) -> Json:
    (identity, classes, pairs), inside = node["c"]
    words = dict(pairs).get("caption", "")
    rest = [pair for pair in pairs if pair[0] != "caption"]
    blocks = _blocks(inside, captions)
    if words and blocks and blocks[0]["t"] == "Table":
        table = list(blocks[0]["c"])
        table[1] = [None, [{"t": "Plain", "c": captions.get(words, tree.text(words))}]]
        blocks = [blocks[0] | {"c": table}, *blocks[1:]]
        pairs = rest
    return {"t": "Div", "c": [[identity, classes, pairs], blocks]}


def _table(content: Json, captions: Mapping[str, Json]) -> list[Json]:
    attributes, caption, columns, head, bodies, foot = content
    new_bodies = [
        [body[0], body[1], _rows(body[2], captions), _rows(body[3], captions)] for body in bodies
    ]
    return [
        attributes,
        [caption[0], _blocks(caption[1], captions)],
        columns,
        [head[0], _rows(head[1], captions)],
        new_bodies,
        [foot[0], _rows(foot[1], captions)],
    ]


def _rows(rows: Json, captions: Mapping[str, Json]) -> list[Json]:
    return [[row[0], [[*cell[:4], _blocks(cell[4], captions)] for cell in row[1]]] for row in rows]


def _inlines(nodes: Json) -> list[Json]:
    return _boxed(inlines.settled(_unbroken(inlines.joined(_flat(nodes)))))


def _flat(nodes: Json) -> list[Json]:
    out: list[Json] = []
    for node in nodes:
        if node["t"] in _WORDS:
            out.append(node)
        else:
            out.extend(_inline(node))
    return out


def _inline(node: Json) -> list[Json]:
    line = _take_line(node)
    kind, content = node["t"], node.get("c")
    if kind == "Span" and content[0] == ["", [], []]:
        return _flat(content[1])
    if kind == "Quoted":
        before, after = _QUOTES[content[0]["t"]]
        return [{"t": "Str", "c": before}, *_flat(content[1]), {"t": "Str", "c": after}]
    if kind == "RawInline" and _COMMENT.fullmatch(content[1]):
        return []
    if kind in inlines.MARKS:
        return [{"t": kind, "c": _flat(content)}]
    if kind in inlines.SHELLS:
        return [{"t": kind, "c": [content[0], _flat(content[1]), *content[2:]], "line": line}]
    if kind == "Image":
        return [{"t": kind, "c": [content[0], _inlines(content[1]), content[2]], "line": line}]
    if kind == "Note":
        return [{"t": kind, "c": _blocks(content, {}), "line": line}]
    return [{key: value for key, value in node.items() if key in ("t", "c")} | {"line": line}]


def _unbroken(nodes: list[Json]) -> list[Json]:
    """Turn soft breaks into spaces, or into nothing between two Han characters."""
    out: list[Json] = []
    for index, node in enumerate(nodes):
        kind = node["t"]
        if kind in inlines.MARKS or kind in inlines.SHELLS:
            node = inlines.fill(node, _unbroken(inlines.children(node)))
        if kind != "SoftBreak":
            out.append(node)
        elif not (_edge(nodes[index - 1 : index], -1) and _edge(nodes[index + 1 : index + 2], 0)):
            out.append({"t": "Space"})
    return inlines.joined(out)


def _edge(nodes: list[Json], end: int) -> bool:
    text = tree.plain(nodes)
    return bool(text and _HAN.match(text[end]))


def _boxed(nodes: list[Json]) -> list[Json]:
    """Return a task-list item with its box: the reader leaves ``[ ]`` beside positions."""
    match nodes:
        case [{"t": "Str", "c": "["}, {"t": "Space"}, {"t": "Str", "c": "]"}, *rest]:
            return [{"t": "Str", "c": "☐"}, *rest]
        case [{"t": "Str", "c": "[x]" | "[X]"}, *rest]:
            return [{"t": "Str", "c": "☒"}, *rest]
    return nodes


def _take_line(node: Json) -> int:
    """Remove pandoc's ``data-pos`` (and its mark on wrappers) and return the line it names."""
    attributes = tree.attributes_of(node)
    if attributes is None:
        return 0
    line = _line(attributes)
    attributes[2][:] = [pair for pair in attributes[2] if pair[0] not in ("data-pos", "wrapper")]
    return line


def _first_line(node: Json) -> int:
    """Return the first line that any part of a block or run names; none is taken yet."""
    parts = map(tree.attributes_of, tree.each(node))
    return next((line for attributes in parts if attributes and (line := _line(attributes))), 0)


def _line(attributes: Json) -> int:
    found = dict(attributes[2]).get("data-pos", "")
    start = re.split(r"[@;]", found)[-1 if "@" in found else 0].partition(":")[0]
    return int(start) if start.isdigit() else 0


def _taken_lines(node: Json, address: Address) -> Iterator[tuple[Address, int]]:
    """Take the lines off the tree that was just made, and yield them by address."""
    if isinstance(node, dict):
        if line := node.pop("line", 0):
            yield address, line
        for index, line in enumerate(node.pop("terms", ())):
            yield (*address, "c", index, 0), line
        for key, child in node.items():
            if isinstance(child, dict | list):
                yield from _taken_lines(child, (*address, key))
    else:
        for index, child in enumerate(node):
            if isinstance(child, list) or (isinstance(child, dict) and child["t"] not in _WORDS):
                yield from _taken_lines(child, (*address, index))
