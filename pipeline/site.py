"""A site around the web pages: shared assets, an index and a feed for each language, a map.

    finished pages ─▶ unpack ─▶ pages + assets/<digest>.*
    editions       ─▶ entries ─▶ <locale>/index.html, <locale>/feed.atom, sitemap.xml, robots.txt

``output/`` is the site. It is made whole or not at all, because each page of it knows others;
what it lists is what was made, and only editions that speak their language.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from pipeline import config, facts, languages, sealed, surroundings, themes
from pipeline import tree as trees
from pipeline.config import Project
from pipeline.engines import fonts, variants
from pipeline.model import (
    Artifact,
    Digest,
    Edition,
    Locale,
    Page,
    Slug,
    Target,
    canonical,
    digest,
)
from pipeline.plugs import Around, Copy, Sibling
from pipeline.stages.compose import Leaf, compose
from pipeline.surroundings import Company
from pipeline.themes import Theme
from pipeline.web import feeds, links, unpack
from pipeline.web import page as web
from pipeline.workshop import Workshop, versions
from pipeline.world import World

TITLE = "All releases"
_PAGES = ("html", "parallel")
_CODED = "1"
"""Change it when the same picture would be coded otherwise."""


Reads = dict[str, Digest]
Print = Callable[[Iterable[tuple[Page, Reads]]], Iterator[Artifact]]
"""What makes artifacts of pages."""


def around(
    project: Project, entries: Iterable[feeds.Entry], shop: Workshop, print_: Print
) -> tuple[Artifact, ...]:
    """Return what stands around the pages of a site: indexes, feeds, a map."""
    listed = _sorted(entries)
    pages = print_((page, {}) for page in indexes(project, listed, shop.world))
    files = [artifact(path, data) for path, data in maps(project, listed, shop.world)]
    return (*unpacked(pages, shop), *files)


def entry(target: Target, edition: Edition, company: Company) -> feeds.Entry | None:
    """Return what a site says of a web page; nothing if it does not speak its language."""
    known = {s.locale: s for s in company.siblings if "html" in s.files}
    if target.medium != "html" or target.locale not in known:
        return None
    meta = {name: trees.plain(text["c"]) for name, text in edition.document["meta"].items()}
    others = {s.hreflang: s.files["html"] for s in known.values()}
    if len(others) > 1:
        others["x-default"] = next(iter(others.values()))
    return feeds.Entry(
        known[target.locale].files["html"],
        target.locale,
        meta.get("title", ""),
        edition.date,
        meta.get("kicker", ""),
        meta.get("description") or meta.get("subtitle", ""),
        meta.get("author", ""),
        others,
    )


def unpacked(artifacts: Iterable[Artifact], shop: Workshop) -> Iterator[Artifact]:
    """Yield the artifacts, web pages without what they share, and then that, each file once."""
    listed = list(artifacts)
    photographs = [
        data
        for artifact in listed
        if artifact.target.medium in _PAGES
        for data in unpack.pictures(artifact.data.decode())
    ]
    variants_of = _coded(photographs, shop)
    shared: dict[str, Artifact] = {}
    for artifact in listed:
        if artifact.target.medium not in _PAGES:
            yield artifact
            continue
        done = unpack.unpack(artifact.data.decode(), artifact.path, variants_of)
        page = sealed.seal(done.page.encode(), unpack.POLICY)
        yield replace(artifact, data=page)
        for path, data in done.assets.items():
            shared[path] = replace(artifact, target=_site(), path=path, data=data)
    yield from (shared[path] for path in sorted(shared))


def indexes(project: Project, entries: list[feeds.Entry], world: World) -> Iterator[Page]:
    """Yield the index of every language, and that of the site, ready for the press."""
    spoken = [locale for locale in project.locales if any(e.locale == locale for e in entries)]
    codes, names = languages.hreflangs(tuple(spoken)), languages.endonyms(tuple(spoken))
    siblings = tuple(
        Sibling(x, languages.tag(x), codes[x], names[x], {"html": f"{x}/index.html"})
        for x in spoken
    )
    date = max((entry.date for entry in entries), default="")
    for locale in spoken:
        own = [entry for entry in entries if entry.locale == locale]
        listing = _Listing(locale, surroundings.words(world, locale), siblings, date, own)
        yield _index(project, listing, world)
    if spoken:
        first = project.source if project.source in spoken else spoken[0]
        listing = _Listing(first, surroundings.words(world, first), siblings, date, [])
        yield _index(project, listing, world)


def maps(
    project: Project, entries: list[feeds.Entry], world: World
) -> Iterator[tuple[str, bytes]]:
    """Yield the feeds, the map of the site and what robots are told, by path."""
    spoken = [locale for locale in project.locales if any(e.locale == locale for e in entries)]
    codes = languages.hreflangs(tuple(spoken))
    for locale in spoken:
        own = tuple(entry for entry in entries if entry.locale == locale)
        title = _titled(own, surroundings.words(world, locale).get(TITLE, TITLE))
        path, index = f"{locale}/feed.atom", f"{locale}/index.html"
        feed = feeds.Feed(path, index, languages.tag(locale), title, own)
        yield path, feeds.atom(feed, project.base)
    listed = {codes[locale]: f"{locale}/index.html" for locale in spoken}
    listed |= {"x-default": "index.html"} if len(spoken) > 1 else {}
    yield "sitemap.xml", feeds.sitemap(entries, listed, project.base)
    yield "robots.txt", feeds.robots(project.base)


def _titled(entries: Iterable[feeds.Entry], title: str) -> str:
    """Return the title of a feed: a reader of many feeds must see whose it is."""
    authors = {entry.author for entry in entries}
    name = authors.pop() if len(authors) == 1 else ""
    return f"{name} · {title}" if name else title


def artifact(path: str, data: bytes) -> Artifact:
    """Return a file of the site that no engine made."""
    return Artifact(_site(), path, data)


def _site() -> Target:
    return Target(Slug(""), Locale(""), "html")


@dataclass(frozen=True, slots=True)
class _Listing:
    """An index in one language; without entries it is that of the site, which offers languages."""

    locale: Locale
    words: Mapping[str, str]
    siblings: tuple[Sibling, ...]
    date: str
    entries: list[feeds.Entry]


def _index(project: Project, listing: _Listing, world: World) -> Page:
    locale, whole = listing.locale, not listing.entries
    title = listing.words.get(TITLE, TITLE)
    meta = {"title": {"t": "MetaInlines", "c": trees.text(title)}}
    author = next((entry.author for entry in listing.entries if entry.author), project.name)
    for name, text in (("author", author), ("description", f"{author}: {title}")):
        meta[name] = {"t": "MetaInlines", "c": trees.text(text)}
    edition = Edition(
        Slug(""), locale, listing.date, {"meta": meta, "blocks": []}, words=listing.words,
        cldr=project.formatted(locale),
    )  # fmt: skip
    path = "index.html" if whole else f"{locale}/index.html"
    around = Around(path, locale, project.base, listing.siblings, site=True)
    markup = {name: str(Markup.escape(trees.plain(text["c"]))) for name, text in meta.items()}
    copy = Copy(edition, {"body": "", **markup}, around=around)
    theme = themes.load(world, project.theme, config.place_of(world, "theme"))
    values = _values(copy, theme, listing)
    body = compose(copy, world, theme, "html", Leaf("index.html", values))
    target = Target(Slug(""), Locale("") if whole else locale, "html")
    return Page(target, fonts.pinned(body, world))


def _values(copy: Copy, theme: Theme, listing: _Listing) -> dict[str, object]:
    around, edition = copy.around, copy.edition
    rows = [
        {
            "href": links.relative(entry.path, around.path),
            "title": entry.title,
            "kicker": entry.kicker,
            "summary": entry.summary,
            "date": entry.date,
            "when": facts.write_date(entry.date, "long", edition.cldr),
        }
        for entry in listing.entries
    ]
    feed = f"{edition.locale}/feed.atom"
    head = [f'<link rel="canonical" href="{around.base}{around.path}">']
    head += [
        f'<link rel="alternate" hreflang="{s.hreflang}" href="{around.base}{s.files["html"]}">'
        for s in listing.siblings
        if len(listing.siblings) > 1
    ]
    if len(listing.siblings) > 1:
        head.append(f'<link rel="alternate" hreflang="x-default" href="{around.base}index.html">')
    if rows:
        address = links.relative(feed, around.path)
        head.append(f'<link rel="alternate" type="application/atom+xml" href="{address}">')
    choices = [] if rows else links.switch(edition, around)
    return {
        **web.values(copy, theme),
        "entries": rows,
        "choices": choices,
        "languages": links.switch(edition, around) if rows else [],
        "head": Markup("\n".join(head)),  # noqa: S704  (addresses that the project file allows)
        "feed": links.relative(feed, around.path) if rows else "",
        "index": "",
    }


def _sorted(entries: Iterable[feeds.Entry]) -> list[feeds.Entry]:
    """Return the entries, the newest first."""
    return sorted(sorted(entries, key=lambda e: e.path), key=lambda e: e.date, reverse=True)


def _coded(photographs: list[bytes], shop: Workshop) -> dict[bytes, Mapping[str, bytes]]:
    known = list(dict.fromkeys(photographs))
    items = {digest("code", _CODED, *versions("pillow"), data): data for data in known}
    subjects = [f"picture {digest(data)[:8]}" for data in known]
    made = shop.run("code", _code, items, subjects)
    return {
        data: {name: base64.b64decode(file) for name, file in json.loads(value).items()}
        for data, (value, _) in zip(known, made, strict=True)
    }


def _code(_world: World, data: bytes) -> bytes:
    files = variants.variants(data)
    return canonical({name: base64.b64encode(file).decode() for name, file in files.items()})
