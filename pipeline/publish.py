"""Put finished files where readers find them: all of a build, or nothing.

Every file is written beside its place and renamed, the manifest last; a file that has not
changed is not touched, and what no release promises any more is taken away.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.model import Artifact, Slug, digest
from pipeline.world import ABSENT

OUTPUT = "output"
MANIFEST = "manifest.json"


def publish(
    root: Path, artifacts: Iterable[Artifact], promised: Iterable[str], *, site: bool = False
) -> tuple[str, ...]:
    """Write the artifacts and each release's manifest; return the paths that changed.

    ``promised`` are the paths of all targets of the project: files of an earlier manifest
    that are promised but were not wished for now stay. What an earlier ``site`` put around
    the pages goes with it.
    """
    changed: list[str] = []
    by_slug: dict[Slug, list[Artifact]] = {}
    for artifact in artifacts:
        by_slug.setdefault(artifact.target.slug, []).append(artifact)
        if write(root / OUTPUT / artifact.path, artifact.data):
            changed.append(artifact.path)
    if not site:
        _unsite(root)
    for slug, made in by_slug.items():
        changed += _manifest(root, slug, made, set(promised))
    return tuple(changed)


def manifest(root: Path, slug: str) -> Mapping[str, Any]:
    """Return the manifest of a release as last published, or an empty one."""
    try:
        found = json.loads((root / OUTPUT / slug / MANIFEST).read_bytes())
        return found if isinstance(found, dict) and "artifacts" in found else {"artifacts": {}}
    except (OSError, ValueError):
        return {"artifacts": {}}


def _unsite(root: Path) -> None:
    """Take away the files of a site that the project is no more, and folders left empty."""
    old = manifest(root, "")["artifacts"]
    for gone in [*old, MANIFEST] if old else []:
        path = root / OUTPUT / gone
        path.unlink(missing_ok=True)
        if (
            path.parent != root / OUTPUT
            and path.parent.is_dir()
            and not any(path.parent.iterdir())
        ):
            path.parent.rmdir()


def _manifest(root: Path, slug: str, made: list[Artifact], promised: set[str]) -> list[str]:
    old = manifest(root, slug)["artifacts"]
    entries = {path: entry for path, entry in old.items() if path in promised}
    for gone in set(old) - promised:
        (root / OUTPUT / gone).unlink(missing_ok=True)
    entries |= {artifact.path: _entry(artifact) for artifact in made}
    listed = {"release": slug, "diglot": __version__, "artifacts": dict(sorted(entries.items()))}
    text = json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path = f"{slug}/{MANIFEST}" if slug else MANIFEST
    return [path] if write(root / OUTPUT / path, text.encode()) else []


def _entry(artifact: Artifact) -> dict[str, Any]:
    inputs = {p: d for p, d in artifact.inputs.items() if not p.endswith(" *") and d != ABSENT}
    return {
        "sha256": digest(artifact.data),
        "bytes": len(artifact.data),
        "inputs": inputs,
        "engines": list(artifact.engines),
    }


def write(path: Path, data: bytes) -> bool:
    """Write a file beside its place and rename it; return whether its bytes are new."""
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)
    return True
