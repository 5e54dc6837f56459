"""A face cut down to the characters of one page: small, static, and right in every viewer.

A CID-keyed face (Noto CJK) cut the plain way keeps its old CIDs at new glyph numbers.
WeasyPrint writes glyph numbers as CIDs: poppler shows the text, MuPDF shows blanks. So the
charset of the cut face is written anew, CID equal to glyph number; the glyphs stay where
they are, and with them all tables of layout.

Source: Adobe Technical Note 5176, the Compact Font Format, sections 4, 5, 9 and 13.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pipeline.engines.fonts.files import Face, Wish, pins
from pipeline.world import World

FEATURES = ("tnum", "lnum", "onum", "pnum", "case", "zero", "smcp", "c2sc", "halt", "palt", "chws")
"""Layout features kept beside those that every shaper uses by default."""

_CHARSET, _ROS = 15, 1230
Pins = tuple[tuple[str, float], ...]


def cut(face: Face, wish: Wish, text: frozenset[str], world: World) -> bytes:
    """Return the bytes of a static face that holds only ``text``."""
    points = tuple(pins(face, wish).items())
    if face.ours:
        return _cut(_open(world.read(face.path), face.index), points, text)
    return _installed_cut(face, points, text)


def covers(face: Face, text: frozenset[str], world: World) -> frozenset[str]:
    """Return those characters of ``text`` that the face has."""
    known = _open(world.read(face.path), face.index).unicodes if face.ours else _known(face)
    return frozenset(c for c in text if ord(c) in known)


def with_own_cids(font: bytes) -> bytes:
    """Return a face whose CIDs equal its glyph numbers; one without CIDs comes back as it is."""
    tables = {tag: (start, length) for tag, start, length in _tables(font)}
    if b"CFF " not in tables:
        return font
    start, length = tables[b"CFF "]
    table = font[start : start + length]
    _, names_end = _items(table, table[2])
    top = dict(_operators(_items(table, names_end)[0][0]))
    glyphs = struct.unpack_from(">H", font, tables[b"maxp"][0] + 4)[0]
    if _ROS not in top or glyphs < 2:
        return font
    out = bytearray(font)
    ranges = (">BHH", 2, 1, glyphs - 2) if glyphs > 2 else (">BH", 0, 1)  # CIDs from 1 on
    struct.pack_into(ranges[0], out, start + top[_CHARSET][0], *ranges[1:])
    return _summed(bytes(out))


@lru_cache(maxsize=64)
def _installed_cut(face: Face, points: Pins, text: frozenset[str]) -> bytes:
    return _cut(_on_disk(face), points, text)


@lru_cache(maxsize=64)
def _known(face: Face) -> frozenset[int]:
    return frozenset(_on_disk(face).unicodes)


def _on_disk(face: Face) -> Any:
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(face.path), face.index)


def _open(data: bytes, index: int) -> Any:
    import uharfbuzz as hb

    return hb.Face(hb.Blob(data), index)


def _cut(face: Any, points: Pins, text: frozenset[str]) -> bytes:
    import uharfbuzz as hb

    wish = hb.SubsetInput()
    for axis, point in points:
        wish.pin_axis_location(face, axis, point)
    wish.sets(hb.SubsetInputSets.UNICODE).set({ord(c) for c in text})
    wish.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).update(map(tag_of, FEATURES))
    return with_own_cids(bytes(hb.subset(face, wish).blob.data))


def tag_of(feature: str) -> int:
    """Return the tag of a feature or a table as HarfBuzz counts it."""
    return int.from_bytes(feature.encode(), "big")


def _tables(font: bytes) -> Iterator[tuple[bytes, int, int]]:
    count = struct.unpack_from(">H", font, 4)[0]
    for row in range(count):
        tag, _, start, length = struct.unpack_from(">4s3I", font, 12 + 16 * row)
        yield tag, start, length


def _items(cff: bytes, start: int) -> tuple[list[bytes], int]:
    """Return the items of an INDEX, and where it ends."""
    count = struct.unpack_from(">H", cff, start)[0]
    if not count:
        return [], start + 2
    size, first = cff[start + 2], start + 3
    offsets = [
        int.from_bytes(cff[first + i * size : first + (i + 1) * size], "big")
        for i in range(count + 1)
    ]
    base = first + (count + 1) * size - 1
    items = [cff[base + a : base + b] for a, b in itertools.pairwise(offsets)]
    return items, base + offsets[-1]


def _operators(top: bytes) -> Iterator[tuple[int, list[int]]]:
    """Yield the operators of a DICT with their operands, reals as 0; ``12 30`` is 1230."""
    operands: list[int] = []
    at = 0
    while at < len(top):
        byte = top[at]
        if byte <= 21:
            wide = byte == 12
            yield (1200 + top[at + 1] if wide else byte), operands
            operands, at = [], at + 1 + wide
            continue
        number, width = _number(top, at)
        operands.append(number)
        at += width


def _number(top: bytes, at: int) -> tuple[int, int]:
    """Return the operand at ``at``, and how many bytes it takes."""
    byte = top[at]
    if byte == 28:
        return int.from_bytes(top[at + 1 : at + 3], "big", signed=True), 3
    if byte == 29:
        return int.from_bytes(top[at + 1 : at + 5], "big", signed=True), 5
    if byte == 30:  # a real number ends with the half-byte 15
        end = at + 1
        while top[end] & 15 != 15:
            end += 1
        return 0, end + 1 - at
    if byte <= 246:
        return byte - 139, 1
    sign, base = (1, 247) if byte <= 250 else (-1, 251)
    return sign * ((byte - base) * 256 + top[at + 1] + 108), 2


def _summed(font: bytes) -> bytes:
    """Return a font file with the sums of its tables and of itself made anew."""
    out = bytearray(font)
    head = 0
    for row, (tag, start, length) in enumerate(_tables(font)):
        if tag == b"head":
            head = start
            struct.pack_into(">I", out, start + 8, 0)
        struct.pack_into(">I", out, 16 + 16 * row, _sum(out[start : start + length]))
    struct.pack_into(">I", out, head + 8, (0xB1B0AFBA - _sum(out)) & 0xFFFFFFFF)
    return bytes(out)


def _sum(data: bytes | bytearray) -> int:
    padded = bytes(data) + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
