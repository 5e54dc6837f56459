"""Preflight on request: set the pages of releases, and say what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.build import build
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError
from pipeline.formats import FORMATS
from pipeline.preflight import RULES
from pipeline.standing import Wish
from pipeline.workshop import Workshop


def pages(
    project: Project, shop: Workshop, slugs: Iterable[str] = (), locales: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """Yield every fault of the finished pages of the releases, and of the themes they are set in.

    Raises ``PipelineError`` if there are no pages to look at, for another reason.
    """
    proved = tuple(m for m in project.formats if FORMATS[m].prove) or ("pdf",)
    wish = Wish(tuple(slugs), tuple(locales), proved)
    try:
        found = build(project, shop, wish).diagnostics
    except PipelineError as reason:
        if not all(diagnostic.rule in RULES for diagnostic in reason.diagnostics):
            raise
        found = reason.diagnostics
    yield from (diagnostic for diagnostic in found if diagnostic.rule in RULES)
