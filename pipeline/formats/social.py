"""Social: the picture that networks show of a release, made from its cover."""

from __future__ import annotations

from pipeline import languages, tree
from pipeline.engines import fonts, raster
from pipeline.model import Page
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import Leaf, broken, compose
from pipeline.themes import Theme
from pipeline.world import World

_WIDTH, _SIZE, _MOST = 800, 60, 4
"""How wide a line of the title may be and how large its type, in pixels; how many there are."""


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    script = languages.script(copy.edition.locale)
    families = {
        role: ", ".join([*_faces(theme.families(role, script), script), "sans-serif"])
        for role in ("title", "label")
    }
    title = tree.plain(copy.edition.document["meta"]["title"]["c"])
    size, lines = _SIZE, broken(title, copy, _WIDTH / _SIZE)
    while len(lines) > _MOST and size > 30:
        size -= 4
        lines = broken(title, copy, _WIDTH / size)
    values = {"lines": lines, "size": size, "families": families}
    return compose(copy, world, theme, "html", Leaf("social.svg", values))


def _emit(page: Page, _world: World) -> bytes:
    return raster.exact(page.body)


def _faces(families: tuple[str, ...], script: str) -> list[str]:
    """Return the families of a text: the renderer takes any face for what the first lacks."""
    known = [family.removesuffix(" Display") for family in families]
    return known if script == "Latn" else known[::-1]


SOCIAL = Format(
    "social", "2", ("vl-convert-python",), _lay_out, _emit, fonts.identity,
    suffix="social.png", kind="image/png",
)  # fmt: skip
