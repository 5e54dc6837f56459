"""Where a page leads: its other languages, both side by side, what there is to take away."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from pipeline import languages
from pipeline.model import Edition, Medium
from pipeline.plugs import Around, Sibling

NAMES = {"pdf": "PDF", "docx": "Word", "epub": "EPUB", "text": "TXT", "icml": "ICML", "kit": "ZIP"}
"""What a reader calls each format."""


def relative(path: str, page: str) -> str:
    """Return the address of a file as the page at ``page`` writes it; both below ``output/``."""
    return posixpath.relpath(path, posixpath.dirname(page) or ".") if path else ""


def spoken(around: Around, medium: Medium = "html") -> tuple[Sibling, ...]:
    """Return the editions that have a file of a medium."""
    return tuple(sibling for sibling in around.siblings if medium in sibling.files)


def switch(edition: Edition, around: Around) -> list[dict[str, Any]]:
    """Return a row for every language that a reader can choose, this page's own among them."""
    found = [_row(s, edition, relative(s.files["html"], around.path)) for s in spoken(around)]
    if found and not any(row["here"] for row in found):
        own = languages.endonyms((edition.locale,))[edition.locale]
        tag = languages.tag(edition.locale)
        found.append({"name": own, "lang": tag, "code": tag, "href": "#top", "here": True})
    return found if len(found) > 1 else []


def parallel(edition: Edition, around: Around) -> list[dict[str, Any]]:
    """Return a row for every page that shows this edition beside another."""
    by_locale = {sibling.locale: sibling for sibling in around.siblings}
    source = by_locale.get(around.source)
    pairs = [s for s in spoken(around, "parallel") if edition.locale in (s.locale, around.source)]
    return [
        {"names": [_named(source), _named(s)], "href": relative(s.files["parallel"], around.path)}
        for s in pairs
        if source
    ]


def downloads(edition: Edition, around: Around) -> list[dict[str, Any]]:
    """Return a row for every file that the page offers, with its size in the page's language."""
    return [
        {
            "name": NAMES[file.medium],
            "href": relative(file.path, around.path),
            "size": size(file.bytes, edition.cldr),
            "sha256": file.sha256,
            "kind": file.kind,
        }
        for file in around.downloads
    ]


def size(count: int, cldr: str) -> str:
    """Return a number of bytes as a reader says it: ``58 KB``, ``1.2 MB``."""
    from babel.numbers import format_decimal

    kilo = count / 1000
    number, unit = (kilo, "KB") if kilo < 999.5 else (kilo / 1000, "MB")
    digits = "0.0" if unit == "MB" and number < 10 else "0"
    return f"{format_decimal(max(number, 1), format=digits, locale=cldr)}\u00a0{unit}"


def alternates(edition: Edition, around: Around) -> Iterator[tuple[str, str]]:
    """Yield ``(hreflang, address)`` of every edition, and of the one for all other readers.

    A page that does not speak its language, or has no other beside it, claims nothing.
    """
    found = spoken(around)
    if len(found) < 2 or edition.locale not in {sibling.locale for sibling in found}:
        return
    for sibling in found:
        yield sibling.hreflang, whole(sibling.files["html"], around)
    yield "x-default", whole(found[0].files["html"], around)


def canonical(edition: Edition, around: Around) -> str:
    """Return the address that stands for a page: its own, or the source's if it says the same."""
    found = spoken(around)
    own = next((s for s in found if s.locale == edition.locale), found[0] if found else None)
    return whole(own.files["html"] if own else around.path, around)


def index(edition: Edition, around: Around) -> str:
    """Return the way to the list of releases in the page's language, or in the source's."""
    speaking = [sibling.locale for sibling in spoken(around)]
    locale = edition.locale if edition.locale in speaking else around.source
    return relative(f"{locale}/index.html", around.path)


def whole(path: str, around: Around) -> str:
    """Return the address of a file on the web, or from this page where nobody knows that."""
    return around.base + path if around.base else relative(path, around.path)


def _row(sibling: Sibling, edition: Edition, href: str) -> dict[str, Any]:
    here = sibling.locale == edition.locale
    return _named(sibling) | {"code": sibling.hreflang, "href": href, "here": here}


def _named(sibling: Sibling) -> dict[str, Any]:
    return {"name": sibling.name, "lang": sibling.tag}
