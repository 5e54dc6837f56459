"""The crew: a process for each engine, started once and warm; one task at a time each.

A worker that hangs is ended and started anew; one that has done much is succeeded by another that
is warm before it takes over. A worker whose server is gone reads the end of
its pipe and goes too, so nothing stays behind, however the server ended.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any

from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Place

WAIT_S = 120.0
"""How long a task may take: Word files are shown by LibreOffice, which takes its time."""

NAMES = ("web", "paper", "word", "eyes", "desk")
"""The workers: web pages; PDF; Word files; faces and pictures of pages; texts and saves."""


LASTING = {"paper": 32, "word": 32}
"""After how many tasks a worker is succeeded: the libraries below keep a little of each page."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A process and the pipe to it."""

    process: Any
    pipe: Connection

    def end(self) -> None:
        """End the process, gently first."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(3)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


@dataclass(slots=True)
class Worker:
    """One process and the thread that waits for it; ``wait_s`` is its patience.

    After ``most`` tasks another process takes its place, once that is warm; 0 means never.
    """

    name: str
    most: int = 0
    wait_s: float = WAIT_S
    hand: Hand | None = None
    spare: Hand | None = None
    done: int = 0
    closed: bool = False
    lock: Lock = field(default_factory=Lock)
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    async def run(self, job: Callable[..., Any], *values: Any) -> Any:
        """Return what a function of a module makes of values, over there.

        Raises what it raises, and ``worker-failed`` if its process ended or took too long.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, self._ask, job, values)

    def close(self) -> None:
        """End the process, at once."""
        self.closed = True
        for hand in (self.hand, self.spare):
            if hand:
                hand.end()
        self.thread.shutdown(wait=False, cancel_futures=True)

    def _ask(self, job: Callable[..., Any], values: tuple[Any, ...]) -> Any:
        with self.lock:
            try:
                found = self._told(self._ready(), job, values)
            except (EOFError, OSError) as reason:
                raise self._failed(reason) from None
            self.done += 1
        if self.done == self.most and not self.spare:
            Thread(target=self._succeed, args=(job, values), daemon=True).start()
        if isinstance(found, BaseException):
            raise found
        return found

    def _told(self, hand: Hand, job: Callable[..., Any], values: tuple[Any, ...]) -> Any:
        hand.pipe.send((job, values))
        if not hand.pipe.poll(self.wait_s):
            raise TimeoutError
        return hand.pipe.recv()

    def _failed(self, reason: Exception) -> PipelineError:
        if self.hand:
            self.hand.end()
            self.hand = None
        why = (
            f"took longer than {self.wait_s:g} s" if isinstance(reason, TimeoutError) else "ended"
        )
        hint = "look at the last change; the next one starts it anew"
        return fatal("worker-failed", Place("."), f"the process for {self.name} {why}", hint)

    def _ready(self) -> Hand:
        if self.closed:
            raise EOFError
        if self.hand is None or not self.hand.process.is_alive():
            self.hand, self.done = started(self.name), 0
        return self.hand

    def _succeed(self, job: Callable[..., Any], values: tuple[Any, ...]) -> None:
        """Warm another process with a task that was done already, then let it take over."""
        self.spare = spare = started(self.name)
        try:
            self._told(spare, job, values)
        except (EOFError, OSError):  # the old one stays for as many tasks again
            spare.end()
            self.spare, self.done = None, 0
            return
        with self.lock:
            old, self.hand, self.spare, self.done = self.hand, spare, None, 0
        if old:
            old.end()
        if self.closed:
            spare.end()


def started(name: str) -> Hand:
    """Return a new process that waits for tasks."""
    context = get_context("spawn")
    pipe, other = context.Pipe()
    process = context.Process(target=serve, args=(other,), name=f"diglot-{name}", daemon=True)
    process.start()
    other.close()
    return Hand(process, pipe)


@dataclass(frozen=True, slots=True)
class Crew:
    """All workers by name; each starts with its first task."""

    workers: dict[str, Worker] = field(
        default_factory=lambda: {name: Worker(name, LASTING.get(name, 0)) for name in NAMES}
    )

    async def run(self, name: str, job: Callable[..., Any], *values: Any) -> Any:
        """Have a worker do a task."""
        return await self.workers[name].run(job, *values)

    def close(self) -> None:
        """End all of them."""
        for worker in self.workers.values():
            worker.close()


def serve(pipe: Connection) -> None:
    """Do tasks until the other end is gone: what a worker's process runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when work ends
    signal.signal(signal.SIGTERM, _leave)
    while True:
        try:
            job, values = pipe.recv()
        except (EOFError, OSError):
            break
        try:
            found = job(*values)
        except Exception as fault:  # whatever it is, it is the server's to tell
            found = fault
        try:
            pipe.send(found)
        except (OSError, ValueError):
            break
        del found
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # a finaliser would swallow it
        gc.collect()  # now, while nobody waits, and not before the next page
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # it ends by itself


def _leave(*_: object) -> None:
    """End as a program ends, so that its own children are ended too; once."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    sys.exit(0)
