"""Workers on other machines, by Dask: it schedules, moves what travels, and replaces the lost.

A plugin brings what all tasks need to each worker as it comes, once, and looks at it: one that
would make other bytes is refused by name, and does no task. Each does one at a time; the tasks of
one that dies are done by another.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from threading import Lock, Timer
from time import perf_counter, sleep
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, WorkerPlugin, get_worker, wait

from pipeline import limits, trail
from pipeline.diagnostics import fatal
from pipeline.executors import Ahead, Executor, Loss, R, T, Trip, Wanting, travelling
from pipeline.executors.identity import differences, identity
from pipeline.limits import Limits
from pipeline.model import Place, digest

AHEAD = 2
"""How many tasks each worker has: one that it does, and the next."""

_TRIES = 3
_SETTLE_S = 60.0
_ANSWER_S = 10
"""So long a scheduler may take to answer; it is asked again and again meanwhile."""

_HERE: dict[str, Callable[[Any], Any]] = {}
"""What this worker does tasks with, by seat."""

_REFUSED: dict[str, str] = {}
"""Why this worker is refused, by seat."""

_SETTINGS = {
    "distributed.scheduler.allowed-failures": 2,
    "distributed.scheduler.worker-saturation": 2.0,
    "distributed.worker.profile.enabled": False,
    "distributed.deploy.lost-worker-timeout": "120s",
}
"""Of a local cluster: a task is tried twice more, and at last alone, since it is blamed for the
one before it too; a worker has its next task at hand; a new one may take its time to start; nobody
looks at where its tasks are, a hundred times a second."""

_LOST = Loss("was lost with all workers")
_ENDED = Loss("ended the process of every worker that tried it")
_ALONE = Lock()
"""WeasyPrint and Pango bear no other thread beside them."""


@contextmanager
def cluster(scheduler: str = "", jobs: int | None = None) -> Iterator[Executor]:
    """Use the cluster of a scheduler (``tcp://…``), or a local one of ``jobs`` workers.

    It is asked, or started, with the first task.
    """
    with ExitStack() as stack:
        yield Cluster(stack, scheduler, jobs or os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a plugin brings: what all tasks need, and whom it may be given; ``seat`` names it."""

    job: Callable[[Any], Any]
    ours: Mapping[str, str]
    limits: Limits
    kept: bool
    seat: str


@dataclass(frozen=True, slots=True)
class Turned:
    """What a worker that was refused returns: its address, and why."""

    address: str
    why: str


class Usher(WorkerPlugin):
    """Looks at a worker as it comes, and gives it a seat, or notes why not."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.name = sitting.seat

    def setup(self, worker: Any) -> None:  # noqa: ARG002  (Dask names it)
        sitting = self.sitting
        if found := differences(sitting.ours, identity()):
            _REFUSED[sitting.seat] = found
            return
        limits.install(sitting.limits)
        if sitting.kept:
            trail.keep()
        _HERE[sitting.seat] = sitting.job

    def teardown(self, worker: Any) -> None:  # noqa: ARG002  (Dask names it)
        _HERE.pop(self.sitting.seat, None)


@dataclass(slots=True)
class Errand:
    """An item on its way: what of it travels, how often it was tried, what else it asked for.

    It is done ``alone`` if it is not known whether it, or one beside it, ended their worker.
    """

    item: Any
    packed: Any
    tries: int = 1
    asked: set[str] = field(default_factory=set)
    alone: bool = False


class Cluster:
    """The executor of a scheduler's workers; ``stack`` closes what is opened."""

    def __init__(self, stack: ExitStack, scheduler: str, jobs: int) -> None:
        self.stack = stack
        self.address = (scheduler, jobs)
        self.opened: Client | None = None
        self.seats: list[tuple[Any, str]] = []
        self.turned: set[str] = set()

    @property
    def client(self) -> Client:
        """Return the connection, opened when it is asked for."""
        if self.opened is None:
            self.opened = self.stack.enter_context(_client(*self.address))
        return self.opened

    def __call__(
        self, job: Callable[[T], R], items: Iterable[T]
    ) -> Iterator[tuple[T, R | Exception]]:
        source = iter(items)
        if first := list(islice(source, 1)):
            with self._answering():
                yield from self._made(job, chain(first, source))

    def _made(
        self, job: Callable[[T], R], items: Iterable[T]
    ) -> Iterator[tuple[T, R | Exception]]:
        trip = travelling(job)
        seat = self._seated(job, trip.job)
        left = (Errand(item, trip.pack(item)) for item in items)
        waiting: dict[Any, Errand] = {}
        ended: list[tuple[T, Any]] = []
        suspects: list[Errand] = []
        while True:
            room = AHEAD * max(1, len(self._fit())) - len(waiting)
            waiting |= {self._sent(seat, errand): errand for errand in islice(left, max(0, room))}
            yield from ended  # whoever takes them may be long about it: the workers are busy
            if not waiting and not suspects:
                return
            if not waiting:
                suspect = replace(suspects.pop(), alone=True)
                waiting[self._sent(seat, suspect)] = suspect
            ended = []
            for future in self._done(waiting):
                errand = waiting.pop(future)
                made = self._outcome(future)
                if made is _ENDED and not errand.alone:
                    suspects.append(errand)
                elif self._again(trip, errand, made):
                    waiting[self._sent(seat, errand)] = errand
                else:
                    ended.append((errand.item, made))

    def warm(self, count: int, ahead: Ahead) -> None:  # noqa: ARG002  (each sees to its own)
        """Start the workers, or find them."""
        if count > 1:
            _ = self.client

    def _seated(self, job: Any, common: Any) -> str:
        """Return the seat for a job, having asked every worker to take one."""
        for known, seat in self.seats:
            if known == job:
                return seat
        ours = identity()
        seat = f"diglot-{digest(str(os.getpid()), str(len(self.seats)), *ours.values())[:12]}"
        sitting = Sitting(common, ours, limits.here(), trail.kept(), seat)
        self.client.wait_for_workers(1)
        self.client.register_plugin(Usher(sitting), name=seat)
        for address, why in sorted(self.client.run(_reason, seat).items()):
            self._turn(Turned(address, why)) if why else None
        if not self._fit():
            hint = "give the workers the image that this machine runs"
            place = Place("--scheduler" if self.address[0] else "-x dask")
            raise fatal("no-worker", place, "every worker would make other files", hint)
        self.seats.append((job, seat))
        return seat

    def _turn(self, found: Turned) -> None:
        """Say of a worker, once, that it is refused."""
        if found.address not in self.turned:
            self.turned.add(found.address)
            sys.stderr.write(f"worker {found.address} is refused: {found.why}\n")

    def _fit(self) -> list[str]:
        """Return the workers that are there and not refused."""
        return [address for address in self.client.nthreads() if address not in self.turned]

    def _sent(self, seat: str, errand: Errand) -> Any:
        chosen = self._fit() if self.turned else None
        return self.client.submit(
            _run, seat, errand.packed, workers=chosen, allow_other_workers=bool(chosen), pure=False
        )

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Tell of a scheduler that goes in the middle as of one that never was there."""
        try:
            yield
        except (CancelledError, OSError) as reason:
            if self.client.status == "running":
                raise
            message = "the scheduler has gone, with all that was not done yet"
            hint = "find out why it ended, and run the same again: what is done is remembered"
            raise fatal("no-scheduler", Place("--scheduler"), message, hint) from reason

    def _done(self, waiting: Mapping[Any, Errand]) -> list[Any]:
        try:
            with self.client.as_current():
                return list(wait(list(waiting), return_when="FIRST_COMPLETED").done)
        except CancelledError:  # of tasks: the scheduler began anew, or has gone
            if self.client.status != "running":
                raise
            return [future for future in waiting if future.done()]

    def _outcome(self, future: Any) -> Any | Exception:
        if future.status == "cancelled":
            return _LOST
        try:
            value, spans = future.result()
        except KilledWorker:
            return _ENDED
        except Exception as fault:
            return fault
        trail.add(spans)
        return value

    def _again(self, trip: Trip, errand: Errand, made: Any) -> bool:
        """Tell whether an errand has to be run again: for something it lacked, or elsewhere."""
        if isinstance(made, Wanting) and made.path not in errand.asked:
            errand.asked.add(made.path)
            errand.packed = trip.pack(errand.item, frozenset(errand.asked))
            return True
        if isinstance(made, Turned):
            self._turn(made)
            return True
        if made is _LOST and errand.tries < _TRIES:
            errand.tries += 1
            return True
        return False


@contextmanager
def _client(scheduler: str, jobs: int) -> Iterator[Client]:
    import dask

    with dask.config.set(_SETTINGS):
        if scheduler:
            try:
                client = Client(scheduler, set_as_default=False, timeout=_ANSWER_S)
            except OSError as reason:
                message = f"no scheduler answers at `{scheduler}`"
                hint = "start one with `dask scheduler`, or leave out --scheduler"
                raise fatal("no-scheduler", Place("--scheduler"), message, hint) from reason
            with client:
                yield client
            return
        memory = int(limits.here().task_mb * limits.MB)
        with (
            LocalCluster(
                jobs, threads_per_worker=1, memory_limit=memory, dashboard_address=None,
                silence_logs=50,
            ) as local,
            Client(local, set_as_default=False) as client,
        ):  # fmt: skip
            yield client


def _reason(seat: str) -> str:
    return _REFUSED.get(seat, "")


def _run(seat: str, packed: Any) -> tuple[Any, list[trail.Span]]:
    """Do a task, in a worker; one that takes too long ends it, since no thread can be ended."""
    settled = perf_counter() + _SETTLE_S
    while seat not in _HERE and seat not in _REFUSED and perf_counter() < settled:
        sleep(0.05)
    if seat not in _HERE:
        return Turned(get_worker().address, _REFUSED.get(seat, "it has not what tasks need")), []
    with _ALONE:
        watch = Timer(limits.here().task_s, os._exit, (1,))
        watch.daemon = True
        watch.start()
        gc.disable()  # it looks for cycles when a task has ended
        try:
            made = _HERE[seat](packed)
        finally:
            watch.cancel()
            gc.enable()
            gc.collect()
            if not gc.get_freeze_count():  # what the first task loaded stays: not looked at again
                gc.freeze()
    return made, trail.taken()
