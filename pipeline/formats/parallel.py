"""Parallel: both languages of a release side by side, pair by pair, in one web page."""

from __future__ import annotations

from markupsafe import Markup

from pipeline import languages, sealed
from pipeline.engines import fonts
from pipeline.model import Locale
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import Leaf, compose, linked
from pipeline.themes import Theme
from pipeline.web import page as web
from pipeline.web import pairs
from pipeline.world import World


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    rows = [
        {"name": p.name, "kind": p.kind, "own": linked(p.own), "other": linked(p.other)}
        for p in pairs.pairs(copy)
    ]
    sides = [_side(copy.around.source), _side(copy.edition.locale)]
    second = {"script": languages.script(copy.around.source), "meta": {}}
    values = web.values(copy, theme) | {"rows": rows, "sides": sides, "other": second}
    values["head"] = Markup("")
    page = compose(copy, world, theme, "html", Leaf("parallel.html", values))
    return fonts.pinned(page, world)


def _side(locale: Locale) -> dict[str, str]:
    return {
        "name": languages.endonyms((locale,))[locale],
        "lang": languages.tag(locale),
        "dir": languages.direction(locale),
    }


PARALLEL = Format(
    "parallel", "7", sealed.ENGINES, _lay_out, sealed.emit, suffix="parallel.html",
    kind="text/html", paired=True,
)  # fmt: skip
