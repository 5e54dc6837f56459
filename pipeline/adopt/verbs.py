"""The verbs of adoption for the command line: ``adopt catalog``.

They print, write and exit; what is carried is decided elsewhere. Nothing heavy is imported
before a verb runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    from pipeline.config import Project
    from pipeline.model import Locale
    from pipeline.workshop import Workshop

Opened: TypeAlias = "Callable[[Path | None], tuple[Path, Project, Workshop]]"
"""Opens the project at a folder, or the nearest above: its home, its keys, its tools."""

CLEAN, FINDINGS = 0, 1


def add(main: click.Group, opened: Opened) -> None:
    """Give a command line the verbs of adoption; its context object is the project's folder."""

    @main.group("adopt")
    def adopt_group() -> None:
        """Bring what was made elsewhere for the same text."""

    @adopt_group.command("catalog")
    @click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
    @click.option("-r", "--release", "slug", required=True, help="The release it belongs to.")
    @click.option("-l", "--locale", help="The locale it is written in; else what its header says.")
    @click.option("--markup", type=click.Choice(["markdown", "rst"]), help="Else it is guessed.")
    @click.option("--apply", is_flag=True, help="Write; without it, only say what would change.")
    @click.pass_obj
    def catalog_verb(root: Path | None, /, file: Path, **options: Any) -> None:
        """Carry the translations in FILE, a catalog of po4a, mdBook or Sphinx, into ours."""
        sys.exit(_catalog(opened(root), file, options))


def _catalog(project: tuple[Path, Project, Workshop], file: Path, options: dict[str, Any]) -> int:
    from pipeline import adopt
    from pipeline.locking import hold
    from pipeline.publish import write

    home, keys, shop = project
    if options["apply"]:
        hold(home, "adopt")
    data = file.read_bytes()
    others = [locale for locale in keys.locales if locale != keys.source]
    locale = options["locale"] or _spoken(data, str(file), others)
    if locale not in others:
        raise click.UsageError(f"locale `{locale}`: write one of {', '.join(others)}")
    request = adopt.Request(options["slug"], locale, str(file), data, options["markup"])
    adoption = adopt.adopt(keys, shop, request)
    for finding in adopt.report(adoption.plan):
        click.echo(str(finding))
    click.echo(adopt.summary(adoption))
    if adoption.filled and options["apply"]:
        write(home / adoption.path, adoption.data, home)
    elif adoption.filled:
        click.echo("nothing is written yet; add --apply")
    lost = any(fault.rule != "no-words" for fault in adoption.plan.refused)
    return FINDINGS if lost else CLEAN


def _spoken(data: bytes, path: str, locales: Sequence[Locale]) -> Locale:
    """Return the one locale of the project that the header of a catalog names."""
    from pipeline import po
    from pipeline.languages import speaks

    said = po.fields(po.read(data, path).header).get("Language", "")
    found = [locale for locale in locales if said and speaks(said, locale)]
    if len(found) != 1:
        why = f"says `Language: {said}`" if said else "names no language"
        listed = ", ".join(locales)
        raise click.UsageError(f"the header of {path} {why}; add -l with one of {listed}")
    return found[0]
