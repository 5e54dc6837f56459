"""One writer at a time: who writes in a project holds it alone; a second one is told by whom.

The kernel keeps the lock, so that it ends with its holder, even after ``kill -9``. It lies on
the project's folder itself: deleting ``.diglot`` does not break it, and a project that may not
be written to can be locked. ``.diglot/running`` says who holds it; a note that somebody finds
there together with a free lock was left by a run that was killed, whose drafts are taken away.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path

import click

from pipeline import atomic
from pipeline.diagnostics import fatal
from pipeline.model import Place

NOTE = ".diglot/running"
FOLDERS = ("output", "locales", "templates", "sources")
"""Where the verbs of Diglot write."""

WAIT = "pipeline.locking.wait"
"""What a command line calls the wish to wait for somebody else."""

_PAUSE_S = 0.1


def _silence(_: str) -> None:
    return


@contextmanager
def held(
    home: Path, verb: str, wait_s: float = 0, tell: Callable[[str], None] = _silence
) -> Iterator[None]:
    """Hold a project alone; wait so many seconds (``inf``: for good) for whoever holds it.

    ``tell`` hears whom we wait for. Raises ``PipelineError(busy-project)``.
    """
    handle = _opened(home)
    try:
        _take(handle, home, wait_s, tell)
        if (home / NOTE).exists():
            atomic.sweep(home / name for name in FOLDERS)
        _note(home, verb)
        try:
            yield
        finally:
            with suppress(OSError):
                (home / NOTE).unlink(missing_ok=True)
    finally:
        if handle is not None:
            os.close(handle)


def hold(home: Path, verb: str, *, needed: bool = True) -> None:
    """Hold a project until the command that runs now has ended, if it will write.

    Raises ``PipelineError(busy-project)``.
    """
    if not needed:
        return
    context = click.get_current_context()
    wait_s = inf if context.meta.get(WAIT) else 0
    context.with_resource(held(home, verb, wait_s, lambda line: click.echo(line, err=True)))


def around(files: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders of the projects in which files lie, each once."""
    above = [next((p for p in f.absolute().parents if _project(p)), None) for f in files]
    return tuple(dict.fromkeys(folder for folder in above if folder))


def holder(home: Path) -> str:
    """Return who holds a project, as far as that is known."""
    try:
        found = json.loads((home / NOTE).read_bytes())
        return f"`diglot {found['verb']}` (process {found['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another `diglot`"


def _opened(home: Path) -> int | None:
    """Return a handle that can be locked, or nothing where folders cannot be."""
    try:
        return os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None


def _take(handle: int | None, home: Path, wait_s: float, tell: Callable[[str], None]) -> None:
    left, told = wait_s, False
    while handle is not None and not _locked(handle):
        if left <= 0:
            message = f"{holder(home)} is at work on this project"
            hint = "wait until it has ended, or say `diglot --wait …`"
            raise fatal("busy-project", Place("diglot.toml"), message, hint)
        if not told:
            tell(f"waiting for {holder(home)}")
        told = True
        time.sleep(_PAUSE_S)
        left -= _PAUSE_S


def _locked(handle: int) -> bool:
    """Tell whether the lock is ours now; a file system that knows no locks gives it to all."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as reason:
        return reason.errno not in (errno.EAGAIN, errno.EACCES)
    return True


def _project(folder: Path) -> bool:
    return (folder / "diglot.toml").is_file()


def _note(home: Path, verb: str) -> None:
    """Write down who we are; where that cannot be written, the lock alone must do."""
    with suppress(OSError):
        (home / NOTE).parent.mkdir(exist_ok=True)
        (home / NOTE).write_text(json.dumps({"verb": verb, "pid": os.getpid()}))
