"""A cache that many machines share: traces and values below one address, through fsspec.

Whoever may write there is trusted as a machine that builds: a trace says which value an engine
made, and nobody makes it again to compare. A value is believed only as far as its digest, so
that what is damaged, torn or put there under another name counts as absent. What goes wrong is
told once; then the build goes on without.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Shared:
    """A shared cache at an address, written to only with ``write``.

    ``fault`` is what went wrong with it, empty while nothing did.
    """

    address: str
    write: bool = False
    fault: str = ""
    _opened: Any = field(default=None, repr=False)

    def get(self, path: str) -> bytes | None:
        """Return a file of it, or ``None`` if there is none, or no way to it."""
        try:
            system, root = self._open()
            return bytes(system.cat_file(f"{root}/{path}")) if not self.fault else None
        except FileNotFoundError:
            return None
        except Exception as reason:
            self._fail(reason)
            return None

    def put(self, path: str, data: bytes) -> None:
        """Write a file of it, if that is wished for."""
        if not self.write or self.fault:
            return
        try:
            system, root = self._open()
            place = f"{root}/{path}"
            system.makedirs(place.rpartition("/")[0], exist_ok=True)
            if self.address.startswith("file:"):  # object stores put a thing whole or not at all
                system.pipe_file(f"{place}.{os.getpid()}.draft", data)
                system.mv(f"{place}.{os.getpid()}.draft", place)
            else:
                system.pipe_file(place, data)
        except Exception as reason:
            self._fail(reason)

    def has(self, path: str) -> bool:
        """Tell whether there is such a file."""
        try:
            system, root = self._open()
            return not self.fault and bool(system.exists(f"{root}/{path}"))
        except Exception as reason:
            self._fail(reason)
            return False

    def _open(self) -> tuple[Any, str]:
        if self._opened is None and not self.fault:
            from fsspec.core import url_to_fs

            self._opened = url_to_fs(self.address)
        return self._opened or (None, "")

    def _fail(self, reason: Exception) -> None:
        self.fault = f"{type(reason).__name__}: {reason}".partition("\n")[0].rstrip(": ")
