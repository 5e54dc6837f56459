"""The one door: every byte the pipeline reads comes through a World.

What came through the door is the dependency list. The cache compares it, the watcher
watches it, the manifest prints it; no stage ever declares its inputs by hand.

Paths are POSIX, relative to the project root, and never leave it: no symbolic link leads out,
nothing but a plain file is opened, and no file is read beyond the limit of its kind.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from pipeline import pictures
from pipeline.diagnostics import Diagnostic, PipelineError, error, fatal
from pipeline.limits import MB, Limits
from pipeline.model import Digest, Place, digest

ABSENT = Digest("absent")


class World(Protocol):
    """Read-only view of a project, and how much of it may be asked for."""

    @property
    def most(self) -> Limits:
        """Return the limits that hold in it."""

    def read(self, path: str) -> bytes:
        """Return the bytes at ``path``; raise ``PipelineError(no-such-file)``."""

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the paths of the files that match, sorted."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The project as it lies on disk; ``shipped`` holds the themes that travel with the program.

    A file of the project hides the shipped file of the same path. Only themes and their words
    are shipped: whatever else lies there is none of the project's.
    """

    root: Path
    shipped: Path | None = None
    most: Limits = field(default=Limits())

    def read(self, path: str) -> bytes:
        real, (key, limit) = self._real(path), self.most.bytes_of(path)
        try:
            data = _bytes(real, limit)
        except OSError as reason:
            raise _missing(path, reason) from reason
        if data is None:
            message = f"`{path}` is no plain file"
            raise fatal("not-a-file", Place(path), message, "put a file there, or take it away")
        if len(data) > limit:
            message = f"`{path}` is larger than {limit / MB:g} MB"
            hint = f"make it smaller, or raise {key} under [limits] in diglot.toml"
            raise PipelineError(
                error("too-large", Place(path), message, hint), *self._vast(path, data)
            )
        return data

    def _vast(self, path: str, data: bytes) -> Iterator[Diagnostic]:
        """Yield what else a picture that is too heavy has too much of, all at once."""
        for why, hint in pictures.vast(data, self.most):
            yield error("broken-image", Place(path), f"`{path}` {why}", hint)

    def glob(self, pattern: str) -> tuple[str, ...]:
        found = {path for base in self._bases(_inside(pattern)) for path in _files(base, pattern)}
        return tuple(sorted(found))

    def _bases(self, path: str) -> tuple[Path, ...]:
        travels = path.startswith("templates/") or path.endswith("/LC_MESSAGES/theme.po")
        return (self.root, self.shipped) if self.shipped and travels else (self.root,)

    def _real(self, path: str) -> Path:
        for base in self._bases(path):
            candidate = base / _inside(path)
            if _there(candidate):
                inside = candidate.resolve().is_relative_to(base.resolve())
                if not inside:  # a symbolic link is a way out like any other
                    raise _outside(path)
                return candidate
        return self.root / path


@dataclass(frozen=True, slots=True)
class Memory:
    """A project held in memory: for tests, and to send to a machine without our disk."""

    files: Mapping[str, bytes]
    most: Limits = field(default=Limits())

    def read(self, path: str) -> bytes:
        try:
            return self.files[_inside(path)]
        except KeyError as reason:
            raise _missing(path, reason) from None

    def glob(self, pattern: str) -> tuple[str, ...]:
        return tuple(sorted(p for p in self.files if PurePosixPath(p).match(_inside(pattern))))


@dataclass(slots=True)
class Recorder:
    """A World that remembers what was read, as ``path -> digest``."""

    inner: World
    reads: dict[str, Digest] = field(default_factory=dict)

    @property
    def most(self) -> Limits:
        return self.inner.most

    def read(self, path: str) -> bytes:
        try:
            data = self.inner.read(path)
        except PipelineError:
            self.reads[path] = ABSENT
            raise
        self.reads[path] = digest(data)
        return data

    def glob(self, pattern: str) -> tuple[str, ...]:
        found = self.inner.glob(pattern)
        self.reads[f"{pattern} *"] = digest(*found)
        return found


def peek(world: World, path: str) -> Digest:
    """Digest one recorded read without failing: a missing file is a fact like any other."""
    if path.endswith(" *"):
        return digest(*world.glob(path.removesuffix(" *")))
    try:
        return digest(world.read(path))
    except PipelineError:
        return ABSENT


def exists(world: World, path: str) -> bool:
    """Tell whether ``path`` is a file of the world."""
    return path in world.glob(path)


def _files(base: Path, pattern: str) -> list[str]:
    if not any(mark in pattern for mark in "*?["):
        return [pattern] if _stands(base / pattern) else []
    return [p.relative_to(base).as_posix() for p in base.glob(pattern) if _stands(p)]


def _stands(path: Path) -> bool:
    """Tell whether something stands at a path that is no folder; ``read`` says if it will do."""
    try:
        return not stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that no disk takes
        return False


def _bytes(path: Path, limit: int) -> bytes | None:
    """Return a file's bytes, at most one beyond the limit; ``None`` if it is no plain file.

    A pipe without a writer would hold us up for ever, and a device has no end.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY), "rb") as file:
        held = os.fstat(file.fileno())
        if not stat.S_ISREG(held.st_mode):
            return None
        return file.read(min(held.st_size, limit) + 1)


def _inside(path: str) -> str:
    if path.startswith(("/", "\\")) or ".." in PurePosixPath(path).parts or "\0" in path:
        raise _outside(path)
    return path


def _outside(path: str) -> PipelineError:
    message = f"`{path}` lies outside the project"
    return fatal("outside-project", Place(path), message, "copy the file into the project")


def _missing(path: str, reason: Exception) -> PipelineError:
    why = os.strerror(reason.errno or 2) if isinstance(reason, OSError) else "no such file"
    return fatal("no-such-file", Place(path), f"cannot read `{path}`: {why.lower()}")
