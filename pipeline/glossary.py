"""The words that the house has agreed on: one CSV file a locale, kept by its translators.

    locales/glossary.<locale>.csv     source,target,note

``target`` may name several forms, parted by ``;`` or ``|``. The note is for people, but for
what it says of further forms (``short form 自贸区``, ``also 自贸试验区``, ``医药外包（CXO） at
first mention``, ``do not translate``) and of forms that the house forbids (``not 跨国企业``,
``forbidden: 跨国企业``; several parted by ``|`` or ``、``). A term made of the initials of another
(BDIAEZ) may be translated as that, and the other way round; ``full name at first mention`` asks
for the full one where it is first met.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic, PipelineError, error, fatal
from pipeline.model import Locale, Place
from pipeline.world import World, exists

MOST_TERMS = 20_000
HEADER = ["source", "target", "note"]
_PARTED = re.compile(r"[;；|]")
_FURTHER = (
    re.compile(r"\bshort form (?!after\b|at\b|in\b)([^;,]+)"),
    re.compile(r"\balso ([^;,]+)"),
    re.compile(r"(?:^|;)\s*(?!(?:the )?(?:full|long|short))([^;]+?) at first mention"),
)
_FULL = re.compile(r"\bfull (?:name|form) at (?:its )?first mention")
_BARRED = re.compile(
    r"(?:^|[;；,，])\s*(?:forbidden|avoid|not|never|禁用|不用|不译作?)(\s*[:：]|\b)\s*([^;；,，]+)",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\s*(?:[|/、]|\bor\b|\bnor\b|或)\s*")
_QUOTED = re.compile("[“‘「\"`'](.+)[”’」\"`']")
_KEPT = re.compile(r"\b(?:do not|don't|never) translate\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one locale: each source term with the forms that may stand for it.

    A term that is not translated has itself among its forms. No file, no terms. ``barred`` are
    the forms that a term must not have, ``introduced`` those that it must have at first mention.
    """

    locale: Locale
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    barred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    introduced: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: tuple[str, ...]


def path_of(locale: Locale) -> str:
    """Return where the glossary of a locale lies."""
    return f"locales/glossary.{locale}.csv"


def load(world: World, locale: Locale) -> Glossary:
    """Return the glossary of a locale; raise ``PipelineError`` with all that is wrong in it."""
    path = path_of(locale)
    if not exists(world, path):
        return Glossary(locale)
    data = world.read(path)
    if data.count(b"\n") > MOST_TERMS:
        message = f"the glossary has more than {MOST_TERMS} lines"
        raise fatal(
            "too-large", Place(path), message, "keep the terms that the house has agreed on"
        )
    rows = _rows(data, path)
    if problems := list(_problems(rows, path)):
        raise PipelineError(*problems)
    terms = {row.cells[0]: _forms(row) for row in rows[1:]}
    barred = {row.cells[0]: found for row in rows[1:] if (found := tuple(_barred(row)))}
    introduced = {row.cells[0]: full for row in rows[1:] if (full := _introduced(row))}
    linked = _linked(terms)
    return Glossary(locale, linked, barred, introduced)


def _rows(data: bytes, path: str) -> list[_Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise fatal(
            "not-utf-8", Place(path), "the file is not UTF-8", "save it as UTF-8"
        ) from reason
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [_Row(reader.line_num, tuple(map(str.strip, cells))) for cells in reader]
    except csv.Error as reason:
        hint = 'close every `"`, and double those inside a cell'
        raise fatal("broken-glossary", Place(path, reader.line_num), str(reason), hint) from reason
    return [row for row in rows if any(row.cells)]


def _problems(rows: list[_Row], path: str) -> Iterator[Diagnostic]:
    if not rows or list(rows[0].cells) != HEADER:
        yield error(
            "broken-glossary", Place(path, 1), "the first line does not name the columns",
            f"write `{','.join(HEADER)}`",
        )  # fmt: skip
        return
    seen: dict[str, int] = {}
    for row in rows[1:]:
        place = Place(path, row.line)
        if len(row.cells) != len(HEADER):
            message = f"the line has {len(row.cells)} cells, not {len(HEADER)}"
            yield error("broken-glossary", place, message, 'put cells that hold a comma in `"`')
            continue
        for name, cell in zip(HEADER[:2], row.cells, strict=False):
            if not cell:
                yield error(
                    "broken-glossary",
                    place,
                    f"the {name} is empty",
                    "write it, or delete the line",
                )
        first = seen.setdefault(row.cells[0], row.line)
        if first != row.line and row.cells[0]:
            message = f"`{row.cells[0]}` stands on line {first} already"
            yield error(
                "broken-glossary", place, message, "put all its forms on one line, parted by `;`"
            )


def _forms(row: _Row) -> tuple[str, ...]:
    source, target, note = row.cells
    found = [form.strip() for form in _PARTED.split(target)]
    for pattern in _FURTHER:
        found += [match.strip() for match in pattern.findall(note)]
    if _KEPT.search(note):
        found.append(source)
    return tuple(dict.fromkeys(filter(None, found)))


def _barred(row: _Row) -> Iterator[str]:
    """Yield the forms that a note forbids.

    Without a colon it forbids what is in quotation marks, or in the script of the target: *not
    the airport* is a word to people.
    """
    _, target, note = row.cells
    for match in _BARRED.finditer(note):
        for form in filter(None, _EITHER.split(match[2].strip())):
            quoted = _QUOTED.fullmatch(form)
            if match[1].strip() or quoted or not (target.isascii() or form.isascii()):
                yield quoted[1] if quoted else form


def _introduced(row: _Row) -> str:
    _, target, note = row.cells
    said = _FURTHER[2].search(note)
    if said:
        return said[1].strip()
    return _PARTED.split(target)[0].strip() if _FULL.search(note) else ""


def _linked(terms: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the forms of each term, with those of its abbreviation or its full names."""
    places = {term: place for place, term in enumerate(terms)}
    short: dict[str, list[str]] = {}
    for term in terms:
        short.setdefault(_initials(term), []).append(term)
    linked = {}
    for term, own in terms.items():
        others = {*short.get(term, ()), _initials(term)} & places.keys() - {term}
        near = sorted(others, key=places.__getitem__)
        linked[term] = tuple(dict.fromkeys((*own, *(f for other in near for f in terms[other]))))
    return linked


def _initials(term: str) -> str:
    words = re.findall(r"\w+", term)
    return "".join(word[0] for word in words).upper() if len(words) > 1 else ""
