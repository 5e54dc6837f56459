"""An Office file as parts by name, read with care and written the same way every time.

Law: ``pack(unpack(x))`` depends on the parts alone: fixed order, fixed dates, one writer.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_WHEN = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
"""The system that the entries claim to be from: the real one must not show."""


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return the zip of the parts, content types first, the rest by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=lambda n: (n not in _FIRST, n)):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name], compresslevel=6)
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts of an Office file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist() if not n.endswith("/")}
