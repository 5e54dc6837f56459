"""The one door: every byte the pipeline reads comes through a World.

What came through the door is the dependency list. The cache compares it, the watcher
watches it, the manifest prints it; no stage ever declares its inputs by hand.

Paths are POSIX, relative to the project root, and never leave it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Digest, Place, digest

ABSENT = Digest("absent")


class World(Protocol):
    """Read-only view of a project."""

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

    def read(self, path: str) -> bytes:
        real = self._real(path)
        try:
            return real.read_bytes()
        except OSError as reason:
            raise _missing(path, reason) from reason

    def glob(self, pattern: str) -> tuple[str, ...]:
        found = {path for base in self._bases(_inside(pattern)) for path in _files(base, pattern)}
        return tuple(sorted(found))

    def _bases(self, path: str) -> tuple[Path, ...]:
        travels = path.startswith("templates/") or path.endswith("/LC_MESSAGES/theme.po")
        return (self.root, self.shipped) if self.shipped and travels else (self.root,)

    def _real(self, path: str) -> Path:
        for base in self._bases(path):
            candidate = base / _inside(path)
            if candidate.exists():
                inside = candidate.resolve().is_relative_to(base.resolve())
                if not inside:  # a symbolic link is a way out like any other
                    raise _outside(path)
                return candidate
        return self.root / path


@dataclass(frozen=True, slots=True)
class Memory:
    """A project held in memory: for tests, and to send to a machine without our disk."""

    files: Mapping[str, bytes]

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
        return [pattern] if (base / pattern).is_file() else []
    return [p.relative_to(base).as_posix() for p in base.glob(pattern) if p.is_file()]


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
