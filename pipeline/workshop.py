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
from pipeline.executors import Executor, Loss, serial
from pipeline.model import Digest, Place
from pipeline.world import Recorder, World

T = TypeVar("T")
Engine = Callable[[World, T], bytes]
Made = tuple[bytes, dict[str, Digest]]
"""What an engine made, and what it read."""


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

    Engines run here; ``execute`` is where the tasks of a build are done.

    ``reads`` is what all engines read so far, now or in an earlier run.
    """

    world: World
    cache: Cache
    execute: Executor = serial
    tell: Callable[[Step], None] = _silence
    steps: list[Step] = field(default_factory=list)
    reads: dict[str, Digest] = field(default_factory=dict)

    def run(
        self, name: str, engine: Engine[Any], items: Mapping[Digest, Any], subjects: Sequence[str]
    ) -> Iterator[Made]:
        """Yield what the engine makes of every item, from memory where that still holds.

        If any cannot be made, the others are, and remembered; then all that was wrong is raised.
        """
        world = self.world.inner if isinstance(self.world, Recorder) else self.world
        wrong: list[Diagnostic] = []
        for (key, item), subject in zip(items.items(), subjects, strict=True):
            made: Made | Exception | None = self.cache.recall(key, self.world)
            recalled = made is not None
            if made is None:
                with trail.step(name, subject):
                    made = _tried(engine, world, item)
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


@cache
def versions(*distributions: str) -> tuple[str, ...]:
    """Return ``name version`` of installed distributions, without importing them."""
    return tuple(f"{name} {metadata.version(name)}" for name in distributions)


def _tried(engine: Engine[Any], world: World, item: Any) -> Made | Exception:
    recorder = Recorder(world)
    try:
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
