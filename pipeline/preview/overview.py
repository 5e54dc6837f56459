"""What the project holds: its releases, locales, formats, and the revisions one can compare."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from pipeline import config, coverage, languages, status
from pipeline.admission import parsed
from pipeline.copydesk import check
from pipeline.diagnostics import Diagnostic
from pipeline.engines import git, office
from pipeline.formats import FORMATS
from pipeline.model import Json, Locale
from pipeline.preview.making import world
from pipeline.preview.shelf import Shelf
from pipeline.preview.views import PAGES, SHOWN, Home
from pipeline.publish import OUTPUT
from pipeline.tree import plain
from pipeline.workshop import Workshop

PSEUDO = Locale("qps")


def project(home: Home) -> Json:
    """Return what can be shown; raise ``PipelineError`` for a project that cannot be read."""
    shop = Workshop(world(home), Shelf(home.cache))
    keys = config.load(shop.world)
    releases = [m.release for m in parsed(keys, shop)]
    names = languages.endonyms((*keys.locales, PSEUDO))
    shown = [m for m in FORMATS if m in keys.formats or m in ("html", "pdf")]
    return {
        "name": keys.name,
        "locales": [
            {"name": x, "shown": names[x], "lang": "" if languages.pseudo(x) else languages.tag(x)}
            for x in dict.fromkeys((*keys.locales, PSEUDO))
        ],
        "formats": [
            {"name": m, "kind": "page" if m in PAGES else "sheets", "paired": FORMATS[m].paired}
            for m in shown
            if FORMATS[m].kind in SHOWN or (m == "docx" and office.program())
        ],
        "releases": [
            {"slug": r.slug, "source": r.locale, "title": plain(r.document["meta"]["title"]["c"])
             if "title" in r.document["meta"] else r.slug}
            for r in releases
        ],
        "revisions": [
            {"name": r.name, "date": r.date, "subject": r.subject}
            for r in git.revisions(home.root, config.PATHS)
        ],
    }  # fmt: skip


def state(home: Home) -> Json:
    """Return how far each release is in each locale, its open findings, and what is published."""
    shop = Workshop(world(home), Shelf(home.cache))
    keys = config.load(shop.world)
    rows = [
        {**asdict(row), "percent": row.percent, "findings": {}}
        for row in coverage.coverage(keys, shop)
    ]
    found = Counter(
        (slug, locale, d.severity.name.lower())
        for d in check(keys, shop)
        for slug, locale in [_owner(d)]
    )
    for row in rows:
        owner = (row["release"], "" if row["source"] else row["locale"])
        row["findings"] = {s: n for (slug, loc, s), n in found.items() if (slug, loc) == owner}
    lines = status.artefacts(home.root, keys, shop, why=False)
    return {"rows": rows, "files": [_file(home, line) for line in lines]}


def _owner(found: Diagnostic) -> tuple[str, str]:
    """Return the release and the locale that a finding is about; no locale is the source."""
    parts = found.place.path.split("/")
    if parts[0] == "locales" and len(parts) == _CATALOG:
        return parts[-1].removesuffix(".po"), parts[1]
    if found.exhibit and found.exhibit.original and len(parts) > 1:
        return parts[1], str(found.exhibit.locale)
    return parts[1] if parts[0] == "sources" and len(parts) > 1 else "", ""


def _file(home: Home, line: str) -> Json:
    path, _, said = line.partition(": ")
    file = home.root / path
    size = file.stat().st_size if file.is_file() else 0
    return {"path": path.removeprefix(f"{OUTPUT}/"), "bytes": size,
            "state": said.partition(":")[0], "why": said.partition(": ")[2]}  # fmt: skip


_CATALOG = 4
"""Parts of the path of a catalog."""
