"""The text of a Word file: its first header, its paragraphs, its notes, its descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pipeline.finished.streams import Stream
from pipeline.word.lint import opened
from pipeline.word.lint.opened import DOCUMENT, Opened
from pipeline.word.xml import Element, get, tag, value

_NOTES = "word/footnotes.xml"
_ENTRIES = ("Toc1", "Toc2", "TOC1", "TOC2")
_AIDS = ("CaptionLabel",)
"""Character styles of what Word alone says: the numbers of captions."""


def read(data: bytes) -> Stream:
    """Return the text of a Word file; raises ``ValueError`` if it is none."""
    file = opened.open_file(data)
    if DOCUMENT not in file.trees:
        raise ValueError(file.faults[0].message if file.faults else "it has no text")
    numbers = count(1)
    text = [*_first(file), *_paragraphs(file.document, numbers)]
    listed = [" ".join("".join(_said(p, count(1))).split()) for p in _entries(file.document)]
    notes = [
        " ".join(_paragraphs(note, numbers))
        for note in file.tree(_NOTES).iter(tag("w:footnote"))
        if not get(note, "w:type")
    ]
    told = [shown.get("descr", "") for shown in file.document.iter(tag("wp:docPr"))]
    told = [*_pictured(file), *told]
    streams = (tuple(filter(None, part)) for part in (text, notes, told, listed))
    return Stream(*streams)


def _first(file: Opened) -> Iterator[str]:
    """Yield what the header of the first page says: the publisher on the cover."""
    names = {get(n, "r:id") for n in file.document.iter(tag("w:headerReference"))
             if get(n, "w:type") == "first"}  # fmt: skip
    for link in file.links:
        if link.part == DOCUMENT and link.id in names:
            yield from _paragraphs(file.tree(link.path), count(1))


def _pictured(file: Opened) -> Iterator[str]:
    """Yield what the logo of the cover is called."""
    for name, root in file.trees.items():
        if name.startswith("word/header"):
            yield from (n.get("descr", "") for n in root.iter(tag("wp:docPr")))


def _paragraphs(root: Element, numbers: Iterator[int]) -> Iterator[str]:
    for paragraph in root.iter(tag("w:p")):
        if value(paragraph, "w:pPr/w:pStyle") not in _ENTRIES:
            yield " ".join("".join(_said(paragraph, numbers)).split())


def _entries(root: Element) -> Iterator[Element]:
    """Yield the entries of a table of contents."""
    return (p for p in root.iter(tag("w:p")) if value(p, "w:pPr/w:pStyle") in _ENTRIES)


def _said(paragraph: Element, numbers: Iterator[int]) -> Iterator[str]:
    kinds = ("w:t", "w:tab", "w:br", "w:noBreakHyphen", "w:footnoteReference")
    for node in paragraph.iter(*map(tag, kinds)):
        run = node.getparent()
        if run is not None and value(run, "w:rPr/w:rStyle") in _AIDS:
            continue
        if node.tag == tag("w:t"):
            yield node.text or ""
        elif node.tag == tag("w:footnoteReference"):
            yield str(next(numbers))
        else:
            yield "-" if node.tag == tag("w:noBreakHyphen") else " "
