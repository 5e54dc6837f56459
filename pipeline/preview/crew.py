"""The crew: a process for each engine, started once and warm; one task at a time each.

A worker that hangs is ended and started anew. A worker whose server is gone reads the end of
its pipe and goes too, so nothing stays behind, however the server ended.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from pipeline.diagnostics import fatal
from pipeline.model import Place

WAIT_S = 120.0
"""How long a task may take: Word files are shown by LibreOffice, which takes its time."""

NAMES = ("web", "paper", "word", "eyes", "desk")
"""The workers: web pages; PDF; Word files; faces and pictures of pages; texts and saves."""


@dataclass(slots=True)
class Worker:
    """One process and the thread that waits for it; ``wait_s`` is its patience."""

    name: str
    wait_s: float = WAIT_S
    process: Any = None
    pipe: Connection | None = None
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    closed: bool = False

    async def run(self, job: Callable[..., Any], *values: Any) -> Any:
        """Return what a function of a module makes of values, over there.

        Raises what it raises, and ``worker-failed`` if its process ended or took too long.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, self._ask, job, values)

    def close(self) -> None:
        """End the process, at once."""
        self.closed = True
        self._end()
        self.thread.shutdown(wait=False, cancel_futures=True)

    def _ask(self, job: Callable[..., Any], values: tuple[Any, ...]) -> Any:
        pipe = self._pipe()
        try:
            pipe.send((job, values))
            if not pipe.poll(self.wait_s):
                raise TimeoutError
            found = pipe.recv()
        except (EOFError, OSError) as reason:
            self._end()
            late = isinstance(reason, TimeoutError)
            why = f"took longer than {self.wait_s:g} s" if late else "ended"
            hint = "look at the last change; the next one starts it anew"
            raise fatal(
                "worker-failed", Place("."), f"the process for {self.name} {why}", hint
            ) from None
        if isinstance(found, BaseException):
            raise found
        return found

    def _pipe(self) -> Connection:
        if self.closed:
            raise EOFError
        if self.pipe is None or not self.process.is_alive():
            context = get_context("spawn")
            self.pipe, other = context.Pipe()
            self.process = context.Process(
                target=serve, args=(other,), name=f"diglot-{self.name}", daemon=True
            )
            self.process.start()
            other.close()
        return self.pipe

    def _end(self) -> None:
        process, self.process = self.process, None
        if self.pipe is not None:
            self.pipe.close()
            self.pipe = None
        if process is not None:
            process.terminate()
            process.join(3)
            if process.is_alive():
                process.kill()
                process.join()


@dataclass(frozen=True, slots=True)
class Crew:
    """All workers by name; each starts with its first task."""

    workers: dict[str, Worker] = field(
        default_factory=lambda: {name: Worker(name) for name in NAMES}
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
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _leave(*_: object) -> None:
    """End as a program ends, so that its own children are ended too; once."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)
