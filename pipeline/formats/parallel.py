"""Parallel: both languages of a release side by side, pair by pair, in one web page."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from pipeline import languages, sealed
from pipeline.engines import fonts
from pipeline.model import Chart, Locale
from pipeline.plugs import Copy, Format
from pipeline.stages import draw
from pipeline.stages.compose import Leaf, abreast
from pipeline.themes import Theme
from pipeline.web import page as web
from pipeline.world import World


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    assert copy.original
    own, theirs = (
        web.drawings(draw.screened(one.edition, theme), theme) for one in (copy, copy.original)
    )
    second, theirs = web.apart(copy.original, theirs, own)
    sides = [_side(one.edition.locale) for one in (copy, second)]
    values = web.values(copy, theme) | {"sides": sides, "head": Markup(""), "fallen": {"count": 0}}
    bare = replace(
        copy,
        pictures=web.without_drawings(copy),
        original=replace(second, pictures=web.without_drawings(second)),
    )
    page = abreast(bare, world, theme, Leaf("parallel.html", values)).decode()
    for one, drawn in ((copy, own), (second, theirs)):
        page = web.with_drawings(page, one, drawn)
    return fonts.pinned(page.encode(), world)


def _draws(_chart: Chart, _locale: Locale) -> bool:
    return True


def _side(locale: Locale) -> dict[str, str]:
    return {
        "name": languages.endonyms((locale,))[locale],
        "lang": languages.tag(locale),
        "dir": languages.direction(locale),
    }


PARALLEL = Format(
    "parallel", "8", sealed.ENGINES, _lay_out, sealed.emit, suffix="parallel.html",
    kind="text/html", paired=True, draws=_draws,
)  # fmt: skip
