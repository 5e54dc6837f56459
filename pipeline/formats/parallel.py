"""Parallel: both languages of a release side by side, pair by pair, in one web page."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from pipeline import languages, sealed
from pipeline.engines import fonts
from pipeline.model import Locale
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import Leaf, abreast
from pipeline.themes import Theme
from pipeline.web import page as web
from pipeline.world import World


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    assert copy.original
    second = web.apart(copy.original, copy)
    sides = [_side(one.edition.locale) for one in (copy, second)]
    values = web.values(copy, theme) | {"sides": sides, "head": Markup(""), "fallen": {"count": 0}}
    bare = replace(
        copy,
        pictures=web.without_drawings(copy),
        original=replace(second, pictures=web.without_drawings(second)),
    )
    page = abreast(bare, world, theme, Leaf("parallel.html", values)).decode()
    for drawn in (copy, second):
        page = web.with_drawings(page, drawn, theme)
    return fonts.pinned(page.encode(), world)


def _side(locale: Locale) -> dict[str, str]:
    return {
        "name": languages.endonyms((locale,))[locale],
        "lang": languages.tag(locale),
        "dir": languages.direction(locale),
    }


PARALLEL = Format(
    "parallel", "8", sealed.ENGINES, _lay_out, sealed.emit, suffix="parallel.html",
    kind="text/html", paired=True,
)  # fmt: skip
