"""A second hand for a task that is done in this process: one engine runs there, another here.

It is a fork of this process from before anything of the engines was loaded here, and loads them
while this process still reads. If it is lost, what it was at is done here.

Law: what a job makes does not depend on the hand.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from pipeline import trail
from pipeline.executors.forking import forked, fresh, load

Job = Callable[..., Any]


@dataclass(slots=True)
class Hand:
    """The other process, the two pipes that lead there and back, and whether it is at a job."""

    process: int
    there: BinaryIO
    back: BinaryIO
    busy: bool = False

    def begin(self, job: Job, *given: Any) -> Callable[[], Any]:
        """Have a job done, and return how to wait for what it makes.

        While nobody has waited for one job, the next is done here; so is one that cannot travel.
        """
        if self.busy or not self._sent(job, given):
            return lambda: job(*given)
        self.busy = True

        def made() -> Any:
            load()  # what comes next will ask for it
            try:
                value, spans = pickle.load(self.back)  # noqa: S301  (our own fork's)
            except Exception:  # it has died, or what it made could not travel
                withdraw()
                return job(*given)
            self.busy = False
            trail.add(spans)
            return value

        return made

    def _sent(self, *errand: Any) -> bool:
        try:
            self.there.write(pickle.dumps(errand))
            self.there.flush()
        except OSError:  # it has died
            withdraw()
            return False
        except Exception:  # it cannot travel
            return False
        return True


_hands: list[Hand] = []


def offer() -> None:
    """Start a second hand, where a process can be forked that has not used any engine yet."""
    if _hands or not fresh():
        return
    taken, there = os.pipe()
    back, given = os.pipe()
    try:
        process = forked(lambda: _serve(taken, given), taken, given)
    except OSError:  # there may be no more processes: we do without
        for pipe in (taken, there, back, given):
            os.close(pipe)
        return
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


def _serve(taken: int, given: int) -> None:
    """Do jobs until no more can come."""
    load()
    with os.fdopen(taken, "rb") as jobs, os.fdopen(given, "wb") as results:
        while True:
            try:
                job, items = pickle.load(jobs)  # noqa: S301  (who forked us)
            except EOFError:
                return
            results.write(pickle.dumps((job(*items), trail.taken())))
            results.flush()
