"""What was published, and how it lay there: so that no file of it is read to know that.

A file stands if its size and its time are those it was left with, as git's index has it, and
what a manifest says of it is the same. If in doubt it is published again, which changes nothing
where the bytes are right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import atomic
from pipeline.diagnostics import PipelineError
from pipeline.model import Digest, digest
from pipeline.outlets import ABSENT, Outlet
from pipeline.standing import Row

PAPERS = ("provenance.json", "manifest.json")
"""What is said of the files of a release, beside them."""


@dataclass(slots=True)
class Inventory:
    """The files of an ``outlet`` as they were left; ``file`` is where that is written down.

    ``files`` maps a path to its size, its time and the name of its row; ``promised`` maps a
    release to the digest of all paths that it promised then.
    """

    file: Path
    outlet: Outlet
    files: dict[str, list[Any]] = field(default_factory=dict)
    promised: dict[str, Digest] = field(default_factory=dict)
    changed: bool = False

    def due(self, rows: Sequence[Row], promised: Sequence[str]) -> Sequence[Row]:
        """Return the rows whose files do not stand; all of them if a manifest does not."""
        seal = digest(*promised, "")
        slugs = {row.target.slug for row in rows}
        told = (self._stands(path, "") for slug in slugs for path in _papers(slug))
        if all(self.promised.get(slug) == seal for slug in slugs) and all(told):
            return [row for row in rows if not self._stands(row.path, row.name)]
        return rows

    def note(self, rows: Iterable[Row], promised: Sequence[str]) -> None:
        """Note how the files of these rows lie now, and their manifests."""
        seal = digest(*promised, "")
        slugs = set()
        for row in rows:
            slugs.add(row.target.slug)
            self._note(row.path, row.name)
        for slug in slugs:
            self.changed = self.changed or self.promised.get(slug) != seal
            self.promised[slug] = seal
            for path in _papers(slug):
                self._note(path, "")

    def save(self) -> None:
        """Write it down, if anything is new; where that cannot be, all is published again."""
        if self.changed:
            value = {"files": self.files, "promised": self.promised}
            with suppress(PipelineError):
                atomic.write(self.file, json.dumps(value).encode())

    def _stands(self, path: str, name: str) -> bool:
        noted = self.files.get(path)
        now = self.outlet.lying(path)
        return now[1] != ABSENT[1] and noted == [*now, name]

    def _note(self, path: str, name: str) -> None:
        now = [*self.outlet.lying(path), name]
        if self.files.get(path) != now:
            self.files[path] = now
            self.changed = True


def opened(file: Path, outlet: Outlet) -> Inventory:
    """Return what was noted earlier, or nothing if that is lost or damaged."""
    try:
        value = json.loads(file.read_bytes())
        return Inventory(file, outlet, dict(value["files"]), dict(value["promised"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Inventory(file, outlet)


def _papers(slug: str) -> tuple[str, ...]:
    return tuple(f"{slug}/{name}" if slug else name for name in PAPERS)
