"""What a command line names, held against what there is: locales, formats, editions, shards."""

from __future__ import annotations

from collections.abc import Iterable

import click

from pipeline.config import EDITIONS, MEDIA, Project
from pipeline.model import Locale
from pipeline.shards import Shard, read


def locales(project: Project, wanted: Iterable[str]) -> tuple[Locale, ...]:
    """Return the locales named, if the project has them."""
    for name in wanted:
        if name not in project.locales:
            listed = ", ".join(project.locales)
            raise click.UsageError(f"locale `{name}` is not in diglot.toml; write one of {listed}")
    return tuple(Locale(name) for name in wanted)


def formats(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the formats named, if there are such."""
    for name in wanted:
        if name not in MEDIA:
            raise click.UsageError(
                f"format `{name}` does not exist; write one of {', '.join(MEDIA)}"
            )
    return wanted


def edition(wanted: str | None, formats: tuple[str, ...]) -> tuple[str, ...]:
    """Return the formats of an edition, or those named as it has them: ``pdf`` of the parallel."""
    if wanted not in (None, *EDITIONS):
        raise click.UsageError(f"edition `{wanted}`: write {' or '.join(EDITIONS)}")
    own = EDITIONS[wanted or "single"]
    if not own or not formats:
        return own or formats
    kinds = {"html": own[0]} | {name.removeprefix(f"{wanted}-"): name for name in own}
    for name in formats:
        if name not in {*own, *kinds}:
            listed = ", ".join(kind for kind in kinds if kind not in own)
            raise click.UsageError(f"the {wanted} edition has no `{name}`; write one of {listed}")
    return tuple(kinds.get(name, name) for name in formats)


def shard(wanted: str, project: Project, slugs: tuple[str, ...]) -> Shard:
    """Return the shard that is named, if this build can be shared out."""
    found = read(wanted)
    if found is None:
        raise click.UsageError(f"shard `{wanted}`: write 2/5 for the second of five")
    if found.count > 1 and slugs:
        raise click.UsageError("a shard chooses releases by itself: leave out the SLUGS")
    if found.count > 1 and project.is_site:
        raise click.UsageError("a site is made whole: leave out --shard")
    return found
