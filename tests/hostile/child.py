"""A verb in a process of its own: without a network, and every call for one written down.

    python -m tests.hostile.child        reads orders, one a line: CALLS, SAID, PORT and arguments

Each order is a process of its own, forked from this one, which has read the program already and
done nothing with it: that is half of the time of a case. Where the machine lets us, the process has a network of its own with nothing in it but itself.
On PORT of it a server writes down who calls, whatever program that is; what Python itself asks
of a network is written down before it is tried. The kernel stops what takes far too much.
"""

from __future__ import annotations

import atexit
import ctypes
import fcntl
import json
import os
import resource
import socket
import struct
import sys
import traceback
from importlib import import_module
from threading import Thread

from pipeline import cli

ALONE = 0x40000000
"""CLONE_NEWNET."""
MINE = 0x10000000
"""CLONE_NEWUSER: who is not root needs a realm in which they are."""
_ASKED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
          "urllib.Request", "ftplib.connect", "http.client.connect")  # fmt: skip
_READ = ("pipeline.admission", "pipeline.corridor.door", "pipeline.delivery", "pipeline.formats",
         "babel", "lxml.html", "jinja2", "yaml", "pipeline.translators", "pipeline.copydesk.verbs",
         "pipeline.checks", "rapidfuzz", "tinycss2")  # fmt: skip
"""Not WeasyPrint: Pango does not survive a fork."""

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


def obey(calls: str, said: str, port: int, arguments: list[str]) -> None:
    """Run a verb as the command line would; never returns."""
    os.setsid()
    file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream, number in ((os.open(os.devnull, os.O_RDONLY), 0), (file, 1), (file, 2)):
        os.dup2(stream, number)
    if alone():
        _raise_loopback()
        _listen(port, calls)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000_000, 200_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["NO_COLOR"] = "1"
    _watch(calls)
    sys.argv = ["diglot", *arguments]
    code: object = 0
    try:
        cli.main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


def main() -> None:
    """Obey one order after the other; tell the process of each, and what it took."""
    for module in _READ:
        import_module(module)
    for line in sys.stdin:
        order = json.loads(line)
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            obey(*order)
        print(json.dumps(pid), flush=True)
        _, status, used = os.wait4(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]), flush=True)


if __name__ == "__main__":
    main()
