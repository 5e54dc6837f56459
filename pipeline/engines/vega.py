"""Vega-Lite as a function: a specification to the same picture as SVG and as PNG.

The SVG keeps its text as text, to be searched and copied; the PNG has 350 dots an inch and
says so. Fonts are the system's and those of the installed ``fontpkg`` packages. Nothing is
fetched: a specification carries its data. Law: equal specifications give equal bytes, in any
process, whatever was drawn before.

A drawer, a process of its own, does it: to start V8 takes .3 s, a chart .03. Workers share the
one that their coordinator has started while they were loading; who has none starts one.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from multiprocessing.connection import Client
from pathlib import Path
from pkgutil import iter_modules
from subprocess import DEVNULL, PIPE, Popen
from typing import Any, TypeAlias

from pipeline import limits
from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Json, Place

_SPOKEN = re.compile(r' (?:class|role|aria-[a-z]+)="[^"<>]*"(?=[^<>]*>)')
"""What Vega says of its marks to screen readers, in English; the alt text says it better."""

_LONG = 60
"""A folder's path of more letters leaves no room for a socket, whose path may have 104."""

_Made: TypeAlias = tuple[bytes, bytes, bytes]
"""SVG, PNG, and what went wrong."""


def draw(spec: Json, *, pixels: bool = True) -> dict[str, bytes]:
    """Return the picture of a Vega-Lite specification as ``svg``, and ``png`` if that is wanted.

    Raises ``PipelineError`` if the specification cannot be drawn.
    """
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True).encode()
    svg, png, fault = _asked(b"png" if pixels else b"", text)
    if fault:
        said = f"the chart cannot be drawn: {fault.decode().splitlines()[0]}"
        raise fatal("chart-failed", Place("vega-lite"), said)
    bare = {"svg": _SPOKEN.sub("", svg.decode()).encode()}
    return bare | {"png": png} if pixels else bare


@dataclass(slots=True)
class _Room:
    """What this process draws with.

    ``address`` is that of a drawer to share, ``line`` leads to the drawer in use, ``own`` is the
    one that this process has started.
    """

    address: str = ""
    line: Any = None
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


def _asked(*wish: bytes) -> _Made:
    """Return what a drawer makes; if one has gone, by somebody's chart, try with our own.

    That takes as long as a chart may take: what was lost with the other does not count.
    """
    if _room.line or _room.address:
        with suppress(EOFError, OSError), limits.within("Vega-Lite"):
            return _answered(wish)
        _room.address, _room.own = "", None
    try:
        with limits.within("Vega-Lite"):
            return _answered(wish)
    except (EOFError, OSError):
        if not _room.own:
            raise  # it could not be started
        status, _room.own = _room.own.wait(), None
        raise _failed(status) from None


def _answered(wish: Iterable[bytes]) -> _Made:
    line, _room.line = _room.line or _opened(), None
    try:
        for part in wish:
            line.send_bytes(part)
        made = line.recv_bytes(), line.recv_bytes(), line.recv_bytes()
    except BaseException:
        line.close()  # we may have been stopped: the drawer waits for nobody to read the rest
        raise
    _room.line = line
    return made


def _opened() -> Any:
    """Return a line to the drawer to share, or to our own."""
    if _room.address:
        return Client(_room.address)
    with _address() as address:
        _room.own = _started(address)
        return Client(address)


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
    program = str(files("pipeline.engines").joinpath("drawer.py"))
    here = limits.here()
    folders = [
        str(files(module.name).joinpath("files"))
        for module in iter_modules()
        if module.name.startswith("fontpkg_")
    ]
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(64)
        handle = str(door.fileno())
        bounds = (f"{here.engine_s:g}", f"{here.engine_mb:g}")
        command = [sys.executable, "-P", program, handle, *bounds, *sorted(folders)]
        return Popen(
            command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, pass_fds=(door.fileno(),)
        )


def _close(drawer: Popen[bytes]) -> None:
    """End a drawer, which keeps nothing."""
    assert drawer.stdin
    drawer.stdin.close()
    drawer.kill()
    drawer.wait()


def _failed(status: int) -> PipelineError:
    here = limits.here()
    if status == -signal.SIGALRM:
        said = f"Vega-Lite took longer than {here.engine_s:g} s"
        return limits.reached("engine_s", said, Place("vega-lite"))
    said = f"the chart cannot be drawn: Vega-Lite ended without an answer ({status})"
    hint = "show fewer figures in it, or raise engine_mb under [limits] in diglot.toml"
    return fatal("chart-failed", Place("vega-lite"), said, hint)
