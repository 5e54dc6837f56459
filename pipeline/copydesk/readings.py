"""Each text of a project read against the rules: a release as written, and in each locale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline import catalogs, glossary
from pipeline.admission import admitted
from pipeline.checks import judge, proofread
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic
from pipeline.model import Catalog, Locale, Message, Place, Slug, Translation
from pipeline.plugs import Draft, House, Unit
from pipeline.releases import Manuscript
from pipeline.translators import THEME, extracted, foreign, words
from pipeline.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Reading:
    """One release, or the words of the themes, in one locale: its texts and all that was found.

    Of a release in its own language the texts are its own translations, and ``manuscript`` is
    what the author wrote.
    """

    slug: Slug
    locale: Locale
    units: tuple[Unit, ...]
    found: tuple[Diagnostic, ...]
    manuscript: Manuscript | None = None

    @property
    def own(self) -> bool:
        """Whether this is a release in the language that it was written in."""
        return self.manuscript is not None and self.manuscript.release.locale == self.locale


@dataclass(frozen=True, slots=True)
class _Job:
    slug: Slug
    source: Locale
    messages: tuple[Message, ...]
    manuscript: Manuscript | None = None


def readings(
    project: Project, shop: Workshop, slugs: Iterable[str] = (), locales: Iterable[str] = ()
) -> Iterator[Reading]:
    """Yield every release in its own language, then in each locale; the themes' words last.

    Raises ``PipelineError`` for a project that cannot be read.
    """
    named = set(locales)
    jobs = [_job(m, project) for m in admitted(project, shop, tuple(slugs))]
    for job in [*jobs, _Job(THEME, project.source, words(shop.world))]:
        if job.manuscript and (not named or job.source in named):
            yield _proof(job, job.manuscript, project, shop)
        for locale in foreign(project, job.source, named):
            yield _reading(job, locale, project, shop)


def _job(manuscript: Manuscript, project: Project) -> _Job:
    release = manuscript.release
    return _Job(release.slug, release.locale, extracted(manuscript, project), manuscript)


def _proof(job: _Job, manuscript: Manuscript, project: Project, shop: Workshop) -> Reading:
    house = _house(project, job.source)
    loaded = (glossary.load(shop.world, locale) for locale in foreign(project, job.source, ()))
    names = {term: (term,) for listed in loaded for term in listed.terms}
    units = tuple(
        Unit(m, Translation(m.text, place=m.places[0]), job.source, names, job.source, house)
        for m in job.messages
    )
    draft = Draft(manuscript.release, job.messages)
    found = tuple(proofread(draft, units, project.disabled))
    return Reading(job.slug, job.source, units, found, manuscript)


def _reading(job: _Job, locale: Locale, project: Project, shop: Workshop) -> Reading:
    catalog = catalogs.load(shop.world, job.slug, locale)
    listed = glossary.load(shop.world, locale)
    blank = Unit(
        Message(""), Translation(""), locale, listed.terms, job.source, _house(project, locale),
        listed.barred, listed.introduced,
    )  # fmt: skip
    units = tuple(
        replace(blank, message=m, translation=_entry(m, catalog, job.slug)) for m in job.messages
    )
    said = (found for _, found in judge(units, project.disabled))
    return Reading(job.slug, locale, units, tuple(said), job.manuscript)


def _house(project: Project, locale: Locale) -> House:
    return House(**project.style.get(locale, {}))


def _entry(message: Message, catalog: Catalog, slug: Slug) -> Translation:
    """Return a translation; a missing one stands where its text does, or in a theme catalog."""
    own = message.places and slug != THEME
    where = message.places[0] if own else Place(catalogs.path_of(slug, catalog.locale))
    return catalog.entries.get(message.key, Translation("", place=where))
