"""A story (the text, a cell, a note, a header) that became another, block by block.

A paragraph that is new or gone is marked with its end. The last end of a story stays where it
is, whatever happens: what comes or goes there is marked with the end of the paragraph before.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz.distance import Indel

from pipeline.review.redline.atoms import Atom, Identify, Piece, atoms, lay
from pipeline.review.redline.compare import Pair, blocks, words
from pipeline.review.redline.pen import Fate, Pen, shell
from pipeline.word.xml import Element, drop, get, make, need, tag, value

_NOTE = tag("w:footnoteReference")
_TOLD = ("w:pStyle", "w:jc", "w:outlineLvl")
"""What of a paragraph somebody changed on purpose; the rest follows from its neighbours."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a table or a row with what it says, taken apart when first looked at."""

    node: Element
    identify: Identify

    @cached_property
    def is_text(self) -> bool:
        return bool(self.node.tag == tag("w:p"))

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        return tuple(atoms(self.node, self.identify))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The words of all its paragraphs, in order."""
        if self.is_text:
            return tuple(a.key for a in self.atoms if not a.is_mark)
        inside = (Block(p, self.identify).keys for p in self.node.iter(tag("w:p")))
        return tuple(key for keys in inside for key in (*keys, "\n"))

    @cached_property
    def same(self) -> tuple[object, ...]:
        style = value(self.node, "w:pPr/w:pStyle")
        aims = tuple(a.aim for a in self.atoms) if self.is_text else ()
        return self.node.tag, style, self.keys, aims

    @property
    def cells(self) -> list[Element]:
        return self.node.findall(tag("w:tc"))


@dataclass(frozen=True)
class Flow:
    """What is needed to compare the stories of one file.

    ``identify`` says what an object is, ``kind`` how a numbering counts; ``notes`` and
    ``lists`` gather which old notes and numberings became which new ones.
    """

    pen: Pen
    identify: Identify
    kinds: dict[str, str]
    notes: dict[str, str]
    lists: dict[str, str]

    def story(self, old: Sequence[Element], new: Sequence[Element]) -> list[Element]:
        """Return the blocks of a story that became another."""
        were, are = [[Block(n, self.identify) for n in nodes] for nodes in (old, new)]
        pairs = list(blocks(were, are, lambda b: b.same, _like))
        pairs = _one_end(_one_table(pairs, were, are), were, are)
        for i, j in pairs:
            if i is not None and j is not None:
                self._count(were[i].node, are[j].node)
        made = [self._block(i, j, were, are) for i, j in pairs]
        self._ends(made)
        return [node for _, node in made]

    def whole(self, node: Element, fate: Fate) -> Element:
        """Return a block that is new or gone as a whole; its own end is not marked yet."""
        if node.tag == tag("w:p"):
            pieces = [Piece(atom, fate) for atom in atoms(node, self.identify)]
            return self._paragraph(node, pieces)
        made = deepcopy(node)
        for row in made.iter(tag("w:tr")):
            self.pen.row(row, fate)
        for paragraph in list(made.iter(tag("w:p"))):
            parent = paragraph.getparent()
            if parent is not None:
                parent.replace(paragraph, self.whole(paragraph, fate))
        return made

    def _block(
        self, i: int | None, j: int | None, old: Sequence[Block], new: Sequence[Block]
    ) -> tuple[Fate, Element]:
        if j is None:
            assert i is not None
            return "del", self.whole(old[i].node, "del")
        if i is None:
            return "ins", self.whole(new[j].node, "ins")
        one, other = old[i], new[j]
        if other.is_text:
            return "", self._edited(one, other)
        if other.node.tag == tag("w:tbl"):
            return "", self._table(one.node, other.node)
        return "", deepcopy(other.node)

    def _edited(self, one: Block, other: Block) -> Element:
        old, new = _noted(one.atoms, other.atoms)
        compared = list(words(old, new))
        for piece, was in compared:
            if piece.atom.node is not None and piece.atom.node.tag == _NOTE and was is not None:
                assert was.node is not None
                self.notes[get(piece.atom.node, "w:id")] = get(was.node, "w:id")
        made = self._paragraph(other.node, [piece for piece, _ in compared])
        before, now = one.node.find(tag("w:pPr")), other.node.find(tag("w:pPr"))
        if self._told(before) != self._told(now):
            self.pen.changed(need(made, "w:pPr"), before, "w:pPr")
        return made

    def _paragraph(self, node: Element, pieces: Sequence[Piece]) -> Element:
        made = shell(node)
        properties = node.find(tag("w:pPr"))
        if properties is not None:
            made.append(deepcopy(properties))
        made.extend(lay(pieces, self.pen))
        return made

    def _table(self, old: Element, new: Element) -> Element:
        """Return a table that became another: row by row, and within a row cell by cell."""
        made = deepcopy(new)
        for row in made.findall(tag("w:tr")):
            made.remove(row)
        were, are = [[Block(r, self.identify) for r in t.findall(tag("w:tr"))] for t in (old, new)]
        for i, j in blocks(were, are, lambda b: (b.same, len(b.cells)), _like_rows):
            if i is not None and j is not None:
                made.append(self._row(were[i], are[j]))
            elif i is not None:
                made.append(self._whole_row(were[i].node, "del"))
            elif j is not None:
                made.append(self._whole_row(are[j].node, "ins"))
        return made

    def _row(self, one: Block, other: Block) -> Element:
        made = deepcopy(other.node)
        for old, cell in zip(one.cells, made.findall(tag("w:tc")), strict=True):
            inside = [n for n in cell if n.tag != tag("w:tcPr")]
            told = self.story([n for n in old if n.tag != tag("w:tcPr")], inside)
            for node in inside:
                cell.remove(node)
            cell.extend(told)
        return made

    def _whole_row(self, row: Element, fate: Fate) -> Element:
        table = make("w:tbl", deepcopy(row))
        return self.whole(table, fate)[0]

    def _count(self, old: Element, new: Element) -> None:
        """Note that an old numbering became a new one, if both count alike."""
        was, now = (value(n, "w:pPr/w:numPr/w:numId") for n in (old, new))
        if was and now and self.kinds.get(was) == self.kinds.get(now):
            self.lists.setdefault(was, now)

    def _told(self, properties: Element | None) -> tuple[str, ...]:
        """Return what of a paragraph's properties is worth telling."""
        if properties is None:
            return ("",) * (len(_TOLD) + 2)
        number = self.kinds.get(value(properties, "w:numPr/w:numId"), "")
        level = value(properties, "w:numPr/w:ilvl")
        return (*(value(properties, name) for name in _TOLD), number, level)

    def _ends(self, made: Sequence[tuple[Fate, Element]]) -> None:
        """Mark the ends of paragraphs that are new or gone."""
        last = len(made)
        while last and made[last - 1][0] and made[last - 1][1].tag == tag("w:p"):
            last -= 1
        kept = last and last < len(made) and made[last - 1][1].tag == tag("w:p")
        for fate, node in made[: last - 1 if kept else len(made)]:
            if node.tag == tag("w:p"):
                self.pen.end(node, fate)
        if kept:
            self._shifted(made[last - 1 :])

    def _shifted(self, made: Sequence[tuple[Fate, Element]]) -> None:
        """Mark each end as what follows it is marked: the last end of a story stays.

        An end carries the properties of its paragraph, of the new one and of the old one.
        """
        ends: list[tuple[Fate, Element | None, Element | None]] = []
        now = was = None
        for n, (fate, node) in enumerate(made):
            properties = _bare(node.find(tag("w:pPr")))
            now = properties if fate != "del" else now
            was = _before(node, properties) if fate != "ins" else was
            ends.append((made[n + 1][0] if n + 1 < len(made) else "", now, was))
        for (fate, new, old), (_, node) in zip(ends, made, strict=True):
            for spare in node.findall(tag("w:pPr")):
                node.remove(spare)
            shown = old if fate == "del" else new
            if shown is not None:
                node.insert(0, deepcopy(shown))
            self.pen.end(node, fate)
            if not fate and self._told(old) != self._told(new):
                self.pen.changed(need(node, "w:pPr"), old, "w:pPr")


def _bare(properties: Element | None) -> Element | None:
    """Return properties without what they were before."""
    if properties is None:
        return None
    made = deepcopy(properties)
    for change in made.findall(tag("w:pPrChange")):
        drop(change)
    return made


def _before(node: Element, properties: Element | None) -> Element | None:
    """Return the properties that a paragraph had, which may be those it has."""
    old = node.find(f"{tag('w:pPr')}/{tag('w:pPrChange')}/{tag('w:pPr')}")
    return properties if old is None else deepcopy(old)


def _noted(old: Sequence[Atom], new: Sequence[Atom]) -> tuple[Sequence[Atom], Sequence[Atom]]:
    """Return both rows with notes that changed their text taken for the same, in their order."""
    said = [{a.key for a in row if _is_note(a)} for row in (old, new)]
    gone = [n for n, a in enumerate(old) if _is_note(a) and a.key not in said[1]]
    came = [n for n, a in enumerate(new) if _is_note(a) and a.key not in said[0]]
    made = list(new)
    for i, j in zip(gone, came, strict=False):
        made[j] = replace(made[j], key=old[i].key)
    return old, made


def _is_note(atom: Atom) -> bool:
    return atom.node is not None and atom.node.tag == _NOTE


def _like(one: Block, other: Block) -> float:
    """Return how alike two blocks are; what has no words is as alike as its style."""
    if one.node.tag != other.node.tag:
        return 0.0
    share = float(Indel.normalized_similarity(one.keys, other.keys))
    if not one.is_text:
        return max(share, 0.4)
    same = value(one.node, "w:pPr/w:pStyle") == value(other.node, "w:pPr/w:pStyle")
    return share + 0.1 * same if share else 0.0


def _like_rows(one: Block, other: Block) -> float:
    if len(one.cells) != len(other.cells) or not one.cells:
        return 0.0
    first = [Block(row.cells[0], row.identify).keys for row in (one, other)]
    whole = float(Indel.normalized_similarity(one.keys, other.keys))
    return max(whole, 0.9 * float(Indel.normalized_similarity(*first)))


def _one_table(pairs: list[Pair], old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Return the pairs with a table that went and one that came in its place as one table.

    Tables that touch each other are one table to Word.
    """
    made: list[Pair] = []
    for i, j in pairs:
        last = made[-1] if made else (None, None)
        if (
            i is None and j is not None and last[0] is not None and last[1] is None
            and {old[last[0]].node.tag, new[j].node.tag} == {tag("w:tbl")}
        ):  # fmt: skip
            made[-1] = (last[0], j)
        else:
            made.append((i, j))
    return made


def _one_end(pairs: list[Pair], old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Return the pairs such that the story ends with a paragraph that stays, if it can."""

    def text(pair: Pair) -> bool:
        i, j = pair
        return new[j].is_text if j is not None else i is not None and old[i].is_text

    start = len(pairs)
    while start and None in pairs[start - 1] and text(pairs[start - 1]):
        start -= 1
    if start == len(pairs) or (start and text(pairs[start - 1])):
        return pairs
    gone = [i for i, j in pairs[start:] if j is None]
    came = [j for i, j in pairs[start:] if i is None]
    if not gone or not came:
        return pairs
    rest = [p for p in pairs[start:] if p not in ((gone[-1], None), (None, came[-1]))]
    return [*pairs[:start], *rest, (gone[-1], came[-1])]
