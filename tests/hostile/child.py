"""A verb in a process of its own: without a network, and every call for one written down.

    python -m tests.hostile.child CALLS PORT verb arguments…

Where the machine lets us, the process has a network of its own with nothing in it but itself.
On PORT of it a server writes down who calls, whatever program that is; what Python itself asks
of a network is written down before it is tried. The kernel stops what takes far too much.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import socket
import struct
import sys
from threading import Thread

ALONE = 0x40000000
"""CLONE_NEWNET."""
MINE = 0x10000000
"""CLONE_NEWUSER: who is not root needs a realm in which they are."""
_ASKED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
          "urllib.Request", "ftplib.connect", "http.client.connect")  # fmt: skip
SECONDS, BYTES = 40, 3_000_000_000


def alone() -> bool:
    """Leave the machine's network for an empty one; tell whether that was allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "unshare"):
        return False
    return libc.unshare(ALONE) == 0 or libc.unshare(ALONE | MINE) == 0


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        up = struct.pack("16sh14x", b"lo", 1)
        fcntl.ioctl(asked.fileno(), 0x8914, up)  # SIOCSIFFLAGS


def _listen(port: int, calls: str) -> None:
    server = socket.create_server(("127.0.0.1", port))

    def serve() -> None:
        while True:
            caller, _ = server.accept()
            caller.settimeout(1)
            _write(calls, f"called: {caller.recv(200)[:80]!r}")
            caller.close()

    Thread(target=serve, daemon=True).start()


def _write(calls: str, line: str) -> None:
    with open(calls, "a", encoding="utf-8") as log:
        log.write(f"{line}\n")


def _watch(calls: str) -> None:
    def heard(event: str, given: tuple[object, ...]) -> None:
        if event in _ASKED:
            if event == "socket.connect" and isinstance(given[1], str):
                return  # a socket of the file system leads nowhere else
            if event == "urllib.Request" and str(given[0]).startswith("data:"):
                return  # so does an address that is its own content
            _write(calls, f"{event}: {given!r}"[:300])

    sys.addaudithook(heard)


def main() -> None:
    """Run the verb as the command line would."""
    calls, port, *arguments = sys.argv[1:]
    private = alone()
    if private:
        _raise_loopback()
        _listen(int(port), calls)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000_000, 200_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["NO_COLOR"] = "1"
    _watch(calls)
    from pipeline.cli import main as diglot

    sys.argv = ["diglot", *arguments]
    diglot()


if __name__ == "__main__":
    main()
