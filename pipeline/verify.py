"""Finished files held against what is said of them, without a network and without an engine.

Every file below ``output/`` must be one that a manifest names, byte for byte, and every manifest
must agree with its provenance. With the project at hand, the files that were read must still be
what they were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline import provenance
from pipeline.atomic import DRAFT
from pipeline.cache import Cache
from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.differing import place
from pipeline.model import Place, digest
from pipeline.publish import MANIFEST
from pipeline.world import ABSENT, World, peek

_AGAIN = "run `diglot build`, or fetch the files again"
_INSIDE = re.compile(r"(?!.*(?:^|/)\.\.(?:/|$))[^/\\\0*?\[][^\\\0*?\[]*")
"""A path that leads nowhere else: what a manifest names is read."""

_OURS = (".gitignore", "README.md")
"""What lies in ``output/`` beside the releases, and is none of them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Finished files: ``output`` is the folder they lie in.

    ``project`` is what they were made from, and ``cache`` what may still remember them; both
    are none if only the files are at hand.
    """

    output: World
    project: World | None = None
    cache: Cache | None = None
    manifests: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def entries(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what the manifests say of each file, by path."""
        return {p: e for listed in self.manifests.values() for p, e in listed["artifacts"].items()}


def verify(evidence: Evidence) -> Iterator[Diagnostic]:
    """Yield what is not as the manifests say; fills ``evidence.manifests`` as it reads them."""
    yield from _manifests(evidence)
    if not evidence.manifests:
        yield error("no-manifest", Place(MANIFEST), "no manifest is here: nothing can be verified",
                    "name the folder that `diglot build` wrote to")  # fmt: skip
    for path, entry in sorted(evidence.entries.items()):
        yield from _artifact(evidence, path, entry)
    yield from _strangers(evidence)
    if evidence.project:
        yield from _inputs(evidence.entries, evidence.project)


def _manifests(evidence: Evidence) -> Iterator[Diagnostic]:
    for path in evidence.output.glob(f"*/{MANIFEST}") + evidence.output.glob(MANIFEST):
        folder = path.removesuffix(MANIFEST)
        try:
            listed = json.loads(evidence.output.read(path))
            said = provenance.statement(listed)
            strange = [named for named in _named(listed) if not _INSIDE.fullmatch(named)]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield error("broken-manifest", Place(path), "this is no manifest", _AGAIN)
            continue
        if strange:
            message = f"this is no manifest of ours: it names `{strange[0]}`"
            yield error("broken-manifest", Place(path), message, _AGAIN)
            continue
        evidence.manifests[folder] = listed
        file = folder + provenance.FILE
        if _read(evidence.output, file) != provenance.written(said):
            message = "is not what the manifest beside it says"
            yield error("changed-provenance", Place(file), message, _AGAIN)


def _named(listed: Mapping[str, Any]) -> Iterator[str]:
    """Yield every path that a manifest names."""
    for path, entry in listed["artifacts"].items():
        yield from (path, *entry["inputs"], *entry.get("absent", ()))


def _artifact(evidence: Evidence, path: str, entry: Mapping[str, Any]) -> Iterator[Diagnostic]:
    try:
        data = evidence.output.read(path)
    except PipelineError as reason:
        if peek(evidence.output, path) == ABSENT and not evidence.output.glob(path):
            message = "is named by its manifest, and is not there"
            yield error("missing-file", Place(path), message, _AGAIN)
        else:
            yield from reason.diagnostics
        return
    if digest(data) != entry["sha256"]:
        built = evidence.cache.value(entry["sha256"]) if evidence.cache else None
        where = f": they differ {place(built, data)}" if built is not None else ""
        message = f"is not the file that was built{where}"
        yield error("changed-file", Place(path), message, _AGAIN)


def _strangers(evidence: Evidence) -> Iterator[Diagnostic]:
    """Yield the files that nobody made."""
    known = {*evidence.entries, *_OURS}
    for folder in evidence.manifests:
        known |= {folder + MANIFEST, folder + provenance.FILE}
    for path in evidence.output.glob("**/*"):
        name = path.rpartition("/")[2]
        if DRAFT.fullmatch(name):
            message = "is the draft of a run that was killed"
            hint = "run any verb that writes: it takes drafts away"
            yield error("unfinished-file", Place(path), message, hint)
        elif path not in known and name != MANIFEST:
            message = "is named by no manifest: no build made it"
            yield error(
                "unknown-file", Place(path), message, "take it away, or find out whose it is"
            )


def _inputs(entries: Mapping[str, Mapping[str, Any]], project: World) -> Iterator[Diagnostic]:
    """Yield each file of the project that is no longer what was read, and for which files."""
    used: dict[tuple[str, str], list[str]] = {}
    for path, entry in sorted(entries.items()):
        absent = ((gone, ABSENT) for gone in entry.get("absent", ()))
        for item in (*entry["inputs"].items(), *absent):
            used.setdefault(item, []).append(path)
    for (path, seen), made in sorted(used.items()):
        now = peek(project, path)
        if now != seen:
            more = f" and {len(made) - 1} more" if len(made) > 1 else ""
            what = "is gone" if now == ABSENT else "has changed" if seen != ABSENT else "has come"
            message = f"{what} since `{made[0]}`{more} {'were' if more else 'was'} made"
            yield error("changed-input", Place(path), message, "run `diglot build`")


def _read(world: World, path: str) -> bytes | None:
    try:
        return world.read(path)
    except PipelineError:
        return None
