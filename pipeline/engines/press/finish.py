"""What a file for the press says of itself, and its bytes: the same each time."""

from __future__ import annotations

import io
import zlib
from typing import Any

from pipeline.engines.press.profile import Profile


def claim(document: Any, profile: Profile, xmp: bytes, date: str) -> None:
    """Write into a document that it is PDF/X-4, for which press, and when it was made."""
    import pikepdf
    from pikepdf import Dictionary, Name, String

    inks = document.make_stream(zlib.compress(profile.data, 9))
    inks["/Filter"], inks["/N"], inks["/Alternate"] = Name.FlateDecode, 4, Name.DeviceCMYK
    document.Root["/OutputIntents"] = pikepdf.Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier=String("Custom"),
                OutputCondition=String(profile.name),
                Info=String(profile.name),
                DestOutputProfile=inks,
            )
        ]
    )
    told = document.make_stream(xmp)
    told["/Type"], told["/Subtype"] = Name.Metadata, Name.XML
    document.Root["/Metadata"] = told
    moment = String(f"D:{date.replace('-', '')}000000Z")
    document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = moment
    document.docinfo["/Trapped"] = Name("/False")
    for key in ("/StructTreeRoot", "/MarkInfo", "/AcroForm", "/OpenAction"):
        if key in document.Root:
            del document.Root[key]


def written(document: Any, identifier: str) -> bytes:
    """Return the bytes of a document; ``identifier`` names it, 32 hex digits."""
    import pikepdf

    document.remove_unreferenced_resources()
    document.trailer["/ID"] = pikepdf.Array([bytes.fromhex(identifier)] * 2)
    out = io.BytesIO()
    document.save(
        out,
        force_version="1.6",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        static_id=False,
        deterministic_id=True,
    )
    return out.getvalue()
