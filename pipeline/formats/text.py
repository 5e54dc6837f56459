"""Text: the release as plain text, to be pasted into a mail or an editor's system."""

from __future__ import annotations

import json

from pipeline import facts, tree
from pipeline.engines import pandoc
from pipeline.model import Edition, Page, Place, canonical
from pipeline.plugs import Copy, Format
from pipeline.themes import Theme
from pipeline.world import World

ENGINES = ("pypandoc_binary",)


def _lay_out(copy: Copy, _world: World, _theme: Theme) -> bytes:
    blocks = tree.without_pictures(copy.edition.document["blocks"])
    return canonical({"head": _head(copy.edition), "blocks": blocks})


def _emit(page: Page, _world: World) -> bytes:
    plan = json.loads(page.body)
    (body,) = pandoc.write([plan["blocks"]], "plain", Place(str(page)))
    return f"{plan['head']}\n\n{body.strip()}\n".encode()


def _head(edition: Edition) -> str:
    meta = {name: tree.plain(text["c"]) for name, text in edition.document["meta"].items()}
    when = facts.write_date(edition.date, "long", edition.cldr)
    pattern = edition.word("{place}, {date}")
    place = meta.get("place", "")
    line = pattern.replace("{place}", place).replace("{date}", when) if place else when
    shown = [meta.get(name, "") for name in ("author", "kicker", "title", "subtitle")]
    return "\n\n".join([*filter(None, shown), line])


TEXT = Format("text", "1", ENGINES, _lay_out, _emit, suffix="txt", kind="text/plain", marked=False)
