"""The whole reading: read, exempt, place, audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline import catalogs
from pipeline.checks import CHECKS, audit
from pipeline.config import Project, place_of
from pipeline.copydesk.exempting import exempt, in_force, judged, switched_off
from pipeline.copydesk.placing import Placing
from pipeline.copydesk.readings import Reading, readings
from pipeline.diagnostics import Diagnostic
from pipeline.finished import MANUALS
from pipeline.model import Place
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
    yield from Placing(shop.world).placed(_gathered(kept, read))
    idle = tuple(
        exemption
        for exemption in exemptions
        if exemption not in used
        and (exemption.key is not None or not any(part))  # of a part nobody else can be idle
        and judged(exemption, read, project.disabled)
    )
    off = switched_off(project, place_of(shop.world, "disable"))
    yield from audit(Ledger(RULES, (*exemptions, *off), idle), project.disabled)


def _gathered(found: Sequence[Diagnostic], read: Iterable[Reading]) -> Iterator[Diagnostic]:
    """Yield findings, with one for all texts that a catalog has not got at all.

    Nobody can translate them yet: they come into the catalog by `diglot sync`.
    """
    absent = {
        id(problem): catalogs.path_of(reading.slug, reading.locale)
        for reading in read
        for problem in reading.found
        if problem.rule == "untranslated" and not _listed(problem, reading)
    }
    count = Counter(absent[id(problem)] for problem in found if id(problem) in absent)
    for problem in found:
        path = absent.get(id(problem), "")
        if not path:
            yield problem
        elif number := count.pop(path, 0):
            texts = "1 text of the source is" if number == 1 else f"{number} texts are"
            message, hint = f"{texts} not in this catalog yet", "run `diglot sync`, then translate"
            yield Diagnostic("untranslated", problem.severity, Place(path), message, (hint,))


def _listed(problem: Diagnostic, reading: Reading) -> bool:
    path = catalogs.path_of(reading.slug, reading.locale)
    return problem.place.path == path and problem.place.line > 0
