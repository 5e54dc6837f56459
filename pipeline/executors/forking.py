"""What is forked from this process, and the process that workers are forked from.

This process may be forked while no engine was used in it and no thread of its own runs: WeasyPrint
and Pango, once used, do not survive it. What is forked keeps nothing that was open, the lock of
the project least of all, does not hear Ctrl-C, and is killed with this process.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from socket import AF_UNIX, socket
from threading import active_count
from typing import Any

from pipeline import limits, trail
from pipeline.executors import LOADED

_STANDARD = (0, 1, 2)
"""Input, output and errors."""

_DIE_WITH_PARENT = 1
"""Linux's name of it is PR_SET_PDEATHSIG."""

_ENDING = (signal.SIGINT, signal.SIGTERM)
"""What asks us to end. What it raises is swallowed by the hooks of modules around a fork."""

_KNOWN = (3, 13)
"""Up to this Python, workers can be had from a fork of ours; later ones ask it for a key."""

PATIENCE_S = 20.0
"""So long a processor may prepare for workers; whoever has no end then has none in their tasks."""


def fresh() -> bool:
    """Tell whether this process may be forked."""
    return sys.platform == "linux" and "weasyprint" not in sys.modules and active_count() == 1


def forked(serve: Callable[[], None], *kept: int) -> int:
    """Fork this process, and return which one does nothing but serve; ``kept`` are its files.

    Raises ``OSError`` if there may be no more processes.
    """
    sys.stdout.flush()  # else it would be written twice
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # else one is lost, and locks stay held
        process = os.fork()
        if not process:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    if process:
        return process
    try:
        follow()
        _let_go({*_STANDARD, *kept})
        trail.taken()  # those of who forked us
        serve()
    finally:
        os._exit(0)


def _let_go(kept: set[int]) -> None:
    """Let nothing stay open but what is kept.

    Numbers stay taken: somebody may still hold a file of one, and close what were another's then.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for path in list(Path("/proc/self/fd").iterdir()):  # there may be room for a billion
        if int(path.name) not in kept | {nowhere}:
            os.dup2(nowhere, int(path.name), inheritable=False)


def follow() -> None:
    """Let this process be killed with the one that it was forked from."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def cap(memory_mb: float) -> None:
    """Limit what this process may write to: what V8 and GHC only reserve does not count."""
    import resource

    size = int(memory_mb * limits.MB)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or size < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def load(names: Iterable[str] | None = None) -> None:
    """Load modules; by default all that a process needs that will work."""
    for name in LOADED if names is None else names:
        import_module(name)


def offer_nursery(prepare: Callable[[], object] = object) -> None:
    """Start the process that workers are forked from, as a fork of this one, if it may be forked.

    multiprocessing would start another interpreter for it, and load there what is loaded here.
    ``prepare`` is called there when the engines are loaded, and may take what a task may; what
    fails in it is told by one, and if it has no end another process is started.
    """
    if not fresh() or sys.version_info[:2] > _KNOWN:
        return
    from multiprocessing import connection, forkserver

    server: Any = forkserver._forkserver
    if server._forkserver_pid is not None:
        return
    with socket(AF_UNIX) as door:
        address = connection.arbitrary_address("AF_UNIX")  # type: ignore[attr-defined]
        door.bind(address)
        door.listen()
        ended, alive = os.pipe()
        try:
            process = forked(lambda: _serve(door.fileno(), ended, prepare), door.fileno(), ended)
        except OSError:
            os.close(alive)
            return
        finally:
            os.close(ended)
    server._forkserver_address = address
    server._forkserver_alive_fd = alive
    server._forkserver_pid = process


def _serve(door: int, ended: int, prepare: Callable[[], object]) -> None:
    """Load the engines, and fork a worker from this process for whoever asks."""
    from multiprocessing.forkserver import main

    from pipeline import hush  # noqa: F401

    load()
    cap(limits.here().task_mb)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_S)  # nobody catches it: it ends us
    with suppress(Exception):
        prepare()
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    main(door, ended, [])
