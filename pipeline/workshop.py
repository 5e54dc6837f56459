"""What the engines run with: a World, a cache, an executor, and a log of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib import metadata
from typing import Any, TypeVar

from pipeline.cache import Cache
from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.executors import Executor, Loss, serial
from pipeline.model import Digest, Place
from pipeline.world import Recorder, World

T = TypeVar("T")
Engine = Callable[[World, T], bytes]
Made = tuple[bytes, dict[str, Digest]]
"""What an engine made, and what it read."""

Outcome = Made | Exception


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

    ``reads`` is what all engines read so far, here, in other processes or in an earlier run.
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
        known: dict[Digest, Made] = {}
        for key in items:
            if (held := self.cache.recall(key, self.world)) is not None:
                known[key] = held
        absent = [key for key in items if key not in known]
        world = self.world.inner if isinstance(self.world, Recorder) else self.world
        job = partial(_watched, engine, world)
        made = self.execute(job, [(key, items[key]) for key in absent])
        fresh: dict[Digest, Outcome] = {key: found for (key, _), found in made}
        wrong: list[Diagnostic] = []
        for key, subject in zip(items, subjects, strict=True):
            recalled = key in known
            if not recalled:
                found = fresh[key]
                if isinstance(found, Exception):
                    wrong += _wrong(found, name, subject)
                    continue
                known[key] = found
                self.cache.keep(key, found[1], found[0])
            step = Step(name, subject, recalled)
            self.steps.append(step)
            self.tell(step)
            self.reads.update(known[key][1])
            if not wrong:
                yield known[key]
        if wrong:
            raise PipelineError(*wrong)


@cache
def versions(*distributions: str) -> tuple[str, ...]:
    """Return ``name version`` of installed distributions, without importing them."""
    return tuple(f"{name} {metadata.version(name)}" for name in distributions)


def _watched(engine: Engine[Any], world: World, item: tuple[Digest, Any]) -> Made:
    recorder = Recorder(world)
    return engine(recorder, item[1]), recorder.reads


def _wrong(found: Exception, name: str, subject: str) -> Iterator[Diagnostic]:
    """Yield what was wrong with an item, at the place of its subject if nobody knows better."""
    if isinstance(found, Loss):
        yield lost(found, subject, name)
        return
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
