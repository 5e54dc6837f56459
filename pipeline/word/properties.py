"""What a Word file says of itself: title, author, language, dates of the release, no machine."""

from __future__ import annotations

from pipeline.languages import word_tag
from pipeline.word.sheet import Sheet
from pipeline.word.xml import make, write


def core(sheet: Sheet) -> bytes:
    """Return ``docProps/core.xml``."""
    root = make(
        "cp:coreProperties",
        make("dc:title", sheet.text("title")),
        make("dc:subject", sheet.text("subtitle")),
        make("dc:creator", sheet.text("author")),
        make("dc:description", sheet.text("description") or sheet.text("subtitle")),
        make("dc:language", word_tag(sheet.locale)),
        make("cp:category", sheet.text("kicker")),
    )
    for name in ("created", "modified"):
        moment = make(f"dcterms:{name}", f"{sheet.date}T00:00:00Z", xsi_type="dcterms:W3CDTF")
        root.append(moment)
    return write(root)


def app() -> bytes:
    """Return ``docProps/app.xml``: which program the file is for, nothing of the one that ran."""
    parts = (make("ep:Application", "Microsoft Office Word"), make("ep:AppVersion", "16.0000"))
    return write(make("ep:Properties", *parts))
