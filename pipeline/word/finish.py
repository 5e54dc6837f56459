"""The last pass over what pandoc wrote: layout, scripts, pictures, properties, a still zip.

Pandoc keeps little of a reference.docx; here the parts we made stand in again, the text gets
what no writer option gives, and everything that tells of the machine goes.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.word import (
    breaks,
    charts,
    drawings,
    furniture,
    lists,
    look,
    properties,
    runs,
    tables,
)
from pipeline.word.charts import Charts
from pipeline.word.drawings import Pictures
from pipeline.word.package import pack, unpack
from pipeline.word.reference import OFFICE, links, relations, separators, types
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, drop, every, get, make, need, parse, put, tag, write

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_ROOTS = {
    "document": (f"{OFFICE}/officeDocument", "word/document.xml"),
    "core": (_CORE, "docProps/core.xml"),
    "app": (f"{OFFICE}/extended-properties", "docProps/app.xml"),
}
_KEPT = ("hyperlink", "image")


def finish(raw: bytes, sheet: Sheet, pictures: Pictures, kept: str = "") -> bytes:
    """Return the finished file; the same input gives the same bytes.

    Bookmarks that begin with ``kept``, if it says anything, stay.
    """
    old = unpack(raw)
    parts = look.standing(sheet)
    document, notes = parse(old["word/document.xml"]), parse(old["word/footnotes.xml"])
    linked = _links(old["word/_rels/document.xml.rels"], document)
    parts["word/numbering.xml"] = lists.settle(document, old["word/numbering.xml"], sheet)
    named = drawings.settle(document, linked, sheet, pictures)
    tables.settle(document, sheet)
    breaks.settle(document, sheet)
    _bookmarks(document, notes, kept)
    _section(document, sheet)
    for root in (document, notes):
        _open_formulas(root)
        runs.settle(root, sheet)
    parts["word/document.xml"] = write(document)
    parts["word/footnotes.xml"] = _notes(notes)
    drawn = Charts(pictures.charts)
    parts |= _media(pictures, named) | charts.parts(drawn, sheet)
    parts["docProps/core.xml"] = properties.core(sheet)
    parts["docProps/app.xml"] = properties.app()
    shown = {k: (kind, named.get(target, target)) for k, (kind, target) in linked.items()}
    shown = {k: link for k, link in shown.items() if _kept(link, named)}
    beside = drawings.beside(named, pictures.vectors) | drawn.links()
    parts["word/_rels/document.xml.rels"] = relations(shown | beside | links(parts))
    if own := _links(old.get("word/_rels/footnotes.xml.rels", b"<r/>"), notes):
        parts["word/_rels/footnotes.xml.rels"] = relations(own)
    parts["_rels/.rels"] = relations(_ROOTS)
    if sheet.logo:
        parts[f"word/media/{furniture.LOGO}.png"] = sheet.logo
        link = {furniture.LOGO: (f"{OFFICE}/image", f"media/{furniture.LOGO}.png")}
        parts["word/_rels/header2.xml.rels"] = relations(link)
    return pack(parts | {"[Content_Types].xml": types(parts)})


def _media(pictures: Pictures, named: Mapping[str, str]) -> dict[str, bytes]:
    """Return the media that the document shows."""
    shown = set(named.values())
    pixels = {f"word/media/{n}": d for n, d in pictures.pixels.items() if f"media/{n}" in shown}
    vectors = {
        f"word/media/{drawings.vector(n)}": d
        for n, d in pictures.vectors.items()
        if f"media/{n}" in shown
    }
    return pixels | vectors


def _kept(link: tuple[str, str], named: Mapping[str, str]) -> bool:
    kind, target = link
    return not kind.endswith("/image") or target in named.values()


def _links(data: bytes, root: Element) -> dict[str, tuple[str, str]]:
    """Return the relationships that a part refers to: its links and its pictures."""
    used = {str(text) for node in root.iter("*") for text in node.values()}
    return {
        node.get("Id", ""): (node.get("Type", ""), node.get("Target", ""))
        for node in parse(data)
        if node.get("Type", "").rpartition("/")[2] in _KEPT and node.get("Id") in used
    }


def _bookmarks(document: Element, notes: Element, kept: str) -> None:
    """Drop the bookmarks that no link leads to: screen readers read each of them aloud."""
    wanted = {get(n, "w:anchor") for root in (document, notes) for n in every(root, "w:hyperlink")}
    for field in every(document, "w:fldSimple"):
        wanted |= set(get(field, "w:instr").split()[1:2])
    spare = set()
    for start in every(document, "w:bookmarkStart"):
        name = get(start, "w:name")
        if name not in wanted and not (kept and name.startswith(kept)):
            spare.add(get(start, "w:id"))
            drop(start)
    for end in every(document, "w:bookmarkEnd"):
        if get(end, "w:id") in spare:
            drop(end)


def _section(document: Element, sheet: Sheet) -> None:
    body = document[0]
    for old in body.findall(tag("w:sectPr")):
        drop(old)
    body.append(furniture.section(sheet))


def _open_formulas(root: Element) -> None:
    """Let the lines of formulas grow: an exact pitch would cut them off."""
    for formula in every(root, "m:oMath"):
        paragraph = next(formula.iterancestors(tag("w:p")), None)
        if paragraph is not None:
            put(need(paragraph, "w:pPr"), make("w:spacing", line=240, lineRule="auto"))


def _notes(notes: Element) -> bytes:
    for node in every(notes, "w:footnote"):
        if node.get(tag("w:type")):
            drop(node)
    notes[:0] = separators()
    return write(notes)
