"""Carry a foreign catalog into a release of the project; nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import catalogs, inlines, po
from pipeline.admission import admitted
from pipeline.adopt.figures import figures
from pipeline.adopt.planning import Custom, Key, Plan, plan
from pipeline.adopt.reading import Markup
from pipeline.adopt.writing import applied
from pipeline.config import Project
from pipeline.model import Json, Locale, Release
from pipeline.segments import segments
from pipeline.stages.extract import extract
from pipeline.translators import sync
from pipeline.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Request:
    """A foreign catalog, and where it is to go; the markup is guessed unless named."""

    slug: str
    locale: Locale
    path: str
    data: bytes
    markup: Markup | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of a foreign catalog: our catalog anew, and how many entries it filled."""

    plan: Plan
    path: str
    data: bytes
    filled: int


def adopt(project: Project, shop: Workshop, request: Request) -> Adoption:
    """Return the catalog of a release, brought up to date and with what could be carried.

    Raises PipelineError for an unknown release and for a catalog that does not parse.
    """
    (manuscript,) = admitted(project, shop, [request.slug])
    release = manuscript.release
    cldr = project.formatted(release.locale), project.formatted(request.locale)
    made = plan(
        po.read(request.data, request.path),
        extract(release, manuscript.labels),
        sources(release),
        Custom(request.markup, figures(release, *cldr)),
    )
    path = catalogs.path_of(release.slug, request.locale)
    fresh = dict(sync(project, shop, [request.slug], [request.locale]))
    current = fresh.get(path) or shop.world.read(path)
    data, filled = applied(current, path, made.carried)
    return Adoption(made, path, data, filled)


def summary(adoption: Adoption) -> str:
    """Return one line: what was carried, refused and filled, and where."""
    carried = {one.place: one.fuzzy for one in reversed(adoption.plan.carried)}
    fuzzy, refused = sum(carried.values()), len(adoption.plan.refused)
    counts = f"{len(carried)} translations carried, {fuzzy} of them fuzzy; {refused} not"
    return f"{counts}; {adoption.filled} entries filled in {adoption.path}"


def sources(release: Release) -> dict[Key, Json]:
    """Return the inlines that each message of a release is made from."""
    found: dict[Key, Json] = {}
    for piece in segments(release.document):
        found.setdefault((piece.context, inlines.encode(piece.inlines)), piece.inlines)
    return found
