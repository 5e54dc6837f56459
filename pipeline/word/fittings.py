"""The furnished parts of a release as paragraphs of Word: contents, openers, courses, codes.

toc       a field that Word can bring up to date, its entries links
opener    a band: number, heading, a sentence        timeline  dates, a tab, what happened
side      a small note before its paragraph           logos     pictures of one height
qr        the code, and its words below it            colophon  small type at the end
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipeline import tree
from pipeline.model import Json
from pipeline.word import nodes
from pipeline.word.nodes import NEW_PAGE, lettered, mark, paragraph, raw, styled

LOGO_MM, CODE_MM = 11, 26
"""How tall logos and codes are."""

_TAB = "<w:r><w:tab/></w:r>"
_FIELD = ' TOC \\o "1-{deepest}" \\h \\z \\u '


def contents(attributes: Json, blocks: Json) -> Iterator[Json]:
    """Yield a table of contents as a field: its entries lead to their headings.

    The pages are Word's to know: it fills them in when the field is brought up to date.
    """
    deepest = dict(attributes[2]).get("depth", "1")
    for block in blocks:
        if block["t"] == "Header":
            yield styled("TOC Heading", [paragraph(block["c"][2])])
    entries = [entry for b in blocks if b["t"] == "BulletList" for entry in _entries(b, 1)]
    if not entries:
        return
    begin = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve">{_FIELD.format(deepest=deepest)}</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
        )
    )
    entries[0] = (entries[0][0], [raw(begin), *entries[0][1]])
    end = raw('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    entries[-1] = (entries[-1][0], [*entries[-1][1], end])
    yield from (styled(f"toc {level}", [paragraph(words)]) for level, words in entries)


def _entries(listed: Json, level: int) -> Iterator[tuple[int, Json]]:
    for item in listed["c"]:
        for block in item:
            if block["t"] == "BulletList":
                yield from _entries(block, level + 1)
            else:
                yield level, block["c"]


def opener(attributes: Json, blocks: Json) -> Iterator[Json]:
    """Yield the band that opens a section: number, heading, and what it is about."""
    named = dict(attributes[2])
    first = [mark(NEW_PAGE)] if named.get("start") == "page" else []
    if number := named.get("number"):
        yield styled("Opener Number", [paragraph([*first, *tree.text(number)])])
        first = []
    for block in blocks:
        if block["t"] == "Header":
            _, (name, *_), words = block["c"]
            place = [nodes.make("Span", [[name, [], []], words])] if name else words
            yield styled("Opener Heading", [paragraph([*first, *place])])
            first = []
        else:
            yield styled("Opener Lead", [block])


def timeline(_attributes: Json, blocks: Json) -> Iterator[Json]:
    """Yield a course of events: a date, a tab, and what happened."""
    lines: list[Json] = []
    for term, said in (pair for b in blocks if b["t"] == "DefinitionList" for pair in b["c"]):
        head = [lettered("Timeline Date", term), raw(_TAB)]
        for block in (block for blocks in said for block in blocks):
            lines.append(paragraph([*head, *block.get("c", [])]))
            head = [raw(_TAB)]
    yield styled("Timeline", lines)


def side(_attributes: Json, blocks: Json) -> Iterator[Json]:
    """Yield a note of the margin, in small letters before its paragraph."""
    yield styled("Margin Note", blocks)


def logos(_attributes: Json, blocks: Json) -> Iterator[Json]:
    """Yield a row of pictures of one height."""
    found = [n for _, n in tree.nodes(blocks) if n["t"] == "Image"]
    row: list[Json] = []
    for picture in found:
        row += [{"t": "Space"}, raw(_TAB)] if row else []
        row.append(_tall(picture, LOGO_MM))
    if row:
        yield styled("Logos", [paragraph(row)])


def code(_attributes: Json, blocks: Json) -> Iterator[Json]:
    """Yield a code to scan, and the words that say where it leads."""
    first, *words = blocks
    pictures = [_tall(n, CODE_MM) for _, n in tree.nodes([first]) if n["t"] == "Image"]
    yield styled("Code", [paragraph(pictures)])
    yield styled("Code Words", words)


def colophon(_attributes: Json, blocks: Json) -> Iterator[Json]:
    """Yield who made the brochure, in small type."""
    yield styled("Colophon", blocks)


def _tall(picture: Json, mm: int) -> Json:
    _, words, target = picture["c"]
    return picture | {"c": [["", [], [["height", f"{mm}mm"]]], words, [target[0], ""]]}


FITTINGS: Mapping[str, Callable[[Json, Json], Iterator[Json]]] = {
    "toc": contents,
    "opener": opener,
    "timeline": timeline,
    "side": side,
    "logos": logos,
    "qr": code,
    "colophon": colophon,
}
"""What is made of each part, by its class; blocks come with their pictures renamed."""
