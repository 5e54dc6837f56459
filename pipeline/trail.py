"""Where this process is, and where it has been: the steps of the engines, as they begin and end.

A worker that is ended from outside cannot say any more what it was at. So the step it is in
stands in a note beside it, if it was given one, and whoever finds it dead reads that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import getpid
from pathlib import Path
from time import perf_counter_ns


@dataclass(frozen=True, slots=True)
class Span:
    """A step that ended: its process, and when it began and how long it took, in microseconds.

    The clock is the machine's, so the spans of its processes can be laid side by side.
    """

    name: str
    subject: str
    process: int
    start_us: int
    long_us: int


@dataclass(slots=True)
class _Trail:
    note: Path | None = None
    spans: list[Span] = field(default_factory=list)
    kept: bool = False


_trail = _Trail()


def noted(path: Path | None) -> None:
    """Write the step that this process is in to a file from now on, or to none."""
    _trail.note = path


def keep() -> None:
    """Keep the spans of this process from now on, until they are taken."""
    _trail.kept = True


def kept() -> bool:
    """Tell whether this process keeps its spans."""
    return _trail.kept


def add(spans: list[Span]) -> None:
    """Lay the spans of another process beside our own."""
    _trail.spans += spans


def taken() -> list[Span]:
    """Return the spans kept so far, and forget them."""
    spans, _trail.spans = _trail.spans, []
    return spans


@contextmanager
def step(name: str, subject: str = "") -> Iterator[None]:
    """Be in a step while the block runs."""
    if _trail.note:
        with suppress(OSError):
            _trail.note.write_text(name, encoding="utf-8")
    start = perf_counter_ns() // 1000 if _trail.kept else 0
    try:
        yield
    finally:
        if _trail.kept:
            long = perf_counter_ns() // 1000 - start
            _trail.spans.append(Span(name, subject, getpid(), start, long))


def reached(note: Path) -> str:
    """Return the step that a process was in when it last said so, or nothing."""
    try:
        return note.read_text(encoding="utf-8")
    except OSError:
        return ""
