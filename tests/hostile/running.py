"""Lay a case down, run it in a process of its own, and measure what it took."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Event, Thread
from time import monotonic

from tests.conftest import ROOT
from tests.documents import png
from tests.hostile.case import Case, sound
from tests.hostile.made import Made, gathered

SECRET = b"w7Qx-kept-from-everybody-93fK"
PATIENCE_S = 90
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{}</text></svg>'


def laid(case: Case, folder: Path, port: int) -> Path:
    """Write the project of a case, and beside it what nobody may read; return the project."""
    project, secret = folder / "one/two/project", folder / "secret"
    secret.mkdir(parents=True)
    _plant_secrets(secret)
    words = {
        "@SECRET@": str(secret),
        "@UP@": "../../../../../secret",
        "@HOST@": f"http://127.0.0.1:{port}",
    }
    for path, given in (sound() | dict(case.files)).items():
        data = given() if callable(given) else given
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_filled(data, words).encode() if isinstance(data, str) else data)
    if case.plant:
        case.plant(project, secret)
    return project


def _plant_secrets(secret: Path) -> None:
    word = SECRET.decode()
    texts = {
        "plain.txt": word, "page.html": f"<p>{word}</p>", "own.css": f"/* {word} */ p {{ color: red }}",
        "drawn.svg": _SVG.format(word), "release.md": f"---\ntitle: {word}\ndate: 2024-05-01\n---\n\n{word}\n",
        "words.po": f'msgid "The hall has opened."\nmsgstr "{word}"\n',
        "theme.toml": f'parent = "plain"\n# {word}\n', "terms.csv": f"term,translation\n{word},{word}\n",
    }  # fmt: skip
    for name, text in texts.items():
        (secret / name).write_text(text, encoding="utf-8")
    (secret / "photo.png").write_bytes(png(8, 8) + SECRET)


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub("|".join(words), lambda found: words[found[0]], text)


def run(case: Case, folder: Path) -> Made:
    """Return what the verb of a case left behind."""
    port = _free()
    project = laid(case, folder, port)
    calls, said = folder / "calls", folder / "said"
    calls.touch()
    nursery = _nursery()
    assert nursery.stdin
    assert nursery.stdout
    named = [word.replace("@PROJECT@", str(project)) for word in case.verb]
    started = monotonic()
    order = [str(calls), str(said), port, ["--root", str(project), *named]]
    nursery.stdin.write(json.dumps(order) + "\n")
    nursery.stdin.flush()
    pid = json.loads(nursery.stdout.readline())
    with _measured(pid) as peaks, _patience(pid):
        code, seconds, peak_kb = json.loads(nursery.stdout.readline())
    wall = monotonic() - started
    files, kept = gathered(project)
    return Made(
        code,
        said.read_text(encoding="utf-8", errors="replace"),
        files,
        seconds,
        wall,
        max(sum(peaks.values()), peak_kb) / 1000,
        tuple(calls.read_text(encoding="utf-8").splitlines()),
        kept,
    )


@cache
def _nursery() -> Popen[str]:
    """Start the process that the cases are forked from."""
    command = [sys.executable, "-m", "tests.hostile.child"]
    return Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)


def _free() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def _measured(session: int) -> Iterator[dict[int, int]]:
    """Note the highest memory, in kilobytes, of every process of a session while it runs."""
    peaks: dict[int, int] = {}
    over = Event()

    def look() -> None:
        while not over.wait(0.05):
            for entry in os.scandir("/proc"):
                if entry.name.isdigit() and _session(entry.name) == session:
                    own = entry.name == str(session)
                    if own or _command(entry.name) != _command(str(session)):  # not yet itself
                        peaks[int(entry.name)] = max(
                            peaks.get(int(entry.name), 0), _peak_kb(entry.name)
                        )

    watch = Thread(target=look, daemon=True)
    watch.start()
    try:
        yield peaks
    finally:
        over.set()
        watch.join()


def _session(pid: str) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[3])
    return 0


def _command(pid: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _peak_kb(pid: str) -> int:
    with suppress(OSError):
        found = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) if found else 0
    return 0


@contextmanager
def _patience(session: int) -> Iterator[None]:
    """Kill a child and all it started once it has hung for far too long."""
    over = Event()

    def look() -> None:
        if not over.wait(PATIENCE_S):
            with suppress(ProcessLookupError):
                os.killpg(session, 9)

    watch = Thread(target=look, daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()
        with suppress(ProcessLookupError):
            os.killpg(session, 9)
