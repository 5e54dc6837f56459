"""The program that draws charts for all processes of a build, so that V8 is started once.

    python -P drawer.py SOCKET SECONDS MEGABYTES [FOLDER OF FONTS …]

It listens on an inherited socket, draws one specification after the other, and ends with the
process that started it, when standard input closes. A chart that takes longer, or more memory,
ends it. It imports nothing of ours, to be there early.
"""

from __future__ import annotations

import signal
import socket
import sys
from multiprocessing.connection import Connection, wait
from typing import Any

import vl_convert

SCALE = 72 / 96
"""A pixel of a specification is a CSS pixel to us, a point to the converter."""

PPI = 350
"""More than 250 dots an inch, however wide a page shows a chart."""

PIXELS = b"png"
"""What is sent before a specification by whoever wants pixels, too."""

_BLANK = '{"data":{"values":[{"x":0}]},"mark":"point","encoding":{"x":{"field":"x"}}}'
_MB = 1 << 20


def main(handle: str, seconds: str, megabytes: str, *folders: str) -> None:
    """Answer whoever connects, until standard input closes."""
    _cap(int(float(megabytes) * _MB))
    for folder in folders:
        vl_convert.register_font_directory(folder)
    door = socket.socket(fileno=int(handle))
    vl_convert.vegalite_to_svg(_BLANK)  # starts V8, and loads Vega
    callers: list[Any] = []
    while sys.stdin.fileno() not in (ready := wait([door, sys.stdin.fileno(), *callers])):
        if door in ready:
            callers.append(Connection(door.accept()[0].detach()))
        for caller in ready:
            if isinstance(caller, Connection) and not _answered(caller, float(seconds)):
                callers.remove(caller)


def _answered(caller: Any, seconds: float) -> bool:
    """Draw what a caller sent, and tell whether it is still there."""
    try:
        wish, text = caller.recv_bytes(), caller.recv_bytes().decode()
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody catches it: it ends us
        try:
            made = _drawn(text, pixels=wish == PIXELS)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for part in made:
            caller.send_bytes(part)
    except (EOFError, OSError):
        caller.close()
        return False
    return True


def _drawn(text: str, *, pixels: bool) -> tuple[bytes, bytes, bytes]:
    """Return a picture as SVG and as PNG, and what went wrong, each empty where it is not."""
    try:
        svg = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
        png = vl_convert.svg_to_png(svg, scale=SCALE, ppi=PPI) if pixels else b""
        return svg.encode(), png, b""
    except ValueError as reason:
        return b"", b"", str(reason).strip().encode() or b"no reason"


def _cap(size: int) -> None:
    """Limit what this process may write to: what V8 only reserves does not count."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or size < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


if __name__ == "__main__":
    main(*sys.argv[1:])
