"""Remember what the engines made, and forget it when anything they read has changed.

For each key we keep traces: the digests of what one run read, and of what it made. A trace
is good while every read still gives the same digest (constrained memoisation, after typst's
comemo). Values are stored once, by content, and their digest is verified on every read: a
flipped bit or a torn file counts as absent, never as a value.

Source: Mokhov, Mitchell and Peyton Jones, "Build systems à la carte" (2018), §4.2.3.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.model import Digest, canonical, digest
from pipeline.world import World, peek

_TRACES = 8
"""How many traces a key keeps, so that undoing an edit is free."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of traces and values; deleting any part of it is always safe.

    ``seen`` holds the digests of the files looked at in this run: each is read once.
    """

    folder: Path
    seen: dict[str, Digest] = field(default_factory=dict)

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
        _write(self.folder / "traces" / key, canonical([trace, *others[: _TRACES - 1]]))

    def store(self, value: bytes) -> Digest:
        """Store a value by its digest alone, and return that."""
        name = digest(value)
        if self.value(name) is None:
            _write(self.folder / "values" / name, value)
        return name

    def _peek(self, world: World, path: str) -> Digest:
        if path not in self.seen:
            self.seen[path] = peek(world, path)
        return self.seen[path]

    def value(self, name: str) -> bytes | None:
        """Return the value of this digest, or ``None`` if it is lost or damaged."""
        try:
            data = (self.folder / "values" / name).read_bytes()
        except OSError:
            return None
        return data if digest(data) == name else None

    def _traces(self, key: Digest) -> list[Any]:
        try:
            found = json.loads((self.folder / "traces" / key).read_bytes())
            return [t for t in found if isinstance(t["reads"], dict) and "value" in t]
        except (OSError, ValueError, TypeError, KeyError):
            return []


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)
