"""Problems as data: found by checks, raised by stages, rendered by the command line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from pipeline.model import Place


class Severity(IntEnum):
    """How bad; ordered, so ``--fail-on`` is a comparison."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, said once: which rule, where, what, and what to do about it."""

    rule: str
    severity: Severity
    place: Place
    message: str
    hints: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"{self.place}: {self.severity.name.lower()}: {self.message} [{self.rule}]"
        return "\n".join([head, *(f"  hint: {hint}" for hint in self.hints)])


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


def nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return the hint "did you mean …?" for a misspelt word, or ``otherwise``."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean `{close[0]}`?" if close else otherwise
