"""What stands around a page once all is published: its other languages, the files it offers.

A page that names a finished file is made after it, and again when it changes: a format says
in its row what it ``needs``, and a wish for it is a wish for that too. So the size and digest
that a page tells are those of the file beside it, whatever part of the project was asked for.

What a page says of other languages rests on the catalogs, not on the other pages: an edition
without a single finished translation is not one, and no page claims that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline import catalogs, languages
from pipeline.config import Project
from pipeline.diagnostics import UNSEEN
from pipeline.formats import FORMATS
from pipeline.model import Artifact, Locale, Medium, Release, Slug, Target, digest
from pipeline.orders import Wish
from pipeline.plugs import Around, Download, Sibling
from pipeline.stages.extract import extract
from pipeline.world import World

OFFERED: tuple[Medium, ...] = ("pdf", "docx", "epub", "text", "kit", "icml")
"""What a page offers to take away, in this order."""


def promised(project: Project, releases: Iterable[Release]) -> tuple[Target, ...]:
    """Return every target of these releases, in a stable order."""
    sources = {release.slug: release.locale for release in releases}
    return tuple(
        target
        for target in project.targets(tuple(sources))
        if not (FORMATS[target.medium].paired and target.locale == sources[target.slug])
    )


def wanted(targets: Iterable[Target], wish: Wish) -> list[Target]:
    """Return the targets that are wished for, with those they need, in their order."""
    known = list(targets)
    granted = {target for target in known if wish.grants(target)}
    needed = {
        Target(target.slug, target.locale, medium)
        for target in granted
        for medium in FORMATS[target.medium].needs
    }
    return [target for target in known if target in granted | needed]


def waves(targets: Iterable[Target]) -> Iterator[list[Target]]:
    """Yield the targets in batches: none needs another of its batch or of a later one."""
    left = list(targets)
    while left:
        media = {target.medium for target in left}
        ready = [t for t in left if not media & set(FORMATS[t.medium].needs)]
        assert ready  # no format needs itself, however far around
        yield ready
        left = [target for target in left if target not in ready]


@dataclass(frozen=True, slots=True)
class Company:
    """The editions of a release that speak their language, the source first."""

    source: Locale
    siblings: tuple[Sibling, ...]


def speaking(project: Project, release: Release, world: World) -> tuple[Locale, ...]:
    """Return the locales that a release speaks, its own first."""
    found = [locale for locale in project.locales if _speaks(locale, release, world)]
    return tuple(sorted(found, key=lambda locale: locale != release.locale))


def company(project: Project, release: Release, spoken: tuple[Locale, ...]) -> Company:
    """Return the editions of a release that a reader may be sent to: those of these locales."""
    names = languages.endonyms(spoken)
    codes = languages.hreflangs(spoken)
    return Company(
        release.locale,
        tuple(
            Sibling(
                locale,
                languages.tag(locale),
                codes[locale],
                names[locale],
                _files(project, release, locale),
            )
            for locale in spoken
        ),
    )


def around(
    project: Project, target: Target, company: Company, made: Mapping[Target, Artifact]
) -> Around:
    """Return what stands around one target; ``made`` are the artifacts of earlier waves."""
    form = FORMATS[target.medium]
    near = {m: made.get(Target(target.slug, target.locale, m)) for m in form.needs}
    return Around(
        path=form.path(target.slug, target.locale),
        source=company.source,
        base=project.base,
        siblings=company.siblings,
        downloads=tuple(_offer(near[m]) for m in OFFERED if near.get(m)),  # type: ignore[arg-type]
        site=project.is_site,
    )


def words(world: World, locale: Locale) -> dict[str, str]:
    """Return the words of the templates in a locale, by their text in the templates."""
    entries = catalogs.load(world, "theme", locale).entries.items()
    said = {text: entry.text for (_, text), entry in entries if entry.text and not entry.fuzzy}
    return {text: UNSEEN.sub("", word) for text, word in said.items()}


def _offer(artifact: Artifact) -> Download:
    kind = FORMATS[artifact.target.medium].kind
    size, name = len(artifact.data), digest(artifact.data)
    return Download(artifact.target.medium, artifact.path, kind, size, name)


def _files(project: Project, release: Release, locale: Locale) -> dict[Medium, str]:
    mine = [t for t in promised(project, [release]) if t.locale == locale]
    return {t.medium: FORMATS[t.medium].path(t.slug, t.locale) for t in mine}


def _speaks(locale: Locale, release: Release, world: World) -> bool:
    if locale == release.locale or languages.pseudo(locale):
        return locale == release.locale
    entries = catalogs.load(world, Slug(release.slug), locale).entries
    found = (entries.get(message.key) for message in extract(release))
    return any(entry and entry.text and not entry.fuzzy for entry in found)
