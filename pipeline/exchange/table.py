"""CSV for spreadsheets: a row for each message, its text as a catalog spells it.

UTF-8 with a byte-order mark, or Excel reads it as Latin. A text that a spreadsheet would take
for a formula stands behind an apostrophe. Source: RFC 4180.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.diagnostics import fatal, nearest
from pipeline.exchange.units import Dossier, State, Unit
from pipeline.languages import tag
from pipeline.model import Place

COLUMNS = ("context", "source", "target", "state", "note", "place", "release", "language")
_NEEDED = ("source", "target")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")


def write(dossier: Dossier) -> bytes:
    """Return the bytes of a table of all messages."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for unit in dossier.units:
        notes = "\n".join([*unit.notes, *unit.comments])
        texts = (unit.context, unit.source, unit.target, unit.state, notes)
        where = (" ".join(unit.places), dossier.slug, tag(dossier.locale))
        rows.writerow([_guarded(text) for text in (*texts, *where)])
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes, path: str) -> Iterator[Unit]:
    """Yield the rows of a table; columns may stand in any order, ours or not."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = data.count(b"\n", 0, reason.start) + 1
        hint = "save the table as CSV UTF-8"
        raise fatal("exchange-charset", Place(path, line), "not UTF-8", hint) from reason
    head = text.partition("\n")[0]
    separator = next((mark for mark in ",;\t" if mark in head), ",")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        _checked(rows, path)
        yield from (_unit(row, rows.line_num) for row in rows)
    except csv.Error as reason:
        place = Place(path, rows.line_num)
        raise fatal("exchange-syntax", place, f"broken table: {reason}") from reason


def _checked(rows: csv.DictReader[str], path: str) -> None:
    names = rows.fieldnames or []
    for column in _NEEDED:
        if column not in names:
            hint = nearest(column, names, f"begin the table with {','.join(COLUMNS)}")
            raise fatal("exchange-syntax", Place(path, 1), f"no column `{column}`", hint)


def _unit(row: dict[str, str], line: int) -> Unit:
    cell = {name: _bare(row.get(name) or "") for name in COLUMNS}
    state: State = "fuzzy" if cell["state"].strip().lower() == "fuzzy" else "translated"
    unit = Unit(cell["source"], cell["target"], cell["context"], state, line=line)
    return replace(unit, release=cell["release"].strip(), language=cell["language"].strip())


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _bare(cell: str) -> str:
    return cell[1:] if _QUOTED.match(cell) else cell
