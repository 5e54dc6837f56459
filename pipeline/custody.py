"""The verbs of whoever answers for finished files: ``verify``, ``build --verify``, ``cache``.

They print and exit; what is found is decided elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    from pipeline.cache import Cache
    from pipeline.config import Project
    from pipeline.eviction import Entry
    from pipeline.outlets import Outlet
    from pipeline.sharing import Shared
    from pipeline.verify import Evidence
    from pipeline.workshop import Workshop

Opened: TypeAlias = "Callable[[Path | None], tuple[Path, Project, Workshop]]"
"""Opens the project at a folder, or the nearest above: its home, its keys, its tools."""

CLEAN, FINDINGS = 0, 1
ALONE = "pipeline.custody.alone"
"""What a command line calls the wish to leave the shared cache alone."""


def add(main: click.Group, opened: Opened) -> None:
    """Give a command line the verbs; its context object is the project's folder."""
    _verify_verb(main, opened)
    _cache_verbs(main, opened)


def _verify_verb(main: click.Group, opened: Opened) -> None:
    @main.command("verify")
    @click.argument("place", required=False, metavar="[FOLDER]")
    @click.option(
        "--artifacts-only", is_flag=True, help="Do not look at what they were made from."
    )
    @click.pass_obj
    def verify_verb(root: Path | None, /, place: str | None, *, artifacts_only: bool) -> None:
        """Hold the files in FOLDER, else in output/, against their manifests.

        FOLDER may be the address of a store, as in `build --to`. They are held against the
        project beside it, or else the one that you are in.
        """
        from pipeline.verify import verify

        evidence = _evidence(opened, root, place, artifacts_only=artifacts_only)
        found = list(verify(evidence))
        for diagnostic in found:
            click.echo(str(diagnostic), err=True)
        click.echo(_summed(evidence, len(found)))
        sys.exit(FINDINGS if found else CLEAN)


def _cache_verbs(main: click.Group, opened: Opened) -> None:
    @main.group("cache")
    def cache_verbs() -> None:
        """Look after what is remembered of earlier builds."""

    @cache_verbs.command("show")
    @click.pass_obj
    def show_verb(root: Path | None) -> None:
        """Say how much is remembered, since when, and what goes next."""
        _, project, shop = opened(root)
        click.echo(_told(shop.cache, project))

    @cache_verbs.command("prune")
    @click.option("--size", help="Keep at most this much, such as 500 MB.")
    @click.option("--days", type=float, help="Keep nothing that was not used for so many days.")
    @click.pass_obj
    def prune_verb(root: Path | None, /, **asked: Any) -> None:
        """Forget what is too old or too much, by [cache] in diglot.toml."""
        _, project, shop = opened(root)
        click.echo(_pruned(shop.cache, project, asked))

    @cache_verbs.command("verify")
    @click.pass_obj
    def damaged_verb(root: Path | None) -> None:
        """Read every entry; take away what is damaged."""
        from pipeline.eviction import damaged

        shop = opened(root)[2]
        found = list(damaged(shop.cache))
        click.echo(f"{len(found)} damaged, taken away" if found else "all entries are sound")
        sys.exit(FINDINGS if found else CLEAN)


def shared(project: Project, context: click.Context) -> Shared | None:
    """Return the shared cache of a project, unless it has none or one leaves it alone."""
    from pipeline.keeping import keeping
    from pipeline.sharing import Shared

    wanted = keeping(project.cache)
    alone = context.meta.get(ALONE) or not wanted.shared
    return None if alone else Shared(wanted.shared, wanted.write)


def tidied(project: Project, shop: Workshop) -> None:
    """Forget what the cache shall not keep, if that was not done for a day."""
    from pipeline.eviction import tidy
    from pipeline.keeping import keeping

    tidy(shop.cache, keeping(project.cache))


def _told(cache: Cache, project: Project) -> str:
    from pipeline.eviction import doomed, entries
    from pipeline.keeping import keeping

    bounds, found = keeping(project.cache), list(entries(cache.folder))
    gone = doomed(found, bounds, cache.now_s)
    oldest = min((entry.used_s for entry in found), default=cache.now_s)
    lines = [
        f"{len(found)} entries, {_mb(found)}; at most {bounds.size / 10**6:,.0f} MB",
        f"the oldest was used {(cache.now_s - oldest) / 86400:.0f} days ago; "
        f"at most {bounds.days:g} days",
        f"`diglot cache prune` would forget {len(gone)}, {_mb(gone)}",
    ]
    if bounds.shared:
        lines.append(f"shared: {bounds.shared}, {'read and written' if bounds.write else 'read'}")
    return "\n".join(lines)


def _pruned(cache: Cache, project: Project, asked: Mapping[str, Any]) -> str:
    from pipeline import keeping
    from pipeline.eviction import prune

    own = {key: value for key, value in asked.items() if value is not None}
    for key, hint in keeping.wrong(own):
        raise click.UsageError(f"--{key} cannot be `{own[key]}`; {hint}")
    gone = prune(cache.folder, keeping.keeping({**project.cache, **own}), cache.now_s)
    return f"{len(gone)} entries forgotten, {_mb(gone)}"


def _mb(found: list[Entry]) -> str:
    return f"{sum(entry.size for entry in found) / 10**6:,.1f} MB"


def outlet(wanted: str | None, home: Path, *, alone: bool) -> Outlet:
    """Return where a build publishes: there, if somebody says so, else in ``output/``.

    ``alone`` tells that no other machine sends anything there now. Raises ``PipelineError`` where
    there is no way to it.
    """
    from pipeline import publish

    if wanted is None:
        return publish.home(home)
    from pipeline import stores

    return stores.at(wanted, home, alone=alone)


def rebuilt(
    home: Path, slugs: tuple[str, ...], options: Mapping[str, Any], outlet: Outlet
) -> bool:
    """Build twice more, elsewhere; tell whether all is the same, and what is not."""
    from pipeline.twice import PAIR, differences

    asked = [*slugs]
    for option, name in (("-l", "locales"), ("-f", "formats"), ("--edition", "edition")):
        values = options[name] if isinstance(options[name], tuple) else (options[name],)
        asked += [word for value in values if value for word in (option, value)]
    found = list(differences(home, asked, lambda line: click.echo(line, err=True), outlet))
    for diagnostic in found:
        click.echo(str(diagnostic), err=True)
    verdict = f"{len(found)} files differ" if found else "the same bytes every time"
    click.echo(f"built {len(PAIR) + 1} times: {verdict}")
    return not found


def _evidence(
    opened: Opened, root: Path | None, place: str | None, *, artifacts_only: bool
) -> Evidence:
    from pipeline import stores
    from pipeline.config import FILE
    from pipeline.publish import OUTPUT
    from pipeline.verify import Evidence
    from pipeline.world import Disk

    if place and stores.remote(place):
        there = stores.store(place)
        shop = None if artifacts_only else opened(root)[2]
        return Evidence(there, shop.world, shop.cache) if shop else Evidence(there)
    folder = _folder(place)
    if artifacts_only and folder:
        return Evidence(Disk(folder))
    beside = folder.absolute().parent if folder else None
    if not (beside and (beside / FILE).is_file()):
        beside = root
    try:
        home, _, shop = opened(beside)
    except click.UsageError as reason:
        if folder is None:
            raise
        message = f"no {FILE} beside `{folder}`: add --artifacts-only to look at the files alone"
        raise click.UsageError(message) from reason
    output = Disk(folder or home / OUTPUT)
    return Evidence(output) if artifacts_only else Evidence(output, shop.world, shop.cache)


def _folder(place: str | None) -> Path | None:
    if place is None:
        return None
    folder = Path(place.removeprefix("file://"))
    if not folder.is_dir():
        raise click.UsageError(f"there is no folder `{place}`")
    return folder


def _summed(evidence: Evidence, problems: int) -> str:
    inputs = {path for entry in evidence.entries.values() for path in entry["inputs"]}
    releases = sum(bool(folder) for folder in evidence.manifests)
    files = f"{len(evidence.entries)} files of {releases} release{'' if releases == 1 else 's'}"
    against = f", made from {len(inputs)} files" if evidence.project else ""
    verdict = f"{problems} not as they should be" if problems else "all as they were built"
    return f"{files}{against}: {verdict}"
