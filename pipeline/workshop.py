"""What the engines run with: a World, a cache, an executor, and a log of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import metadata
from typing import Any, TypeVar

from pipeline.cache import Cache
from pipeline.executors import Executor, serial
from pipeline.model import Digest
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
        """Yield what the engine makes of every item, from memory where that still holds."""
        known: dict[Digest, Made] = {}
        for key in items:
            found = self.cache.recall(key, self.world)
            if found is not None:
                known[key] = found
        absent = [key for key in items if key not in known]
        world = self.world.inner if isinstance(self.world, Recorder) else self.world
        made = self.execute(partial(_watched, engine, world), [items[key] for key in absent])
        fresh = iter(zip(absent, made, strict=True))
        for key, subject in zip(items, subjects, strict=True):
            recalled = key in known
            if not recalled:
                value, reads = known[key] = _next(fresh, key)
                self.cache.keep(key, reads, value)
            step = Step(name, subject, recalled)
            self.steps.append(step)
            self.tell(step)
            self.reads.update(known[key][1])
            yield known[key]


@cache
def versions(*distributions: str) -> tuple[str, ...]:
    """Return ``name version`` of installed distributions, without importing them."""
    return tuple(f"{name} {metadata.version(name)}" for name in distributions)


def _next(fresh: Iterator[tuple[Digest, Made]], wanted: Digest) -> Made:
    key, value = next(fresh)
    assert key == wanted  # executors keep the order
    return value


def _watched(engine: Engine[Any], world: World, item: Any) -> Made:
    recorder = Recorder(world)
    return engine(recorder, item), recorder.reads
