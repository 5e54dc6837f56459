"""A paragraph as a row of atoms: a word, a Han character, a mark, a blank, or one object.

Two atoms are the same if they say the same and lead to the same place; how they look is another
question. Law: putting the atoms of a paragraph together again changes nothing that it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from pipeline.review.redline.pen import Fate, Pen, shell
from pipeline.word.xml import Element, get, make, need, tag

_WORD = re.compile(
    r"[\u2e80-\u30ff\u31c0-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|\d+(?:[.,]\d+)*|[^\W\d_\u2e80-\u30ff\u31c0-\u9fff\uf900-\ufaff]+(?:['’][^\W\d_]+)*|\s+|."
    r"|_+",
    re.DOTALL,
)
_MARKS = (tag("w:bookmarkStart"), tag("w:bookmarkEnd"))
_LETTERS = (tag("w:t"), tag("w:delText"))
_IGNORED = (tag("w:proofErr"), tag("w:lastRenderedPageBreak"), tag("w:pPr"), tag("w:rPr"))
_LIKE_TEXT = (tag("w:tab"), tag("w:br"), tag("w:noBreakHyphen"), tag("w:softHyphen"))
"""Objects that share a run with letters; LibreOffice doubles the letters beside others."""

_FACES = tag("w:rFonts")

Identify = Callable[[Element], str]
"""Says what an object is: equal objects say the same."""


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest thing that changes as a whole.

    ``key`` is what it says; ``look`` how, as markup, and ``plain`` the same without what
    follows from the letters. ``link`` is the hyperlink around it, ``aim`` where that leads.
    ``node`` is the object, if it is no text; ``loose`` objects stand outside of runs.
    """

    key: str
    look: str = ""
    plain: str = ""
    aim: str = ""
    link: Element | None = None
    node: Element | None = None
    loose: bool = False

    @property
    def same(self) -> tuple[str, str]:
        """What another atom must equal to be the same."""
        return self.key, self.aim

    @property
    def is_mark(self) -> bool:
        """Tell whether it only marks a place: the beginning or the end of a bookmark."""
        return self.node is not None and self.node.tag in _MARKS


@dataclass(frozen=True, slots=True)
class Piece:
    """An atom and what became of it; ``before`` is how it looked, if it looks otherwise now."""

    atom: Atom
    fate: Fate = ""
    before: str | None = None


def atoms(parent: Element, identify: Identify, link: Element | None = None) -> Iterator[Atom]:
    """Yield the atoms of a paragraph or hyperlink, in order."""
    aim = identify(link) if link is not None else ""
    for child in parent:
        if child.tag == tag("w:r"):
            yield from (replace(a, aim=aim, link=link) for a in _run(child, identify))
        elif child.tag == tag("w:hyperlink"):
            yield from atoms(child, identify, child)
        elif child.tag not in _IGNORED and isinstance(child.tag, str):
            yield Atom(identify(child), aim=aim, link=link, node=child, loose=True)


def _run(run: Element, identify: Identify) -> Iterator[Atom]:
    found = run.find(tag("w:rPr"))
    look, plain = ("", "") if found is None else (_said(found), _plain(found))
    for child in run:
        if child.tag in _LETTERS:
            yield from (Atom(word, look, plain) for word in _WORD.findall(child.text or ""))
        elif child.tag not in _IGNORED:
            yield Atom(identify(child), look, plain, node=child)


def _said(look: Element) -> str:
    return etree.tostring(look, method="c14n", exclusive=True).decode()


def _plain(look: Element) -> str:
    """Return a look without the hints that follow from the letters themselves."""
    bare = deepcopy(look)
    for fonts in bare.findall(_FACES):
        fonts.attrib.pop(tag("w:hint"), "")
        if not fonts.attrib:
            bare.remove(fonts)
    return _said(bare) if len(bare) else ""


def lay(pieces: Iterable[Piece], pen: Pen) -> Iterator[Element]:
    """Yield the children of a paragraph that its pieces make: runs, links, marks around them."""
    for _, group in groupby(pieces, key=lambda p: (p.atom.aim, p.atom.link is not None)):
        inside = list(group)
        link = inside[0].atom.link
        if link is None:
            yield from _marked(inside, pen)
        else:
            made = shell(link)
            made.extend(_marked(inside, pen))
            yield made


def _marked(pieces: Iterable[Piece], pen: Pen) -> Iterator[Element]:
    for fate, group in groupby(pieces, key=lambda p: p.fate):
        yield from pen.around(fate, _runs(list(group), pen, opened=bool(fate)))


def _runs(pieces: list[Piece], pen: Pen, *, opened: bool) -> Iterator[Element]:
    """Yield runs; what may not stand in a mark is ``opened`` into runs."""

    def kind(piece: Piece) -> tuple[str, str | None, bool, int]:
        node = piece.atom.node
        alone = 0 if node is None or node.tag in _LIKE_TEXT else id(piece)
        return piece.atom.look, piece.before, piece.atom.loose, alone

    for (look, before, loose, _), group in groupby(pieces, key=kind):
        if not loose:
            yield _put_together(look, before, list(group), pen)
            continue
        for piece in group:
            node = piece.atom.node
            if node is not None:
                made = deepcopy(node)
                yield from _field(made) if opened and made.tag == tag("w:fldSimple") else [made]


def _put_together(look: str, before: str | None, pieces: list[Piece], pen: Pen) -> Element:
    run = make("w:r")
    if look:
        run.append(etree.fromstring(look))
    if before is not None:
        old = etree.fromstring(before) if before else None
        pen.changed(need(run, "w:rPr"), old, "w:rPr")
    for is_text, group in groupby(pieces, key=lambda p: p.atom.node is None):
        if is_text:
            said = "".join(piece.atom.key for piece in group)
            run.append(make("w:t", said, xml_space="preserve"))
        else:
            run.extend(deepcopy(p.atom.node) for p in group if p.atom.node is not None)
    return run


def _field(simple: Element) -> Iterator[Element]:
    """Yield a simple field as runs: only they may be inserted or deleted."""
    code = make("w:instrText", get(simple, "w:instr"), xml_space="preserve")
    yield make("w:r", make("w:fldChar", fldCharType="begin"))
    yield make("w:r", code)
    yield make("w:r", make("w:fldChar", fldCharType="separate"))
    yield from list(simple)
    yield make("w:r", make("w:fldChar", fldCharType="end"))
