"""How much a project may ask of the machine: the ``[limits]`` of ``diglot.toml``.

Every limit has a default that no brochure comes near, and a name that the message at the limit
tells, so that whoever really needs more knows what to raise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is taken of each kind; the last letters of a name are its unit.

    ``depth`` counts nodes that lie in one another, ``columns`` those of one table, ``notes``
    the footnotes of a release, ``pages`` those of one PDF. ``file_mb`` holds for files that
    have no limit of their own. ``engine_s`` and ``engine_mb`` hold for one task of an engine.
    """

    release_mb: float = 5
    catalog_mb: float = 20
    style_mb: float = 1
    picture_mb: float = 20
    picture_megapixels: float = 60
    file_mb: float = 50
    depth: float = 60
    columns: float = 200
    notes: float = 2000
    pages: float = 2000
    engine_s: float = 60
    engine_mb: float = 2048

    def bytes_of(self, path: str) -> tuple[str, int]:
        """Return which limit holds for the size of a file, and how many bytes that is."""
        key = _KINDS.get(path.rpartition(".")[2].lower(), "file_mb")
        return key, int(getattr(self, key) * MB)


_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("md",), "release_mb"),
    **dict.fromkeys(("po", "pot", "csv"), "catalog_mb"),
    **dict.fromkeys(("toml", "html", "css"), "style_mb"),
    **dict.fromkeys(("svg", "png", "jpg", "jpeg"), "picture_mb"),
}
NAMES = tuple(field.name for field in fields(Limits))


def wrong(table: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield the keys of a ``[limits]`` table that do not do, and whether they are unknown."""
    for key, value in table.items():
        if key not in NAMES:
            yield key, True
        elif isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            yield key, False
