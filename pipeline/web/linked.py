"""What machines read of a page: schema.org data, links to its other languages, a social card.

Everything is said of what is really there: the files that were made, their sizes and digests,
the editions that speak their language.
Source: schema.org NewsArticle; ogp.me; RFC 5646 for language tags.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape

from markupsafe import Markup

from pipeline import languages, tree
from pipeline.model import Json
from pipeline.plugs import Copy, Download
from pipeline.web import cards, links

SOCIAL = (1200, 630)
"""The width and height of a social picture, in pixels."""

_PIXEL = "E37"
"""The unit of both, in the code list of UN/CEFACT."""


def head(copy: Copy) -> Markup:
    """Return the links and metadata for the head of a page."""
    around = copy.around
    lines = []
    if around.base:  # search engines want whole addresses, or none
        lines.append(f'<link rel="canonical" href="{_q(links.canonical(copy.edition, around))}">')
        lines += [
            f'<link rel="alternate" hreflang="{_q(code)}" href="{_q(address)}">'
            for code, address in links.alternates(copy.edition, around)
        ]
    for sibling in links.spoken(around, "ninjs"):
        if sibling.locale == copy.edition.locale:
            href = links.relative(sibling.files["ninjs"], around.path)
            lines.append(f'<link rel="alternate" type="application/json" href="{_q(href)}">')
    lines += [f'<meta property="{name}" content="{_q(text)}">' for name, text in _card(copy)]
    lines.append(f'<script type="application/ld+json">{_script(data(copy))}</script>')
    return Markup("\n".join(lines))  # noqa: S704  (escaped above)


def data(copy: Copy) -> Json:
    """Return what schema.org wants to know of a release: a NewsArticle with what it holds."""
    edition, around = copy.edition, copy.around
    meta = {key: tree.plain(text["c"]) for key, text in edition.document["meta"].items()}
    address = links.canonical(edition, around)
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": meta.get("title", ""),
        "alternativeHeadline": meta.get("subtitle", ""),
        "description": meta.get("description", ""),
        "articleSection": meta.get("kicker", ""),
        "datePublished": edition.date,
        "dateModified": edition.date,
        "inLanguage": languages.tag(edition.locale),
        "url": address,
        "mainEntityOfPage": address,
        "isAccessibleForFree": True,
        "contentLocation": _thing("Place", meta.get("place", "")),
        "publisher": _publisher(copy, meta.get("author", "")),
        "author": _thing("Organization", meta.get("author", "")),
        "image": _image(copy),
        "encoding": [_encoding(file, copy) for file in around.downloads],
        **_translations(copy),
    }
    return {name: value for name, value in found.items() if value not in ("", None, [], {})}


def _translations(copy: Copy) -> Mapping[str, Json]:
    around, locale = copy.around, copy.edition.locale
    works = {
        s.locale: _work(s.tag, links.whole(s.files["html"], around)) for s in links.spoken(around)
    }
    if len(works) < 2 or locale not in works:
        return {}
    if locale != around.source:
        return {"translationOfWork": works.get(around.source)}
    return {"workTranslation": [work for other, work in works.items() if other != locale]}


def _work(tag: str, address: str) -> Json:
    return {"@type": "NewsArticle", "inLanguage": tag, "url": address}


def _encoding(file: Download, copy: Copy) -> Json:
    return {
        "@type": "MediaObject",
        "encodingFormat": file.kind,
        "contentUrl": links.whole(file.path, copy.around),
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
        "inLanguage": languages.tag(copy.edition.locale),
    }


def _publisher(copy: Copy, name: str) -> Json:
    if not name:
        return None
    fields = cards.fields((copy.original or copy).edition.document, copy.edition.document)
    known = {"name": "FN", "email": "EMAIL", "telephone": "TEL", "url": "URL"}
    point = {key: fields[kind] for key, kind in known.items() if fields.get(kind)}
    found = _thing("Organization", name)
    if point:
        found["contactPoint"] = {
            "@type": "ContactPoint",
            "contactType": "media relations",
            **point,
        }
    return found


def _thing(kind: str, name: str) -> Json:
    return {"@type": kind, "name": name} if name else None


def _image(copy: Copy) -> Json:
    if not (address := picture(copy)):
        return None
    wide, high = ({"@type": "QuantitativeValue", "value": n, "unitCode": _PIXEL} for n in SOCIAL)
    return {"@type": "ImageObject", "url": address, "width": wide, "height": high}


def picture(copy: Copy) -> str:
    """Return the address of the edition's social picture, or nothing: it must be a whole one."""
    around = copy.around
    found = {s.locale: s.files.get("social") for s in around.siblings}
    path = found.get(copy.edition.locale)
    return around.base + path if path and around.base else ""


def _card(copy: Copy) -> Iterator[tuple[str, str]]:
    edition, around = copy.edition, copy.around
    meta = {key: tree.plain(text["c"]) for key, text in edition.document["meta"].items()}
    yield "og:type", "article"
    yield "og:title", meta.get("title", "")
    if description := meta.get("description") or meta.get("subtitle"):
        yield "og:description", description
    if author := meta.get("author"):
        yield "og:site_name", author
    yield "og:locale", _territory(edition.locale, edition.cldr)
    for sibling in links.spoken(around):
        if sibling.locale != edition.locale:
            yield "og:locale:alternate", _territory(sibling.locale, sibling.locale)
    yield "article:published_time", edition.date
    if around.base:
        yield "og:url", links.canonical(edition, around)
    if address := picture(copy):
        yield "og:image", address
        yield "og:image:width", str(SOCIAL[0])
        yield "og:image:height", str(SOCIAL[1])
        yield "og:image:alt", meta.get("title", "")
        yield "twitter:card", "summary_large_image"


def _territory(locale: str, cldr: str) -> str:
    """Return the name that Facebook knows: a language and a country, ``en_GB``."""
    for name in (locale, cldr):
        if "_" in name:
            return name.partition("@")[0]
    from babel.core import get_global

    likely = get_global("likely_subtags").get(locale, locale)
    parts = likely.split("_")
    return f"{parts[0]}_{parts[-1]}" if len(parts) > 1 else locale


def _script(value: Json) -> str:
    """Return JSON that no text in it can end: a script element knows no escapes but these."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _q(text: str) -> str:
    return escape(text, quote=True)
