"""Preflight on request: set the pages of releases, and say what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.build import finished
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError
from pipeline.formats import FORMATS
from pipeline.orders import Wish
from pipeline.preflight import RULES
from pipeline.rounds import Run
from pipeline.workshop import Workshop


def pages(
    project: Project, shop: Workshop, slugs: Iterable[str] = (), locales: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """Yield every fault of the finished pages of the releases, and of the themes they are set in.

    Raises ``PipelineError`` if there are no pages to look at, for another reason.
    """
    proved = tuple(m for m in project.formats if FORMATS[m].prove) or ("pdf",)
    wish = Wish(tuple(slugs), tuple(locales), proved)
    found: list[Diagnostic] = []
    for done in finished(Run(project, shop, wish)):
        for fault in done.faults:
            raise fault
        reasons = [diagnostic for diagnostic in done.diagnostics if diagnostic.rule not in RULES]
        if reasons and not done.whole:
            raise PipelineError(*reasons)
        found += done.diagnostics
    yield from dict.fromkeys(diagnostic for diagnostic in found if diagnostic.rule in RULES)
