"""The whole reading: read, exempt, place, audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.checks import CHECKS, audit
from pipeline.config import Project, place_of
from pipeline.copydesk.exempting import exempt, in_force, judged, switched_off
from pipeline.copydesk.placing import Placing
from pipeline.copydesk.readings import readings
from pipeline.diagnostics import Diagnostic
from pipeline.finished import MANUALS
from pipeline.plugs import Ledger
from pipeline.workshop import Workshop

RULES = tuple(check.name for check in CHECKS) + tuple(MANUALS)


def check(
    project: Project, shop: Workshop, slugs: Iterable[str] = (), locales: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """Yield all that is wrong with every text of the project, text by text; exemptions last.

    Every translation of every release, the releases' own texts, the words of the templates.
    """
    part = (tuple(slugs), tuple(locales))
    read = tuple(readings(project, shop, *part))
    exemptions = in_force(project, shop.world, read)
    found = (problem for reading in read for problem in reading.found)
    kept, used = exempt(found, exemptions)
    yield from Placing(shop.world).placed(kept)
    idle = tuple(
        exemption
        for exemption in exemptions
        if exemption not in used
        and (exemption.key is not None or not any(part))  # of a part nobody else can be idle
        and judged(exemption, read, project.disabled)
    )
    off = switched_off(project, place_of(shop.world, "disable"))
    yield from audit(Ledger(RULES, (*exemptions, *off), idle), project.disabled)
