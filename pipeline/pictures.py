"""Pictures that authors bring: verified before any engine sees them.

A picture is small enough to open, is what its name says, and an SVG fetches and runs nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Literal

from pipeline import drawings
from pipeline.limits import MB, Limits

SUFFIXES = ("svg", "png", "jpg", "jpeg")
_TOLD = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"dSIG")
"""Parts of a PNG that say something of its making, and nothing of its looks."""

_NEEDED = (0xE0, 0xE2, 0xEE)
"""Notes of a JPEG that its colours need: JFIF, the profile, Adobe's."""


def faults(data: bytes, suffix: str, most: Limits = Limits()) -> Iterator[tuple[str, str]]:  # noqa: B008
    """Yield what is wrong with a picture, as the end of a sentence, and what to do."""
    if suffix == "svg":
        yield from drawings.faults(data, most)
    else:
        yield from _pixels(data, suffix, most)


def bare(data: bytes, suffix: str) -> bytes:
    """Return a sound picture without what a camera or editor wrote of its maker and place.

    How a photograph has to be turned stays, and its colours.
    """
    if suffix == "png" and data.startswith(b"\x89PNG"):
        kept = (bytes(chunk) for chunk in _chunks(data) if chunk[4:8] not in _TOLD)
        return b"".join((data[:8], *kept))
    return _bare_jpeg(data) if data[:2] == b"\xff\xd8" else data


def size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG in pixels, or ``None`` if it is neither."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return _jpeg(data) if data[:2] == b"\xff\xd8" else None


def vast(data: bytes, most: Limits) -> Iterator[tuple[str, str]]:
    """Yield that a picture has too many pixels, or none; its beginning is enough to know."""
    limit = int(most.picture_megapixels * MB)
    if (found := size(data)) and not 0 < found[0] * found[1] <= limit:
        fewer = f"save it with at most {limit / MB:g} million"
        hint = f"{fewer}, or raise picture_megapixels under [limits] in diglot.toml"
        yield f"has {found[0]} × {found[1]} pixels", hint


def _pixels(data: bytes, suffix: str, most: Limits) -> Iterator[tuple[str, str]]:
    wanted = b"\x89PNG" if suffix == "png" else b"\xff\xd8"
    if not size(data) or not data.startswith(wanted):
        yield f"is no {suffix.upper()}", "save it anew in the format its name says"
        return
    yield from vast(data, most)
    if suffix == "png" and data[24:26] == b"\x10\0":
        yield "is grey in 16 bits a pixel", "save it in 8 bits, as pages have no more"
    if not (_whole(data) if suffix == "png" else b"\xff\xd9" in data[-65536:]):
        yield "is damaged: part of it is missing or wrong", "save or copy it anew"


def _whole(data: bytes) -> bool:
    """Tell whether every part of a PNG has the sum it says, up to its end."""
    last = b""
    for chunk in _chunks(data):
        if zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            return False
        last = bytes(chunk[4:8])
    return last == b"IEND"


def _chunks(data: bytes) -> Iterator[memoryview]:
    """Yield the parts of a PNG: length, kind, content and sum; none behind the end."""
    view, at = memoryview(data), 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(view[at : at + 4], "big")
        if end > len(data):
            return
        yield view[at:end]
        if bytes(view[at + 4 : at + 8]) == b"IEND":
            return
        at = end


def _bare_jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        kind, segment = data[at + 1], data[at:end]
        if kind == 0xE1 and segment[4:10] == b"Exif\0\0":
            kept.append(_turn(segment[10:]))
        elif not (0xE1 <= kind <= 0xEF or kind == 0xFE) or kind in _NEEDED:
            kept.append(segment)
        at = end
    return b"".join((*kept, data[at:]))


def _turn(exif: bytes) -> bytes:
    """Return the note that says how a photograph is turned, alone; nothing if it stands."""
    order: Literal["big", "little"] = "big" if exif[:2] == b"MM" else "little"

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], order)

    first = number(4, 4)
    for row in range(min(number(first, 2), 100)):
        at = first + 2 + 12 * row
        if number(at, 2) == 0x0112 and 1 < (turned := number(at + 8, 2)) < 9:
            entry = b"\x01\x12\0\3\0\0\0\1" + turned.to_bytes(2, "big") + b"\0\0"
            body = b"Exif\0\0MM\0*\0\0\0\x08\0\1" + entry + b"\0\0\0\0"
            return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    return b""


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in range(0xC0, 0xD0) and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            high, wide = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(wide, "big"), int.from_bytes(high, "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
