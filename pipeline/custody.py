"""The verbs of whoever answers for finished files: ``verify``, and ``build --verify``.

They print and exit; what is found is decided elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    from pipeline.config import Project
    from pipeline.verify import Evidence
    from pipeline.workshop import Workshop

Opened: TypeAlias = "Callable[[Path | None], tuple[Path, Project, Workshop]]"
"""Opens the project at a folder, or the nearest above: its home, its keys, its tools."""

CLEAN, FINDINGS = 0, 1


def add(main: click.Group, opened: Opened) -> None:
    """Give a command line the verbs; its context object is the project's folder."""

    @main.command("verify")
    @click.argument(
        "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
    )
    @click.option(
        "--artifacts-only", is_flag=True, help="Do not look at what they were made from."
    )
    @click.pass_obj
    def verify_verb(root: Path | None, /, folder: Path | None, *, artifacts_only: bool) -> None:
        """Hold the files in FOLDER, else in output/, against their manifests."""
        from pipeline.verify import verify

        evidence = _evidence(opened, root, folder, artifacts_only=artifacts_only)
        found = list(verify(evidence))
        for diagnostic in found:
            click.echo(str(diagnostic), err=True)
        click.echo(_summed(evidence, len(found)))
        sys.exit(FINDINGS if found else CLEAN)


def rebuilt(home: Path, slugs: tuple[str, ...], options: Mapping[str, Any]) -> bool:
    """Build twice more, elsewhere; tell whether all is the same, and what is not."""
    from pipeline.twice import PAIR, differences

    asked = [*slugs]
    for option, name in (("-l", "locales"), ("-f", "formats"), ("--edition", "edition")):
        values = options[name] if isinstance(options[name], tuple) else (options[name],)
        asked += [word for value in values if value for word in (option, value)]
    found = list(differences(home, asked, lambda line: click.echo(line, err=True)))
    for diagnostic in found:
        click.echo(str(diagnostic), err=True)
    verdict = f"{len(found)} files differ" if found else "the same bytes every time"
    click.echo(f"built {len(PAIR) + 1} times: {verdict}")
    return not found


def _evidence(
    opened: Opened, root: Path | None, folder: Path | None, *, artifacts_only: bool
) -> Evidence:
    from pipeline.config import FILE
    from pipeline.publish import OUTPUT
    from pipeline.verify import Evidence
    from pipeline.world import Disk

    if artifacts_only and folder:
        return Evidence(Disk(folder))
    beside = folder.absolute().parent if folder else root
    if folder and not (folder.absolute().parent / FILE).is_file():
        message = f"no {FILE} beside `{folder}`: add --artifacts-only to look at the files alone"
        raise click.UsageError(message)
    home, _, shop = opened(beside)
    output = Disk(folder or home / OUTPUT)
    return Evidence(output) if artifacts_only else Evidence(output, shop.world, shop.cache)


def _summed(evidence: Evidence, problems: int) -> str:
    inputs = {path for entry in evidence.entries.values() for path in entry["inputs"]}
    files = f"{len(evidence.entries)} files of {len(evidence.manifests)} releases"
    against = f", made from {len(inputs)} files" if evidence.project else ""
    verdict = f"{problems} not as they should be" if problems else "all as they were built"
    return f"{files}{against}: {verdict}"
