"""The profile of the press: which inks make which colour on which paper.

It is the theme's own file, or the general coated one that Ghostscript brings to a machine; it
goes into every printed PDF, so that the printer knows what was meant.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PLACES = (
    "/usr/share/color/icc/ghostscript/default_cmyk.icc",
    "/usr/share/ghostscript/iccprofiles/default_cmyk.icc",
    "/usr/share/ghostscript/*/iccprofiles/default_cmyk.icc",
    "/opt/homebrew/share/ghostscript/iccprofiles/default_cmyk.icc",
    "/usr/local/share/ghostscript/iccprofiles/default_cmyk.icc",
)
"""Where the packages of Debian, Fedora and Homebrew put it."""

_CMYK, _OUTPUT = b"CMYK", b"prtr"


@dataclass(frozen=True, slots=True)
class Profile:
    """An ICC profile of four inks, and the name it gives itself."""

    data: bytes
    name: str


def find() -> Profile | None:
    """Return the profile of the machine, or ``None`` if it has none."""
    for place in PLACES:
        *_, pattern = place.partition("/")
        for path in sorted(Path("/").glob(pattern)) if "*" in place else [Path(place)]:
            if path.is_file() and (found := named(path.read_bytes())):
                return found
    return None


def named(data: bytes) -> Profile | None:
    """Return a profile of four inks for a press, or ``None`` if the file is none."""
    if len(data) < 132 or data[16:20] != _CMYK or data[12:16] != _OUTPUT:
        return None
    return Profile(data, next(_descriptions(data), "CMYK"))


def _descriptions(data: bytes) -> Iterator[str]:
    (count,) = struct.unpack_from(">I", data, 128)
    for row in range(min(count, 100)):
        tag, start, size = struct.unpack_from(">4sII", data, 132 + 12 * row)
        if tag != b"desc":
            continue
        if data[start : start + 4] == b"desc":
            (length,) = struct.unpack_from(">I", data, start + 8)
            yield data[start + 12 : start + 11 + length].decode("latin-1").strip()
        elif data[start : start + 4] == b"mluc":
            length, offset = struct.unpack_from(">II", data, start + 20)
            yield data[start + offset : start + offset + length].decode("utf-16-be").strip()
        assert size
