"""The server started and ended: on this machine only, and nothing of it stays behind."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from pathlib import Path
from typing import Any

import click
import uvicorn

from pipeline.config import Project
from pipeline.preview.app import application
from pipeline.preview.asking import Session
from pipeline.preview.studio import Studio
from pipeline.preview.views import Home
from pipeline.workshop import Workshop
from pipeline.world import Disk

HOST = "127.0.0.1"
_GRACE_S = 2


def bound(port: int) -> socket.socket | None:
    """Return a socket bound to a port of this machine, or nothing if it is taken."""
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        line.bind((HOST, port))
        line.listen()  # who comes before the server is ready waits
    except OSError:
        line.close()
        return None
    return line


def serve(
    project: tuple[Path, Project, Workshop], line: socket.socket, options: dict[str, Any]
) -> int:
    """Serve a project until Ctrl-C; return the exit status."""
    root, keys, shop = project
    disk = shop.world
    shipped = disk.shipped if isinstance(disk, Disk) else None
    studio = Studio(Home(root, shipped, shop.cache.folder), disk)
    token = secrets.token_urlsafe(32)
    session = Session(studio, token, read_only=options["read_only"])
    app = application(session, line.getsockname()[1])
    settings = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=_GRACE_S,
        server_header=False, date_header=False, h11_max_incomplete_event_size=65_536,
    )  # fmt: skip
    server = Server(settings, session)
    click.echo(f"{keys.name}: {options['address']}")
    click.echo("Ctrl-C ends it")
    if options["show"]:
        webbrowser.open(options["address"])
    try:
        server.run(sockets=[line])
    except KeyboardInterrupt:
        pass
    finally:
        studio.crew.close()
    return 0


class Server(uvicorn.Server):
    """A server that tells its listeners when it ends, so that it need not wait for them."""

    def __init__(self, settings: uvicorn.Config, session: Session) -> None:
        super().__init__(settings)
        self.session = session

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Let the streams end, then the server."""
        self.session.stop.set()
        self.session.studio.tell({"kind": "closed"})
        super().handle_exit(sig, frame)
