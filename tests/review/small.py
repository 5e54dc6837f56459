"""Small Word files from plain values, and edits of those values, for the laws of redlines.

A block is a paragraph (style, pieces) or a table (rows of cells of paragraphs). A piece is a
word with its look, the address that it leads to, and the note that follows it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from hypothesis import strategies as st

from pipeline.word.package import pack, unpack
from pipeline.word.reference import relations
from pipeline.word.xml import Element, make, parse, write
from tests.documents import finished

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


@dataclass(frozen=True)
class Said:
    """A few letters, how they look, where they lead, and the note behind them."""

    text: str
    bold: bool = False
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Para:
    """A paragraph in a style, with the id of its numbering or none."""

    said: tuple[Said, ...]
    style: str = "BodyText"
    number: str = ""


Block = Para | tuple[tuple[tuple[Para, ...], ...], ...]
"""A paragraph, or a table: rows of cells of paragraphs."""


@cache
def _base() -> dict[str, bytes]:
    return unpack(finished("zh_CN"))


def file(blocks: list[Block]) -> bytes:
    """Return the Word file of the blocks; it ends with a paragraph."""
    parts = dict(_base())
    document, notes = parse(parts["word/document.xml"]), parse(parts["word/footnotes.xml"])
    section = document[0][-1]
    desk = _Desk([], [])
    document[0][:] = [*(desk.block(b) for b in blocks), section]
    notes[2:] = desk.notes
    links = parse(parts["word/_rels/document.xml.rels"])
    kept = {n.get("Id"): (n.get("Type"), n.get("Target")) for n in links
            if not n.get("Type").endswith(("hyperlink", "image", "chart"))}  # fmt: skip
    added = {f"link-{n}": (_HYPERLINK, address) for n, address in enumerate(desk.addresses)}
    parts["word/document.xml"] = write(document)
    parts["word/footnotes.xml"] = write(notes)
    parts["word/_rels/document.xml.rels"] = relations(kept | added)
    return pack(parts)


@dataclass
class _Desk:
    notes: list[Element]
    addresses: list[str]

    def block(self, block: Block) -> Element:
        if isinstance(block, Para):
            return self._paragraph(block)
        rows = [
            make("w:tr", *(make("w:tc", make("w:tcPr"), *map(self._paragraph, cell))
                           for cell in row))
            for row in block
        ]  # fmt: skip
        grid = make("w:tblGrid", *(make("w:gridCol", w=900) for _ in block[0]))
        return make("w:tbl", make("w:tblPr", make("w:tblW", w=0, type="auto")), grid, *rows)

    def _paragraph(self, para: Para) -> Element:
        look = make("w:pPr", make("w:pStyle", val=para.style))
        if para.number:
            level, number = make("w:ilvl", val=0), make("w:numId", val=para.number)
            look.append(make("w:numPr", level, number))
        return make("w:p", look, *(n for said in para.said for n in self._pieces(said)))

    def _pieces(self, said: Said) -> list[Element]:
        look = [make("w:rPr", make("w:b"))] if said.bold else []
        run = make("w:r", *look, make("w:t", said.text, xml_space="preserve"))
        if said.address:
            self.addresses.append(said.address)
            run = make("w:hyperlink", run, r_id=f"link-{len(self.addresses) - 1}")
        if not said.note:
            return [run]
        number = 20 + len(self.notes)
        text = make("w:t", f" {said.note}", xml_space="preserve")
        inside = make("w:p", make("w:r", make("w:footnoteRef")), make("w:r", text))
        self.notes.append(make("w:footnote", inside, id=number))
        return [run, make("w:r", make("w:footnoteReference", id=number))]


_WORDS = st.sampled_from(
    ["the ", "hall ", "opened ", "2,961 ", "guests ", "came", ". ", "区", "企业", "注册", "，共",
     "53家", "。", "“城—人—产”", "the hall's ", "أهلا "]
)  # fmt: skip
_NOTES = st.sampled_from(["", "", "", "", "a note on it", "另一个注", "a note on them"])
_ADDRESSES = st.sampled_from(["", "", "", "https://example.org/a", "https://example.org/b"])
SAID = st.builds(Said, _WORDS, st.sampled_from([False, False, False, True]), _ADDRESSES, _NOTES)
PARAS = st.builds(
    Para,
    st.lists(SAID, max_size=7).map(tuple),
    st.sampled_from(["BodyText", "BodyText", "Heading1"]),
    st.sampled_from(["", "", "", "1001"]),
)
CELLS = st.lists(PARAS, min_size=1, max_size=2).map(tuple)
TABLES = st.integers(1, 3).flatmap(
    lambda wide: st.lists(
        st.lists(CELLS, min_size=wide, max_size=wide).map(tuple), min_size=1, max_size=3
    ).map(tuple)
)
BLOCKS = st.one_of(PARAS, PARAS, PARAS, TABLES)
FILES = st.tuples(st.lists(BLOCKS, max_size=6), PARAS).map(lambda p: [*p[0], p[1]])


ACTS = [*["keep"] * 3, *["edit"] * 2, "drop", "add", "swap"]


@st.composite
def edited(draw: st.DrawFn, blocks: list[Block]) -> list[Block]:
    """Draw what somebody could make of the blocks: some changed, gone, new or moved."""
    made: list[Block] = []
    for block in blocks:
        act = draw(st.sampled_from(ACTS))
        if act == "add":
            made.append(draw(BLOCKS))
        if act == "edit":
            block = draw(_changed(block))
        if act == "swap" and made:
            made.insert(-1, block)
        elif act != "drop":
            made.append(block)
    if draw(st.booleans()) or not made or not isinstance(made[-1], Para):
        made.append(draw(PARAS))
    return made


@st.composite
def _changed(draw: st.DrawFn, block: Block) -> Block:
    if isinstance(block, Para):
        said = list(block.said)
        at = draw(st.integers(0, len(said)))
        said[at : at + draw(st.integers(0, 2))] = draw(st.lists(SAID, max_size=2))
        if said and draw(st.booleans()):
            last = draw(st.integers(0, len(said) - 1))
            said[last] = replace(said[last], bold=not said[last].bold)
        style = draw(st.sampled_from([block.style, block.style, "Heading2"]))
        return replace(block, said=tuple(said), style=style)
    rows = [list(row) for row in block]
    row = draw(st.integers(0, len(rows) - 1))
    column = draw(st.integers(0, len(rows[row]) - 1))
    rows[row][column] = draw(CELLS)
    if draw(st.booleans()):
        rows.insert(row, [draw(CELLS) for _ in rows[row]])
    elif len(rows) > 1 and draw(st.booleans()):
        del rows[row]
    return tuple(tuple(row) for row in rows)
