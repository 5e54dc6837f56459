"""A new project, and a new release in one: files copied out of ``scaffold_files``.

Nothing that exists is ever overwritten. A new project builds at once, in the languages and
formats of its ``diglot.toml``; a new release builds at once, in the source language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline import atomic
from pipeline.diagnostics import PipelineError, error, fatal
from pipeline.frontmatter import is_slug
from pipeline.model import Place

_FILES = files("pipeline").joinpath("scaffold_files")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SOME_DAY = "2000-01-01"


def init(target: Path) -> tuple[str, ...]:
    """Make a project in a new or empty folder; return the paths of its files, sorted.

    Raises ``PipelineError(folder-in-use)`` if something is there already.
    """
    if target.is_symlink() or target.is_file() or (target.is_dir() and any(target.iterdir())):
        hint = "name a new folder, or one that is empty"
        raise fatal("folder-in-use", Place(str(target)), f"`{target}` is not empty", hint)
    made = dict(_copies(_FILES.joinpath("project"), ""))
    for path, data in made.items():
        atomic.write(target / path, data)
    return tuple(sorted(made))


CI: Mapping[str, Mapping[str, str]] = {
    "github": {"github.yml": ".github/workflows/releases.yml"},
    "gitlab": {"gitlab.yml": ".gitlab-ci.yml"},
    "shell": {"shell.sh": "ci.sh"},
    "hook": {"pre-commit.sh": ".githooks/pre-commit"},
    "container": {"Containerfile": "Containerfile"},
}
"""The recipes of ``diglot init --ci``: files of ours, and where they lie in a project."""

SWITCH = "git config core.hooksPath .githooks"


def recipes(target: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Write recipes for CI into a project; return their paths, sorted.

    Raises ``PipelineError(file-in-use)`` if one is there already: then none is written.
    """
    wanted = {path: file for name in names for file, path in CI[name].items()}
    hint = "move it away, or take from `diglot init NEW --ci …` what you need"
    taken = [
        error("file-in-use", Place(path), f"`{path}` exists already", hint)
        for path in sorted(wanted)
        if (target / path).exists() or (target / path).is_symlink()
    ]
    if taken:
        raise PipelineError(*taken)
    for path, file in wanted.items():
        atomic.write(target / path, _FILES.joinpath("ci", file).read_bytes())
        if file.endswith(".sh"):
            (target / path).chmod(0o755)
    return tuple(sorted(wanted))


def new(root: Path, slug: str, today: str = "") -> str:
    """Make ``sources/<slug>/release.md``; return its path below ``root``.

    The date of the release is the one that the slug begins with, else ``today``. Raises
    ``PipelineError``: ``bad-slug``, ``slug-in-use``, ``no-such-file`` outside a project.
    """
    folder = f"sources/{slug}"
    if not is_slug(slug):
        hint = "use lower-case letters, digits and hyphens, such as 2024-05-01-opening"
        raise fatal("bad-slug", Place("sources"), f"`{slug}` cannot be a slug", hint)
    if not (root / "diglot.toml").is_file():
        hint = "go to the folder of a project, or make one with `diglot init DIR`"
        raise fatal("no-such-file", Place("diglot.toml"), "this folder is not a project", hint)
    if (root / folder).exists():
        hint = "choose another slug, or edit the release that is there"
        raise fatal("slug-in-use", Place(folder), f"`{slug}` exists already", hint)
    day = _DAY.match(slug)
    text = _FILES.joinpath("release.md").read_text(encoding="utf-8")
    path = f"{folder}/release.md"
    atomic.write(
        root / path, text.replace("@DATE@", day[0] if day else today or _SOME_DAY).encode()
    )
    return path


def _copies(folder: Traversable, below: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each file; ``gitignore`` gets its dot, which packers drop."""
    for entry in folder.iterdir():
        path = below + (".gitignore" if entry.name == "gitignore" else entry.name)
        if entry.is_dir():
            yield from _copies(entry, f"{path}/")
        else:
            yield path, entry.read_bytes()
