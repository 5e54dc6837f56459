"""PDF: the page composed for paper, set by WeasyPrint in faces cut for its text.

One file for everyone: it can be read aloud (PDF/UA-1) and kept for good (PDF/A-3a), and
carries the release and the catalog that it was made from. Its pages are looked at as they are
made.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from pipeline import preflight
from pipeline.diagnostics import PipelineError, error, fatal
from pipeline.engines import claims, composition, enclosing, fonts, tagging, weasy
from pipeline.model import Json, Page, Place
from pipeline.plugs import Copy, Format, Origin
from pipeline.stages.compose import compose, spread
from pipeline.themes import Theme
from pipeline.web import wall
from pipeline.world import World

_FOLDED = b'<div class="outside">'
KINDS = {
    "md": ("text/markdown", "Source", "the release that this document was made from"),
    "po": ("text/x-gettext-translation", "Supplement", "the catalog of its translation"),
}
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    return fonts.pinned(wall.guarded(compose(copy, world, theme, "pdf")), world)


def _lay_beside(copy: Copy, world: World, theme: Theme) -> bytes:
    return fonts.pinned(wall.guarded(spread(copy, world, theme)), world)


def _emit(page: Page, world: World) -> bytes:
    data, seen = _prove(page, world)
    if not data:
        found = preflight.unpacked(seen["sightings"])
        raise PipelineError(*(error(s.rule, Place(str(page)), s.message, s.hint) for s in found))
    return data


def _prove(page: Page, world: World) -> tuple[bytes, Json]:
    return preflight.prove(page.body, world, partial(_set, page, world))


def _set(page: Page, world: World, text: frozenset[str], watch: preflight.Watch) -> bytes:
    order = weasy.Order(
        teach=(tagging.install, partial(watch.taught, composition.install)),
        variant="pdf/a-3a",
        look=watch.look,
        finish=partial(_finish, watch),
    )
    data = weasy.print_pdf(page.body, partial(fonts.serve, world=world, text=text), order)
    if _FOLDED in page.body and watch.pages > len(("outside", "inside")):
        raise _overfull(watch.pages, str(page))
    return data


def _overfull(sides: int, page: str) -> PipelineError:
    message = f"the text fills {sides} sides, and the sheet of a leaflet has 2"
    hint = "shorten the text, or write `page: a4` into the front matter"
    return fatal("overfull-leaflet", Place(page), message, hint)


def _finish(watch: preflight.Watch, document: Any, pdf: Any) -> None:
    claims.for_screens(document, pdf)
    watch.check(pdf)


def _enclose(data: bytes, origins: tuple[Origin, ...]) -> bytes:
    return enclosing.enclose(data, [_enclosure(origin) for origin in origins])


def _enclosure(origin: Origin) -> enclosing.Enclosure:
    name = origin.path.rpartition("/")[2]
    kind, relation, description = KINDS[name.rpartition(".")[2]]
    data = origin.data if relation == "Supplement" else _evenly(origin.data)
    return enclosing.Enclosure(name, data, kind, relation, description, origin.date)


def _evenly(release: bytes) -> bytes:
    """Return a release with one blank line where several stand: they change no page."""
    return _BLANK_LINES.sub("\n\n", release.decode(errors="surrogateescape")).encode(
        errors="surrogateescape"
    )


ENGINES = ("weasyprint", "pydyf", "uharfbuzz", "fonttools", "pikepdf")
PDF = Format(
    "pdf",
    "6",
    ENGINES,
    _lay_out,
    _emit,
    kind="application/pdf",
    prove=_prove,
    enclose=_enclose,
)
BESIDE = Format(
    "parallel-pdf", PDF.version, ENGINES, _lay_beside, _emit, suffix="parallel.pdf",
    kind=PDF.kind, paired=True, halved=True, prove=_prove, enclose=_enclose,
)  # fmt: skip
