"""Where charts and pictures are drawn: by a drawer, a process of its own, here or shared.

To start V8 takes a tenth of a second, a chart a hundredth: workers share the drawer that their
coordinator has started while they were loading, and who has none starts one. A picture takes
longer the larger it is, and needs no V8, so it is always drawn by one's own. What ends a drawer
costs nobody else anything: others go on with their own.
"""

from __future__ import annotations

import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.resources import files
from multiprocessing.connection import Client
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any, TypeAlias

from pipeline import limits
from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Place

_LONG = 60
"""A folder's path of more letters leaves no room for a socket, whose path may have 104."""

_Made: TypeAlias = tuple[bytes, bytes, bytes]
"""SVG, PNG, and what went wrong."""


@dataclass(frozen=True, slots=True)
class Motif:
    """A kind of what is drawn, as its problems tell of it; ``hint`` is what to do about them.

    ``shared`` says whether a drawer that others use, too, may draw it.
    """

    engine: str
    what: str
    code: str
    place: Place
    hint: str
    shared: bool = False


def drawn(motif: Motif, wish: str, text: bytes) -> tuple[bytes, bytes]:
    """Return what a drawer makes of a text, as SVG and as PNG, empty where not wished for.

    Raises ``PipelineError`` if it cannot be drawn.
    """
    svg, png, fault = _asked(motif, wish.encode(), text)
    if fault:
        said = f"{motif.what} cannot be drawn: {fault.decode()}"
        raise fatal(motif.code, motif.place, said, motif.hint)
    return svg, png


@dataclass(slots=True)
class _Room:
    """What this process draws with.

    ``address`` is that of a drawer to share, empty if there is none; ``lines`` lead to drawers in
    use by their addresses, the one of no address to ``own``, which this process has started.
    """

    address: str = ""
    lines: dict[str, Any] = field(default_factory=dict)
    own: Popen[bytes] | None = None


_room = _Room()


@contextmanager
def shared() -> Iterator[str]:
    """Start a drawer, and end it; yield the address at which other processes may join in."""
    with _address() as address:
        drawer = _started(address)
        try:
            yield address
        finally:
            _close(drawer)


def join(address: str) -> None:
    """Let this process draw with the drawer at an address for as long as that is there."""
    _room.address = address


def _asked(motif: Motif, *call: bytes) -> _Made:
    """Return what a drawer makes; if one has gone, by somebody's chart, try with our own.

    That takes as long as a chart may take: what was lost with the other does not count.
    """
    address = _room.address if motif.shared else ""
    if address or _room.lines.get(""):
        with suppress(EOFError, OSError), limits.within(motif.engine):
            return _answered(address, call)
        _gone(address)
    try:
        with limits.within(motif.engine):
            return _answered("", call)
    except (EOFError, OSError):
        if not _room.own:
            raise  # it could not be started
        status, _room.own = _room.own.wait(), None
        raise _failed(motif, status) from None


def _gone(address: str) -> None:
    """Forget a drawer."""
    if address:
        _room.address = ""
    else:
        _room.own = None


def _answered(address: str, call: Iterable[bytes]) -> _Made:
    line = _room.lines.pop(address, None) or _opened(address)
    try:
        for part in call:
            line.send_bytes(part)
        made = line.recv_bytes(), line.recv_bytes(), line.recv_bytes()
    except BaseException:
        line.close()  # we may have been stopped: the drawer waits for nobody to read the rest
        if _room.own and not address:
            _room.own.kill()  # it may draw for long what nobody wants any more
        raise
    _room.lines[address] = line
    return made


def _opened(address: str) -> Any:
    """Return a line to a drawer to share, or to our own."""
    if address:
        return Client(address)
    with _address() as own:
        _room.own = _started(own)
        return Client(own)


@contextmanager
def _address() -> Iterator[str]:
    usual = tempfile.gettempdir()
    place = usual if len(usual) < _LONG else "/tmp"  # noqa: S108  (in it, a folder for us alone)
    folder = tempfile.mkdtemp(prefix="diglot-", dir=place)
    try:
        yield str(Path(folder, "drawer"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(address: str) -> Popen[bytes]:
    """Start a drawer at an address; who calls before it can answer is kept waiting."""
    program = str(files("pipeline.engines.drawing").joinpath("drawer.py"))
    here = limits.here()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(64)
        handle = str(door.fileno())
        bounds = (f"{here.engine_s:g}", f"{here.engine_mb:g}")
        command = [sys.executable, "-P", program, handle, *bounds]
        return Popen(
            command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, pass_fds=(door.fileno(),)
        )


def _close(drawer: Popen[bytes]) -> None:
    """End a drawer, which keeps nothing."""
    assert drawer.stdin
    drawer.stdin.close()
    drawer.kill()
    drawer.wait()


def _failed(motif: Motif, status: int) -> PipelineError:
    here = limits.here()
    if status == -signal.SIGALRM:
        said = f"{motif.engine} took longer than {here.engine_s:g} s"
        return limits.reached("engine_s", said, motif.place)
    said = f"{motif.what} cannot be drawn: {motif.engine} ended without an answer ({status})"
    hint = f"{motif.hint}, or raise engine_mb under [limits] in diglot.toml"
    return fatal(motif.code, motif.place, said, hint)
