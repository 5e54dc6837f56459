"""The verbs of the copy desk for the command line: ``check`` and ``explain``.

They print, write and exit; what is found is decided elsewhere. Nothing heavy is imported
before a verb runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from pipeline import choosing
from pipeline.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from pipeline.config import Project
    from pipeline.workshop import Workshop

Opened: TypeAlias = "Callable[[Path | None], tuple[Path, Project, Workshop]]"
"""Opens the project at a folder, or the nearest above: its home, its keys, its tools."""

CLEAN, FINDINGS = 0, 1
REPORTS = ("text", "json", "sarif", "junit", "github", "gitlab", "html")


def add(main: click.Group, opened: Opened) -> None:
    """Give a command line the verbs of the desk; its context object is the project's folder."""

    @main.command("check")
    @click.argument("slugs", nargs=-1)
    @choosing.LOCALE
    @click.option("--parity", is_flag=True, help="Compare the formats of each edition, too.")
    @click.option("--pages", is_flag=True, help="Set the pages, and look for faults on them.")
    @click.option("--report", type=click.Choice(REPORTS), default="text", help="How to print.")
    @click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report here.")
    @click.option(
        "--fail-on",
        type=click.Choice(["note", "warning", "error"]),
        default="warning",
        help="Exit 1 from here.",
    )
    @click.option("--fix", is_flag=True, help="Show the safe fixes as a diff, then apply them.")
    @click.option("--diff", is_flag=True, help="Only show what --fix would change.")
    @click.option("--baseline", type=click.Path(path_type=Path), help="Tell only what is new.")
    @click.option("--write-baseline", is_flag=True, help="Take all findings into the baseline.")
    @click.pass_obj
    def check_verb(root: Path | None, /, slugs: tuple[str, ...], **options: Any) -> None:
        """Check the releases, translations and finished Word files, or the SLUGS named.

        A .docx file named is checked by itself, wherever it lies.
        """
        files = [Path(name) for name in slugs if name.endswith(".docx")]
        sys.exit(_judge(files, options) if files else _check(opened(root), slugs, options))

    @main.command("explain")
    @click.argument("rule", required=False)
    def explain_verb(rule: str | None) -> None:
        """Print the manual of a RULE, whatever printed it; without one, list all rules."""
        from pipeline.copydesk import manual

        if not rule:
            click.echo(manual.contents())
        elif rule in manual.NAMES:
            click.echo(manual.manual(rule))
        else:
            meant = " or ".join(f"`{name}`" for name in manual.likely(rule))
            hint = f"did you mean {meant}?" if meant else "`diglot explain` lists the rules"
            raise click.UsageError(f"there is no rule `{rule}`; {hint}")


def _check(
    project: tuple[Path, Project, Workshop], slugs: tuple[str, ...], options: dict[str, Any]
) -> int:
    from pipeline.copydesk import check

    _, keys, shop = project
    choosing.locales(keys, options["locales"])
    if options["write_baseline"] and not options["baseline"]:
        raise click.UsageError("--write-baseline needs --baseline FILE, the file to write")
    part = (slugs, options["locales"])
    mending = options["fix"] or options["diff"]
    found = _mended(project, part, options) if mending else tuple(check(keys, shop, *part))
    found = (*found, *_finished(project, part, options))
    if options["baseline"]:
        found = _settled(found, options)
    return _told(found, options)


def _judge(files: Sequence[Path], options: dict[str, Any]) -> int:
    """Tell what is wrong with Word files, of whatever folder."""
    from pipeline import finished

    if missing := [str(file) for file in files if not file.is_file()]:
        raise click.UsageError(f"there is no file `{missing[0]}`")
    found = [d for file in files for d in finished.examine(file.read_bytes(), str(file))]
    return _told(found, options | {"pages": True})  # a Word file has none


def _finished(
    project: tuple[Path, Project, Workshop],
    part: tuple[tuple[str, ...], tuple[str, ...]],
    options: dict[str, Any],
) -> Sequence[Diagnostic]:
    """Return what is wrong with the finished files, and with what they say if that is asked."""
    from pipeline import finished

    _, keys, shop = project
    found = list(finished.check(keys, shop.world, *part))
    if options["parity"]:
        differences, total = finished.compare(keys, shop.world, *part)
        click.echo(f"{total} sentences compared in all formats", err=_aside(options))
        found += differences
    if options["pages"]:
        from pipeline.proofing import pages

        found += pages(keys, shop, *part)
    return found


def _told(found: Sequence[Diagnostic], options: dict[str, Any]) -> int:
    _print(found, options)
    worst = max((d.severity for d in found), default=0)
    return FINDINGS if worst >= Severity[options["fail_on"].upper()] else CLEAN


def _mended(
    project: tuple[Path, Project, Workshop],
    part: tuple[tuple[str, ...], tuple[str, ...]],
    options: dict[str, Any],
) -> Sequence[Diagnostic]:
    """Show the safe fixes, apply them if asked to, and return what is still to be said."""
    from pipeline.copydesk import check
    from pipeline.copydesk.fixing import difference, mend
    from pipeline.locking import hold
    from pipeline.publish import write

    home, keys, shop = project
    if not options["diff"]:
        hold(home, "check --fix")
    mending = mend(keys, shop, *part)
    for path, data in sorted(mending.files.items()):
        click.echo(difference(path, shop.world.read(path), data), nl=False, err=_aside(options))
        if not options["diff"]:
            write(home / path, data, home)
    said = "would be applied; add --fix without --diff" if options["diff"] else "applied"
    if mending.count:
        click.echo(f"{_counted(mending.count, 'safe fix', 'es')} {said}", err=_aside(options))
    return tuple(check(keys, shop, *part)) if options["diff"] else mending.left


def _settled(found: Sequence[Diagnostic], options: dict[str, Any]) -> Sequence[Diagnostic]:
    """Return the findings that the baseline does not know; write it anew if asked to."""
    from pipeline.copydesk import debts
    from pipeline.publish import write

    file: Path = options["baseline"]
    if options["write_baseline"]:
        owed = debts.owe(found)
        write(file, debts.written(owed))
        click.echo(f"{_counted(len(owed), 'finding')} in {file}", err=_aside(options))
        return ()
    if not file.is_file():
        raise click.UsageError(f"there is no baseline `{file}`; make one with --write-baseline")
    balance = debts.settle(found, debts.read(file.read_bytes(), str(file)))
    if balance.owed:
        click.echo(f"{_counted(balance.owed, 'finding')} known to {file}", err=_aside(options))
    if balance.paid:
        paid = f"{_counted(balance.paid, 'finding')} of {file} mended"
        click.echo(f"{paid}; add --write-baseline to trim it", err=_aside(options))
    return balance.new


def _print(found: Sequence[Diagnostic], options: dict[str, Any]) -> None:
    from pipeline.publish import write
    from pipeline.report import REPORTS as PRINTERS
    from pipeline.report import painted

    bright = options["report"] == "text" and not options["output"]
    text = painted(found) if bright else PRINTERS[options["report"]](found)
    if options["output"]:
        write(options["output"], text.encode())
    elif text:
        click.echo(text.rstrip("\n"))
    if options["report"] == "text":
        unseen = "" if options["pages"] else "; pages were not looked at, add --pages"
        click.echo(f"{_summed(found)}{unseen}")


def _aside(options: dict[str, Any]) -> bool:
    """Tell whether what is not the report must keep out of its way."""
    return bool(options["report"] != "text")


def _summed(found: Sequence[Diagnostic]) -> str:
    counts = {level: sum(d.severity is level for d in found) for level in Severity}
    notes = counts[Severity.NOTE]
    return ", ".join(
        [
            _counted(counts[Severity.ERROR], "error"),
            _counted(counts[Severity.WARNING], "warning"),
            *([_counted(notes, "note")] if notes else []),
        ]
    )


def _counted(number: int, noun: str, plural: str = "s") -> str:
    return f"{number} {noun}{plural if number != 1 else ''}"
