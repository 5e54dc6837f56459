"""Social: the picture that networks show of a release, made from its cover."""

from __future__ import annotations

from urllib.parse import quote

from pipeline import languages, tree
from pipeline.engines import fonts, outlines
from pipeline.engines.drawing import raster
from pipeline.model import Page
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import Leaf, broken, compose
from pipeline.themes import Theme
from pipeline.world import World

_WIDTH, _SIZE, _MOST = 800, 60, 4
"""How wide a line of the title may be and how large its type, in pixels; how many there are."""


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    script = languages.script(copy.edition.locale)
    rtl = languages.direction(copy.edition.locale) == "rtl"
    families = {
        role: ", ".join([*_faces(theme.families(role, script), rtl=rtl), "sans-serif"])
        for role in ("title", "label")
    }
    title = tree.plain(copy.edition.document["meta"]["title"]["c"])
    size, lines = _SIZE, broken(title, copy, _WIDTH / _SIZE)
    while len(lines) > _MOST and size > 30:
        size -= 4
        lines = broken(title, copy, _WIDTH / size)
    values = {"lines": lines, "size": size, "families": families}
    return compose(copy, world, theme, "html", Leaf("social.svg", values))


def _emit(page: Page, world: World) -> bytes:
    script = languages.script(page.target.locale)

    def serve(letters: outlines.Letters) -> bytes:
        address = f"font:{quote(letters.family)}/{letters.weight}/normal/{script}"
        return fonts.serve(address, world, frozenset(letters.text))

    def covers(family: str, character: str) -> bool:
        return fonts.has(fonts.Wish(family, 400, italic=False, script=script), character, world)

    return raster.exact(outlines.outlined(page.body, serve, covers))


def _faces(families: tuple[str, ...], *, rtl: bool) -> list[str]:
    """Return the families of a text; the renderer takes any face for what the first lacks."""
    if not rtl:
        return list(families)
    return [family.removesuffix(" Display") for family in families][::-1]


SOCIAL = Format(
    "social", "3", ("vl-convert-python", "uharfbuzz"), _lay_out, _emit, fonts.identity,
    suffix="social.png", kind="image/png",
)  # fmt: skip
