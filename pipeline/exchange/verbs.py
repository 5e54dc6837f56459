"""The verbs of exchange for the command line: ``export``, ``import`` and ``suggest``.

They print, write and exit; what to say and what to write is decided elsewhere. Nothing heavy
is imported before a verb runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from pipeline import choosing

if TYPE_CHECKING:
    from pipeline.config import Project
    from pipeline.exchange.suggest import Asker
    from pipeline.workshop import Workshop

Opened: TypeAlias = "Callable[[Path | None], tuple[Path, Project, Workshop]]"
"""Opens the project at a folder, or the nearest above: its home, its keys, its tools."""

CLEAN, FINDINGS = 0, 1
FORMATS = ("xliff2", "xliff1", "tmx", "csv")


def add(main: click.Group, opened: Opened) -> None:
    """Give a command line the verbs of exchange; its context object is the project's folder."""

    @main.command("export")
    @click.argument("slug")
    @click.option("-l", "--locale", required=True, help="The locale to translate into.")
    @click.option("--to", type=click.Choice(FORMATS), default="xliff2", help="The format.")
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write here; - is the terminal."
    )
    @click.pass_obj
    def export_verb(root: Path | None, /, slug: str, **options: Any) -> None:
        """Write the messages of release SLUG for a translator's tool."""
        sys.exit(_export(opened(root), slug, options))

    @main.command("import")
    @click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
    @choosing.LOCALE
    @click.option("-r", "--release", "slugs", multiple=True, help="Only this release.")
    @click.option("--apply", is_flag=True, help="Write; without it, only say what would change.")
    @click.option("--force", is_flag=True, help="Replace finished translations too.")
    @click.option("-v", "--verbose", is_flag=True, help="Name what stays unchanged too.")
    @click.pass_obj
    def import_verb(root: Path | None, /, file: Path, **options: Any) -> None:
        """Take the translations in FILE (XLIFF, TMX, CSV) into the catalogs."""
        sys.exit(_import(opened(root), file, options))

    @main.command("suggest")
    @click.argument("slugs", nargs=-1)
    @choosing.LOCALE
    @click.option("--ask", is_flag=True, help="Ask the command under [suggest] too.")
    @click.pass_obj
    def suggest_verb(root: Path | None, /, slugs: tuple[str, ...], **options: Any) -> None:
        """Suggest translations from what was translated before, for all releases or SLUGS."""
        sys.exit(_suggest(opened(root), slugs, options))


def _export(project: tuple[Path, Project, Workshop], slug: str, options: dict[str, Any]) -> int:
    from pipeline.exchange import forms, gather
    from pipeline.publish import write

    _, keys, shop = project
    locales = choosing.locales(keys, (options["locale"],))
    found = gather.originals(keys, shop, [slug])
    desk = next(iter(gather.desks(found, locales, shop.world)), None)
    if desk is None:
        raise click.UsageError(f"`{slug}` is written in {options['locale']}; nothing to translate")
    dossier, problems = gather.dossier(desk)
    form = forms.FORMS[options["to"]]
    data = form.write(dossier)
    for problem in problems:
        click.echo(str(problem), err=True)
    if str(options["output"]) == "-":
        click.echo(data, nl=False)
    else:
        path = options["output"] or Path(forms.file_name(dossier, form))
        write(path, data)
        waiting = sum(unit.state != "translated" for unit in dossier.units)
        click.echo(f"  {path}: {len(dossier.units)} messages, {waiting} to translate")
    return FINDINGS if problems else CLEAN


def _brought(file: Path, keys: Project) -> bytes:
    """Return a file that somebody sent, if it is no larger than a catalog may be."""
    from pipeline.diagnostics import fatal
    from pipeline.limits import MB
    from pipeline.model import Place

    if file.stat().st_size > keys.most.catalog_mb * MB:
        said = f"the file is larger than {keys.most.catalog_mb:g} MB"
        hint = "split it, or raise catalog_mb under [limits] in diglot.toml"
        raise fatal("too-large", Place(str(file)), said, hint)
    return file.read_bytes()


def _import(project: tuple[Path, Project, Workshop], file: Path, options: dict[str, Any]) -> int:
    from pipeline.exchange import forms, gather, intake
    from pipeline.locking import hold
    from pipeline.publish import write

    home, keys, shop = project
    if options["apply"]:
        hold(home, "import")
    letter = intake.Letter(str(file), forms.read(_brought(file, keys), str(file), keys.source))
    locales = choosing.locales(keys, options["locales"]) or intake.locales_of(letter, keys)
    found = gather.originals(keys, shop, options["slugs"])
    desks = gather.desks(found, locales, shop.world)
    changes = intake.plan(letter, desks, force=options["force"])
    for change in changes:
        if options["verbose"] or change.verdict != "unchanged":
            click.echo(str(change))
    click.echo(intake.summary(changes))
    ready = list(intake.written(changes, desks, shop.world, keys))
    for path, data in ready:
        if options["apply"]:
            write(home / path, data, home)
        click.echo(f"  {path}{'' if options['apply'] else ' would change'}")
    if ready and not options["apply"]:
        click.echo("nothing is written yet; add --apply")
    lost = any(change.verdict in ("unknown", "refused") for change in changes)
    return FINDINGS if lost else CLEAN


def _suggest(
    project: tuple[Path, Project, Workshop], slugs: Iterable[str], options: dict[str, Any]
) -> int:
    from pipeline import catalogs
    from pipeline.exchange import gather, memory, suggest
    from pipeline.locking import hold
    from pipeline.publish import write
    from pipeline.world import exists

    home, keys, shop = project
    hold(home, "suggest")
    others = tuple(locale for locale in keys.locales if locale != keys.source)
    asker = _asker(keys, home) if options["ask"] else None
    found = gather.originals(keys, shop, slugs)
    for locale in choosing.locales(keys, options["locales"]) or others:
        known = memory.recall(shop.world, locale, keys.source)
        for desk in gather.desks(found, [locale], shop.world):
            advice = suggest.advise(desk, known, asker)
            for line in suggest.lines(advice):
                click.echo(line)
            helped, path = sum(bool(item.suggestions) for item in advice), suggest.path_of(desk)
            if helped or exists(shop.world, path):
                write(home / path, suggest.side_file(desk, advice), home)
            if exists(shop.world, desk.path):
                old = shop.world.read(desk.path)
                new = catalogs.hinted(old, desk.path, suggest.notes(advice))
                if new != old:
                    write(home / desk.path, new, home)
            name = f"{desk.original.slug} {locale}"
            click.echo(f"{name}: {len(advice)} messages wait, {helped} have suggestions")
    return CLEAN


def _asker(keys: Project, home: Path) -> Asker:
    from pipeline.engines import hook

    command = getattr(keys, "suggest", {}).get("command", [])
    if not command or not all(isinstance(word, str) for word in command):
        message = 'no command to ask; write `command = ["prog", "arg"]` under [suggest]'
        raise click.UsageError(f"{message} in diglot.toml")
    return lambda questions: hook.ask(command, questions, home)
