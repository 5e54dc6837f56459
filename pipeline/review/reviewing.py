"""The whole review: read, exempt, place, audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.checks import CHECKS, audit
from pipeline.config import FILE, Project, place_of
from pipeline.diagnostics import Diagnostic
from pipeline.finished import MANUALS
from pipeline.model import Exemption
from pipeline.plugs import Ledger
from pipeline.review.exempting import exempt, exemptions_in, exemptions_of, judged, switched_off
from pipeline.review.placing import Placing
from pipeline.review.readings import Reading, readings
from pipeline.workshop import Workshop

RULES = tuple(check.name for check in CHECKS) + tuple(MANUALS)


@dataclass(frozen=True, slots=True)
class _Said:
    """Every exemption of a project, by who gives it."""

    catalogs: tuple[Exemption, ...]
    house: tuple[Exemption, ...]
    off: tuple[Exemption, ...]


def check(
    project: Project, shop: Workshop, slugs: Iterable[str] = (), locales: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """Yield all that is wrong with every text of the project, text by text; exemptions last.

    Every translation of every release, the releases' own texts, the words of the templates.
    """
    part = (tuple(slugs), tuple(locales))
    read = tuple(readings(project, shop, *part))
    said = _said(project, shop, read)
    found = (problem for reading in read for problem in reading.found)
    kept, used = exempt(found, [*said.catalogs, *said.house])
    yield from Placing(shop.world).placed(kept)
    yield from audit(_ledger(said, used, read, whole=not any(part)), project.disabled)


def _said(project: Project, shop: Workshop, read: tuple[Reading, ...]) -> _Said:
    catalogs = tuple(exemption for reading in read for exemption in exemptions_of(reading))
    text = shop.world.read(FILE).decode()
    house = tuple(exemptions_in(project, text))
    return _Said(catalogs, house, switched_off(project, place_of(shop.world, "disable")))


def _ledger(
    said: _Said, used: frozenset[Exemption], read: tuple[Reading, ...], *, whole: bool
) -> Ledger:
    """Return the ledger; of a part of the project only what translators say can be idle."""
    off = {exemption.rule for exemption in said.off}
    listed = (*said.catalogs, *said.house)
    idle = tuple(
        exemption
        for exemption in listed
        if exemption not in used
        and (whole or exemption.key is not None)
        and judged(exemption, read, off)
    )
    return Ledger(RULES, (*listed, *said.off), idle)
