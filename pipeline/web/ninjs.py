"""The news for wires: one JSON object as the IPTC defines it.

Source: ninjs 3.0, https://iptc.org/standards/ninjs/.
"""

from __future__ import annotations

import json
import re

from pipeline import languages, tree
from pipeline.model import Json
from pipeline.plugs import Copy, Download
from pipeline.web import cards, links

SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"


def item(copy: Copy, body: str) -> bytes:
    """Return the edition as a ninjs item; ``body`` is its text as HTML."""
    value = _item(copy, body)
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _item(copy: Copy, body: str) -> Json:
    edition, around = copy.edition, copy.around
    meta = {key: tree.plain(text["c"]) for key, text in edition.document["meta"].items()}
    when = f"{edition.date}T00:00:00Z"
    found = {
        "uri": _uri(copy),
        "standard": {"name": "ninjs", "version": "3.0", "schema": SCHEMA},
        "type": "text",
        "representationType": "full",
        "pubStatus": "usable",
        "firstCreated": when,
        "versionCreated": when,
        "contentCreated": when,
        "language": languages.tag(edition.locale),
        "headlines": [
            {"role": role, "contentType": "text/plain", "value": meta[key]}
            for role, key in (("main", "title"), ("subtitle", "subtitle"), ("kicker", "kicker"))
            if meta.get(key)
        ],
        "descriptions": _said(meta.get("description", "")),
        "bodies": [_body(edition.document, body)],
        "by": meta.get("author", ""),
        "located": meta.get("place", ""),
        "slugline": str(edition.slug),
        "infoSources": _contacts(copy, meta.get("author", "")),
        "renditions": [_rendition(file, copy) for file in around.downloads],
        "altIds": [{"role": "release", "value": str(edition.slug)}],
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def _uri(copy: Copy) -> str:
    around = copy.around
    if around.base:
        return links.canonical(copy.edition, around)
    return f"urn:diglot:{copy.edition.slug}:{languages.tag(copy.edition.locale)}"


def _said(text: str) -> list[Json]:
    return [{"role": "summary", "contentType": "text/plain", "value": text}] if text else []


def _body(document: Json, body: str) -> Json:
    text = tree.plain(document["blocks"])
    words = len(re.findall(rf"[{tree.HAN}]|[^\s{tree.HAN}]+", text))
    return {
        "role": "main",
        "contentType": "text/html",
        "charCount": len(text),
        "wordCount": words,
        "value": body,
    }


def _contacts(copy: Copy, author: str) -> list[Json]:
    fields = cards.fields((copy.original or copy).edition.document, copy.edition.document)
    kinds = {"EMAIL": "email", "TEL": "phone", "URL": "web"}
    known = [
        {"type": kinds[kind], "role": "media", "name": fields.get("FN", author), "value": value}
        for kind, value in fields.items()
        if kind in kinds
    ]
    if not author:
        return []
    return [{"name": author, "role": "publisher"} | ({"contactInfo": known} if known else {})]


def _rendition(file: Download, copy: Copy) -> Json:
    found: Json = {
        "name": file.medium,
        "contentType": file.kind,
        "title": file.path.rpartition("/")[2],
        "sizeInBytes": file.bytes,
    }
    if copy.around.base:
        found["href"] = copy.around.base + file.path
    return found
