"""Releases at the door: parsed, and let in, or refused with every problem of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import catalogs, config, releases, themes
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError, error, nearest
from pipeline.engines import pandoc
from pipeline.model import Locale, Place, Release, Slug, digest
from pipeline.releases import Manuscript
from pipeline.stages.admit import admit
from pipeline.stages.compose import wrong
from pipeline.themes import Theme
from pipeline.workshop import Workshop, versions
from pipeline.world import World


def admitted(project: Project, shop: Workshop, wanted: Iterable[str] = ()) -> list[Manuscript]:
    """Parse the releases and return those wanted; raise every problem of all of them."""
    manuscripts = [m for m in parsed(project, shop) if not wanted or m.release.slug in wanted]
    problems: list[Diagnostic] = []
    problems += _unknown(wanted, manuscripts, shop.world)
    for manuscript in manuscripts:
        problems += manuscript.problems
        unread = {d.rule for d in manuscript.problems} & {"broken-yaml", "yaml-alias", "yaml-tag"}
        if manuscript.unread:
            continue
        found = admit(manuscript.release, shop.world)
        problems += [d for d in found if not (unread and d.rule == "undefined-fact")]
    problems += _twins(manuscripts)
    for locale in project.locales:
        for slug in ("theme", *(m.release.slug for m in manuscripts)):
            problems += _broken(slug, locale, shop.world)
    problems += _unthemed(manuscripts, project, shop.world)
    if problems:
        raise PipelineError(*dict.fromkeys(problems))
    return manuscripts


def parsed(project: Project, shop: Workshop) -> list[Manuscript]:
    """Parse every release of the project, in the order of their folders."""
    paths = shop.world.glob(releases.FILES)
    names = versions("pypandoc_binary")
    items = {
        digest("parse", releases.VERSION, *names, pandoc.READER, project.source, path): (
            path,
            project.source,
        )
        for path in paths
    }
    made = shop.run("parse", _parse, items, [f"{path}" for path in paths])
    return [releases.unpacked(value) for value, _ in made]


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


def _unthemed(
    manuscripts: list[Manuscript], project: Project, world: World
) -> Iterator[Diagnostic]:
    """Find what is wrong with the themes of the releases; each theme is looked at once."""
    seen: set[str] = set()
    for manuscript in manuscripts:
        try:
            theme = theme_of(manuscript.release, project, world)
            if theme.name not in seen:
                yield from wrong(world, theme)
            seen.add(theme.name)
        except PipelineError as reason:
            yield from reason.diagnostics


def _unknown(wanted: Iterable[str], found: list[Manuscript], world: World) -> Iterator[Diagnostic]:
    known = {m.release.slug for m in found}
    for slug in wanted:
        if slug not in known:
            named = [path.split("/")[1] for path in world.glob(releases.FILES)]
            listed = f"write one of {', '.join(named)}" if named else "make one with `diglot new`"
            hint = nearest(slug, named, listed)
            yield error(
                "unknown-release", Place("sources"), f"release `{slug}` does not exist", hint
            )


def _twins(manuscripts: list[Manuscript]) -> Iterator[Diagnostic]:
    seen: dict[Slug, Release] = {}
    for manuscript in manuscripts:
        release = manuscript.release
        first = seen.setdefault(release.slug, release)
        if first is not release:
            message = f"slug `{release.slug}` belongs to {first.path} already"
            yield error(
                "doubled-slug",
                release.place(("slug",)),
                message,
                "give one of the two another `slug`",
            )


def _broken(slug: str, locale: Locale, world: World) -> tuple[Diagnostic, ...]:
    try:
        catalogs.load(world, slug, locale)
    except PipelineError as reason:
        return reason.diagnostics
    return ()


def _parse(world: World, item: tuple[str, Locale]) -> bytes:
    return releases.packed(releases.parse(world, *item))
