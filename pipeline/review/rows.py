"""What came back in a table: each row against what was exported and what the catalog says now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.exchange.codes import canonical
from pipeline.model import Translation
from pipeline.review import refusals
from pipeline.review.nouns import Finding, Paragraph, Reading, Remark, Unit
from pipeline.review.tabling import STATES, cells, source
from pipeline.review.taking import Desk, remedy, weighed

_DRAFT = STATES["fuzzy"]
_ID, _SOURCE, _TARGET, _STATUS, _COMMENT = range(5)


@dataclass(slots=True)
class Row:
    """One row as it came back: the lines of its cells, and who tracked changes in its target."""

    lines: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    authors: tuple[str, ...] = ()

    def text(self, column: int) -> str:
        """Return a cell as one text; where a line ends in it, the message has a break."""
        return "<br/>".join("\n".join(cells(self.lines[column])).split("\n"))


def rows(reading: Reading) -> dict[str, Row]:
    """Return the rows of a table by their ids; of two with one id the first counts."""
    found: dict[tuple[int, int], Row] = defaultdict(Row)
    for paragraph in reading.paragraphs:
        if paragraph.cell:
            table, number, column = paragraph.cell
            row = found[table, number]
            row.lines[column].append(paragraph.text)
            row.authors = _authors(row, paragraph, column)
    named: dict[str, Row] = {}
    for row in found.values():
        named.setdefault(row.text(_ID), row)
    return named


def _authors(row: Row, paragraph: Paragraph, column: int) -> tuple[str, ...]:
    if column not in (_TARGET, _STATUS):
        return row.authors
    return tuple(dict.fromkeys((*row.authors, *(c.author for c in paragraph.changes if c.author))))


def findings(desk: Desk, came: Mapping[str, Row]) -> tuple[Finding, ...]:
    """Return what is done about every row."""
    return tuple(_finding(desk, unit, came.get(unit.id)) for unit in desk.ground.base.units)


def drafts(found: Mapping[str, Row], unit: Unit) -> bool:
    """Tell whether a row says that its translation is a draft."""
    row = found.get(unit.id)
    return bool(row and row.text(_STATUS).lower() in (_DRAFT, "fuzzy"))


def lines(
    desk: Desk, came: Mapping[str, Row], known: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[Remark]:
    """Yield what was written into the last column, line by line."""
    for unit in desk.ground.base.units:
        row = came.get(unit.id)
        old = {" ".join(line.split()) for line in known.get(unit.key, ())}
        for line in cells(row.lines[_COMMENT]) if row else ():
            if " ".join(line.split()) not in old:
                yield Remark("", "", line, unit=unit.id)


def remarks(reading: Reading) -> Iterator[Remark]:
    """Yield Word's own comments, each with the id of the row that it stands in."""
    ids: dict[tuple[int, int], str] = {}
    for p in reading.paragraphs:
        if p.cell and p.cell[2] == _ID:
            ids.setdefault(p.cell[:2], p.text.strip())
    for remark in reading.remarks:
        index = remark.at[0]
        cell = reading.paragraphs[index].cell if 0 <= index < len(reading.paragraphs) else None
        yield replace(remark, unit=ids.get(cell[:2], "") if cell else "")


def _finding(desk: Desk, unit: Unit, row: Row | None) -> Finding:
    place = desk.ground.place(unit)
    plain = Finding("same", "kept", unit, place, unit.was, unit.was)
    if row is None:
        reason = "the row is gone, which deletes nothing"
        return replace(plain, verdict="deleted", after="", reason=reason)
    now, status = row.text(_TARGET), row.text(_STATUS)
    said = replace(plain, after=now, authors=row.authors)
    promoted = unit.state == "fuzzy" and status.lower() == STATES["translated"]
    demoted = unit.state == "translated" and status.lower() in (_DRAFT, "fuzzy")
    if row.text(_SOURCE) != "<br/>".join(source(unit)):
        reason, there = "the source text is the release's", f"change it in {place}"
        return replace(said, verdict="edited", fate="refused", reason=reason, remedy=there)
    if canonical(now) == canonical(unit.was) and not promoted and not demoted:
        return plain
    if desk.ground.options.tracked and not row.authors:
        return replace(said, verdict="edited", reason=refusals.UNTRACKED)
    if not now:
        reason = "the translation was deleted"
        return replace(
            said, verdict="deleted", fate="refused", reason=reason, remedy=remedy(place)
        )
    return _weighed(
        desk, unit, replace(said, verdict="edited", translation=now), promoted or demoted
    )


def _weighed(desk: Desk, unit: Unit, made: Finding, status: bool) -> Finding:  # noqa: FBT001
    """Hold a row against the project; another status of the same text is an edit as well."""
    entry = desk.ground.found.catalog.entries.get(unit.key, Translation(""))
    same = canonical(entry.text) == canonical(made.translation)
    if status and same and entry.fuzzy == (unit.state == "fuzzy"):
        return replace(made, fate="applied")
    return weighed(desk, unit, made)
