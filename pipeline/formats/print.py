"""Print: the brochure as a press wants it, PDF/X-4 in four inks with bleed and marks.

The pages are those of the PDF for screens; what touches their edge is drawn out into the bleed,
and every colour becomes inks: those that the theme names, or what the profile makes of it.
"""

from __future__ import annotations

import base64
import html
import json
import re
from functools import partial
from typing import Any

from pipeline import preflight, themes
from pipeline.diagnostics import PipelineError, error, fatal
from pipeline.engines import bleeding, claims, composition, fonts, press, weasy
from pipeline.model import Json, Page, Place, canonical, digest
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import compose
from pipeline.themes import Theme
from pipeline.web import wall
from pipeline.world import World

BLEED_MM = 3.0
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    profile = _profile(theme, world)
    table = theme.tokens.get("press", {})
    known = {
        theme.color(name): [share / 100 for share in ink]
        for name in theme.tokens["color"]
        if (ink := theme.ink(name))
    }
    return canonical(
        {
            "page": fonts.pinned(wall.guarded(compose(copy, world, theme, "pdf")), world).decode(),
            "date": copy.edition.date,
            "inks": known,
            "limit": table.get("ink_limit", press.LIMIT_PERCENT),
            "profile": base64.b64encode(profile.data).decode(),
            "folds": _folds(theme.tokens["page"]),
        }
    )


def _emit(page: Page, world: World) -> bytes:
    data, seen = _prove(page, world)
    if not data:
        found = preflight.unpacked(seen["sightings"])
        raise PipelineError(*(error(s.rule, Place(str(page)), s.message, s.hint) for s in found))
    return data


def _prove(page: Page, world: World) -> tuple[bytes, Json]:
    plan = json.loads(page.body)
    body = plan.pop("page").encode()
    return preflight.prove(body, world, partial(_set, plan, body, world))


def _set(
    plan: Json, body: bytes, world: World, text: frozenset[str], watch: preflight.Watch
) -> bytes:
    order = weasy.Order(
        teach=(partial(watch.taught, composition.install),),
        bleed_mm=BLEED_MM,
        look=partial(_look, watch),
        finish=lambda _, pdf: watch.check(pdf),
    )
    plain = weasy.print_pdf(body, partial(fonts.serve, world=world, text=text), order)
    return press.press(plain, _order(plan, body))


def _look(watch: preflight.Watch, document: Any) -> None:
    watch.look(document)
    bleeding.bleed(document, BLEED_MM)


def _order(plan: Json, body: bytes) -> press.Order:
    profile = press.named(base64.b64decode(plan["profile"]))
    assert profile
    known = {_rgb(color): tuple(ink) for color, ink in plan["inks"].items()}
    title = html.unescape(found[1].decode()) if (found := _TITLE.search(body)) else ""
    identifier = digest(body)[:32]
    xmp = claims.for_press(title, "", plan["date"], identifier)
    folds = tuple(map(tuple, plan["folds"]))
    return press.Order(
        press.Inks(profile, known, plan["limit"]), xmp, identifier, plan["date"], BLEED_MM, folds
    )


def _profile(theme: Theme, world: World) -> press.Profile:
    """Return the profile of the theme, or that of the machine; raise if there is none."""
    if own := theme.tokens.get("press", {}).get("profile"):
        path = themes.find(world, theme, own)
        if found := press.named(world.read(path)):
            return found
        hint = "name an ICC profile of an output device in CMYK"
        raise fatal("bad-profile", Place(path), f"`{own}` is no profile of a press", hint)
    if found := press.find():
        return found
    hint = (
        "install it: `apt install libgs-common`, `dnf install libgs` or `brew install"
        " ghostscript`, or name one in [press] of the theme"
    )
    raise fatal("missing-profile", Place("templates"), "no profile of a press was found", hint)


def _folds(page: Json) -> list[list[float]]:
    """Return where the outside and the inside of a leaflet fold, from the left."""
    if int(page.get("panels", 1)) == 1:
        return []
    flap, wide = float(page.get("flap_mm", 0)), float(page["width_mm"])
    other = (wide - flap) / 2
    return [[flap, flap + other], [other, 2 * other]]


def _rgb(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


ENGINES = ("weasyprint", "pydyf", "uharfbuzz", "fonttools", "pikepdf", "pillow")
PRINT = Format(
    "print",
    "3",
    ENGINES,
    _lay_out,
    _emit,
    suffix="print.pdf",
    kind="application/pdf",
    prove=_prove,
)
