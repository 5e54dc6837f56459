"""Where finished files are put: a folder here, or a store elsewhere, with the same words for both.

What is put together belongs together: the files of a release, and last what is said of them. In
a folder all of them take their places at once, or none does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Protocol

from pipeline import atomic

ABSENT = (-1, "")
"""How a file lies that is not there."""


class Load(Protocol):
    """Files that belong together, on their way to an outlet; paths are those below it."""

    def add(self, path: str, data: bytes) -> bool:
        """Put a file, unless it lies there with these bytes; return whether they are new."""

    def remove(self, path: str) -> bool:
        """Take away a file, if it is there; return whether it was."""


class Outlet(Protocol):
    """A place for finished files; ``name`` is what people call it."""

    @property
    def name(self) -> str:
        """Return what stands before a path when it is told."""

    def get(self, path: str) -> bytes | None:
        """Return the bytes of a file, or ``None`` where none can be read."""

    def load(self) -> AbstractContextManager[Load]:
        """Open a load, which is put in its place at the end."""

    def lying(self, path: str) -> tuple[int, int | str]:
        """Return the size of a file and a mark that changes with it, or ``ABSENT``."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder here; messages tell its files from ``root`` on, and no link leads out of that."""

    path: Path
    root: Path
    name: str

    def get(self, path: str) -> bytes | None:
        try:
            return (self.path / path).read_bytes()
        except OSError:
            return None

    @contextmanager
    def load(self) -> Iterator[Load]:
        with atomic.batch(self.root) as files:
            yield _Drafts(self, files)
        atomic.sweep(dict.fromkeys(files.folders), below="")  # what a killed run left of these

    def lying(self, path: str) -> tuple[int, int | str]:
        try:
            found = (self.path / path).lstat()
        except OSError:
            return ABSENT
        return (found.st_size, found.st_mtime_ns) if S_ISREG(found.st_mode) else ABSENT


def folder(path: Path, name: str) -> Folder:
    """Return a folder that somebody named, wherever a link of that name leads."""
    real = path.resolve()
    return Folder(real, real.parent, name)


@dataclass(frozen=True, slots=True)
class _Drafts:
    """A load of a folder: drafts beside their places."""

    outlet: Folder
    files: atomic.Batch

    def add(self, path: str, data: bytes) -> bool:
        return self.files.add(self.outlet.path / path, data)

    def remove(self, path: str) -> bool:
        home, file = self.outlet.path, self.outlet.path / path
        if not atomic.inside(self.outlet.root, file) or not file.is_relative_to(home):
            return False  # a manifest that was tampered with names it
        stood = file.is_file()
        file.unlink(missing_ok=True)
        if file.parent != home:
            with suppress(OSError):
                file.parent.rmdir()
        return stood
