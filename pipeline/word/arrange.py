"""Arrange an edition for Word: each part of the vocabulary becomes paragraphs of its style.

    lede · figures · the text · closing · boilerplate · contact · colophon

This is the order of every format. Pictures get neutral names, so that no path of the project
shows; a picture in a footnote becomes its description, because pandoc would write a broken
file. The figures of a chart are told in its description; its table stays away, as in print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from pipeline import facts, languages, tree
from pipeline.lacunae import MARK as LACUNA
from pipeline.model import Edition, Json
from pipeline.word import nodes
from pipeline.word.fittings import FITTINGS
from pipeline.word.nodes import BOXED, NONE, lettered, mark, paragraph, raw, styled
from pipeline.word.sheet import HAN

PLAIN = {
    "lede": "Lede",
    "pull": "Pull Statement",
    "aside": "Side Note",
    "closing": "Closing Line",
    "boilerplate": "Boilerplate",
}
"""Parts whose paragraphs only take a style, and its name."""

FIGURE, TABLE = "Figure {number}", "Table {number}"
CONTACT, DATELINE = "Media contact", "{place}, {date}"
"""Msgids among the words of the templates."""

MOST = 4
"""How many key figures stand side by side."""

_FRONT = ("title", "subtitle", "kicker", "author")
_FIRST, _LAST = ("lede", "figures"), ("closing", "boilerplate", "contact", "colophon")
_COUNTED = re.compile(r"(.*\d)\s*(\D*)")
"""A number and the word behind it, such as 万."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the arrangement of one edition depends on."""

    edition: Edition
    names: Mapping[str, str]
    shift: int
    figures: Iterator[int] = field(default_factory=lambda: count(1))
    tables: Iterator[int] = field(default_factory=lambda: count(1))


def arrange(edition: Edition, names: Mapping[str, str]) -> Json:
    """Return the document with styles for Word; ``names`` are the pictures' new names."""
    blocks = edition.document["blocks"]
    desk = _Desk(edition, names, min(_levels(blocks), default=1) - 1)
    arranged = [new for block in _ordered(blocks) for new in _block(block, desk)]
    return {"meta": _meta(desk), "blocks": _stepwise(arranged)}


def _levels(blocks: Json) -> Iterator[int]:
    """Yield the levels of all headings."""
    for block in blocks:
        if block["t"] == "Header":
            yield block["c"][0]
        elif block["t"] == "Div":
            yield from _levels(block["c"][1])


def texts(edition: Edition) -> dict[str, str]:
    """Return the front-matter texts as bare text, with the dateline made of place and date."""
    found = {name: tree.plain(text["c"]) for name, text in edition.document["meta"].items()}
    return found | {"dateline": _dateline(edition, found.get("place", ""))}


def lines(edition: Edition) -> dict[str, str]:
    """Return title and subtitle as bare text with a line feed where they break."""
    meta = edition.document["meta"]
    return {name: "\n".join(_broken(meta[name]["c"])) for name in _FRONT[:2] if name in meta}


def _broken(inlines: Json) -> Iterator[str]:
    start = 0
    for end, node in enumerate([*inlines, {"t": "LineBreak"}]):
        if node["t"] == "LineBreak":
            yield tree.plain(inlines[start:end])
            start = end + 1


def _meta(desk: _Desk) -> Json:
    edition = desk.edition
    named = {name: text for name, text in edition.document["meta"].items() if name in _FRONT}
    meta = {name: text | {"c": _inlines(text["c"], desk)} for name, text in named.items()}
    meta["dateline"] = nodes.make("MetaInlines", tree.text(texts(edition)["dateline"]))
    meta["lang"] = nodes.make("MetaString", languages.pandoc_tag(edition.locale))
    return meta


def _dateline(edition: Edition, place: str) -> str:
    date = facts.write_date(edition.date, "long", edition.cldr)
    if not place:
        return date
    pattern = edition.word(DATELINE)
    return pattern.replace("{date}", date).replace("{place}", place)


def _ordered(blocks: Json) -> list[Json]:
    def part(block: Json) -> str:
        named = tree.classes(block) if block["t"] == "Div" else []
        return next((name for name in named if name in (*_FIRST, *_LAST)), "")

    named = [(part(block), block) for block in blocks]
    first = [b for name in _FIRST for own, b in named if own == name]
    last = [b for name in _LAST for own, b in named if own == name]
    return [*first, *[b for own, b in named if not own], *last]


def _block(node: Json, desk: _Desk) -> Iterator[Json]:
    match node["t"]:
        case "Div":
            yield from _division(node, desk)
        case "Header":
            level, attributes, content = node["c"]
            yield nodes.make("Header", [level - desk.shift, attributes, _inlines(content, desk)])
        case "Figure":
            yield from _figure(node, desk, "")
        case "HorizontalRule":
            yield styled("Thematic Break", [paragraph(tree.text("* * *"))])
        case "Table":
            yield _table(_inlines(node, desk), desk)
        case "CodeBlock":
            yield nodes.make("CodeBlock", [NONE, node["c"][1]])
        case _:
            yield _inlines(node, desk)


def _division(node: Json, desk: _Desk) -> Iterator[Json]:
    named, blocks = tree.classes(node), node["c"][1]
    part = next((name for name in (*PLAIN, "figures", "chart", "contact") if name in named), "")
    if fitted := next((FITTINGS[name] for name in named if name in FITTINGS), None):
        yield from fitted(node["c"][0], _inlines(blocks, desk))
    elif part == "figures":
        yield from _figures(blocks, desk)
    elif part == "contact":
        yield from _contact(blocks, desk)
    elif part == "chart":
        yield from (new for b in blocks if b["t"] == "Figure" for new in _figure(b, desk, "chart"))
    elif part:
        fit = {"boilerplate": _small, "aside": _boxed}.get(part, _same)
        inside = [fit(new) for block in blocks for new in _block(block, desk)]
        yield styled(PLAIN[part], inside)
    else:
        yield from (new for block in blocks for new in _block(block, desk))


def _same(block: Json) -> Json:
    return block


def _boxed(block: Json) -> Json:
    """Return a list with its paragraphs marked: pandoc gives them no style of their own."""
    if block["t"] not in ("BulletList", "OrderedList"):
        return block

    def visit(node: Json) -> Json:
        if node.get("t") not in ("Plain", "Para"):
            return node
        return node | {"c": [mark(BOXED), *node["c"]]}

    return tree.rewrite(block, visit)


def _small(block: Json) -> Json:
    if block["t"] != "Header":
        return block
    return styled("Matter Heading", [paragraph(block["c"][2])])


def _figure(node: Json, desk: _Desk, part: str) -> Iterator[Json]:
    """Yield a picture and its caption: above a chart, as above a table, else below."""
    caption = [b | {"t": "Para"} for b in _inlines(node["c"][1][1], desk)]
    if caption:
        label = _label(desk, FIGURE, next(desk.figures))
        caption[0] = caption[0] | {"c": [*label, *caption[0]["c"]]}
    style = "Chart Caption" if part else "Image Caption"
    below = caption and not part
    shown = [b | {"t": "Para"} for b in _inlines(node["c"][2], desk)]
    picture = styled("Captioned Figure" if below else "Figure", shown)
    said = [styled(style, caption)] if caption else []
    yield from [picture, *said] if below else [*said, picture]


def _table(node: Json, desk: _Desk) -> Json:
    """Return a table with its number before its caption, if it has one."""
    parts = list(node["c"])
    short, said = parts[1]
    if said:
        label = _label(desk, TABLE, next(desk.tables))
        parts[1] = [short, [said[0] | {"c": [*label, *said[0]["c"]]}, *said[1:]]]
    return node | {"c": parts}


def _label(desk: _Desk, pattern: str, number: int) -> list[Json]:
    """Return the label of a caption: its number is a field, which Word keeps in order."""
    before, _, after = desk.edition.word(pattern).partition("{number}")
    look = '<w:rPr><w:rStyle w:val="CaptionLabel"/></w:rPr>'
    run = f"<w:r>{look}<w:t>{number}</w:t></w:r>"
    code = f" SEQ {pattern.partition(' ')[0]} \\* ARABIC "
    field_ = raw(f'<w:fldSimple w:instr="{code}">{run}</w:fldSimple>')
    gap = "\u2003" if languages.script(desk.edition.locale) in HAN else "\u2002"
    start = [lettered("Caption Label", tree.text(before))] if before else []
    return [*start, field_, lettered("Caption Label", [{"t": "Str", "c": f"{after}{gap}"}])]


def _figures(blocks: Json, desk: _Desk) -> Iterator[Json]:
    pairs = [pair for b in blocks if b["t"] == "DefinitionList" for pair in b["c"]]
    fit = _counted if languages.script(desk.edition.locale) in HAN else _stacked
    cells = [_figure_cell(fit(_inlines(term, desk)), _inlines(said, desk)) for term, said in pairs]
    rows = -(-len(cells) // MOST)
    wide = -(-len(cells) // max(rows, 1))
    if cells:
        cells[-1] = _spread(cells[-1], 1 + rows * wide - len(cells))
    lines = [[NONE, cells[at : at + wide]] for at in range(0, len(cells), wide)]
    if lines:
        yield nodes.make(
            "Table",
            [
                ["", [], [["custom-style", "KeyFigures"]]],
                [None, []],
                [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * wide,
                [NONE, lines[:1]],
                [[NONE, 0, [], lines[1:]]],
                [NONE, []],
            ],
        )


def _stacked(term: Json) -> list[Json]:
    """Return a number and, below it, its unit."""
    number, unit = _split(term)
    below = [styled("Key Figure Unit", [paragraph(unit)])] if unit else []
    return [styled("Key Figure", [paragraph(number)]), *below]


def _counted(term: Json) -> list[Json]:
    """Return a number and its measure word on one line, the figure large, Han small."""
    number, unit = _split(term)
    if found := _COUNTED.fullmatch(tree.plain(number)):
        number, unit = tree.text(found[1]), tree.text(found[2] + tree.plain(unit))
    small = [lettered("Key Figure Word", unit)]
    return [styled("Key Figure", [paragraph([*number, *(small if unit else [])])])]


def _split(term: Json) -> tuple[Json, Json]:
    spans = {name: n["c"][1] for n in term if n["t"] == "Span" for name in tree.classes(n)}
    return spans.get("number", term), spans.get("unit", [])


def _figure_cell(blocks: list[Json], definitions: Json) -> Json:
    said = [block for blocks in definitions for block in blocks]
    label = [paragraph(block["c"]) for block in said if block["t"] in ("Para", "Plain")]
    return _cell([*blocks, styled("Key Figure Label", label)])


def _spread(cell: Json, columns: int) -> Json:
    return [*cell[:3], columns, *cell[4:]]


def _cell(blocks: Json) -> Json:
    return [NONE, {"t": "AlignDefault"}, 1, 1, blocks]


def _contact(blocks: Json, desk: _Desk) -> Iterator[Json]:
    """Yield a box with a line a definition: the term, a tab, what it is."""
    yield styled("Contact Heading", [paragraph(tree.text(desk.edition.word(CONTACT)))])
    lines: list[Json] = []
    tab = raw("<w:r><w:tab/></w:r>")
    for block in blocks:
        for term, said in block["c"] if block["t"] == "DefinitionList" else []:
            named = lettered("Contact Term", _inlines(term, desk))
            for index, b in enumerate(b for blocks in said for b in blocks):
                head = [named, tab] if index == 0 else [tab]
                lines.append(paragraph([*head, *_inlines(b.get("c", []), desk)]))
        if block["t"] in ("Para", "Plain"):
            lines.append(paragraph(_inlines(block["c"], desk)))
    yield styled("Contact", lines)


def _inlines(node: Json, desk: _Desk) -> Json:
    """Return a tree with pictures renamed, and those in footnotes told in words."""

    def visit(inner: Json) -> Json:
        if inner.get("t") == "Image":
            attributes, alt, (target, title) = inner["c"]
            return inner | {"c": [attributes, alt, [desk.names.get(target, target), title]]}
        if inner.get("t") == "Note":
            return inner | {"c": tree.rewrite(inner["c"], _told)}
        if inner.get("t") == "CodeBlock":
            return inner | {"c": [NONE, inner["c"][1]]}
        if inner.get("t") == "Span" and LACUNA in tree.classes(inner):
            return lettered("Not Translated", inner["c"][1])
        return inner

    return tree.rewrite(node, visit)


def _told(node: Json) -> Json:
    if node.get("t") != "Image":
        return node
    return [{"t": "Emph", "c": node["c"][1]}] if node["c"][1] else []


def _stepwise(blocks: Json) -> Json:
    """Return the blocks with no heading more than one level below the one before it."""
    last, out = 0, []
    for block in blocks:
        if block["t"] == "Header":
            last = min(block["c"][0], last + 1)
            out.append(block | {"c": [last, *block["c"][1:]]})
        else:
            out.append(block)
    return out
