"""Put finished files where readers find them: all of a release, or nothing of it.

In a folder, every file of a release is written beside its place before the first is renamed, the
manifest last; a file that has not changed is not touched, and what no release promises any more
is taken away. If a disk is full, all that was published before is as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline import __version__, provenance
from pipeline.atomic import write as write
from pipeline.inventory import PAPERS
from pipeline.model import Artifact, Slug, digest
from pipeline.outlets import Folder, Load, Outlet
from pipeline.world import ABSENT

OUTPUT = "output"
MANIFEST = "manifest.json"


def publish(
    outlet: Outlet,
    artifacts: Iterable[Artifact],
    promised: Iterable[str],
    *,
    site: bool = False,
    parted: Callable[[str], None] = lambda _: None,
) -> tuple[str, ...]:
    """Write artifacts and the manifest of each release among them; return the paths that changed.

    ``promised`` are the paths of all targets of these releases: files of an earlier manifest
    that are promised but were not wished for now stay. What an earlier ``site`` put around
    the pages goes with it. ``parted`` hears of every file that is taken away.
    """
    changed: list[str] = []
    made: dict[Slug, dict[str, Any]] = {}
    gone: set[str] = set()
    known = set(promised)
    with outlet.load() as files:
        for artifact in artifacts:
            made.setdefault(artifact.target.slug, {})[artifact.path] = _entry(artifact)
            if files.add(artifact.path, artifact.data):
                changed.append(artifact.path)
        for slug, new in made.items():
            old = manifest(outlet, slug)["artifacts"]
            entries = {path: entry for path, entry in old.items() if path in known} | new
            changed += _manifest(slug, entries, files)
            gone |= set(old) - set(entries)
        for path in sorted(gone):
            # while a manifest still names them: a killed run can be caught up with
            if files.remove(path):
                parted(path)
    if not site:
        _unsite(outlet)
    return tuple(changed)


def home(root: Path) -> Folder:
    """Return where a project's files are put if nobody says otherwise."""
    return Folder(root / OUTPUT, root, OUTPUT)


def manifest(outlet: Outlet, slug: str) -> Mapping[str, Any]:
    """Return the manifest of a release as last published, or an empty one."""
    try:
        found = json.loads(outlet.get(f"{slug}/{MANIFEST}".lstrip("/")) or b"")
        return found if isinstance(found, dict) and "artifacts" in found else {"artifacts": {}}
    except ValueError:
        return {"artifacts": {}}


def _unsite(outlet: Outlet) -> None:
    """Take away the files of a site that the project is no more, and folders left empty."""
    if old := manifest(outlet, "")["artifacts"]:
        with outlet.load() as files:
            for gone in [*old, *PAPERS]:
                files.remove(gone)


def _manifest(slug: str, entries: Mapping[str, Any], files: Load) -> list[str]:
    listed = {
        "release": slug,
        "diglot": __version__,
        "program": provenance.program(),
        "artifacts": dict(sorted(entries.items())),
    }
    return papers(slug, listed, files)


def papers(slug: str, listed: Mapping[str, Any], files: Load) -> list[str]:
    """Add what is said of a release, its provenance and last its manifest; return what changed."""
    below = f"{slug}/" if slug else ""
    said = {provenance.FILE: provenance.statement(listed), MANIFEST: listed}
    return [
        below + name
        for name, value in said.items()
        if files.add(below + name, provenance.written(value))
    ]


def _entry(artifact: Artifact) -> dict[str, Any]:
    """Return what is said of a file; ``absent`` is what was looked for and was not there."""
    files, absent = {}, set()
    for path, seen in artifact.inputs.items():
        place, star, _ = path.partition(" *")
        if seen == ABSENT or (star and seen == digest() and not set("*?[") & set(place)):
            absent.add(place)
        elif not star:
            files[path] = seen
    faces = (name.rpartition(" ") for name in artifact.engines if "/" in name)
    return {
        "sha256": digest(artifact.data),
        "bytes": len(artifact.data),
        "inputs": files,
        "absent": sorted(absent),
        "engines": [name for name in artifact.engines if "/" not in name],
        "faces": {face: mark for face, _, mark in faces},
    }
