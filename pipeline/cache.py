"""Remember what the engines made, and forget it when anything they read has changed.

For each key we keep traces: the digests of what one run read, and of what it made. A trace
is good while every read still gives the same digest (constrained memoisation, after typst's
comemo). Values are stored once, by content, and their digest is verified on every read, as is the
seal of traces: a flipped bit, a torn file or one of another name counts as absent, never as a
value, and is made anew, with a word.
A folder that cannot be written to costs time, never a build; nor does a shared cache.

Source: Mokhov, Mitchell and Peyton Jones, "Build systems à la carte" (2018), §4.2.3.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline import sharing
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Digest, Place, canonical, digest
from pipeline.sharing import Shared
from pipeline.world import World, peek

_TRACES = 8
"""How many traces a key keeps, so that undoing an edit is free."""

_NOTED_S = 3600
"""What was noted as used in the last hour is not noted again."""

_NAME = re.compile(r"[0-9a-f]{64}")
"""A value is named by its digest, and by nothing else: a trace cannot lead to other files."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of traces and values; deleting any part of it is always safe.

    ``seen`` holds the digests of the files looked at in this run: each is read once. ``told``
    is what went wrong with the cache itself, by place. ``now_s`` is when this run began: what
    is used gets that time, for the least lately used goes first; 0 notes nothing. ``shared``
    is asked for what is not here.
    """

    folder: Path
    seen: dict[str, Digest] = field(default_factory=dict)
    told: dict[str, Diagnostic] = field(default_factory=dict)
    now_s: float = 0
    shared: Shared | None = None

    def recall(self, key: Digest, world: World) -> tuple[bytes, dict[str, Digest]] | None:
        """Return the value whose reads all still hold in ``world``, and the reads, or ``None``."""
        for trace, ours in self._traces(key):
            if all(self.peek(world, path) == seen for path, seen in trace["reads"].items()):
                value = self.value(str(trace["value"]))
                if value is not None:
                    if not ours:
                        self._note(key, trace)
                    return value, dict(trace["reads"])
        return None

    def peek(self, world: World, path: str) -> Digest:
        """Return the digest of one recorded read, which is looked at once in this run."""
        if path not in self.seen:
            self.seen[path] = peek(world, path)
        return self.seen[path]

    def former(self, key: Digest) -> bytes | None:
        """Return the newest value of a key, whether or not what it rests on still holds."""
        newest = next(iter(self._traces(key)), None)
        return self.value(str(newest[0]["value"])) if newest else None

    def keep(
        self, key: Digest, reads: Mapping[str, Digest], value: bytes, *, near: bool = False
    ) -> None:
        """Store ``value`` under ``key``, valid while ``reads`` hold; if ``near``, only here."""
        us = replace(self, shared=None) if near else self
        trace = {"reads": dict(reads), "value": us.store(value)}
        us._put(f"traces/{key}", us._note(key, trace))

    def store(self, value: bytes) -> Digest:
        """Store a value by its digest alone, and return that."""
        name = digest(value)
        file = self.folder / "values" / name
        if not _long(file, len(value)):  # a damaged one goes when it is read
            self._write(file, value)
        there = f"values/{name}"
        if self.shared and self.shared.write:
            strange = f"{self.shared.address}/{there}" in self.told
            if strange or not self.shared.has(there):
                self._put(there, value)
        return name

    def has(self, name: str) -> bool:
        """Tell whether a value is here, sound or not, without reading it."""
        return bool(_NAME.fullmatch(name)) and (self.folder / "values" / name).exists()

    def value(self, name: str) -> bytes | None:
        """Return the value of this digest, or ``None`` if it is lost or damaged."""
        if not _NAME.fullmatch(name):
            return None
        file = self.folder / "values" / name
        data = self._read(file)
        if data is not None and digest(data) != name:
            self._damaged(file)
            data = None
        if data is None and (found := self._get(f"values/{name}")) is not None:
            if digest(found) == name:
                self._write(file, found)
                return found
            self._strange(f"values/{name}")
        return data

    def sound(self, file: Path) -> bool:
        """Tell whether an entry is what it says; one that is not is taken away."""
        try:
            data = file.read_bytes()
        except OSError:
            return True
        of_value = file.parent.name == "values"
        good = digest(data) == file.name if of_value else bool(_parsed(file.name, data))
        if not good:
            self._damaged(file)
        return good

    def _note(self, key: Digest, trace: Any) -> bytes:
        """Put a trace before the others of its key, and return them all."""
        both = bool(self.shared and self.shared.write)
        known = self._traces(key) if both else ((t, True) for t in self._own(key))
        others = [t for t, _ in known if t["reads"] != trace["reads"]]
        data = _sealed(key, canonical([trace, *others[: _TRACES - 1]]))
        self._write(self.folder / "traces" / key, data)
        return data

    def _traces(self, key: Digest) -> Iterator[tuple[Any, bool]]:
        """Yield the traces of a key, and whether they are ours; the shared ones last."""
        yield from ((trace, True) for trace in self._own(key))
        there = self._get(f"traces/{key}")
        found = _parsed(key, there) if there is not None else []
        if found is None:
            self._strange(f"traces/{key}")
        yield from ((trace, False) for trace in found or [])

    def _own(self, key: Digest) -> list[Any]:
        file = self.folder / "traces" / key
        here = self._read(file)
        found = _parsed(key, here) if here is not None else []
        if found is None:
            self._damaged(file)
        return found or []

    def _read(self, file: Path) -> bytes | None:
        """Return a file of ours, and note that it was used."""
        try:
            data = file.read_bytes()
            if self.now_s and file.stat().st_mtime < self.now_s - _NOTED_S:
                os.utime(file, (self.now_s, self.now_s))
        except OSError:
            return None
        return data

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
            self._tell(
                "no-cache", str(self.folder), message, "make room, or take care that you may"
            )

    def _get(self, path: str) -> bytes | None:
        data = self.shared.get(path) if self.shared else None
        self._faults()
        return data

    def _put(self, path: str, data: bytes) -> None:
        if self.shared:
            self.shared.put(path, data)
            self._faults()

    def _faults(self) -> None:
        shared = self.shared
        if shared and (shared.fault or shared.closed):
            lacking = re.search("ImportError|ModuleNotFoundError", shared.fault)
            hint = "look at `shared` under [cache] in diglot.toml"
            hint = sharing.remedy(shared.address) if lacking else hint
            self._tell("no-shared-cache", shared.address, shared.fault or shared.closed, hint)

    def _damaged(self, file: Path) -> None:
        """Take a damaged entry away: what it held is made anew."""
        with suppress(OSError):
            file.unlink(missing_ok=True)
        message = "this entry of the cache was damaged; what it held is made anew"
        self._tell("damaged-cache", str(file), message, "if it happens again, look at the disk")

    def _strange(self, path: str) -> None:
        assert self.shared
        message = "this entry of the shared cache is not what it says; it was not believed"
        hint = "find out who writes there: it is damaged, or somebody put it there"
        self._tell("damaged-cache", f"{self.shared.address}/{path}", message, hint)

    def _tell(self, rule: str, path: str, message: str, hint: str) -> None:
        self.told[path] = Diagnostic(rule, Severity.WARNING, Place(path), message, (hint,))


def _sealed(key: str, data: bytes) -> bytes:
    """Return traces with a line before them that holds for them and for this key only."""
    return digest(key, data).encode() + b"\n" + data


def _parsed(key: str, file: bytes) -> list[Any] | None:
    """Return the traces in the file of a key, or ``None`` if they are not what was written."""
    seal, _, data = file.partition(b"\n")
    try:
        if digest(key, data).encode() != seal:
            return None
        found = json.loads(data)
        return [t for t in found if isinstance(t["reads"], dict) and "value" in t]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _long(file: Path, size: int) -> bool:
    """Tell whether a file is there and as long as it should be."""
    try:
        return file.stat().st_size == size
    except OSError:
        return False
