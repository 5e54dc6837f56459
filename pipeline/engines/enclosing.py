"""Files that travel inside a PDF: what it was made from, for whoever finds it later.

They lie in the file as PDF/A-3 asks: listed in the document, with what each is to it, its type
and its date; equal files make equal bytes.

Source: ISO 19005-3, 6.8 and annex E; ISO 32000-1, 7.11.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to lay into a PDF.

    ``relation`` is ``Source``, ``Data``, ``Supplement`` or ``Alternative``; ``kind`` a media
    type; ``date`` an ISO date.
    """

    name: str
    data: bytes
    kind: str
    relation: str
    description: str
    date: str


def enclose(pdf: bytes, enclosures: Sequence[Enclosure]) -> bytes:
    """Return a PDF with files in it, in their order."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    with pikepdf.open(io.BytesIO(pdf)) as document:
        listed, names = [], []
        for enclosure in enclosures:
            moment = String(f"D:{enclosure.date.replace('-', '')}000000Z")
            stream = document.make_stream(zlib.compress(enclosure.data, 9))
            stream["/Filter"] = Name.FlateDecode
            stream["/Type"] = Name.EmbeddedFile
            stream["/Subtype"] = Name(f"/{enclosure.kind}")
            stream["/Params"] = Dictionary(
                Size=len(enclosure.data),
                CheckSum=String(hashlib.md5(enclosure.data, usedforsecurity=False).digest()),
                CreationDate=moment,
                ModDate=moment,
            )
            spec = document.make_indirect(
                Dictionary(
                    Type=Name.Filespec,
                    F=String(enclosure.name),
                    UF=String(enclosure.name),
                    Desc=String(enclosure.description),
                    AFRelationship=Name(f"/{enclosure.relation}"),
                    EF=Dictionary(F=stream, UF=stream),
                )
            )
            listed.append(spec)
            names.append((enclosure.name, spec))
        tree = [part for pair in sorted(names, key=lambda p: p[0].encode()) for part in pair]
        inside = document.Root.get("/Names", Dictionary())
        inside["/EmbeddedFiles"] = document.make_indirect(Dictionary(Names=Array(tree)))
        document.Root["/Names"] = inside
        document.Root["/AF"] = Array(listed)
        return _written(document)


def _written(document: Any) -> bytes:
    """Return the bytes of a document in which no stream ends with a return.

    A reader may take it for a part of the end of line that follows, and find the length wrong.
    """
    import pikepdf

    for stream in document.objects:
        if isinstance(stream, pikepdf.Stream) and stream.read_raw_bytes()[-1:] == b"\r":
            packed: Any = stream
            packed.write(  # what follows the end of the packed data is not read
                stream.read_raw_bytes() + b"\0",
                filter=stream.get("/Filter"),
                decode_parms=stream.get("/DecodeParms"),
            )
    data = b""
    for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
        out = io.BytesIO()
        document.save(out, object_stream_mode=mode, deterministic_id=True)
        data = out.getvalue()
        if b"\r\nendstream" not in data:
            break
    return data
