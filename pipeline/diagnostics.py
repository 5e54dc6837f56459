"""Problems as data: found by checks, raised by stages, rendered by the command line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from pipeline.model import Json, Locale, Place, digest

UNSEEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
"""Characters that nobody sees, and that move a cursor or turn a line around."""


class Severity(IntEnum):
    """How bad; ordered, so ``--fail-on`` is a comparison."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Fix:
    """Other words for a part of a translation: ``text`` for what lies in ``span``.

    A ``safe`` one changes no meaning and is applied by ``check --fix``; others are only shown.
    """

    span: tuple[int, int]
    text: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Exhibit:
    """The text in which a problem was found.

    ``spans`` are the offending characters, from and to, in code points; none means all of it.
    ``original`` is the source text that it translates, in the language ``source``; a text that
    is none's translation has an empty one. ``context`` is the message's msgctxt.
    """

    text: str
    locale: Locale = field(default=Locale(""))
    spans: tuple[tuple[int, int], ...] = ()
    original: str = ""
    source: Locale = field(default=Locale(""))
    context: str = ""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, said once: which rule, where, what, and what to do about it.

    ``related`` are other places to look at: those of a message in the release. ``exhibit`` is
    the text in question, and ``end`` the line and column behind its last offending character;
    zeros if that is not known.
    """

    rule: str
    severity: Severity
    place: Place
    message: str
    hints: tuple[str, ...] = ()
    related: tuple[Place, ...] = ()
    exhibit: Exhibit | None = None
    end: tuple[int, int] = (0, 0)

    @property
    def fingerprint(self) -> str:
        """Return what stays the same when the problem moves: rule, file, text and message."""
        shown = self.exhibit
        text = (shown.context, shown.original or shown.text) if shown else ("", "")
        return digest(self.rule, self.place.path, *text, self.message)

    def __str__(self) -> str:
        head = f"{self.place}: {self.severity.name.lower()}: {self.message} [{self.rule}]"
        return "\n".join(map(visible, [head, *(f"  hint: {hint}" for hint in self.hints)]))


def visible(line: str) -> str:
    """Return a line in which no character moves a cursor or turns the text around."""
    return UNSEEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", line)


class PipelineError(Exception):
    """A stage cannot hand on a value; carries every reason, never just the first."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)  # as args, so that it survives pickling
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


def error(rule: str, place: Place, message: str, *hints: str) -> Diagnostic:
    """Make a diagnostic of severity ERROR."""
    return Diagnostic(rule, Severity.ERROR, place, message, hints)


def fatal(rule: str, place: Place, message: str, *hints: str) -> PipelineError:
    """Make the error for a single reason, to be raised by the caller."""
    return PipelineError(error(rule, place, message, *hints))


def remembered(value: Json) -> Diagnostic:
    """Return the diagnostic whose fields these are; a text on show is not remembered."""
    place, severity = Place(**value["place"]), Severity(value["severity"])
    related = tuple(Place(**at) for at in value["related"])
    hints, end = tuple(value["hints"]), tuple(value["end"])
    return Diagnostic(value["rule"], severity, place, value["message"], hints, related, None, end)


def nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return the hint "did you mean …?" for a misspelt word, or ``otherwise``."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean `{close[0]}`?" if close else otherwise
