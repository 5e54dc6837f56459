"""The findings as a web page: one file, no script, both languages, by file and by rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from inspect import getdoc

from jinja2 import Environment, StrictUndefined, Template

from pipeline.checks import CHECKS
from pipeline.diagnostics import Diagnostic, Exhibit
from pipeline.report.listing import LEVELS
from pipeline.report.marks import quoted, visible

_MANUALS = {check.name: getdoc(check.run) or "" for check in CHECKS}
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, offending or not, as a page shows them."""

    text: str
    marked: bool


def html(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a page of all findings, grouped by file and rule, each with its text marked."""
    listed = list(diagnostics)
    by_file: dict[str, dict[str, list[tuple[str, Diagnostic]]]] = {}
    for number, found in enumerate(listed, start=1):
        by_rule = by_file.setdefault(found.place.path or "project", {})
        by_rule.setdefault(found.rule, []).append((f"finding-{number}", found))
    rules = Counter(found.rule for found in listed)
    levels = Counter(LEVELS[found.severity] for found in listed)
    worst = {found.rule: LEVELS[found.severity] for found in listed}
    return _template().render(
        files=by_file, rules=rules, levels=levels, worst=worst, manuals=_MANUALS, all=listed
    )


def pieces(text: str, spans: tuple[tuple[int, int], ...]) -> Iterator[Piece]:
    """Yield the runs of a text, those of ``spans`` marked; no character is invisible."""
    at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), max(end, at)
        yield Piece(visible(text[at:start]), marked=False)
        yield Piece(visible(text[start:end]), marked=True)
        at = end
    yield Piece(visible(text[at:]), marked=False)


def _wrong(found: Diagnostic) -> list[Piece]:
    """Return the text in question, its offending characters marked."""
    shown = found.exhibit or Exhibit("")
    return [piece for piece in pieces(shown.text, shown.spans) if piece.text]


def _source(found: Diagnostic) -> list[Piece]:
    """Return the source text; what the message quotes from it is marked."""
    text = found.exhibit.original if found.exhibit else ""
    return [piece for piece in pieces(text, quoted(found.message, text)) if piece.text]


def _codes(words: str) -> list[tuple[str, bool]]:
    """Return a message cut at its backticks: words, and what the user typed."""
    return [(visible(part), n % 2 == 1) for n, part in enumerate(_CODE.split(words)) if part]


@cache
def _template() -> Template:
    made = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    made.filters |= {
        "wrong": _wrong,
        "source": _source,
        "codes": _codes,
        "level": lambda found: LEVELS[found.severity],
        "bcp": lambda locale: locale.partition("@")[0].replace("_", "-"),
    }
    return made.from_string(files("pipeline.report").joinpath("page.html").read_text("utf-8"))
