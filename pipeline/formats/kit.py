"""Kit: what an editor asks for in one archive: the text, every picture, and whose it is.

The archive is written by us, in one order and with one date, so the same kit has the same bytes.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile

from pipeline import tree
from pipeline.engines import fonts, pandoc
from pipeline.engines.drawing import raster
from pipeline.model import Json, Page, Place, canonical
from pipeline.plugs import Copy, Format
from pipeline.themes import Theme
from pipeline.world import World

SHOWS, SOURCE = "Shows: {text}", "Source: {text}"
WORDS = (SHOWS, SOURCE)
"""What the list of credits says of each picture, for translators."""

_DATE = (1980, 1, 1, 0, 0, 0)


def _lay_out(copy: Copy, _world: World, _theme: Theme) -> bytes:
    edition = copy.edition
    meta = {name: tree.plain(text["c"]) for name, text in edition.document["meta"].items()}
    credits_ = [
        {"target": target, "alt": alt, "caption": caption}
        for target, alt, caption in _shown(edition.document["blocks"])
    ]
    pictures = {
        target: {kind: base64.b64encode(data).decode() for kind, data in files.items()}
        for target, files in copy.pictures.items()
    }
    words = {name: edition.word(name) for name in (SHOWS, SOURCE)}
    return canonical(
        {"slug": edition.slug, "meta": meta, "blocks": edition.document["blocks"],
         "credits": credits_, "pictures": pictures, "date": edition.date, "words": words}
    )  # fmt: skip


def _emit(page: Page, _world: World) -> bytes:
    plan = json.loads(page.body)
    (body,) = pandoc.write([tree.without_pictures(plan["blocks"])], "plain", Place(str(page)))
    head = [plan["meta"].get(name, "") for name in ("kicker", "title", "subtitle")]
    files = {f"{plan['slug']}.txt": "\n\n".join([*filter(None, head), body.strip(), ""]).encode()}
    names: dict[str, list[str]] = {}
    for target, packed in sorted(plan["pictures"].items()):
        stem = target.rpartition("/")[2].rpartition(".")[0]
        made = {kind: base64.b64decode(data) for kind, data in packed.items()}
        if set(made) == {"svg"}:
            made["png"] = raster.pixels(made["svg"])
        for kind, data in sorted(made.items()):
            names.setdefault(target, []).append(f"pictures/{stem}.{kind}")
            files[f"pictures/{stem}.{kind}"] = data
    files["CREDITS.txt"] = _credits(plan, names).encode()
    return _zipped(files)


def _credits(plan: Json, names: dict[str, list[str]]) -> str:
    author = plan["meta"].get("author", "")
    parts = [plan["meta"].get("title", ""), "\n".join(filter(None, (author, plan["date"])))]
    for row in plan["credits"]:
        said = [", ".join(names.get(row["target"], []))]
        said += [row["caption"]] if row["caption"] else []
        said += [plan["words"][SHOWS].replace("{text}", row["alt"])] if row["alt"] else []
        said += [plan["words"][SOURCE].replace("{text}", author)] if author else []
        parts.append("\n".join(said))
    return "\n\n".join(parts) + "\n"


def _shown(blocks: Json) -> list[tuple[str, str, str]]:
    """Return the target, the alt text and the caption of every picture, in reading order."""
    found: dict[str, tuple[str, str, str]] = {}
    figures = [node for _, node in tree.nodes(blocks) if node["t"] == "Figure"]
    for caption, inside in [(tree.plain(f["c"][1][1]), f["c"][2]) for f in figures] + [
        ("", blocks)
    ]:
        for _, node in tree.nodes(inside):
            if node["t"] == "Image":
                target = node["c"][2][0]
                found.setdefault(target, (target, tree.plain(node["c"][1]), caption))
    return list(found.values())


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


KIT = Format(
    "kit", "1", ("pypandoc_binary", "vl-convert-python"), _lay_out, _emit, fonts.identity,
    suffix="zip", kind="application/zip", marked=False,
)  # fmt: skip
