"""Where faces are: the themes' own files, those that travel with us, those of the machine.

Only the heads of files are read: the directory of tables, names, weight, axes. A file is
opened if its name begins like the family, so that a machine with thousands costs nothing.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from pipeline.model import Digest, digest
from pipeline.world import World

PACKAGES = ("fontpkg_inter", "fontpkg_newsreader", "fontpkg_source_serif_4")
"""Packages that travel with the program and hold font files."""

FOLDERS = (
    "~/.local/share/fonts", "~/.fonts", "~/Library/Fonts", "/usr/local/share/fonts",
    "/opt/homebrew/share/fonts", "/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts",
)  # fmt: skip
THEMES = "templates/*/fonts/*"

_SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
_OPTICAL = " Display"
"""The ending of a family's name that asks a face with optical sizes for its largest."""

Axis = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page asks for; ``script`` is that of the page, not of the face."""

    family: str
    weight: int
    italic: bool
    script: str


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file; ``axes`` are the ranges of a variable one, else empty.

    ``fingerprint`` digests the directory of its tables, which holds a sum of each.
    """

    path: str
    index: int
    family: str
    weight: int
    italic: bool
    axes: tuple[Axis, ...]
    fingerprint: Digest
    ours: bool = False


@cache
def identity() -> str:
    """Return the digest of the fonts that the program and the machine have, by name and size."""
    return digest(*sorted(f"{path.name} {path.stat().st_size}" for path in _installed()))


def find(wish: Wish, world: World) -> Face | None:
    """Return the face of a family nearest to a wish, or ``None`` if the family is not there.

    A family without an italic answers with its upright face; ``Newsreader Display`` is the
    largest optical size of ``Newsreader``.
    """
    known = _family(wish.family, world) or _family(wish.family.removesuffix(_OPTICAL), world)
    return min(known, key=lambda face: _distance(face, wish), default=None)


def pins(face: Face, wish: Wish) -> dict[str, float]:
    """Return the point of each axis at which a variable face is set."""
    display = wish.family.endswith(_OPTICAL)
    points = {"wght": float(wish.weight), "opsz": 1000.0 if display else 12.0}
    return {tag: min(max(points.get(tag, 0.0), low), high) for tag, low, high in face.axes}


def _distance(face: Face, wish: Wish) -> tuple[bool, float, str]:
    near = next(
        (min(max(wish.weight, a), b) for tag, a, b in face.axes if tag == "wght"), face.weight
    )
    return face.italic != wish.italic, abs(near - wish.weight), face.path


def _family(name: str, world: World) -> list[Face]:
    own = [
        face
        for path in world.glob(THEMES)
        if _likely(Path(path), name)
        for face in _faces(io.BytesIO(world.read(path)), path, ours=True)
        if face.family == name
    ]
    return own or _machine(name)


@cache
def _machine(name: str) -> list[Face]:
    found = []
    for path in _installed():
        if _likely(path, name):
            with path.open("rb") as file:
                found += [face for face in _faces(file, str(path)) if face.family == name]
    return found


@cache
def _installed() -> tuple[Path, ...]:
    """Return every font file of the program, then of the machine, each sorted by path."""
    specs = (find_spec(package) for package in PACKAGES)
    packaged = [Path(spec.origin).parent / "files" for spec in specs if spec and spec.origin]
    folders = [*packaged, *(Path(folder).expanduser() for folder in FOLDERS)]
    return tuple(
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _SUFFIXES
    )


def _likely(path: Path, family: str) -> bool:
    """Tell whether a file's name begins like the family: ``NotoSerifCJK-Bold.ttc``.

    A collection may hold the fixed-width faces beside the others, and does not say so.
    """
    start = path.name.replace("[", "-").replace("_", "-").partition("-")[0].partition(".")[0]
    start = start.replace(" ", "").lower()
    wanted = (_squeezed(family), _squeezed(family.replace(" Mono", "")))
    return bool(start) and any(w.startswith(start) or start.startswith(w) for w in wanted)


def _squeezed(family: str) -> str:
    return "".join(filter(str.isalnum, family)).lower()


def _faces(file: BinaryIO, path: str, *, ours: bool = False) -> Iterator[Face]:
    """Yield the faces in a font file; one that is not a font has none."""
    try:
        head = file.read(12)
        starts = [0]
        if head[:4] == b"ttcf":
            count = struct.unpack(">I", head[8:12])[0]
            starts = list(struct.unpack(f">{count}I", file.read(4 * count)))
        for index, start in enumerate(starts):
            yield _face(file, path, index, start, ours)
    except (struct.error, KeyError, ValueError):
        return


def _face(file: BinaryIO, path: str, index: int, start: int, ours: bool) -> Face:  # noqa: FBT001
    file.seek(start + 4)
    count = struct.unpack(">H", file.read(2))[0]
    file.seek(start + 12)
    directory = file.read(16 * count)
    rows = struct.iter_unpack(">4sIII", directory)
    tables = {tag: (offset, length) for tag, _, offset, length in rows}

    def table(tag: bytes) -> bytes:
        offset, length = tables[tag]
        file.seek(offset)
        return file.read(length)

    os2 = table(b"OS/2")
    weight, flags = struct.unpack_from(">H", os2, 4)[0], struct.unpack_from(">H", os2, 62)[0]
    axes = tuple(_axes(table(b"fvar"))) if b"fvar" in tables else ()
    family = _name(table(b"name"))
    return Face(path, index, family, weight, bool(flags & 1), axes, digest(directory), ours)


def _axes(fvar: bytes) -> Iterator[Axis]:
    first, _, count, size = struct.unpack_from(">4H", fvar, 4)
    for number in range(count):
        tag, low, _, high = struct.unpack_from(">4s3i", fvar, first + number * size)
        yield tag.decode("latin-1"), low / 65536, high / 65536


def _name(name: bytes) -> str:
    """Return the typographic family, or the plain one, in English."""
    count, storage = struct.unpack_from(">2H", name, 2)
    found: dict[int, str] = {}
    for row in range(count):
        platform, _, language, kind, length, offset = struct.unpack_from(">6H", name, 6 + 12 * row)
        if platform == 3 and language == 0x409 and kind in (1, 16):
            found[kind] = name[storage + offset :][:length].decode("utf-16-be")
    return found.get(16) or found[1]
