"""What the engines run with: a World, a cache, an executor, and a log of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import metadata
from typing import Any, TypeVar

from pipeline import trail
from pipeline.cache import Cache
from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.executors import Executor, Loss, hand, serial
from pipeline.model import Digest, Place
from pipeline.world import Recorder, World

T = TypeVar("T")
Engine = Callable[[World, T], bytes]
Made = tuple[bytes, dict[str, Digest]]
"""What an engine made, and what it read."""

_PARTED = ("emit",)
"""Engines of which two are worth two processes: charts share a drawer, and texts one pandoc."""


@dataclass(frozen=True, slots=True)
class Step:
    """One engine run: what it made, and whether the cache served it."""

    engine: str
    subject: str
    recalled: bool


def _silence(_: Step) -> None:
    return


@dataclass(slots=True)
class Workshop:
    """The tools of one run; ``tell`` hears of every step as it ends.

    Engines run here; ``execute`` is where the tasks of a build are done. ``idle`` is called where
    another hand would else only be waited for, and may leave undone what it likes.

    ``reads`` is what all engines read so far, now or in an earlier run.
    """

    world: World
    cache: Cache
    execute: Executor = serial
    tell: Callable[[Step], None] = _silence
    idle: Callable[[], object] = object
    steps: list[Step] = field(default_factory=list)
    reads: dict[str, Digest] = field(default_factory=dict)

    def run(
        self, name: str, engine: Engine[Any], items: Mapping[Digest, Any], subjects: Sequence[str]
    ) -> Iterator[Made]:
        """Yield what the engine makes of every item, from memory where that still holds.

        If any cannot be made, the others are, and remembered; then all that was wrong is raised.
        """
        wrong: list[Diagnostic] = []
        for (key, made, recalled), subject in zip(
            self._made(name, engine, items, subjects), subjects, strict=True
        ):
            if isinstance(made, Exception):
                wrong += _wrong(made, subject)
                continue
            value, reads = made
            if not recalled:
                self.cache.keep(key, reads, value)
            step = Step(name, subject, recalled)
            self.steps.append(step)
            self.tell(step)
            self.reads.update(reads)
            if not wrong:
                yield made
        if wrong:
            raise PipelineError(*wrong)

    def _made(
        self, name: str, engine: Engine[Any], items: Mapping[Digest, Any], subjects: Sequence[str]
    ) -> Iterator[tuple[Digest, Made | Exception, bool]]:
        """Yield what comes of every item, and whether it was remembered.

        Where there is a second hand, the first file that is due is made there, the others here.
        """
        world = self.world.inner if isinstance(self.world, Recorder) else self.world
        jobs = {
            key: (engine, world, item, name, subject)
            for (key, item), subject in zip(items.items(), subjects, strict=True)
        }
        helper = hand.offered() if name in _PARTED and len(jobs) > 1 else None
        if not helper:
            for key, job in jobs.items():
                found = self.cache.recall(key, self.world)
                yield key, found or _tried(*job), found is not None
            return
        known = {key: self.cache.recall(key, self.world) for key in jobs}
        first, *others = [key for key, found in known.items() if not found] or [Digest("")]
        away = helper.begin(_tried, *jobs[first]) if others else lambda: _tried(*jobs[first])
        made = {key: _tried(*jobs[key]) for key in others}
        if others:
            self.idle()
        for key, found in known.items():
            yield key, found or (away() if key == first else made[key]), found is not None


@cache
def versions(*distributions: str) -> tuple[str, ...]:
    """Return ``name version`` of installed distributions, without importing them."""
    return tuple(f"{name} {metadata.version(name)}" for name in distributions)


def _tried(
    engine: Engine[Any], world: World, item: Any, name: str, subject: str
) -> Made | Exception:
    recorder = Recorder(world)
    try:
        with trail.step(name, subject):
            return engine(recorder, item), recorder.reads
    except Exception as reason:
        return reason


def _wrong(found: Exception, subject: str) -> Iterator[Diagnostic]:
    """Yield what was wrong with an item, at the place of its subject if nobody knows better."""
    if not isinstance(found, PipelineError):
        raise found
    for told in found.diagnostics:
        yield told if told.place.path else replace(told, place=Place(subject))


def lost(loss: Loss, subject: str, task: str) -> Diagnostic:
    """Make the diagnostic of a task that no worker could finish."""
    at = f", at {loss.reached}" if loss.reached else ""
    rule = "limit-reached" if loss.setting else "worker-lost"
    hint = "make the text simpler" if loss.setting else "build it alone with `-x serial`"
    more = f", or raise {loss.setting} under [limits] in diglot.toml"
    told = f"`{task}` of `{subject}` {loss.message}{at}"
    return error(rule, Place(subject), told, hint + (more if loss.setting else ""))
