"""A second hand for a task that is done in this process: one engine runs there, another here.

It is a fork of this process from before anything of the engines was loaded here, and loads them
while this process still reads. It keeps nothing that was open, the lock of the project least of
all, and ends when this process does. If it is lost, what it was at is done here.

Law: what a job makes does not depend on the hand.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from threading import active_count
from typing import Any, BinaryIO

from pipeline import trail
from pipeline.executors import LOADED

Job = Callable[..., Any]
_STANDARD = 3
"""Input, output and errors come first among what is open."""


@dataclass(slots=True)
class Hand:
    """The other process, and the two pipes that lead there and back."""

    process: int
    there: BinaryIO
    back: BinaryIO

    def begin(self, job: Job, *given: Any) -> Callable[[], Any]:
        """Have a job done, and return how to wait for what it makes; it raises nothing."""
        try:
            pickle.dump((job, given), self.there)
            self.there.flush()
        except OSError:
            return lambda: job(*given)

        def made() -> Any:
            _load()  # what comes next will ask for it
            try:
                value, spans = pickle.load(self.back)  # noqa: S301  (our own fork's)
            except (OSError, EOFError, pickle.UnpicklingError):
                withdraw()
                return job(*given)
            trail.add(spans)
            return value

        return made


_hands: list[Hand] = []


def offer() -> None:
    """Start a second hand, where a process can be forked that has not used any engine yet."""
    if sys.platform != "linux" or _hands or "weasyprint" in sys.modules or active_count() > 1:
        return
    taken, there = os.pipe()
    back, given = os.pipe()
    process = os.fork()
    if not process:
        try:
            _serve(taken, given)
        finally:
            os._exit(0)
    os.close(taken)
    os.close(given)
    _hands.append(Hand(process, os.fdopen(there, "wb"), os.fdopen(back, "rb")))


def offered() -> Hand | None:
    """Return the second hand, if there is one."""
    return _hands[0] if _hands else None


def withdraw() -> None:
    """Let the second hand go."""
    while _hands:
        hand = _hands.pop()
        for pipe in (hand.there, hand.back):
            with suppress(OSError):
                pipe.close()
        with suppress(OSError):
            os.kill(hand.process, signal.SIGKILL)
            os.waitpid(hand.process, 0)


def _load() -> None:
    for name in LOADED:
        import_module(name)


def _serve(taken: int, given: int) -> None:
    """Do jobs until no more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first, last = sorted((taken, given))
    os.closerange(_STANDARD, first)
    os.closerange(first + 1, last)
    os.closerange(last + 1, os.sysconf("SC_OPEN_MAX"))
    _load()
    trail.taken()  # those of who forked us
    with os.fdopen(taken, "rb") as jobs, os.fdopen(given, "wb") as results:
        while True:
            try:
                job, items = pickle.load(jobs)  # noqa: S301  (who forked us)
            except EOFError:
                return
            pickle.dump((job(*items), trail.taken()), results)
            results.flush()
