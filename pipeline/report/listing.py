"""One problem after the other: for people at a terminal, and for their scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from json import dumps
from typing import Any

from pipeline.checks import CHECKS
from pipeline.diagnostics import Diagnostic, Exhibit, Severity
from pipeline.plugs import Check
from pipeline.report.marks import lines, quoted, stretch, visible

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_ALONE = frozenset(check.name for check in CHECKS if isinstance(check, Check) and check.solo)
_QUIET = "2"

Paint = Callable[[str, str], str]


def text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return each problem with its text, the offending characters marked, and its hints."""
    return "".join(_entry(found, _bare) for found in diagnostics)


def painted(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the same in colours, as ANSI terminals show them."""
    return "".join(_entry(found, _ansi) for found in diagnostics)


def json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return an object with ``diagnostics``, a list, and ``counts`` by severity."""
    listed = list(diagnostics)
    counts = dict.fromkeys(LEVELS.values(), 0)
    for found in listed:
        counts[LEVELS[found.severity]] += 1
    whole = {"counts": counts, "diagnostics": [_plain(found) for found in listed]}
    return dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _entry(found: Diagnostic, paint: Paint) -> str:
    colour = _COLOURS[found.severity]
    level = paint(f"{LEVELS[found.severity]}:", colour)
    head = f"{found.place}: {level} {visible(found.message)} {paint(f'[{found.rule}]', _QUIET)}"
    body = list(_shown(found, found.exhibit, paint)) if found.exhibit else []
    hints = [f"  hint: {visible(hint)}" for hint in found.hints]
    return "".join(f"{line}\n" for line in [head, *body, *hints])


def _shown(found: Diagnostic, shown: Exhibit, paint: Paint) -> Iterator[str]:
    """Yield the text with marks below it, and, if both count, the text it translates."""
    wide = max(len(shown.locale), len(shown.source) if shown.original else 0)
    gutter = paint(f"  {'':{wide}} │ ", _QUIET)
    label = paint(f"  {shown.locale:>{wide}} │ ", _QUIET)
    for line in lines(shown) if shown.text else ():
        yield f"{label}{line.text}".rstrip()
        if line.carets:
            yield f"{gutter}{paint(line.carets, _COLOURS[found.severity])}"
    if shown.original and found.rule not in _ALONE:
        source = paint(f"  {shown.source:>{wide}} │ ", _QUIET)
        spans = quoted(found.message, shown.original)
        yield f"{source}{stretch(shown.original, spans)}".rstrip()
    for place in found.related[:1]:
        yield paint(f"  {'':{wide}} ╰ {place}", _QUIET)


def _bare(words: str, _: str) -> str:
    return words


def _ansi(words: str, code: str) -> str:
    return f"\x1b[{code}m{words}\x1b[0m"


def _plain(found: Diagnostic) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": LEVELS[found.severity],
        "path": found.place.path,
        "line": found.place.line,
        "column": found.place.column,
        "end": list(found.end),
        "message": found.message,
        "hints": list(found.hints),
        "related": [{"path": other.path, "line": other.line} for other in found.related],
        "exhibit": _exhibit(found.exhibit) if found.exhibit else None,
        "fingerprint": found.fingerprint,
    }


def _exhibit(shown: Exhibit) -> dict[str, Any]:
    fix = shown.fix
    return {
        "text": shown.text,
        "locale": shown.locale,
        "spans": [list(span) for span in shown.spans],
        "original": shown.original,
        "source": shown.source,
        "fix": {"span": list(fix.span), "text": fix.text, "safe": fix.safe} if fix else None,
    }
