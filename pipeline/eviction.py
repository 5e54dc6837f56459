"""What the cache gives up: what was not used for long, then the least lately used beyond its size.

A time of use decides what is forgotten, never what is made: a value that is gone is made anew,
with the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.cache import Cache
from pipeline.keeping import Keeping

KINDS = ("values", "traces")
STAMP = "pruned"
"""A file of the cache's folder whose time says when it was last tidied."""

_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the cache: its bytes, and when it was last used, in seconds."""

    path: Path
    size: int
    used_s: float


def entries(folder: Path) -> Iterator[Entry]:
    """Yield the files of a cache, drafts of killed runs among them."""
    for kind in KINDS:
        with suppress(OSError), os.scandir(folder / kind) as found:
            for file in found:
                with suppress(OSError):
                    known = file.stat(follow_symlinks=False)
                    yield Entry(Path(file.path), known.st_size, known.st_mtime)


def doomed(found: Iterable[Entry], keeping: Keeping, now_s: float) -> list[Entry]:
    """Return what goes: drafts and entries that are too old, then the oldest beyond the size."""
    gone: list[Entry] = []
    left = keeping.size
    for entry in sorted(found, key=lambda entry: (-entry.used_s, entry.path)):
        old = entry.used_s < now_s - keeping.days * _DAY_S
        if entry.path.suffix == ".draft":
            old = entry.used_s < now_s - _DAY_S  # somebody may be writing it
        left -= 0 if old else entry.size
        if old or left < 0:
            gone.append(entry)
    return gone


def prune(folder: Path, keeping: Keeping, now_s: float) -> list[Entry]:
    """Take away what a cache shall not keep, and return it."""
    gone = doomed(entries(folder), keeping, now_s)
    for entry in gone:
        with suppress(OSError):
            entry.path.unlink(missing_ok=True)
    with suppress(OSError):
        (folder / STAMP).touch()
        os.utime(folder / STAMP, (now_s, now_s))
    return gone


def tidy(cache: Cache, keeping: Keeping) -> None:
    """Prune a cache that was not pruned for a day."""
    try:
        last_s = (cache.folder / STAMP).stat().st_mtime
    except OSError:
        last_s = 0.0
    if cache.now_s and cache.folder.is_dir() and last_s < cache.now_s - _DAY_S:
        prune(cache.folder, keeping, cache.now_s)


def damaged(cache: Cache) -> Iterator[Path]:
    """Yield the values and traces that are damaged, each taken away as it is found."""
    for entry in sorted(entries(cache.folder), key=lambda entry: entry.path):
        if entry.path.suffix != ".draft" and not cache.sound(entry.path):
            yield entry.path
