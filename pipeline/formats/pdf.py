"""PDF: the page composed for paper, set by WeasyPrint in faces cut for its text."""

from __future__ import annotations

import io
from functools import partial

from pipeline.diagnostics import PipelineError, fatal
from pipeline.engines import composition, fonts, tagging, weasy
from pipeline.model import Page, Place
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import compose
from pipeline.themes import Theme
from pipeline.world import World

_FOLDED = b'<div class="outside">'


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    return fonts.pinned(compose(copy, world, theme, "pdf"), world)


def _emit(page: Page, world: World) -> bytes:
    text = fonts.text_of(page.body)
    if bare := fonts.uncovered(page.body, text, world):
        raise _blank(bare, str(page))
    serve = partial(fonts.serve, world=world, text=text)
    made = weasy.print_pdf(page.body, serve, teach=(tagging.install, composition.install))
    if _FOLDED in page.body and (sides := _pages(made)) > len(("outside", "inside")):
        raise _overfull(sides, str(page))
    return made


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _overfull(sides: int, page: str) -> PipelineError:
    message = f"the text fills {sides} sides, and the sheet of a leaflet has 2"
    hint = "shorten the text, or write `page: a4` into the front matter"
    return fatal("overfull-leaflet", Place(page), message, hint)


def _blank(characters: tuple[str, ...], page: str) -> PipelineError:
    named = ", ".join(f"`{c}` (U+{ord(c):04X})" for c in characters[:9])
    message = f"no face of the theme has {named}"
    hint = "write something else, or give the theme a face that has it"
    return fatal("missing-glyph", Place(page), message, hint)


ENGINES = ("weasyprint", "pydyf", "uharfbuzz", "fonttools")
PDF = Format("pdf", "4", ENGINES, _lay_out, _emit, kind="application/pdf")
