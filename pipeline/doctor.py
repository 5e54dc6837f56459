"""The state of the machine: what Diglot needs, what is found, and what to do about the rest.

The parts and the packages that bring them stand in ``parts.txt``, which the launcher reads
too, so that both give the same command. Nothing is installed or changed from here.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

MANAGERS = {"apt-get": "apt-get install -y", "dnf": "dnf install -y", "brew": "brew install"}
LIBRARIES = (
    "weasyprint", "pypandoc_binary", "vl-convert-python", "babel", "fonttools", "uharfbuzz",
)  # fmt: skip
"""The distributions whose versions decide what the pages look like."""

_WAIT_S = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One line of ``parts.txt``: ``level`` is ``start``, ``build`` or ``test``.

    ``probe`` says how to find the part (``kind:names``), ``packages`` what brings it, in the
    order of ``MANAGERS``; an empty package means that this manager has none.
    """

    name: str
    level: str
    probe: str
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: ``found`` is the version, or empty; ``remedy`` what to do, empty if found.

    ``needed`` parts are those without which nothing can be built.
    """

    part: str
    found: str
    needed: bool
    remedy: str = ""

    @property
    def missing(self) -> bool:
        return self.needed and not self.found


def examine(root: Path) -> list[Row]:
    """Return a row for each part of the system, library and folder, the needed ones first."""
    manager = next((name for name in MANAGERS if shutil.which(name)), "")
    return [
        *(_examined(part, manager) for part in sorted(parts(), key=lambda p: p.level == "test")),
        *(_library(name) for name in LIBRARIES),
        _composition(),
        _project(root),
    ]


def parts() -> tuple[Part, ...]:
    """Return the system parts, in the order of ``parts.txt``."""
    text = files("pipeline").joinpath("parts.txt").read_text(encoding="utf-8")
    rows = (line.split("|") for line in text.splitlines() if not line.startswith("#"))
    return tuple(Part(name, level, probe, tuple(rest)) for name, level, probe, *rest in rows)


def healthy(rows: Iterable[Row]) -> bool:
    """Return whether all that a build needs was found."""
    return not any(row.missing for row in rows)


def table(rows: Iterable[Row]) -> str:
    """Return the rows as text for a terminal: a mark, the part, what was found or what to do."""
    listed = list(rows)
    width = max((len(row.part) for row in listed), default=0)
    return "\n".join(
        f"{_mark(row)} {row.part:{width}}  {row.found or row.remedy}" for row in listed
    )


def _mark(row: Row) -> str:
    return "ok     " if row.found else "missing" if row.needed else "absent "


def _examined(part: Part, manager: str) -> Row:
    version = _version(part.probe)
    remedy = "" if version else _remedy(part, manager)
    return Row(part.name, version, part.level != "test", remedy)


def _remedy(part: Part, manager: str) -> str:
    package = part.packages[list(MANAGERS).index(manager)] if manager else ""
    if not package:
        return "install it with your package manager"
    command = f"{MANAGERS[manager]} {package}"
    needs_root = manager != "brew" and os.geteuid() != 0
    purpose = "for the tests: " if part.level == "test" else ""
    return f"{purpose}run `{'sudo ' if needs_root else ''}{command}`"


def _version(probe: str) -> str:
    kind, _, names = probe.partition(":")
    match kind:
        case "python":
            return sys.version.split()[0]
        case "module":
            return "found" if find_spec(names) else ""
        case "library":
            return _library_version(names.split())
        case "file":
            return "found" if any(map(_there, names.split())) else ""
        case "font":
            return _font_version(names)
        case _:
            return next(filter(None, map(_command_version, names.split())), "")


def _library_version(names: list[str]) -> str:
    """Return what the first library says of itself, once all of them load."""
    try:
        first, *_ = [ctypes.CDLL(_file(name)) for name in names]
    except OSError:
        return ""
    for ask in ("pango_version_string", "hb_version_string"):
        if hasattr(first, ask):
            question = getattr(first, ask)
            question.restype = ctypes.c_char_p
            return str(question().decode())
    return "found"


def _there(pattern: str) -> bool:
    return any(Path("/").glob(pattern.removeprefix("/")))


def _file(name: str) -> str:
    stem, number = name.rsplit(".", 1)
    if sys.platform == "darwin":
        return f"lib{stem}.{number}.dylib"
    return f"lib{stem}.so.{number}"


def _font_version(family: str) -> str:
    lines = _said("fc-list", f":family={family}", "file").splitlines()
    return f"{len(lines)} faces" if lines else ""


def _command_version(name: str) -> str:
    """Return the first words with a digit in them that a program prints of its version."""
    if not shutil.which(name):
        return ""
    for flag in ("--version", "-v"):
        for line in _said(name, flag).splitlines():
            if words := [word for word in line.split() if word[:1].isdigit()]:
                return words[0]
    return "found"


def _said(*command: str) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


def _library(name: str) -> Row:
    try:
        return Row(name, metadata.version(name), needed=True)
    except metadata.PackageNotFoundError:
        return Row(name, "", needed=True, remedy=f"run `pip install {name}`")


def _composition() -> Row:
    """Say whether Chinese is set by our rules with the WeasyPrint and Pango that are here."""
    name = "Chinese lines"
    try:
        from pipeline.engines import composition, weasy

        with weasy.without_system_fonts():
            notes = composition.install()
            engines = "WeasyPrint {} and Pango {}".format(*composition.versions())
    except (ImportError, OSError):
        return Row(name, "", needed=False, remedy="install WeasyPrint and Pango first")
    if notes:
        return Row(name, "", needed=False, remedy=f"{notes[0].message}; {notes[0].hints[0]}")
    return Row(name, f"by our rules, with {engines}", needed=False)


def _project(root: Path) -> Row:
    if (root / "diglot.toml").is_file():
        return Row("diglot.toml", "found", needed=False)
    return Row("diglot.toml", "", needed=False, remedy="run `diglot init DIR` to begin a project")
