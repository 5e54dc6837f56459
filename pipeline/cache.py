"""Remember what the engines made, and forget it when anything they read has changed.

For each key we keep traces: the digests of what one run read, and of what it made. A trace
is good while every read still gives the same digest (constrained memoisation, after typst's
comemo). Values are stored once, by content, and their digest is verified on every read: a
flipped bit or a torn file counts as absent, never as a value, and is made anew, with a word.
A folder that cannot be written to costs time, never a build.

Source: Mokhov, Mitchell and Peyton Jones, "Build systems à la carte" (2018), §4.2.3.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Digest, Place, canonical, digest
from pipeline.world import World, peek

_TRACES = 8
"""How many traces a key keeps, so that undoing an edit is free."""

_NAME = re.compile(r"[0-9a-f]{64}")
"""A value is named by its digest, and by nothing else: a trace cannot lead to other files."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of traces and values; deleting any part of it is always safe.

    ``seen`` holds the digests of the files looked at in this run: each is read once. ``told``
    is what went wrong with the cache itself, by place.
    """

    folder: Path
    seen: dict[str, Digest] = field(default_factory=dict)
    told: dict[str, Diagnostic] = field(default_factory=dict)

    def recall(self, key: Digest, world: World) -> tuple[bytes, dict[str, Digest]] | None:
        """Return the value whose reads all still hold in ``world``, and the reads, or ``None``."""
        for trace in self._traces(key):
            if all(self._peek(world, path) == seen for path, seen in trace["reads"].items()):
                value = self.value(str(trace["value"]))
                if value is not None:
                    return value, dict(trace["reads"])
        return None

    def keep(self, key: Digest, reads: Mapping[str, Digest], value: bytes) -> None:
        """Store ``value`` under ``key``, valid while ``reads`` hold."""
        name = self.store(value)
        trace = {"reads": dict(reads), "value": name}
        others = [t for t in self._traces(key) if t["reads"] != trace["reads"]]
        self._write(self.folder / "traces" / key, canonical([trace, *others[: _TRACES - 1]]))

    def store(self, value: bytes) -> Digest:
        """Store a value by its digest alone, and return that."""
        name = digest(value)
        file = self.folder / "values" / name
        if not _long(file, len(value)):  # a damaged one goes when it is read
            self._write(file, value)
        return name

    def _peek(self, world: World, path: str) -> Digest:
        if path not in self.seen:
            self.seen[path] = peek(world, path)
        return self.seen[path]

    def value(self, name: str) -> bytes | None:
        """Return the value of this digest, or ``None`` if it is lost or damaged."""
        file = self.folder / "values" / name
        try:
            data = file.read_bytes() if _NAME.fullmatch(name) else None
        except OSError:
            return None
        if data is None or digest(data) == name:
            return data
        self._damaged(file)
        return None

    def _traces(self, key: Digest) -> list[Any]:
        file = self.folder / "traces" / key
        try:
            found = json.loads(file.read_bytes())
            return [t for t in found if isinstance(t["reads"], dict) and "value" in t]
        except OSError:
            return []
        except (ValueError, TypeError, KeyError, RecursionError):
            self._damaged(file)
            return []

    def _write(self, path: Path, data: bytes) -> None:
        """Write an entry beside its place; not flushed, for a torn one is found when read."""
        draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            draft.replace(path)
        except OSError as reason:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            why = (reason.strerror or str(reason)).lower()
            message = f"the cache cannot be written to: {why}; all that is made is made anew"
            self._tell("no-cache", self.folder, message, "make room, or take care that you may")

    def _damaged(self, file: Path) -> None:
        """Take a damaged entry away: what it held is made anew."""
        with suppress(OSError):
            file.unlink(missing_ok=True)
        message = "this entry of the cache was damaged; what it held is made anew"
        self._tell("damaged-cache", file, message, "if it happens again, look at the disk")

    def _tell(self, rule: str, path: Path, message: str, hint: str) -> None:
        place = Place(str(path))
        self.told[str(path)] = Diagnostic(rule, Severity.WARNING, place, message, (hint,))


def _long(file: Path, size: int) -> bool:
    """Tell whether a file is there and as long as it should be."""
    try:
        return file.stat().st_size == size
    except OSError:
        return False
