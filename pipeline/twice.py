"""The same build again, twice, where everything is different that should make no difference.

Two copies of the project in other folders, one of them with blanks and Han in its name, with
other time zones, locales, hash seeds and executors, each without a cache. Whatever differs is a
fault of Diglot, or of an engine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.config import FILE
from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.differing import place
from pipeline.inventory import PAPERS
from pipeline.model import Place
from pipeline.outlets import Outlet
from pipeline.publish import OUTPUT

PROJECT = (FILE, "sources", "locales", "templates")
"""What a project is made of."""

_WELL = (0, 1)
"""How a build ends that published something: clean, or with findings."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a build runs: the name of its folder, its executor, its environment."""

    folder: str
    executor: str
    variables: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.variables.items())
        return f"in `{self.folder}`, {self.executor}, {told}"


PAIR = (
    Surroundings(
        "one",
        "processes",
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"},
    ),
    Surroundings(
        "another place 另一处",
        "serial",
        {"TZ": "America/St_Johns", "LC_ALL": "zh_CN.UTF-8", "LANG": "tr_TR.UTF-8",
         "PYTHONHASHSEED": "4711"},
    ),
)  # fmt: skip


def differences(
    home: Path, words: Sequence[str], tell: Callable[[str], None], outlet: Outlet
) -> Iterator[Diagnostic]:
    """Build the project twice elsewhere, and yield every file that is not the same everywhere.

    ``words`` are the arguments of the build. What it put into ``outlet`` is compared too; what
    else lies there is not. Raises ``PipelineError`` if one of the builds does not end well.
    """
    with tempfile.TemporaryDirectory(prefix="diglot-") as scratch:
        made = []
        for around in PAIR:
            tell(f"again {around}")
            made.append(_built(home, Path(scratch) / around.folder, around, words))
        one, other = made
        both = (f"built {PAIR[0]}", f"built {PAIR[1]}")
        yield from _compared(one, other, both, outlet.name)
        papers = {p for p in one if p.rpartition("/")[2] in PAPERS}
        ours = {p: outlet.get(p) for p in one.keys() - papers}
        theirs = {p: one[p] for p in ours}
        if one == other:
            here = "in this project" if outlet.name == OUTPUT else f"in `{outlet.name}`"
            yield from _compared(ours, theirs, (here, "built from nothing"), outlet.name)


def _built(
    home: Path, folder: Path, around: Surroundings, words: Sequence[str]
) -> dict[str, bytes]:
    """Build a copy of a project, and return the files it made."""
    folder.mkdir()
    for name in PROJECT:
        if (home / name).is_dir():
            shutil.copytree(home / name, folder / name, symlinks=True)
        elif (home / name).exists():
            shutil.copy(home / name, folder / name)
    package = str(Path(__file__).parent.parent)
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "--local-cache",
        "--root",
        str(folder),
        "build",
        *words,
    ]
    done = subprocess.run(
        [*command, "--executor", around.executor], cwd=folder, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": package, **around.variables},
    )  # fmt: skip
    if done.returncode not in _WELL:
        said = done.stderr.decode(errors="replace").strip() or "it said nothing"
        message = f"a second build, {around}, ended with {done.returncode}: {said}"
        raise PipelineError(error("other-outcome", Place(FILE), message))
    output = folder / OUTPUT
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def _compared(
    one: Mapping[str, bytes | None],
    other: Mapping[str, bytes | None],
    whence: tuple[str, str],
    home: str,
) -> Iterator[Diagnostic]:
    """Yield what differs, told where it is published; ``whence`` says where each was made."""
    here, there = whence
    for path in sorted({*one, *other}):
        a, b = one.get(path), other.get(path)
        if a == b:
            continue
        if a is None or b is None:
            message = f"is there only {there if a is None else here}"
        else:
            message = f"is not the same {here} and {there}: they differ {place(a, b)}"
        hint = "keep both, and report it: it is a fault of Diglot"
        yield error("other-bytes", Place(f"{home}/{path}"), message, hint)
