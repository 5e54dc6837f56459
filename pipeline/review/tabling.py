"""The review edition as a table: every message in a row, its texts as the catalog spells them.

    ID | Source | Target | Status | Comment

It holds what no page shows too: descriptions of pictures, words of charts, nouns of figures.
Rows are known by their id, so they may be sorted and filtered. Law: a table that nobody touched
changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.admission import theme_of
from pipeline.config import Project
from pipeline.exchange.units import identity
from pipeline.model import Message
from pipeline.review.dressing import Dress, closed, signed
from pipeline.review.edition import Made, Original, Request, commented, original, state_of
from pipeline.review.nouns import Base, State, Unit
from pipeline.translators import extracted
from pipeline.word.reference import LOOK, wrapped
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, make, props, write
from pipeline.workshop import Workshop

HEADS = ("ID", "Source", "Target", "Status", "Comment")
_WIDTHS = (2150, 4700, 4700, 1300, 2288)
"""In twips, on a sheet of A4 across."""

_PAGE: dict[str, str | float] = {"w": 16838, "h": 11906, "orient": "landscape"}
_MARGIN = 850
STATES: dict[State, str] = {"translated": "done", "fuzzy": "draft", "new": "open"}
"""What the column of states says."""


def made(project: Project, shop: Workshop, request: Request) -> Made:
    """Return the messages of a release and their translations as a Word table."""
    page = original(project, shop, request.slug, request.locale)
    found = replace(page, identity=replace(page.identity, kind="table"))
    listed = tuple(_unit(m, found) for m in extracted(found.manuscript, project))
    said = commented(found, shop.world)
    sheet = Sheet(theme_of(found.release, project, shop.world), request.locale, {}, {})
    rows = (_row(_cells(unit, said.get(unit.key, ()))) for unit in listed)
    text = {"word/document.xml": write(_document(found, rows))}
    parts = wrapped({name: part(sheet) for name, part in LOOK.items()} | text)
    dress = Dress(found.identity, date=found.release.date)
    base = Base(found.identity, listed, ())
    return Made(closed(signed(parts, dress), base), base)


def _unit(message: Message, found: Original) -> Unit:
    entry = found.catalog.entries.get(message.key)
    state = state_of(entry)
    name = identity(message.context, message.text)
    role, was = message.notes[0] if message.notes else "", entry.text if entry else ""
    return Unit(name, role, message.context, message.text, was, state, message.places[0])


def _cells(unit: Unit, comments: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return ((unit.id,), source(unit), (unit.was,), (STATES[unit.state],), tuple(comments) or ("",))


def source(unit: Unit) -> tuple[str, ...]:
    """Return the lines of the second cell: the source text, and its context if it has one."""
    return (unit.text, *((f"({unit.context})",) if unit.context else ()))


def _document(found: Original, rows: Iterable[Element]) -> Element:
    grid = make("w:tblGrid", *(make("w:gridCol", w=width) for width in _WIDTHS))
    look = props(
        "w:tblPr",
        make("w:tblStyle", val="Table"),
        make("w:tblW", w=sum(_WIDTHS), type="dxa"),
        make("w:tblLayout", type="fixed"),
        make("w:tblLook", val="0420", firstRow=1, noVBand=1),
    )
    head = _row(tuple((name,) for name in HEADS), head=True)
    title = f"{found.release.slug} · {found.catalog.locale}"
    section = make("w:sectPr", make("w:pgSz", **_PAGE))
    sides = dict.fromkeys(("top", "right", "bottom", "left", "header", "footer"), _MARGIN)
    section.append(make("w:pgMar", **sides, gutter=0))
    body = make("w:body", _paragraph(title, "Heading1"), make("w:tbl", look, grid, head, *rows))
    body.extend([make("w:p"), section])
    return make("w:document", body)


def _row(cells: tuple[tuple[str, ...], ...], *, head: bool = False) -> Element:
    marks = [make("w:cantSplit"), *([make("w:tblHeader")] if head else [])]
    row = make("w:tr", make("w:trPr", *marks))
    style = "TableHeading" if head else "TableText"
    for width, lines in zip(_WIDTHS, cells, strict=True):
        size = props("w:tcPr", make("w:tcW", w=width, type="dxa"))
        row.append(make("w:tc", size, *(_paragraph(line, style) for line in lines)))
    return row


def _paragraph(text: str, style: str) -> Element:
    node = make("w:p", props("w:pPr", make("w:pStyle", val=style)))
    if text:
        node.append(make("w:r", make("w:t", text, xml_space="preserve")))
    return node


def cells(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a cell that say something."""
    return (line.strip() for line in lines if line.strip())
