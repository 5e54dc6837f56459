"""The program that draws charts and pictures for one process or many: V8 is started once.

    python -P drawer.py SOCKET SECONDS MEGABYTES

It listens on an inherited socket, draws one after the other, and ends with the process that
started it, when standard input closes. What takes longer, or more memory, ends it. It imports
nothing of ours, to be there early. What it is asked to draw can neither fetch nor read anything.

A call is a wish, of words, and a text: ``chart`` or ``chart png``, and a Vega-Lite specification;
``png``, how many pixels of the picture are one of its own, how many are an inch, and an SVG.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import Any

import vl_convert

SCALE = 72 / 96
"""A pixel of a specification is a CSS pixel to us, a point to the converter."""

PPI = 350
"""More than 250 dots an inch, however wide a page shows a chart."""

_BLANK = '{"data": {"values": [{}]}, "mark": {"type": "text", "text": "Ag"}}'
_MB = 1 << 20


def main(handle: str, seconds: str, megabytes: str) -> None:
    """Answer whoever connects."""
    _cap(int(float(megabytes) * _MB))
    Thread(target=_follow, daemon=True).start()
    door = socket.socket(fileno=int(handle))
    vl_convert.set_font_directories(_folders())
    vl_convert.configure(base_url=False, allowed_base_urls=[])
    if not wait([door], 0):
        vl_convert.vegalite_to_svg(_BLANK)  # starts V8, and loads Vega, before anybody waits
    callers: list[Any] = []
    while True:
        ready = wait([door, *callers])
        if door in ready:
            callers.append(Connection(door.accept()[0].detach()))
        for caller in ready:
            if isinstance(caller, Connection) and not _answered(caller, float(seconds)):
                callers.remove(caller)


def _follow() -> None:
    """End with the process that started this one, whatever is being drawn."""
    sys.stdin.buffer.read()
    os._exit(0)


def _answered(caller: Any, seconds: float) -> bool:
    """Draw what a caller sent, and tell whether it is still there."""
    try:
        wish, text = caller.recv_bytes().decode().split(), caller.recv_bytes()
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody catches it: it ends us
        try:
            made = _drawn(wish, text)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for part in made:
            caller.send_bytes(part)
    except (EOFError, OSError):
        caller.close()
        return False
    return True


def _drawn(wish: list[str], given: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a picture as SVG and as PNG, and what went wrong, each empty where it is not."""
    try:
        text = given.decode()
        if wish[0] == "png":
            scale, ppi = map(float, wish[1:])
            return b"", vl_convert.svg_to_png(text, scale=scale, ppi=ppi), b""
        svg = vl_convert.vegalite_to_svg(text)
        png = vl_convert.svg_to_png(svg, scale=SCALE, ppi=PPI) if "png" in wish else b""
        return svg.encode(), png, b""
    except (ValueError, PermissionError) as reason:
        return b"", b"", _said(reason).encode()


def _said(reason: Exception) -> str:
    """Return the line that tells why: the first only says that there is one."""
    lines = str(reason).strip().splitlines()
    why = (lines[1:] or lines or ["no reason"])[0]
    return why.removeprefix("Error: ").removeprefix("VLC_ACCESS_DENIED: ")


def _folders() -> list[str]:
    """Return where the fonts of the installed ``fontpkg`` packages lie."""
    found = {
        folder.parent.name: str(folder)
        for place in reversed(sys.path)
        for folder in Path(place).glob("fontpkg_*/files")
    }
    return sorted(found.values())


def _cap(size: int) -> None:
    """Limit what this process may write to: what V8 only reserves does not count."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or size < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


if __name__ == "__main__":
    main(*sys.argv[1:])
