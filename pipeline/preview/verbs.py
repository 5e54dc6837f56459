"""The verb ``preview`` for the command line; the server is imported when it is started."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    import socket

    from pipeline.config import Project
    from pipeline.workshop import Workshop

Opened: TypeAlias = "Callable[[Path | None], tuple[Path, Project, Workshop]]"
"""Opens the project at a folder, or the nearest above: its home, its keys, its tools."""

PORT = 8017


def add(main: click.Group, opened: Opened) -> None:
    """Give a command line the preview; its context object is the project's folder."""

    @main.command("preview")
    @click.argument("slug", required=False)
    @click.option("--port", type=click.IntRange(0, 65535), help="Listen here; else on 8017.")
    @click.option("--open", "show", is_flag=True, help="Open it in the browser.")
    @click.option("--read-only", is_flag=True, help="Show everything, save nothing.")
    @click.pass_obj
    def preview_verb(root: Path | None, /, slug: str | None, **options: Any) -> None:
        """Show the editions side by side, live, and mend them where you see them.

        It opens at the release SLUG, else at the first, on http://127.0.0.1:8017/. Nothing leaves
        this machine; Ctrl-C ends it.
        """
        from pipeline.admission import named
        from pipeline.preview.serving import serve

        project = opened(root)
        if slug:
            named(*project[1:], slug)
        line = _line(options["port"])
        address = f"http://127.0.0.1:{line.getsockname()[1]}/"
        if slug:
            address += f"#{slug}"
        sys.exit(serve(project, line, {"address": address, **options}))


def _line(port: int | None) -> socket.socket:
    """Return a socket of this machine: the port asked for, or the usual one or else a free one."""
    from pipeline.preview.serving import bound

    for number in (PORT, 0) if port is None else (port,):
        if line := bound(number):
            return line
    raise click.UsageError(f"port {port} is taken; leave --port out to get a free one")
