"""Executors: whatever happens to a worker, every item has its result or the reason it has none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline import limits, trail
from pipeline.cache import Cache
from pipeline.diagnostics import PipelineError
from pipeline.executors import Ahead, hand, opened, pool, serial
from pipeline.executors.pool import processes
from pipeline.limits import Limits
from pipeline.model import digest
from pipeline.workshop import Workshop
from pipeline.world import Memory
from tests.conftest import ROOT

POISON = {"hang", "memory", "crash", "exit"}


def job(item):
    """Do what the item asks for: a task of a build, good or bad."""
    match item:
        case "hang":
            with trail.step("weasyprint"):
                while True:
                    time.sleep(0.1)
        case "memory":
            return len(bytearray(2**30))
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(7)
        case Path():
            return _first_time(item)
    return item.upper()


def _first_time(mark):
    """Die at the first try, and tell at the second by whom it was done."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return "done"
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still here")


def _for_ever():
    """Go on whatever happens, as a library might."""
    while True:
        with suppress(Exception):
            time.sleep(5)


@pytest.fixture
def tight():
    """Set limits that a test can wait for."""
    limits.install(Limits(task_s=2, task_mb=512))
    yield
    limits.install(Limits())


HAND = """
import fcntl, os, signal, sys
from pipeline.executors import forking, hand
forking.LOADED = ()
lock = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(lock, fcntl.LOCK_EX)
hand.offer()
helper = hand.offered()
print(helper.begin(os.getpid)() == helper.process)
os.close(lock)
again = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(again, fcntl.LOCK_EX | fcntl.LOCK_NB)
os.kill(helper.process, signal.SIGKILL)
print(helper.begin(os.getpid)() == os.getpid(), hand.offered())
"""


def test_what_a_second_hand_cannot_finish_is_done_here(tmp_path):
    """It works in another process, which keeps no lock, and is not missed when it is gone."""
    line = [sys.executable, "-c", HAND, str(tmp_path)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "True", "None"]


ERRANDS = """
import os, signal, time
from pathlib import Path
from pipeline.executors import forking, hand
forking.LOADED = ()
fork, os.fork = os.fork, lambda: os.open("/nowhere", 0)
held = len(list(Path("/proc/self/fd").iterdir()))
hand.offer()
print(hand.offered(), len(list(Path("/proc/self/fd").iterdir())) - held)
os.fork = fork
hand.offer()
helper = hand.offered()
print(len(helper.begin(bytes, 1_000_000)()), helper.begin(len, bytes(1_000_000))())
first, second = helper.begin(os.getpid), helper.begin(os.getpid)
print(second() == os.getpid(), first() == helper.process)
print(helper.begin(lambda: 1)(), helper.begin(eval, "lambda: 2")()(), hand.offered())
hand.offer()
hand.offered().begin(os.getpid)()
hand.offered().begin(time.sleep, 600)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_second_hand_mixes_nothing_up_and_outlives_nobody():
    """Answers are long, cannot travel, are never asked for; there may be no process at all."""
    line = [sys.executable, "-c", ERRANDS]
    done = subprocess.run(  # it waits for whoever may still write
        line, cwd=ROOT, capture_output=True, text=True, timeout=300
    )

    assert done.returncode == -signal.SIGKILL
    assert done.stdout.splitlines() == ["None 0", "1000000 1000000", "True True", "1 2 None"]


LATE = """
import tests.test_executors as here
from pipeline.executors import forking, hand
forking.LOADED = ()
here.HELD.append(open("/dev/zero", "rb"))
hand.offer()
print(hand.offered().begin(here.late)())
"""
HELD = []
"""A file that was open when this process was forked."""


def late():
    """Close what was open before, and return how much of what was opened since is there."""
    opened = [os.open("/dev/zero", os.O_RDONLY) for _ in range(16)]
    HELD.pop().close()
    return sum(os.path.exists(f"/proc/self/fd/{number}") for number in opened)


def test_what_is_closed_late_in_a_fork_was_nobody_elses():
    """Objects of files outlive the fork: their numbers are not given to pipes of ours."""
    line = [sys.executable, "-c", LATE]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "16\n"


def test_only_files_are_given_to_a_second_hand(tmp_path, monkeypatch):
    """A second drawer, or a second pandoc, would take longer to start than it saves."""
    given = []

    class Second:
        def begin(self, job, *items):
            given.append(items[3:])
            return lambda: job(*items)

    monkeypatch.setattr(hand, "offered", Second)
    shop = Workshop(Memory({}), Cache(tmp_path))
    made = [
        [value for value, _ in shop.run(name, lambda _, item: item, items, ["one", "two"])]
        for name in ("draw", "emit")
        for items in ({digest(name, item): item for item in (b"1", b"2")},)
    ]

    assert given == [("emit", "one")]
    assert made == [[b"1", b"2"]] * 2


NURSERY = """
import fcntl, os, sys
from pipeline.executors import Ahead
from pipeline.executors.pool import processes
from tests.test_executors import parent

def prepare():
    sys.modules["prepared"] = sys
    raise ValueError

def alike(process):
    return open(f"/proc/{process}/cmdline").read() == open("/proc/self/cmdline").read()

lock = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(lock, fcntl.LOCK_EX)
print("once", end=" ")
with processes(2) as execute:
    execute.warm(2, Ahead(modules=("colorsys",), prepare=prepare))
    made = dict(execute(parent, "ab"))
    os.close(lock)
    fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    (above,) = {above for above, *_ in made.values()}
    print(above != os.getpid(), alike(above), *{tuple(told) for _, *told in made.values()})
"""


def parent(_item):
    """Return the process that this one was forked from, and what was ready there."""
    return os.getppid(), "prepared" in sys.modules, "colorsys" in sys.modules


@pytest.mark.slow
def test_workers_are_forked_from_a_fork_of_who_asks_for_them(tmp_path):
    """What both need is loaded once; it keeps no lock, and what fails in it is no matter."""
    line = [sys.executable, "-c", NURSERY, str(tmp_path)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["once", "True", "True", "(True,", "True)"]
    assert done.stderr == ""


GREEDY = """
import os
from pipeline import limits
from pipeline.executors import Ahead, forking
from pipeline.executors.pool import processes
from tests.test_executors import parent

def prepare():
    try:
        bytearray(1 << 32)
    except MemoryError:
        os.write(1, b"held ")
    while True:
        pass

forking.PATIENCE_S = .1
limits.install(limits.Limits(task_mb=1024))
with processes(2) as execute:
    execute.warm(2, Ahead(prepare=prepare))
    print(len(list(execute(parent, "ab"))))
"""


@pytest.mark.slow
def test_who_prepares_for_ever_or_without_measure_keeps_nobody_waiting():
    """A theme that has no end is told by the task that needs it: workers start all the same."""
    line = [sys.executable, "-c", GREEDY]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert (done.stdout, done.stderr) == ("held 2\n", "")


ABANDONED = """
import os, signal
from pipeline.executors import Ahead
from pipeline.executors.pool import processes
from tests.test_executors import hanging
with processes(2) as execute:
    execute.warm(2, Ahead())
    for _ in execute(hanging, range(9)):
        os.kill(os.getpid(), signal.SIGKILL)
"""


def hanging(item):
    """Be done at once with the first, and never with another."""
    time.sleep(600 if item else 1)


@pytest.mark.slow
def test_no_worker_outlives_who_asked_for_it():
    """However a build ends, nobody is left who would hold memory, or write."""
    done = subprocess.run(  # it waits for whoever may still write
        [sys.executable, "-c", ABANDONED], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_a_pool_that_is_closed_while_it_starts_says_nothing(capfd):
    """A build may end on an error of an author before its workers are there."""
    for _ in range(8):
        with processes(2) as execute:
            execute.warm(2, Ahead())

    assert capfd.readouterr().err == ""


ASKED = """
import os, signal
from pipeline.executors.forking import forked
os.register_at_fork(before=lambda: signal.raise_signal(signal.SIGINT))
try:
    forked(lambda: None)
except KeyboardInterrupt:
    print("heard")
"""


def test_who_is_asked_to_end_while_it_forks_ends():
    """Around a fork logging holds its lock: what is raised there is lost, and that stays held."""
    line = [sys.executable, "-c", ASKED]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("heard\n", "")


def test_who_is_asked_twice_to_end_leaves_no_files(monkeypatch, tmp_path):
    """CI asks first as Ctrl-C does, then with SIGTERM: the second may come while a pool ends."""
    monkeypatch.setattr(pool.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(pool.Crew, "close", lambda _: signal.raise_signal(signal.SIGINT))

    with pytest.raises(KeyboardInterrupt), processes(2):
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.usefixtures("tight")
def test_a_poison_task_fails_alone():
    """What hangs, takes all memory or crashes is named; the rest is made, in order."""
    items = ["a", "hang", "b", "memory", "c", "crash", "d", "exit", *"efghijklmnopqrstuvwxyz"]
    with processes(2) as execute:
        made = dict(execute(job, items))

    assert {item: made.pop(item).args for item in POISON} == {
        "hang": ("took longer than 2 s", "weasyprint", "task_s"),
        "memory": ("needed more than 512 MB", "", "task_mb"),
        "crash": ("ended its process, twice (SIGSEGV)", "", ""),
        "exit": ("ended its process, twice (exit status 7)", "", ""),
    }
    assert made == {item: item.upper() for item in items if item not in POISON}


@pytest.mark.slow
def test_the_task_of_a_killed_worker_is_done_by_another(tmp_path):
    """Kill -9 costs a second try, and no result."""
    items = [*"abc", tmp_path / "mark", *"def"]
    with processes(2) as execute:
        made = dict(execute(job, items))

    assert list(made.values()).count("done") == 1
    assert sorted(made, key=str) == sorted(items, key=str)


@pytest.mark.slow
def test_a_pool_takes_items_as_results_are_taken():
    """A newsroom of ten thousand releases is never in memory at once."""
    asked = []

    def items():
        for number in range(100):
            asked.append(number)
            yield str(number)

    with processes(2) as execute:
        made = iter(execute(job, items()))
        next(made)
        ahead = len(asked)

    assert ahead <= 17


@pytest.mark.slow
def test_a_worker_that_has_done_much_is_succeeded(monkeypatch):
    """So its memory goes up and down between two bounds, however many tasks there are."""
    monkeypatch.setattr(pool, "LASTING", 3)
    with processes(2) as execute:
        made = Counter(process for _, process in execute(_here, range(13)))

    assert max(made.values()) <= 3
    assert made.total() == 13


def test_a_lone_item_starts_no_process():
    """One page is made sooner here than a process starts."""
    with processes(2) as execute:
        assert list(execute(_here, ["a"])) == [("a", os.getpid())]


def _here(_item):
    return os.getpid()


def test_serial_is_map():
    """One after the other, in this process."""
    assert dict(serial(_here, "ab")) == dict.fromkeys("ab", os.getpid())


def test_an_engine_is_stopped_after_its_time():
    """A page that is set for ever names the setting that ended it."""
    limits.install(Limits(engine_s=1))
    try:
        with pytest.raises(PipelineError) as caught, limits.within("WeasyPrint"):
            _for_ever()
    finally:
        limits.install(Limits())

    (found,) = caught.value.diagnostics
    assert found.rule == "limit-reached"
    assert found.message == "WeasyPrint took longer than 1 s"
    assert "engine_s" in found.hints[0]


@pytest.mark.slow
def test_a_cluster_does_what_a_pool_does(tmp_path):
    """Two workers, a task that kills its worker once, and one that always does."""
    items = [*"abc", tmp_path / "mark", "crash", *"def"]
    with opened("dask", 2) as execute:
        made = dict(execute(job, items))

    assert made.pop("crash").args == ("ended the process of every worker that tried it", "", "")
    assert made.pop(tmp_path / "mark") == "done"
    assert made == {item: item.upper() for item in "abcdef"}
