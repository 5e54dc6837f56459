"""HTML: the page composed for a screen, whole in one file and sealed by a policy of its own.

The page speaks of the files beside it, so it is made after them.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline import sealed
from pipeline.engines import fonts
from pipeline.model import Chart, Locale, Medium
from pipeline.plugs import Copy, Format
from pipeline.stages import draw
from pipeline.stages.compose import Leaf, compose
from pipeline.themes import Theme
from pipeline.web import page as web
from pipeline.world import World


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    bare = replace(copy, pictures=web.without_drawings(copy))
    leaf = Leaf("web.html", web.values(copy, theme))
    page = compose(bare, world, theme, "html", leaf).decode()
    drawn = web.drawings(draw.screened(copy.edition, theme), theme)
    return fonts.pinned(web.with_drawings(page, copy, drawn).encode(), world)


def _draws(_chart: Chart, _locale: Locale) -> bool:
    return True


NEEDS: tuple[Medium, ...] = ("pdf", "docx", "text", "epub", "icml", "kit")
HTML = Format(
    "html", "12", sealed.ENGINES, _lay_out, sealed.emit, kind="text/html", needs=NEEDS,
    draws=_draws,
)  # fmt: skip
