"""Releases at the door: parsed, and let in, or refused with every problem of all of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict

from pipeline import catalogs, config, releases, themes
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError, error, nearest, remembered
from pipeline.engines import pandoc
from pipeline.model import Locale, Place, Release, Slug, canonical, digest
from pipeline.releases import Manuscript
from pipeline.stages.admit import admit
from pipeline.stages.compose import wrong
from pipeline.themes import Theme
from pipeline.workshop import Workshop, versions
from pipeline.world import World


def admitted(project: Project, shop: Workshop, wanted: Iterable[str] = ()) -> list[Manuscript]:
    """Parse the releases and return those wanted; raise every problem of all of them."""
    manuscripts = [m for m in parsed(project, shop) if not wanted or m.release.slug in wanted]
    slugs = {manuscript.release.slug for manuscript in manuscripts}
    found = list(unknown(wanted, slugs, shop.world))
    for manuscript in manuscripts:
        found += problems(manuscript, project, shop.world)
        found += unfit(manuscript.release, project, shop)
    releases = (manuscript.release for manuscript in manuscripts)
    found += twins((r.slug, r.path, r.place(("slug",))) for r in releases)
    if found:
        raise PipelineError(*dict.fromkeys(found))
    return manuscripts


def problems(manuscript: Manuscript, project: Project, world: World) -> Iterator[Diagnostic]:
    """Yield every problem of one release: in it, in its catalogs and in its theme."""
    release = manuscript.release
    yield from manuscript.problems
    if project.is_site and str(release.slug) in map(str, project.locales):
        message = f"`{release.slug}` cannot be a slug: the site has a folder of that name"
        yield error("bad-slug", release.place(("slug",)), message, "write another `slug`")
    unread = {d.rule for d in manuscript.problems} & {"broken-yaml", "yaml-alias", "yaml-tag"}
    for found in () if manuscript.unread else admit(release, world):
        if not (unread and found.rule == "undefined-fact"):
            yield found
    for locale in project.locales:
        for slug in ("theme", release.slug):
            yield from _broken(slug, locale, world)
    try:
        theme_of(release, project, world)
    except PipelineError as reason:
        yield from reason.diagnostics


def unfit(release: Release, project: Project, shop: Workshop) -> Iterator[Diagnostic]:
    """Yield what is wrong in the files of a release's theme; they are looked at once."""
    try:
        theme = theme_of(release, project, shop.world)
    except PipelineError:  # which is told of elsewhere
        return
    key = digest("theme", theme.name, canonical(theme.tokens))
    for value, _ in shop.run("theme", _faults, {key: theme}, [f"templates/{theme.name}"]):
        yield from map(remembered, json.loads(value))


def parsed(project: Project, shop: Workshop) -> list[Manuscript]:
    """Parse every release of the project, in the order of their folders."""
    paths = shop.world.glob(releases.FILES)
    return [releases.unpacked(packed(project, shop, path)) for path in paths]


def named(project: Project, shop: Workshop, slug: str) -> Release:
    """Return a release, parsed and not judged; raise ``PipelineError`` if there is none."""
    found = {manuscript.release.slug: manuscript.release for manuscript in parsed(project, shop)}
    if wrong := list(unknown([slug], found, shop.world)):
        raise PipelineError(*wrong)
    return found[Slug(slug)]


def packed(project: Project, shop: Workshop, path: str) -> bytes:
    """Return a release as parsed, to be kept and sent."""
    names = versions("pypandoc_binary")
    key = digest("parse", releases.VERSION, *names, pandoc.READER, project.source, path)
    ((value, _),) = shop.run("parse", _parse, {key: (path, project.source)}, [path])
    return value


def theme_of(release: Release, project: Project, world: World) -> Theme:
    """Return the theme that a release, or else the project, asks for, on its page format."""
    if release.theme:
        theme = themes.load(world, release.theme, release.place(("theme",)))
    else:
        theme = themes.load(world, project.theme, config.place_of(world, "theme"))
    if release.page:
        return themes.on_paper(theme, release.page, release.place(("page",)))
    asked = config.place_of(world, "page")
    return themes.on_paper(theme, project.page, asked) if project.page else theme


def unknown(wanted: Iterable[str], known: Collection[str], world: World) -> Iterator[Diagnostic]:
    """Yield a problem for every release that is wanted and not known."""
    for slug in wanted:
        if slug not in known:
            named = [path.split("/")[1] for path in world.glob(releases.FILES)]
            listed = f"write one of {', '.join(named)}" if named else "make one with `diglot new`"
            hint = nearest(slug, named, listed)
            yield error(
                "unknown-release", Place("sources"), f"release `{slug}` does not exist", hint
            )


def twins(named: Iterable[tuple[Slug, str, Place]]) -> Iterator[Diagnostic]:
    """Yield a problem for every slug that a release before has: slugs, paths, their places."""
    seen: dict[Slug, str] = {}
    for slug, path, place in named:
        first = seen.setdefault(slug, path)
        if first != path:
            message = f"slug `{slug}` belongs to {first} already"
            yield error("doubled-slug", place, message, "give one of the two another `slug`")


def _broken(slug: str, locale: Locale, world: World) -> tuple[Diagnostic, ...]:
    try:
        catalogs.load(world, slug, locale)
    except PipelineError as reason:
        return reason.diagnostics
    return ()


def _faults(world: World, theme: Theme) -> bytes:
    return canonical([asdict(found) for found in wrong(world, theme)])


def _parse(world: World, item: tuple[str, Locale]) -> bytes:
    return releases.packed(releases.parse(world, *item))
