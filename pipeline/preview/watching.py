"""The watch: exactly the files that were read for what is open, and patterns that were looked for.

The system tells of folders; of what it tells, only what was read counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, suppress
from pathlib import Path, PurePosixPath

import watchfiles

FOLDERS = ("sources", "locales", "templates")
_STEP_MS, _QUIET_MS = 15, 40
"""How long the disk must be quiet before a change counts, and how long we wait at most."""

_LOOK_MS = 1000
"""How often we look for folders that were not there."""


async def changes(
    root: Path, watched: Callable[[], set[str]], stop: asyncio.Event
) -> AsyncIterator[set[str]]:
    """Yield the paths of files that changed and that were read, batch by batch."""
    real = root.resolve()
    queue: asyncio.Queue[set[str]] = asyncio.Queue()
    tasks = [
        asyncio.create_task(_watch(real, folders, queue, stop))
        for folders in ((real,), tuple(real / name for name in FOLDERS))
    ]
    try:
        while not stop.is_set():
            paths = await queue.get()
            read = watched()
            if found := {path for path in paths if counts(path, read)}:
                yield found
    finally:
        for task in tasks:
            task.cancel()


def counts(path: str, read: set[str]) -> bool:
    """Tell whether a change of ``path`` changes something that was read."""
    if path in read or f"{path} *" in read:
        return True
    pure = PurePosixPath(path)
    return any(pure.match(known.removesuffix(" *")) for known in read if known.endswith(" *"))


async def _watch(
    root: Path, folders: tuple[Path, ...], queue: asyncio.Queue[set[str]], stop: asyncio.Event
) -> None:
    """Watch folders, those too that come into being later."""
    deep = root not in folders
    while not stop.is_set():
        there = [folder for folder in folders if folder.is_dir()]
        with suppress(OSError, RuntimeError):  # a folder that goes while it is looked at
            watch = watchfiles.awatch(
                *there, debounce=_QUIET_MS, step=_STEP_MS, stop_event=stop, recursive=deep,
                watch_filter=None, ignore_permission_denied=True, rust_timeout=_LOOK_MS,
                yield_on_timeout=True,
            )  # fmt: skip
            async with aclosing(watch) as batches:
                async for batch in batches:
                    if batch:
                        await queue.put({_relative(Path(n), root) for _, n in batch} - {""})
                    elif there != [folder for folder in folders if folder.is_dir()]:
                        break
        if not there:
            await asyncio.sleep(_LOOK_MS / 1000)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
