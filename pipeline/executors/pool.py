"""A pool of processes on this machine that survives whatever is asked of it.

Pebble supervises: it ends a worker that takes too long, sees one that died, and starts
another. A task whose worker died is tried once more, since the fault may have been the
worker's; one that reached a limit is not, since it would again. Tasks and what they make lie
in files: the pipe that all workers share is held for so short a time that no dying one leaves it
locked.
"""

from __future__ import annotations

import gc
import pickle
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count, islice
from os import cpu_count
from pathlib import Path
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING, Any

from pipeline import limits, trail
from pipeline.executors import LOADED, Ahead, Executor, Loss, R, T, forking, hand, serial
from pipeline.limits import Limits

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pebble import ProcessPool

AHEAD = 8
"""How many items each worker has before it: a long one keeps no other worker waiting."""

_TRIES = 2
_TICK_S = 0.01
"""How often Pebble looks after its workers: so long a build waits for them at its end, too."""


LASTING = 128
"""After how many tasks a worker is succeeded: the libraries below keep half a megabyte of each."""


@contextmanager
def processes(jobs: int | None = None) -> Iterator[Executor]:
    """Run in ``jobs`` processes, by default one per CPU; they obey this process's limits.

    Processes come from one that has loaded the engines and set no page, where the system can fork
    (Linux), so that this is done once; elsewhere each is spawned. None comes from a process that
    has set one: WeasyPrint and Pango, once used, do not survive a fork.
    """
    folder = Path(tempfile.mkdtemp(prefix="diglot-"))
    crew = Crew(jobs or cpu_count() or 1, folder)
    try:
        yield crew
    finally:
        try:
            crew.close()
        finally:  # who is asked twice to end, ends at once
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True, eq=False)
class Task:
    """An item on its way: its files, and how often it was tried.

    Beside ``job``, the item and what to do with it, lie ``note`` and, at last, ``made``.
    """

    job: Path
    item: Any
    tries: int = 0

    @property
    def note(self) -> Path:
        """Return the file that says what the task is at."""
        return self.job.with_suffix(".note")

    def clear(self) -> None:
        """Take away all files."""
        for suffix in ("", ".note", ".made"):
            self.job.with_suffix(suffix).unlink(missing_ok=True)


class Crew:
    """The workers, from the first batch on; ``folder`` holds the files of their tasks.

    ``drawer`` is where they have their charts drawn, empty for each to see to it.
    """

    def __init__(self, jobs: int, folder: Path) -> None:
        self.jobs = jobs
        self.folder = folder
        self.numbers = count()
        self.lock = Lock()
        self.pool: ProcessPool | None = None
        self.stack = ExitStack()
        self.drawer = ""

    def __call__(
        self, job: Callable[[T], R], items: Iterable[T]
    ) -> Iterator[tuple[T, R | Exception]]:
        source = iter(items)
        first = list(islice(source, 2))
        if len(first) < 2 or self.jobs == 1:
            yield from serial(job, chain(first, source))
            return
        source = chain(first, source)
        waiting: dict[Future[Any], Task] = {}
        while True:
            for item in islice(source, self.jobs * AHEAD - len(waiting)):
                waiting |= self._begun(job, item)
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                task = waiting.pop(future)
                made = _outcome(task, future)
                if isinstance(made, Loss) and not made.setting and task.tries < _TRIES:
                    waiting |= self._tried(task)
                    continue
                task.clear()
                yield task.item, made

    def warm(self, count: int, ahead: Ahead) -> None:
        """Start workers, or a second hand for a single task; they load while others work here."""
        if self.jobs == 1 or not count:
            return
        if ahead.charts and count > 1 and not self.drawer:
            from pipeline.engines.drawing import easel  # only where there is something to draw

            self.drawer = self.stack.enter_context(easel.shared())
        forking.load((*ahead.modules, "pebble"))  # Ctrl-C in a thread's import would hold its lock
        if count == 1:
            hand.offer()
        else:
            forking.offer_nursery(ahead.prepare)
            Thread(target=self._early, daemon=True).start()

    def _early(self) -> None:
        """Open the pool; what stands in the way is told when a task needs it."""
        with suppress(Exception):
            self._open()

    def close(self) -> None:
        """End all workers."""
        hand.withdraw()
        with self.lock, self.stack:
            self._stop()

    def _stop(self) -> None:
        if self.pool:
            self.pool.stop()  # type: ignore[no-untyped-call]
            self.pool.join()

    def _begun(self, job: Callable[[Any], Any], item: Any) -> dict[Future[Any], Task]:
        task = Task(self.folder / str(next(self.numbers)), item)
        task.job.write_bytes(pickle.dumps((job, item)))
        return self._tried(task)

    def _tried(self, task: Task) -> dict[Future[Any], Task]:
        task.tries += 1
        limit_s = limits.here().task_s
        return {self._open().schedule(_run, (task.job,), timeout=limit_s): task}

    def _open(self) -> ProcessPool:
        with self.lock:
            if self.pool is None or not _running(self.pool):
                self._stop()
                self.pool = _pool(self.jobs, self.drawer)
                assert _running(self.pool)
            return self.pool


def _pool(jobs: int, drawer: str) -> ProcessPool:
    from multiprocessing import get_context

    from pebble import CONSTS, ProcessPool

    CONSTS.sleep_unit = _TICK_S
    context: Any = get_context("forkserver" if sys.platform == "linux" else "spawn")
    if sys.platform == "linux":
        context.set_forkserver_preload(["pipeline.hush", *LOADED])
    start = (limits.here(), trail.kept(), drawer)
    return ProcessPool(jobs, LASTING, initializer=_ready, initargs=start, context=context)


def _running(pool: ProcessPool) -> bool:
    """Tell whether a pool runs; asking starts it, once more if who forks its workers has died."""
    try:
        return bool(pool.active)
    except BrokenExecutor:
        sleep(_TICK_S)  # till the system tells of it
        return bool(pool.active)


def _outcome(task: Task, future: Future[Any]) -> Any | Exception:
    from pebble import ProcessExpired

    try:
        trail.add(future.result())
        return pickle.loads(task.job.with_suffix(".made").read_bytes())  # noqa: S301  (ours)
    except TimeoutError:
        return _lost(task, f"took longer than {limits.here().task_s:g} s", "task_s")
    except MemoryError:
        return _lost(task, f"needed more than {limits.here().task_mb:g} MB", "task_mb")
    except (ProcessExpired, BrokenExecutor) as reason:
        return _lost(task, f"ended its process, twice ({_cause(reason)})")
    except Exception as fault:
        return fault


def _lost(task: Task, message: str, setting: str = "") -> Loss:
    return Loss(message, trail.reached(task.note), setting)


def _cause(reason: Exception) -> str:
    code = getattr(reason, "exitcode", None)
    if code is None or code >= 0:
        return f"exit status {code}"
    return signal.Signals(-code).name


def _ready(limits_here: Limits, kept: bool, drawer: str) -> None:  # noqa: FBT001  (a process is started so)
    """Make a new process a worker, and load what its tasks will ask for: it has time now."""
    if sys.platform == "linux":
        from pipeline import hush

        hush.speak()
    forking.follow()
    gc.disable()  # it looks for cycles when a task has ended
    limits.install(limits_here)
    forking.cap(limits_here.task_mb)
    if kept:
        trail.keep()
    with trail.step("load"):
        import pipeline.executors.warmth  # noqa: F401  (where nobody has loaded it yet)
        from pipeline.engines import pandoc
        from pipeline.engines.drawing import easel

        easel.join(drawer)
        pandoc.wake()


def _run(task: Path) -> list[trail.Span]:
    """Do a task, in a worker."""
    _swept()
    job, item = pickle.loads(task.read_bytes())  # noqa: S301  (the coordinator's)
    trail.noted(task.with_suffix(".note"))
    try:
        made = job(item)
    finally:
        trail.noted(None)
    task.with_suffix(".made").write_bytes(pickle.dumps(made))
    return trail.taken()


def _swept(begun: list[bool] = []) -> None:  # noqa: B006  (what is remembered)
    """Sweep out what the task before has left; nobody is kept waiting by the last one's."""
    if begun:
        gc.collect()
        gc.freeze()  # what is left stays: modules, faces, templates
    begun.append(True)
