"""Where engines run: here, or in a pool of processes.

An executor is ``map``, wherever it may run. Workers start with the first batch and stay
until the executor is closed; a build that finds everything in the cache starts none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")
NAMES = ("processes", "serial")
FEW = 8
"""So many files that no pages are set for are made in less time than a process starts."""


class Executor(Protocol):
    """Applies ``job`` to every item; both must be picklable."""

    def __call__(self, job: Callable[[Any], R], items: Sequence[Any]) -> Iterable[R]:
        """Return ``job(item)`` for each item, in order; the first exception propagates."""


def serial(job: Callable[[Any], R], items: Sequence[Any]) -> Iterable[R]:
    """Run in this process, one after the other."""
    return map(job, items)


@contextmanager
def processes(jobs: int | None = None) -> Iterator[Executor]:
    """Run in ``jobs`` processes, by default one per CPU; a lone item runs here.

    Processes are spawned, not forked: WeasyPrint and Pango do not survive a fork.
    """
    with ExitStack() as stack:
        pools: list[ProcessPoolExecutor] = []

        def run(job: Callable[[Any], R], items: Sequence[Any]) -> Iterable[R]:
            if len(items) <= 1 or jobs == 1:
                return map(job, items)
            if not pools:
                pools.append(stack.enter_context(_pool(jobs)))
            return pools[0].map(job, items)

        yield run


@contextmanager
def opened(name: str, jobs: int | None = None) -> Iterator[Executor]:
    """Open the executor called ``name``, one of ``NAMES``."""
    with ExitStack() as stack:
        yield stack.enter_context(processes(jobs)) if name == "processes" else serial


def _pool(jobs: int | None) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
