"""What a Word file says of itself: title, author, language, dates of the release, no machine."""

from __future__ import annotations

from pipeline.languages import word_tag
from pipeline.word.sheet import Sheet
from pipeline.word.xml import make, write


def core(sheet: Sheet, date: str) -> bytes:
    """Return ``docProps/core.xml``; ``date`` is the ISO date of the release."""
    texts = sheet.texts
    root = make(
        "cp:coreProperties",
        make("dc:title", texts.get("title", "")),
        make("dc:subject", texts.get("subtitle", "")),
        make("dc:creator", texts.get("author", "")),
        make("dc:description", texts.get("description") or texts.get("subtitle", "")),
        make("dc:language", word_tag(sheet.locale)),
        make("cp:category", texts.get("kicker", "")),
    )
    for name in ("created", "modified"):
        moment = make(f"dcterms:{name}", f"{date}T00:00:00Z", xsi_type="dcterms:W3CDTF")
        root.append(moment)
    return write(root)


def app() -> bytes:
    """Return ``docProps/app.xml``: which program the file is for, nothing of the one that ran."""
    parts = (make("ep:Application", "Microsoft Office Word"), make("ep:AppVersion", "16.0000"))
    return write(make("ep:Properties", *parts))
