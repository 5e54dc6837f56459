"""What the project holds: its releases, locales, formats, and the revisions one can compare."""

from __future__ import annotations

from pipeline import config, languages
from pipeline.admission import parsed
from pipeline.engines import git, office
from pipeline.formats import FORMATS
from pipeline.model import Json, Locale
from pipeline.preview.making import PATHS, world
from pipeline.preview.shelf import Shelf
from pipeline.preview.views import PAGES, Home
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
            if FORMATS[m].kind in _SHOWN or (m == "docx" and office.program())
        ],
        "releases": [
            {"slug": r.slug, "source": r.locale, "title": plain(r.document["meta"]["title"]["c"])
             if "title" in r.document["meta"] else r.slug}
            for r in releases
        ],
        "revisions": [
            {"name": r.name, "date": r.date, "subject": r.subject}
            for r in git.revisions(home.root, PATHS)
        ],
    }  # fmt: skip


_SHOWN = ("text/html", "application/pdf")
