"""A cache that many machines share: traces and values below one address, through fsspec.

Whoever may write there is trusted as a machine that builds: a trace says which value an engine
made, and nobody makes it again to compare. A value is believed only as far as its digest, so
that what is damaged, torn or put there under another name counts as absent. What goes wrong is
told once; then the build goes on without, or reads where it may not write.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

FLAT = ("s3", "s3a", "gs", "gcs", "az", "abfs")
"""Stores without folders: nothing has to be made there before a file is put."""


@dataclass(slots=True)
class Shared:
    """A shared cache at an address, written to only with ``write``.

    ``fault`` says why it is asked no more, and ``closed`` why it is written to no more; both are
    empty while nothing went wrong. Another process is given it to read only.
    """

    address: str
    write: bool = False
    fault: str = ""
    closed: str = ""
    _opened: Any = field(default=None, repr=False, compare=False)
    _known: set[str] = field(default_factory=set, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return Shared, (self.address, False, self.fault)

    def get(self, path: str) -> bytes | None:
        """Return a file of it, or ``None`` if there is none, or no way to it."""
        if self.fault:
            return None
        try:
            system, root = self._open()
            data = bytes(system.cat_file(f"{root}/{path}"))
        except FileNotFoundError as reason:
            if _placeless(reason):
                self.fault = _lost(reason)
            return None
        except Exception as reason:
            self.fault = _lost(reason)
            return None
        self._known.add(path)
        return data

    def put(self, path: str, data: bytes) -> None:
        """Write a file of it, if that is wished for."""
        if not self.write or self.fault or self.closed:
            return
        try:
            system, root = self._open()
            place = f"{root}/{path}"
            if not self.address.startswith(FLAT):
                system.makedirs(place.rpartition("/")[0], exist_ok=True)
            if self.address.startswith("file:"):  # object stores put a thing whole or not at all
                draft = f"{place}.{os.urandom(8).hex()}.draft"  # containers share their numbers
                system.pipe_file(draft, data)
                system.mv(draft, place)
            else:
                system.pipe_file(place, data)
            self._known.add(path)
        except Exception as reason:
            why = _said(reason)
            self.closed = f"the shared cache cannot be written to: {why}; it is only read"

    def has(self, path: str) -> bool:
        """Tell whether there is such a file, as far as that is known: nobody is asked."""
        return path in self._known

    def _open(self) -> tuple[Any, str]:
        if self._opened is None and not self.fault:
            self._opened = opened(self.address)
        return self._opened or (None, "")


def opened(address: str) -> tuple[Any, str]:
    """Return what an address leads to, as fsspec has it, and the path there; asks nobody."""
    from fsspec.core import url_to_fs

    # a client of S3 that reads in one piece does not ask first how long a thing is
    options: dict[str, Any] = {"use_listings_cache": False} if address.startswith(FLAT) else {}
    options |= {"max_concurrency": 1} if address.startswith("s3") else {}
    system, path = url_to_fs(address.rstrip("/"), **options)
    return system, path.rstrip("/")


def remedy(address: str) -> str:
    """Return what to do where the library is missing that knows how to reach an address."""
    wanted = _LIBRARIES.get(address.partition("://")[0], "'diglot[remote]'")
    return f"run `pip install {wanted}`"


_LIBRARIES = {"gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs",
              "sftp": "paramiko", "ssh": "paramiko"}  # fmt: skip
"""What the extra ``remote`` does not bring, by scheme."""


def _placeless(reason: Exception) -> bool:
    """Tell whether not a file is missing, but the bucket it would be in."""
    answer = getattr(reason.__cause__, "response", None) or {}
    return bool(answer.get("Error", {}).get("Code") == "NoSuchBucket")


def _lost(reason: Exception) -> str:
    return f"the shared cache does not answer: {_said(reason)}; we go on without"


def _said(reason: Exception) -> str:
    return f"{type(reason).__name__}: {reason}".partition("\n")[0].rstrip(": ")
