"""Where tasks are done: here, in a pool of processes, or on other machines.

An executor is an unordered ``map``, wherever it may run. It takes tasks as it has room for them
and hands on what became of each as it is done, so that neither tasks nor results pile up. A
task that cannot be finished costs no other anything.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol, TypeVar

from pipeline.diagnostics import fatal
from pipeline.model import Place

T = TypeVar("T")
R = TypeVar("R")
NAMES = ("processes", "serial", "dask")
_TABLES = ("C_F_F_", "G_D_E_F_", "G_P_O_S_", "G_S_U_B_", "O_S_2f_2", "_c_m_a_p", "_g_l_y_f")
LOADED = (
    "pipeline.executors.warmth", "pipeline.corridor", "pipeline.engines.composition.hooks",
    "fontTools.otlLib.builder", "fontTools.ttLib.scaleUpem",
    *(f"fontTools.ttLib.tables.{name}" for name in _TABLES), "pikepdf",
)  # fmt: skip
"""What a process that will work loads first, for all that are forked from it."""

FEW = 8
"""So many files that no pages are set for are made in less time than a process starts."""


class Loss(Exception):  # noqa: N818  (it is handed on, never raised)
    """Why a task has no result, in words.

    ``reached`` names the engine at work, empty if that is not known; ``setting`` the limit of
    ``[limits]`` that was met, empty if none was.
    """

    def __init__(self, message: str, reached: str = "", setting: str = "") -> None:
        super().__init__(message, reached, setting)
        self.message, self.reached, self.setting = message, reached, setting


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a build will need, as far as one can see.

    ``charts`` tells whether any have to be drawn. ``modules`` will be asked for in this process,
    so they are loaded before others are forked from it; ``prepare`` is called in the process that
    workers are forked from, where there is one, and may fail.
    """

    charts: bool = False
    modules: tuple[str, ...] = ()
    prepare: Callable[[], object] = object


class Executor(Protocol):
    """Applies ``job`` to every item; both must be picklable."""

    def __call__(
        self, job: Callable[[T], R], items: Iterable[T]
    ) -> Iterator[tuple[T, R | Exception]]:
        """Yield every item with what the job made of it, as they are done, in any order.

        ``items`` is read as there is room, a few ahead. What a job raises is the value of its
        item, and so is the ``Loss`` of one whose worker could not finish it.
        """

    def warm(self, count: int, ahead: Ahead) -> None:
        """Start, without waiting for it, what so many tasks will be done with."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """What a travelling job returns instead of a result: a path or pattern that did not travel."""

    path: str


@dataclass(frozen=True, slots=True)
class Trip:
    """A job as it travels to a machine without our disk, and what of an item goes with it.

    ``pack`` is given an item, and all that it was found wanting.
    """

    job: Callable[[Any], Any]
    pack: Callable[..., Any]


def travelling(job: Any) -> Trip:
    """Return how a job travels: as its method ``trip`` says, or as it is."""
    plain = Trip(job, lambda item, _wanting=frozenset(): item)
    return job.trip() if hasattr(job, "trip") else plain


class _Serial:
    """Does one after the other, in this process."""

    def __call__(
        self, job: Callable[[T], R], items: Iterable[T]
    ) -> Iterator[tuple[T, R | Exception]]:
        for number, item in enumerate(items):
            if number:
                gc.collect()
            yield item, _tried(job, item)

    def warm(self, count: int, ahead: Ahead) -> None:
        """Do nothing: this process is warm."""


serial: Executor = _Serial()


@contextmanager
def opened(name: str, jobs: int | None = None, scheduler: str = "") -> Iterator[Executor]:
    """Open the executor called ``name``, one of ``NAMES``; ``scheduler`` is the address of Dask's.

    Raises ``PipelineError`` if its library is not installed, or nobody answers.
    """
    with ExitStack() as stack:
        if name == "dask":
            yield stack.enter_context(_cluster()(scheduler, jobs))
        elif name == "serial" or jobs == 1:
            yield serial
        else:
            from pipeline.executors.pool import processes

            yield stack.enter_context(processes(jobs))


def _cluster() -> Any:
    if find_spec("distributed") is None:
        hint = "pip install 'diglot[dask]'"
        raise fatal("missing-tool", Place("dask"), "Dask is not installed", hint)
    from pipeline.executors.cluster import cluster

    return cluster


def _tried(job: Callable[[Any], R], item: Any) -> R | Exception:
    """Return what a job makes, or raises; nobody looks for cycles under way."""
    on = gc.isenabled()
    gc.disable()
    try:
        return job(item)
    except Exception as fault:
        return fault
    finally:
        if on:
            gc.enable()
