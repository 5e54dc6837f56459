"""The verb ``po fmt`` for the command line: catalogs of any project, written as gettext does."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.helping import Helped


def add(main: click.Group, _opened: object) -> None:
    """Give a command line the verbs for single catalogs."""

    @main.group("po", cls=Helped)
    def po_verbs() -> None:
        """Work on single catalogs, of any project."""

    @po_verbs.command("fmt")
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
    def fmt_verb(files: tuple[Path, ...], *, check: bool) -> None:
        """Write FILES as `msgcat --no-wrap` would; a file that does not parse is left alone."""
        from pipeline import po
        from pipeline.locking import around, hold
        from pipeline.publish import write

        changed = []
        for home in () if check else around(files):
            hold(home, "po fmt")
        for file in files:
            data = _bytes(file)
            new = po.write(po.read(data, str(file)))
            if new != data:
                changed.append(file)
                click.echo(f"  {file}")
                if not check:
                    write(file, new)
        sys.exit(1 if changed and check else 0)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as reason:
        raise click.UsageError(f"cannot read `{file}`: {reason.strerror}") from reason
