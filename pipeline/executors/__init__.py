"""Where engines run: here, in a pool of processes, or on other machines.

An executor is ``map``, wherever it may run. Workers start with the first batch and stay
until the executor is closed; a build that finds everything in the cache starts none. An item
that cannot be finished is a ``Loss`` in its place, and costs no other item anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

R = TypeVar("R")
NAMES = ("processes", "serial")
FEW = 8
"""So many files that no pages are set for are made in less time than a process starts."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Why an item has no result, in words.

    ``reached`` names the engine at work, empty if that is not known; ``setting`` the limit of
    ``[limits]`` that was met, empty if none was.
    """

    message: str
    reached: str = ""
    setting: str = ""


class Executor(Protocol):
    """Applies ``job`` to every item; both must be picklable."""

    def __call__(self, job: Callable[[Any], R], items: Iterable[Any]) -> Iterable[R | Loss]:
        """Yield ``job(item)`` or its loss for each item, in order; what a job raises propagates.

        Items are taken as results are asked for, a few ahead: neither needs to fit in memory.
        """


def serial(job: Callable[[Any], R], items: Iterable[Any]) -> Iterable[R | Loss]:
    """Run in this process, one after the other."""
    return map(job, items)


@contextmanager
def opened(name: str, jobs: int | None = None) -> Iterator[Executor]:
    """Open the executor called ``name``, one of ``NAMES``."""
    with ExitStack() as stack:
        if name == "serial" or jobs == 1:
            yield serial
        else:
            from pipeline.executors.pool import processes

            yield stack.enter_context(processes(jobs))
