"""Who marks changes, and how: every mark has a number of its own, the same author and date.

Source: ECMA-376, part 1, 17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, TypeAlias

from lxml import etree

from pipeline.word.xml import Element, make, need, put, tag

Fate: TypeAlias = Literal["", "ins", "del"]
"""What became of a piece: it stayed, it is new, it is gone."""

_GONE = {tag("w:t"): tag("w:delText"), tag("w:instrText"): tag("w:delInstrText")}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose the changes are, and of when: ``date`` is a moment of UTC as ISO 8601 writes it."""

    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Pen:
    """Makes the marks of one file."""

    stamp: Stamp
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(self, name: str, *inside: Element) -> Element:
        """Make a mark such as ``w:ins`` around elements, or an empty one."""
        made = make(name, *inside, id=next(self.numbers), author=self.stamp.author)
        made.set(tag("w:date"), self.stamp.date)
        return made

    def around(self, fate: Fate, pieces: Iterable[Element]) -> list[Element]:
        """Return the pieces, marked as inserted or deleted; those that stayed as they are."""
        inside = list(pieces)
        if not fate or not inside:
            return inside
        for piece in inside if fate == "del" else ():
            for node in piece.iter(*_GONE):
                node.tag = _GONE[str(node.tag)]
        return [self.mark(f"w:{fate}", *inside)]

    def end(self, paragraph: Element, fate: Fate) -> None:
        """Mark the end of a paragraph as inserted or deleted."""
        if fate:
            look = own(need(paragraph, "w:pPr"), "w:rPr")
            look.insert(0, self.mark(f"w:{fate}"))

    def row(self, row: Element, fate: Fate) -> None:
        """Mark a row of a table as inserted or deleted."""
        if fate:
            found = row.find(tag("w:trPr"))
            if found is None:
                found = make("w:trPr")
                row.insert(sum(n.tag == tag("w:tblPrEx") for n in row), found)
            found.append(self.mark(f"w:{fate}"))

    def changed(self, now: Element, before: Element | None, name: str) -> None:
        """Note in a property element (``w:pPr`` or ``w:rPr``) how it was before."""
        old = make(name) if before is None else deepcopy(before)
        for stray in old.findall(tag("w:rPr")):
            old.remove(stray)
        now.append(self.mark(f"{name}Change", old))


def shell(node: Element) -> Element:
    """Return an element of the same name and attributes, with nothing in it."""
    made = etree.Element(node.tag)
    for key, text in node.items():
        made.set(key, text)
    return made


def own(holder: Element, name: str) -> Element:
    """Return a property within a property element; make it in its place if absent."""
    found = holder.find(tag(name))
    return put(holder, make(name)) if found is None else found
