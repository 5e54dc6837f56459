"""What the cache keeps, and with whom it is shared: the ``[cache]`` of ``diglot.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KEYS = ("size", "days", "shared", "write")
SCHEMES = ("file", "s3", "gs", "gcs", "az", "abfs", "memory")
"""Where a shared cache may lie: addresses that fsspec knows, and that name one place."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?(kB|MB|GB|TB)")
_UNITS = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_ADDRESS = re.compile(rf"(?:{'|'.join(SCHEMES)})://[^\s:]\S*|file:///\S+")


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the cache keeps: at most ``size`` bytes, nothing that was not used for ``days``.

    ``shared`` is the address of a cache for many machines, empty for none; it is written to
    only with ``write``.
    """

    size: int = 5 * 10**9
    days: float = 60
    shared: str = ""
    write: bool = False


def keeping(table: Mapping[str, Any]) -> Keeping:
    """Return what a ``[cache]`` table without faults says."""
    values = dict(table)
    if "size" in values:
        values["size"] = _bytes(str(values["size"]))
    return Keeping(**values)


def wrong(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys of a table that do not do, and what to write; nothing for unknown ones."""
    for key, value in table.items():
        if key not in KEYS:
            yield key, ""
        elif key == "size" and not (isinstance(value, str) and _SIZE.fullmatch(value)):
            yield key, 'write a number and a unit, such as "2 GB"'
        elif key == "days" and (isinstance(value, bool) or not isinstance(value, int | float)
                                or not value > 0):  # fmt: skip
            yield key, "write a number of days"
        elif key == "shared" and not (isinstance(value, str) and _single(value)):
            yield key, 'write an address such as "s3://bucket/diglot" or "file:///srv/diglot"'
        elif key == "write" and not isinstance(value, bool):
            yield key, "write true or false"


def _single(address: str) -> bool:
    """Tell whether an address names one place: ``::`` would lead through another one."""
    return bool(_ADDRESS.fullmatch(address)) and "::" not in address


def _bytes(text: str) -> int:
    match = _SIZE.fullmatch(text)
    assert match
    return int(float(match[1]) * _UNITS[match[2]])
