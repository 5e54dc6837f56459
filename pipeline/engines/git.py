"""Git as functions: what a project was at an earlier revision. It changes nothing, ever."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE, SubprocessError, run

from pipeline.diagnostics import fatal
from pipeline.model import Place
from pipeline.world import Disk, Memory

WAIT_S = 20.0
_SHIPPED = ("templates/*/*", "templates/*/*/*", "locales/*/LC_MESSAGES/theme.po")
_QUIET = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit: its full name, the day it was made, and its first line."""

    name: str
    date: str
    subject: str


def revisions(root: Path, paths: Sequence[str], most: int = 40) -> tuple[Revision, ...]:
    """Return the latest commits that touched these paths, newest first; none without git."""
    log = ("log", f"--max-count={most}", "--format=%H%x09%cs%x09%s", "--", *paths)
    lines = (_said(root, *log) or b"").decode("utf-8", "replace").splitlines()
    return tuple(Revision(*line.split("\t", 2)) for line in lines if line.count("\t") >= 2)


def commit(root: Path, name: str) -> str:
    """Return the full name of a revision; raise if git knows none of that name."""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    found = (_said(root, *asked) or b"").decode().strip()
    if not found:
        hint = "write a commit, a branch or a tag of this project"
        raise fatal("unknown-revision", Place("."), f"git knows no revision `{name}`", hint)
    return found


def signed(root: Path, commit: str) -> tuple[str, str]:
    """Return who wrote a commit and when: a moment of UTC as ISO 8601 writes it."""
    said = _said(root, "show", "--no-patch", "--no-notes", "--format=%at%x09%an", commit) or b"0"
    seconds, _, author = said.decode("utf-8", "replace").strip().partition("\t")
    return author, f"{datetime.fromtimestamp(int(seconds), UTC):%Y-%m-%dT%H:%M:%SZ}"


def past(project: Disk, commit: str, paths: Sequence[str]) -> Memory:
    """Return a project as it was at a commit, with the themes that travel with the program."""
    shipped = Disk(project.shipped) if project.shipped else Memory({})
    ours = {path: shipped.read(path) for glob in _SHIPPED for path in shipped.glob(glob)}
    return Memory({**ours, **files(project.root, commit, paths)})


def files(root: Path, commit: str, paths: Sequence[str]) -> Mapping[str, bytes]:
    """Return the files of a project below some of its paths as a commit has them."""
    known = [p for p in paths if _said(root, "cat-file", "-e", f"{commit}:./{p}") is not None]
    packed = _said(root, "archive", "--format=tar", commit, "--", *known) if known else b""
    if not packed:
        return {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as pile:
        members = [m for m in pile.getmembers() if m.isfile()]
        found = ((m.name, pile.extractfile(m)) for m in members)
        return {name: stream.read() for name, stream in found if stream}


def _said(root: Path, *words: str) -> bytes | None:
    """Return what git says, or nothing if it is not there or says no."""
    command = ["git", *_QUIET, "-C", str(root), *words]
    try:
        done = run(command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, timeout=WAIT_S, check=True)
    except (OSError, SubprocessError):
        return None
    return done.stdout
