"""One number for a pair: of two charts, tables or notes that say the same, the second refers.

The first has Word's own number, a field or a footnote, with a bookmark around it; the second
has a field that repeats what stands there. So Word keeps them alike when numbers change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline import tree
from pipeline.model import Json
from pipeline.word.nodes import make, raw

_FIRST = 90_000
"""Where the ids of the bookmarks begin, above those that pandoc gives."""

_SEQUENCE = re.compile(r"SEQ (\w+)")
_SHOWN = re.compile(r"<w:t>\d+</w:t>")
_PLACE = re.compile(r'w:name="(_Ref\w+)"')
_REFERENCE = re.compile(r"(?:NOTE)?REF (_Ref\w+)")


def one_number(one: Json, other: Json, names: Iterator[int], lang: str) -> tuple[Json, Json]:
    """Return two blocks that say the same with one number for each caption and note of both.

    The second language's words of a note, in ``lang``, stand below those of the first.
    """
    return _noted(*_counted(one, other, names), names, lang)


def renumbered(blocks: Json) -> Json:
    """Return blocks whose fields show the numbers that Word will find for them."""
    counts: Counter[str] = Counter()
    known: dict[str, int] = {}
    place = ""

    def visit(node: Json) -> Json:
        nonlocal place
        if node.get("t") == "Note":
            counts["note"] += 1
            known[place], place = counts["note"], ""
        if node.get("t") != "RawInline":
            return node
        text = node["c"][1]
        if found := _PLACE.search(text):
            place = found[1]
        elif found := _SEQUENCE.search(text):
            counts[found[1]] += 1
            known[place], place = counts[found[1]], ""
            return raw(_SHOWN.sub(f"<w:t>{counts[found[1]]}</w:t>", text))
        elif found := _REFERENCE.search(text):
            return raw(_SHOWN.sub(f"<w:t>{known.get(found[1], 1)}</w:t>", text))
        return node

    return tree.rewrite(blocks, visit)


def _counted(one: Json, other: Json, names: Iterator[int]) -> tuple[Json, Json]:
    found = [[n for n in tree.each(block) if _is_sequence(n)] for block in (one, other)]
    if len(found[0]) != len(found[1]) or not found[0]:
        return one, other
    marks = [next(names) for _ in found[0]]
    ours, theirs = iter(marks), iter(marks)
    first = tree.rewrite(one, lambda n: _marked(next(ours), [n]) if _is_sequence(n) else n)
    second = tree.rewrite(other, lambda n: _repeated(n, next(theirs)) if _is_sequence(n) else n)
    return first, second


def _is_sequence(node: Json) -> bool:
    return node.get("t") == "RawInline" and bool(_SEQUENCE.search(node["c"][1]))


def _repeated(node: Json, name: int) -> Json:
    return raw(re.sub(r'w:instr="[^"]*"', f'w:instr=" REF _Ref{name} \\\\h "', node["c"][1]))


def _noted(one: Json, other: Json, names: Iterator[int], lang: str) -> tuple[Json, Json]:
    ours, theirs = ([n for n in tree.each(b) if n["t"] == "Note"] for b in (one, other))
    if len(ours) != len(theirs) or not ours:
        return one, other
    marks = [next(names) for _ in ours]
    said = iter(zip(marks, theirs, strict=True))
    again = iter(marks)

    def both(node: Json) -> Json:
        if node.get("t") != "Note":
            return node
        name, twin = next(said)
        spoken = make("Div", [["", [], [["lang", lang]]], twin["c"]])
        return _marked(name, [node | {"c": [*node["c"], spoken]}])

    def repeated(node: Json) -> Json:
        return _reference(next(again)) if node.get("t") == "Note" else node

    return tree.rewrite(one, both), tree.rewrite(other, repeated)


def _marked(name: int, nodes: list[Json]) -> list[Json]:
    start = f'<w:bookmarkStart w:id="{_FIRST + name}" w:name="_Ref{name}"/>'
    return [raw(start), *nodes, raw(f'<w:bookmarkEnd w:id="{_FIRST + name}"/>')]


def _reference(name: int) -> Json:
    look = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    code = f" NOTEREF _Ref{name} \\f \\h "
    return raw(f'<w:fldSimple w:instr="{code}"><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>')
