"""Where two files part: the line of a text, the entry of a ZIP, the object of a PDF.

It is told to people who ask why a build is not the same twice, so it names the place that they
would look for themselves.
"""

from __future__ import annotations

import io
import re
import zipfile
from itertools import zip_longest

_OBJECT = re.compile(rb"(?:^|[\r\n ])(\d+ \d+) obj\b")


def parting(one: bytes, other: bytes) -> int:
    """Return the first byte, from 0, in which two files differ, or the length of the shorter."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:  # by halves: a loop over bytes takes seconds where this takes none
        middle = (low + high) // 2
        low, high = (low, middle) if one[low:middle] != other[low:middle] else (middle, high)
    return low


def place(one: bytes, other: bytes) -> str:
    """Return where two files part, in the words of their format; they must differ."""
    if zipfile.is_zipfile(io.BytesIO(one)) and zipfile.is_zipfile(io.BytesIO(other)):
        return _entry(one, other)
    at = parting(one, other)
    if one.startswith(b"%PDF"):
        found = [match[1].decode() for match in _OBJECT.finditer(one, 0, at)]
        inside = f"in object {found[-1]}, " if found else ""
        return f"{inside}from byte {at} on"
    if b"\0" in one[:4096]:
        return f"from byte {at} on"
    start = one.rfind(b"\n", 0, at) + 1
    column = len(one[start:at].decode(errors="ignore")) + 1
    line = one.count(b"\n", 0, at) + 1
    return f"from line {line}, column {column} on"


def _entry(one: bytes, other: bytes) -> str:
    """Return the first entry of two ZIPs that differs, and where in it."""
    with zipfile.ZipFile(io.BytesIO(one)) as a, zipfile.ZipFile(io.BytesIO(other)) as b:
        for first, second in zip_longest(a.namelist(), b.namelist()):
            if first != second or not first:
                return f"in the list of entries: `{first}` stands where `{second}` does"
            if a.read(first) != b.read(first):
                return f"in the entry `{first}`, {place(a.read(first), b.read(first))}"
    return f"in how it is packed, from byte {parting(one, other)} on"
