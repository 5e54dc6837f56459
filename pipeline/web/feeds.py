"""What a site tells other machines: a feed for each language, and a map of all its pages.

Sources: RFC 4287 (Atom); sitemaps.org, and its links to other languages; RFC 9309 (robots).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from pipeline.model import Locale

ATOM = "http://www.w3.org/2005/Atom"
MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
_ATOM: Any = {None: ATOM}
_MAP: Any = {None: MAP, "xhtml": XHTML}
_XML = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of a site: ``path`` is below ``output/``, ``date`` an ISO day.

    ``others`` maps the hreflang of each edition of the same release to its path.
    """

    path: str
    locale: Locale
    title: str
    date: str
    kicker: str = ""
    summary: str = ""
    author: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of one language, its entries newest first; ``path`` is below ``output/``."""

    path: str
    index: str
    lang: str
    title: str
    entries: tuple[Entry, ...]


def atom(feed: Feed, base: str) -> bytes:
    """Return the Atom document of a feed; it names no hour, since a release has none."""
    root = etree.Element(f"{{{ATOM}}}feed", {_XML: feed.lang}, nsmap=_ATOM)
    _add(root, "id", base + feed.path)
    _add(root, "title", feed.title)
    _add(root, "updated", _time(max((e.date for e in feed.entries), default="1970-01-01")))
    _add(root, "link", rel="self", type="application/atom+xml", href=base + feed.path)
    _add(
        root, "link", rel="alternate", type="text/html", href=base + feed.index, hreflang=feed.lang
    )
    _add(root, "generator", "Diglot")
    for entry in feed.entries:
        node = _add(root, "entry")
        _add(node, "id", base + entry.path)
        _add(node, "title", entry.title)
        _add(node, "updated", _time(entry.date))
        _add(node, "published", _time(entry.date))
        author = _add(node, "author")
        _add(author, "name", entry.author or feed.title)
        _add(node, "link", rel="alternate", type="text/html", href=base + entry.path)
        if entry.summary:
            _add(node, "summary", entry.summary)
    return _written(root)


def sitemap(entries: Iterable[Entry], indexes: Mapping[str, str], base: str) -> bytes:
    """Return the map of a site: its index in each language, then its pages, with their others."""
    root = etree.Element(f"{{{MAP}}}urlset", nsmap=_MAP)
    known = list(entries)
    newest = max((entry.date for entry in known), default="")
    lists = [Entry(path, Locale(""), "", newest, others=indexes) for path in indexes.values()]
    for entry in (*lists, *known):
        _place(root, base, entry)
    return _written(root)


def robots(base: str) -> bytes:
    """Return what robots are told: to read all, and where the map is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n".encode()


def _place(root: etree._Element, base: str, entry: Entry) -> None:
    node = etree.SubElement(root, f"{{{MAP}}}url")
    etree.SubElement(node, f"{{{MAP}}}loc").text = base + entry.path
    if entry.date:
        etree.SubElement(node, f"{{{MAP}}}lastmod").text = entry.date
    for code, other in entry.others.items() if len(entry.others) > 1 else ():
        link = {"rel": "alternate", "hreflang": code, "href": base + other}
        etree.SubElement(node, f"{{{XHTML}}}link", link)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    node.text = text or None
    return node


def _time(date: str) -> str:
    day = (date + "-01-01")[:10] if len(date) < 10 else date
    return f"{day}T00:00:00Z"


def _written(root: etree._Element) -> bytes:
    etree.indent(root, " ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
