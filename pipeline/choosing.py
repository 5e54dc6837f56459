"""What a command line names, held against what there is: locales, formats, editions, shards."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from pipeline import languages
from pipeline.config import EDITIONS, MEDIA, Project
from pipeline.diagnostics import nearest
from pipeline.model import Locale
from pipeline.shards import Shard, read

_CALLED = {
    "word": "docx", "doc": "docx", "web": "html", "htm": "html", "page": "html", "site": "html",
    "brochure": "pdf", "txt": "text", "plain": "text", "markdown": "text", "press": "print",
    "indesign": "icml", "ebook": "epub", "json": "ninjs",
}  # fmt: skip
"""What people call a format, and what we do."""

LOCALE = click.option(
    "-l", "--locale", "locales", metavar="LOCALE", multiple=True,
    help="Only this locale of diglot.toml, such as zh_CN; give it again for more.",
)  # fmt: skip
FORMAT = click.option(
    "-f", "--format", "formats", metavar="FORMAT", multiple=True,
    help=f"Only this format, of {', '.join(MEDIA)}; give it again for more.",
)  # fmt: skip


def locales(project: Project, wanted: Iterable[str]) -> tuple[Locale, ...]:
    """Return the locales named, if the project has them."""
    for name in wanted:
        if name not in project.locales:
            listed = ", ".join(project.locales)
            meant = next((x for x in languages.alike(name) if x in project.locales), "")
            hint = _each("-l", name) or (f"did you mean `{meant}`?" if meant else "")
            said = f"locale `{name}` is not in diglot.toml; {hint or f'write one of {listed}'}"
            raise click.UsageError(said)
    return tuple(Locale(name) for name in wanted)


def formats(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the formats named, if there are such."""
    for name in wanted:
        if name not in MEDIA:
            meant = _CALLED.get(name.lower(), "")
            near = nearest(name, MEDIA, f"write one of {', '.join(MEDIA)}")
            hint = _each("-f", name) or (f"did you mean `{meant}`?" if meant else near)
            raise click.UsageError(f"format `{name}` does not exist; {hint}")
    return wanted


def _each(option: str, written: str) -> str:
    """Return the order for several names in one, or nothing."""
    names = [name for name in re.split(r"[,;\s]+", written) if name]
    again = " ".join(f"{option} {name}" for name in names)
    return f"write {again}: one at a time" if len(names) > 1 else ""


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
