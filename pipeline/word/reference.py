"""The reference.docx of a theme in a locale: what pandoc copies styles and pages from.

It is a whole Word file of its own, to be opened by a designer who wants to see the styles;
the same tokens give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pipeline.word import faces, furniture
from pipeline.word.package import pack
from pipeline.word.settings import settings
from pipeline.word.sheet import Sheet
from pipeline.word.styles import styles
from pipeline.word.xml import Element, make, write

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "application/vnd.openxmlformats-package"
_KINDS = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/header2.xml": f"{_WORD}.header+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "docProps/core.xml": f"{_PACKAGE}.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_FILES = {
    "rels": f"{_PACKAGE}.relationships+xml", "xml": "application/xml", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_ROLES = {"header1": "header", "header2": "header", "footer1": "footer", "theme1": "theme"}

Part = Callable[[Sheet], bytes]

LOOK: dict[str, Part] = {
    "word/styles.xml": styles,
    "word/settings.xml": settings,
    "word/fontTable.xml": faces.font_table,
    "word/theme/theme1.xml": faces.theme,
}
"""The parts that depend on theme and locale alone, and what makes them."""

FURNITURE: dict[str, Part] = {
    "word/header1.xml": furniture.header,
    "word/header2.xml": furniture.first_header,
    "word/footer1.xml": furniture.footer,
}
"""The parts that say what a release is."""

Links = Mapping[str, tuple[str, str]]
"""Relationships: ``id -> (type, target)``."""


def reference(sheet: Sheet) -> bytes:
    """Return the bytes of the reference.docx."""
    text = make("w:p", make("w:r", make("w:t", "Diglot")))
    body = make("w:body", text, furniture.section(sheet))
    parts = {name: part(sheet) for name, part in (LOOK | FURNITURE).items()}
    return pack(wrapped(parts | {"word/document.xml": write(make("w:document", body))}))


def wrapped(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a text and its look as a whole file: with lists, notes, links and types."""
    made = dict(parts) | {
        "_rels/.rels": relations({"document": (f"{OFFICE}/officeDocument", "word/document.xml")}),
        "word/numbering.xml": write(make("w:numbering")),
        "word/footnotes.xml": write(make("w:footnotes", *separators())),
    }
    made["word/_rels/document.xml.rels"] = relations(links(made))
    return made | {"[Content_Types].xml": types(made)}


def separators() -> list[Element]:
    """Return the two footnotes that every file has: the short rules above the notes."""
    made = []
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        rule = make("w:p", make("w:r", make(f"w:{kind}")))
        made.append(make("w:footnote", rule, type=kind, id=number))
    return made


def links(parts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the relationships of the document to the parts beside it, named after them."""
    found = {}
    for name in sorted(parts):
        folder, _, file = name.rpartition("/")
        stem = file.removesuffix(".xml")
        if name in _KINDS and folder.startswith("word") and stem != "document":
            kind = f"{OFFICE}/{_ROLES.get(stem, stem)}"
            found[stem] = (kind, name.removeprefix("word/"))
    return found


def relations(links: Links) -> bytes:
    """Return a part of relationships; a target with a scheme lies outside the file."""
    root = make("pr:Relationships")
    for name, (kind, target) in sorted(links.items()):
        link = make("pr:Relationship", Id=name, Type=kind, Target=target)
        if kind.endswith("/hyperlink"):
            link.set("TargetMode", "External")
        root.append(link)
    return write(root)


def types(parts: Iterable[str]) -> bytes:
    """Return ``[Content_Types].xml`` for the parts of a file."""
    names = sorted(parts)
    endings = {name.rpartition(".")[2] for name in names} | {"rels", "xml"}
    root = make("ct:Types")
    for ending in sorted(endings & _FILES.keys()):
        root.append(make("ct:Default", Extension=ending, ContentType=_FILES[ending]))
    for name in names:
        if kind := kind_of(name):
            root.append(make("ct:Override", PartName=f"/{name}", ContentType=kind))
    return write(root)


def kind_of(name: str) -> str:
    """Return the content type that a part is declared with by name, or nothing."""
    chart = name.startswith("word/charts/") and name.endswith(".xml")
    return _CHART if chart else _KINDS.get(name, "")
