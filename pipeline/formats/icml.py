"""ICML: the text as InDesign places it, with a style for every kind of paragraph.

Pictures are left out: a designer places those of the press kit.
"""

from __future__ import annotations

import json

from pipeline.engines import pandoc
from pipeline.model import Page, Place, canonical
from pipeline.plugs import Copy, Format
from pipeline.themes import Theme
from pipeline.tree import without_pictures
from pipeline.world import World


def _lay_out(copy: Copy, _world: World, _theme: Theme) -> bytes:
    meta = copy.edition.document["meta"]
    front = [
        {"t": "Header", "c": [level, ["", [], []], meta[name]["c"]]}
        for name, level in (("title", 1), ("subtitle", 2))
        if name in meta
    ]
    blocks = without_pictures(copy.edition.document["blocks"])
    return canonical([*front, *blocks])


def _emit(page: Page, _world: World) -> bytes:
    return pandoc.whole(json.loads(page.body), "icml", Place(str(page))).encode()


ICML = Format(
    "icml", "1", ("pypandoc_binary",), _lay_out, _emit, suffix="icml",
    kind="application/x-indesign-icml", marked=False,
)  # fmt: skip
