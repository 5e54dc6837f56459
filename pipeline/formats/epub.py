"""EPUB: the release as a small book for a reader's own device, in the reader's own type."""

from __future__ import annotations

import base64
import json

from pipeline import languages, tree
from pipeline.engines import pandoc
from pipeline.engines.drawing import raster
from pipeline.model import Json, Page, canonical
from pipeline.plugs import Copy, Format
from pipeline.themes import Theme
from pipeline.world import World


def _lay_out(copy: Copy, _world: World, _theme: Theme) -> bytes:
    edition = copy.edition
    meta = {name: tree.plain(text["c"]) for name, text in edition.document["meta"].items()}
    pictures = {
        target: {kind: base64.b64encode(data).decode() for kind, data in sorted(files.items())}
        for target, files in copy.pictures.items()
    }
    known = {
        "title": meta.get("title", ""), "subtitle": meta.get("subtitle", ""),
        "creator": meta.get("author", ""), "publisher": meta.get("author", ""),
        "description": meta.get("description", ""), "date": edition.date,
        "lang": languages.pandoc_tag(edition.locale),
        "identifier": f"urn:diglot:{edition.slug}:{languages.tag(edition.locale)}",
    }  # fmt: skip
    return canonical(
        {"blocks": edition.document["blocks"], "pictures": pictures,
         "meta": {name: text for name, text in known.items() if text}}
    )  # fmt: skip


def _emit(page: Page, _world: World) -> bytes:
    plan = json.loads(page.body)
    media: dict[str, bytes] = {}
    for target, files in plan["pictures"].items():
        kind = next((k for k in ("png", "jpg", "jpeg") if k in files), "svg")
        data = base64.b64decode(files[kind])
        name = f"{target.rpartition('.')[0]}.{'png' if kind == 'svg' else kind}"
        media[name] = raster.pixels(data) if kind == "svg" else data
    renamed = {name.rpartition(".")[0]: name for name in media}

    def visit(node: Json) -> Json:
        if node.get("t") == "Div":  # the type of a chart is no attribute of a book
            (name, classes, pairs), inside = node["c"]
            kept = [pair for pair in pairs if pair[0] in ("lang", "dir")]
            return node | {"c": [[name, classes, kept], inside]}
        if node.get("t") == "Image":
            attributes, alt, (target, title) = node["c"]
            stem = target.rpartition(".")[0]
            return node | {"c": [attributes, alt, [renamed.get(stem, target), title]]}
        return node

    return pandoc.epub(tree.rewrite(plan["blocks"], visit), plan["meta"], media)


EPUB = Format(
    "epub", "2", ("pypandoc_binary", "vl-convert-python"), _lay_out, _emit,
    kind="application/epub+zip", marked=False,
)  # fmt: skip
