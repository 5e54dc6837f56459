"""The outputs of several machines put together: ``diglot merge``, behind a matrix of CI.

Every file is held against the manifest that came with it, and manifests against each other: two
machines that made different bytes of one file are both named, and nothing is written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.locking import hold
from pipeline.model import Place, Slug, digest
from pipeline.publish import MANIFEST, OUTPUT, papers
from pipeline.publish import home as folder_of
from pipeline.world import Disk, World

if TYPE_CHECKING:
    from pipeline.config import Project
    from pipeline.workshop import Workshop

Opened: TypeAlias = "Callable[[Path | None], tuple[Path, Project, Workshop]]"
"""Opens the project at a folder, or the nearest above: its home, its keys, its tools."""

_HINT = "build both from one commit, with one version and the same fonts"


@dataclass(frozen=True, slots=True)
class Share:
    """What one machine made of a release: its ``folder``, its manifest."""

    folder: str
    output: World
    manifest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Joined:
    """A release put together: its manifest, and which share each file comes from."""

    manifest: dict[str, Any]
    homes: dict[str, Share] = field(default_factory=dict)


def add(main: click.Group, opened: Opened) -> None:
    """Give a command line the verb; its context object is the project's folder."""

    @main.command("merge")
    @click.argument(
        "folders", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False)
    )
    @click.pass_obj
    def merge_verb(root: Path | None, /, folders: tuple[Path, ...]) -> None:
        """Put the output FOLDERS of several builds together, in output/."""
        home, _, _ = opened(root)
        hold(home, "merge")
        changed = list(merge(home, folders))
        for path in changed:
            click.echo(f"  {OUTPUT}/{path}")
        click.echo(f"{len(folders)} folders, {len(changed)} files new")
        sys.exit(0)


def merge(home: Path, folders: tuple[Path, ...]) -> Iterator[str]:
    """Write what the folders hold, a release at a time; yield every path that changed.

    Raises ``PipelineError`` with all that contradicts before anything is written.
    """
    shares = [share for folder in folders for share in _shares(folder)]
    if not shares:
        named = Place(str(folders[0]))
        hint = "name the output folders of builds"
        raise PipelineError(error("no-manifest", named, "no folder holds a manifest", hint))
    by_slug: dict[str, list[Share]] = {}
    for share in shares:
        by_slug.setdefault(str(share.manifest["release"]), []).append(share)
    if wrong := [found for mine in by_slug.values() for found in _contradictions(mine)]:
        raise PipelineError(*dict.fromkeys(wrong))
    for slug, mine in sorted(by_slug.items()):
        yield from _written(home, Slug(slug), _joined(mine))


def _shares(folder: Path) -> Iterator[Share]:
    output = Disk(folder)
    for path in (*output.glob(MANIFEST), *output.glob(f"*/{MANIFEST}")):
        manifest = _manifest(output.read(path), path.rpartition("/")[0])
        if manifest is None:
            place = Place(f"{folder}/{path}")
            told = error("broken-manifest", place, "the manifest cannot be read", "build it anew")
            raise PipelineError(told)
        yield Share(str(folder), output, manifest)


def _manifest(data: bytes, slug: str) -> Mapping[str, Any] | None:
    """Return a manifest, if it is one, of the release whose folder it lies in."""
    try:
        found = json.loads(data)
        entries = [str(entry["sha256"]) for entry in found["artifacts"].values()]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if entries and found.get("release") == slug else None


def _contradictions(shares: list[Share]) -> Iterator[Diagnostic]:
    """Find files that are not what their manifest says, and shares that tell of other bytes."""
    first = shares[0]
    known: dict[str, tuple[Share, str]] = {}
    for share in shares:
        if (told := _made_by(share)) != (ours := _made_by(first)):
            place = Place(f"{share.folder}/{share.manifest['release']}")
            message = f"made by Diglot {told}, in `{first.folder}` by {ours}"
            yield error("other-program", place, message, _HINT)
        for path, entry in share.manifest["artifacts"].items():
            sha, place = str(entry["sha256"]), Place(f"{share.folder}/{path}")
            other, seen = known.setdefault(path, (share, sha))
            if seen != sha:
                message = f"another file than in `{other.folder}`"
                yield error("other-bytes", place, message, _HINT)
            elif not _holds(share, path, sha):
                message = "not the file that its manifest names"
                yield error("changed-file", place, message, "fetch that folder again")


def _made_by(share: Share) -> str:
    return f"{share.manifest.get('diglot')} ({str(share.manifest.get('program'))[:12]})"


def _holds(share: Share, path: str, sha: str) -> bool:
    try:
        return digest(share.output.read(path)) == sha
    except PipelineError:
        return False


def _joined(shares: list[Share]) -> Joined:
    entries: dict[str, Any] = {}
    homes: dict[str, Share] = {}
    for share in shares:
        for path, entry in share.manifest["artifacts"].items():
            entries.setdefault(path, entry)
            homes.setdefault(path, share)
    artifacts = dict(sorted(entries.items()))
    return Joined({**shares[0].manifest, "artifacts": artifacts}, homes)


def _written(home: Path, slug: Slug, joined: Joined) -> list[str]:
    changed = []
    with folder_of(home).load() as files:
        for path, share in joined.homes.items():
            if files.add(path, share.output.read(path)):
                changed.append(path)
        changed += papers(slug, joined.manifest, files)
    return changed
