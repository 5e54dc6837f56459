"""The verbs of the review for the command line: ``review export`` and its siblings.

They print, write and exit; what is exported and what comes home is decided elsewhere. Nothing
heavy is imported before a verb runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from pipeline import choosing

if TYPE_CHECKING:
    from pipeline.config import Project
    from pipeline.review.nouns import Plan
    from pipeline.workshop import Workshop

Opened: TypeAlias = "Callable[[Path | None], tuple[Path, Project, Workshop]]"
"""Opens the project at a folder, or the nearest above: its home, its keys, its tools."""

CLEAN, FINDINGS, CONFLICT = 0, 1, 5
"""Exit status: all is well · something was refused · both sides changed the same text."""


def add(main: click.Group, opened: Opened) -> None:
    """Give a command line the verbs of review; its context object is the project's folder."""

    @main.group("review")
    def verbs() -> None:
        """Send a release to reviewers as a Word file, and take their edits home."""

    for each in (_with_export, _with_import, _with_redline):
        each(verbs, opened)


def _with_export(verbs: click.Group, opened: Opened) -> None:
    @verbs.command("export")
    @click.argument("slug")
    @click.option("-l", "--locale", required=True, help="The edition to review.")
    @click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here.")
    @click.option("--protect", is_flag=True, help="Allow tracked edits and comments only.")
    @click.option("--table", is_flag=True, help="A table of all messages, instead of the pages.")
    @click.option("--no-comments", is_flag=True, help="Leave out source texts and states.")
    @click.pass_obj
    def export_verb(root: Path | None, /, slug: str, **options: Any) -> None:
        """Write the review edition of release SLUG: the designed Word file, ready to come back."""
        sys.exit(_export(opened(root), slug, options))


def _with_import(verbs: click.Group, opened: Opened) -> None:
    @verbs.command("import")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--apply", is_flag=True, help="Write; without it, only say what would change.")
    @click.option("--accept", "authors", multiple=True, help="Only this author's tracked changes.")
    @click.option("--only-tracked", is_flag=True, help="Leave edits alone that were not tracked.")
    @click.option("--draft", is_flag=True, help="Enter translations as drafts (fuzzy).")
    @click.option(
        "--base", type=click.Path(path_type=Path), help="The review edition as it was exported."
    )
    @click.option("--patch", type=click.Path(path_type=Path), help="Write the patch here.")
    @click.option("--json", "plain", is_flag=True, help="Print the plan as JSON.")
    @click.pass_obj
    def import_verb(root: Path | None, /, file: Path, **options: Any) -> None:
        """Take the edits of a review edition home: translations, or a patch of the release."""
        sys.exit(_import(opened(root), file, options))


def _with_redline(verbs: click.Group, opened: Opened) -> None:
    @verbs.command("redline")
    @click.argument("revisions", metavar="OLD..NEW")
    @click.argument("slug", required=False)
    @click.option("-l", "--locale", required=True, help="The edition to compare.")
    @click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here.")
    @click.pass_obj
    def redline_verb(root: Path | None, /, **options: Any) -> None:
        """Write a Word file with the changes from git revision OLD to NEW tracked in it.

        Without NEW, the project as it lies is compared. A project of several releases needs
        the SLUG of one.
        """
        sys.exit(_redline(opened(root), options))


def _redline(project: tuple[Path, Project, Workshop], options: dict[str, Any]) -> int:
    from pipeline.publish import write
    from pipeline.review import revisions

    home, keys, shop = project
    (locale,), slug = choosing.locales(keys, [options["locale"]]), options["slug"] or _only(shop)
    asked = revisions.span(options["revisions"])
    made = revisions.compared(home, shop, asked, slug, locale)
    if not made.changes:
        click.echo(f"{slug} reads the same in {locale} at both revisions; nothing is written")
        return CLEAN
    path = options["output"] or Path(f"{slug}.{locale}.redline.docx")
    write(path, made.data)
    click.echo(f"  {path}: {made.changes} changes")
    return CLEAN


def _only(shop: Workshop) -> str:
    """Return the slug of the only release of a project."""
    from pipeline.releases import FILES

    found = [path.split("/")[-2] for path in shop.world.glob(FILES)]
    if len(found) != 1:
        raise click.UsageError(f"write which release: {', '.join(found) or 'there is none'}")
    return found[0]


def _export(project: tuple[Path, Project, Workshop], slug: str, options: dict[str, Any]) -> int:
    from pipeline.languages import pseudo
    from pipeline.model import Slug
    from pipeline.publish import write
    from pipeline.review import base, edition, grounds, tabling

    home, keys, shop = project
    (locale,) = choosing.locales(keys, [options["locale"]])
    if pseudo(locale):
        raise click.UsageError(f"`{locale}` is no language that anybody reviews")
    request = edition.Request(
        Slug(slug), locale, protected=options["protect"], silent=options["no_comments"]
    )
    if options["table"] and locale == edition.original(keys, shop, request.slug, locale).source:
        raise click.UsageError(f"`{slug}` is written in {locale}; a table is for a translation")
    made = (tabling if options["table"] else edition).made(keys, shop, request)
    kind = "table" if options["table"] else "review"
    path = options["output"] or Path(f"{slug}.{locale}.{kind}.docx")
    write(path, made.data)
    kept = home / grounds.STORE / f"{made.base.identity.build}.json"
    write(kept, base.packed(made.base), home)
    for problem in made.problems:
        click.echo(str(problem), err=True)
    count = len(made.base.units if options["table"] else made.base.shown)
    click.echo(f"  {path}: {count} texts to review")
    return FINDINGS if made.problems else CLEAN


def _import(project: tuple[Path, Project, Workshop], file: Path, options: dict[str, Any]) -> int:
    from pipeline.locking import hold
    from pipeline.publish import write
    from pipeline.review import grounds, opening, planning, telling

    home, keys, shop = project
    hold(home, "review import", needed=options["apply"])
    known = planning.exported(options["base"]) if options["base"] else b""
    authors = frozenset(options["authors"])
    wanted = grounds.Options(authors, options["only_tracked"], options["draft"], known)
    made = planning.plan(keys, shop, (str(file), opening.taken(file)), wanted)
    for path, data in made.writes if options["apply"] else ():
        write(home / path, data, home)
    if options["patch"] and made.patch:
        write(options["patch"], made.patch.encode())
    for line in (telling.as_json(made),) if options["plain"] else _lines(made, options):
        click.echo(line, nl=not options["plain"])
    fates = {finding.fate for finding in made.findings}
    if "conflict" in fates:
        return CONFLICT
    return FINDINGS if fates & {"refused", "unsure"} else CLEAN


def _lines(made: Plan, options: dict[str, Any]) -> Iterator[str]:
    """Yield all that is said of an import, and what to do next."""
    from pipeline.review import telling

    yield from telling.told(made, applied=options["apply"])
    for path, _ in made.writes:
        yield f"  {path}{'' if options['apply'] else ' would change'}"
    if options["patch"]:
        said = "nothing to patch: its edits belong into the catalog, or there are none"
        yield f"  {options['patch']}" if made.patch else said
    if made.writes and not options["apply"]:
        patch = ", or --patch FILE" if made.patch and not options["patch"] else ""
        yield f"the project is as it was; add --apply{patch}"
    elif made.patch and options["apply"]:
        yield "now: `diglot sync`, for translations of what was edited become drafts"
