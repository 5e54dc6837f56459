"""How much a project may ask of the machine: the ``[limits]`` of ``diglot.toml``.

Every limit has a default that no brochure comes near, and a name that the message at the limit
tells, so that whoever really needs more knows what to raise. Those of engines are set once in
each process, as limits of processes are.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from threading import current_thread, main_thread
from typing import Any

from pipeline import trail
from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Place

MB = 1_000_000
_MOST = 1e12


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is taken of each kind; the last letters of a name are its unit.

    ``letters`` counts those of one message, ``depth`` nodes that lie in one another,
    ``pictures_mb`` the pictures of a release, each as often as it is shown,
    ``drawing_parts`` what is drawn of one SVG,
    ``columns`` those of one table, ``notes`` and ``paragraphs`` those of a release, ``pages``
    those of one PDF, ``page_letters`` how many letters stand on each at the least, on average,
    once there are more than a hundred, ``nesting`` how often its boxes are measured, on average,
    for lying in others that measure twice. ``file_mb`` holds for files without their own limit;
    ``template_steps`` and ``template_mb`` for the templates of one page, beside its texts, and
    ``template_tags`` for those of one PDF;
    ``style_ms`` for the styles of each element of a page, in time of the processor and after one
    second for all; ``engine_s`` for one call of an engine, ``engine_mb`` for pandoc and what
    draws charts and pictures, processes of their own; ``task_s`` and ``task_mb`` for all that a
    worker does at once.
    """

    release_mb: float = 5
    catalog_mb: float = 20
    style_mb: float = 1
    picture_mb: float = 8
    picture_megapixels: float = 12.5
    pictures_mb: float = 20
    drawing_parts: float = 50_000
    file_mb: float = 50
    letters: float = 20_000
    depth: float = 60
    columns: float = 200
    notes: float = 2000
    paragraphs: float = 50_000
    pages: float = 2000
    page_letters: float = 50
    nesting: float = 4
    template_steps: float = 2_000_000
    template_tags: float = 2000
    template_mb: float = 64
    style_ms: float = 1
    engine_s: float = 300
    engine_mb: float = 2048
    task_s: float = 1800
    task_mb: float = 4096

    def bytes_of(self, path: str) -> tuple[str, int]:
        """Return which limit holds for the size of a file, and how many bytes that is."""
        ours = path.startswith(_FINISHED)  # what we made has no limit of its own
        key = "file_mb" if ours else _KINDS.get(path.rpartition(".")[2].lower(), "file_mb")
        return key, int(getattr(self, key) * MB)


_FINISHED = "output/"
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("md",), "release_mb"),
    **dict.fromkeys(("po", "pot", "csv"), "catalog_mb"),
    **dict.fromkeys(("toml", "html", "css"), "style_mb"),
    **dict.fromkeys(("svg", "png", "jpg", "jpeg"), "picture_mb"),
}
NAMES = tuple(field.name for field in fields(Limits))


def wrong(table: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield the keys of a ``[limits]`` table that do not do, and whether they are unknown."""
    for key, value in table.items():
        if key not in NAMES:
            yield key, True
        elif type(value) not in (int, float) or not 0 < value < _MOST:
            yield key, False


_HERE = [Limits()]


class _Late(BaseException):
    """Time is up; no ``except Exception`` of a library may swallow it."""


def install(limits: Limits) -> None:
    """Set the limits of this process."""
    _HERE[0] = limits


def here() -> Limits:
    """Return the limits of this process."""
    return _HERE[0]


def reached(setting: str, message: str, place: Place = Place("")) -> PipelineError:  # noqa: B008
    """Make the error of an engine's limit, which names its setting."""
    hint = f"make the text simpler, or raise {setting} under [limits] in diglot.toml"
    return fatal("limit-reached", place, message, hint)


@contextmanager
def within(engine: str) -> Iterator[None]:
    """Run an engine in this process for as long as its limit allows, then raise.

    Only the main thread of a process can be stopped from inside; elsewhere a task's limit holds.
    """
    limit_s = here().engine_s
    with trail.step(engine):
        if current_thread() is not main_thread():
            yield
            return
        before = signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, limit_s, 1)  # again, should a library swallow it
        try:
            yield
        except _Late:
            raise reached("engine_s", f"{engine} took longer than {limit_s:g} s") from None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


@contextmanager
def reckoning(elements: int) -> Iterator[None]:
    """Work out the styles of a page of so many elements for as long as its limit allows.

    What counts is time of the processor, so that a machine with other work to do changes nothing.
    """
    most = 1 + elements * here().style_ms / 1000
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, most, 1)
    try:
        yield
    except _Late:
        said = f"the styles of a page of {elements} elements take longer than {most:.1f} s"
        raise reached("style_ms", said, Place("templates")) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ring(*_: object) -> None:
    raise _Late
