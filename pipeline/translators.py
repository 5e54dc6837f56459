"""What translators ask of the project: catalogs brought up to date.

``sync`` writes nothing itself: it yields the files that differ. ``build`` never calls it, so
the translators' and the designers' loops meet only in files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from pipeline import catalogs, word
from pipeline.admission import admitted
from pipeline.catalogs import Header, updating
from pipeline.config import Project
from pipeline.formats import kit
from pipeline.languages import pseudo
from pipeline.model import Locale, Message, Place, Release, Slug
from pipeline.releases import Manuscript
from pipeline.stages import draw, furnish
from pipeline.stages.compose import tasks
from pipeline.stages.extract import FLAG, extract
from pipeline.workshop import Workshop
from pipeline.world import World, exists

THEME = Slug("theme")
_SPOKEN = {
    "pipeline/stages/draw/describe.py": draw.WORDS,
    "pipeline/stages/furnish.py": furnish.WORDS,
    "pipeline/formats/kit.py": kit.WORDS,
    "pipeline/stages/compose/tasks.py": tasks.WORDS,
    "pipeline/word/__init__.py": word.WORDS,
}
"""What no template says, by the module that does."""

_WORD = re.compile(r"""\b_\(\s*(?:"([^"\\]+)"|'([^'\\]+)')\s*\)""")


def sync(
    project: Project,
    shop: Workshop,
    slugs: Iterable[str] = (),
    locales: Iterable[str] = (),
    *,
    cosmetic: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Yield every catalog and template that differs from its sources, as ``(path, bytes)``."""
    manuscripts = admitted(project, shop, slugs)
    jobs = [(m.release, extracted(m, project)) for m in manuscripts]
    first = min((m.release.date for m in manuscripts), default="")  # a new release moves nothing
    theme = Release(THEME, project.source, "", first, {})
    if not _shipped(project, shop.world):
        jobs.append((theme, words(shop.world)))
    for release, messages in jobs:
        slug = release.slug
        references = "file" if slug == THEME else _references(project)  # templates move often
        header = Header(slug, release.locale, release.date, references=references)
        if project.contact:
            header = replace(header, contact=project.contact)
        yield from _differing(
            shop.world, catalogs.template_path_of(slug), updating.template(messages, header)
        )
        for locale in project.locales:
            if locale not in foreign(project, release.locale, locales):
                continue
            path = catalogs.path_of(slug, locale)
            old = shop.world.read(path) if exists(shop.world, path) else None
            new = updating.update(
                old, messages, replace(header, locale=locale), accept_cosmetic=cosmetic
            )
            yield from _differing(shop.world, path, new)


def _shipped(project: Project, world: World) -> bool:
    """Tell whether the shipped catalogs hold every word of the themes: a project needs no own."""
    if exists(world, catalogs.template_path_of(THEME)):
        return False
    texts = {message.text for message in words(world)}
    locales = foreign(project, project.source, ())
    known = (catalogs.load(world, THEME, locale).entries.items() for locale in locales)
    return all(texts <= {key[1] for key, entry in found if entry.text} for found in known)


def words(world: World) -> tuple[Message, ...]:
    """Return the words of all templates, and those that charts and Word files use."""
    found: dict[str, list[Place]] = {}
    for path in world.glob("templates/*/*.html"):
        for number, line in enumerate(world.read(path).decode().splitlines(), start=1):
            for match in _WORD.finditer(line):
                found.setdefault(match[1] or match[2], []).append(Place(path, number))
    for path, listed in _SPOKEN.items():
        for text in listed:
            found.setdefault(text, []).append(Place(path))
    return tuple(
        Message(text, places=tuple(places), flags=frozenset({FLAG} if "{" in text else ()))
        for text, places in found.items()
    )


def foreign(project: Project, source: Locale, wanted: Iterable[str]) -> tuple[Locale, ...]:
    """Return the locales that somebody translates into: not the source, not the pseudo-locale."""
    named = set(wanted) or set(project.locales)
    return tuple(x for x in project.locales if x in named and x != source and not pseudo(x))


def extracted(manuscript: Manuscript, project: Project) -> tuple[Message, ...]:
    """Return the messages of a release, with the figures of its own language in their notes."""
    release = manuscript.release
    return extract(release, manuscript.labels, project.formatted(release.locale))


def _differing(world: World, path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if not exists(world, path) or world.read(path) != data:
        yield path, data


def _references(project: Project) -> Literal["line", "file"]:
    return "file" if project.references == "file" else "line"
