"""One LibreOffice for many documents: opened, edited and saved over UNO, as a reviewer would."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.engines.office import program

DRIVER = Path(__file__).parent / "uno_driver.py"


@cache
def python() -> str:
    """Return a Python that has UNO: LibreOffice's own, or the system's."""
    home = Path(program()).resolve().parent
    own = [home / "python", home.parent / "Resources" / "python", Path("/usr/bin/python3")]
    named = [str(path) for path in own if path.exists()]
    for found in [*named, shutil.which("python3") or "python3", sys.executable]:
        if subprocess.run([found, "-c", "import uno"], capture_output=True).returncode == 0:
            return found
    raise AssertionError("no Python has UNO; install python3-uno, or see `diglot doctor`")


class Office:
    """A LibreOffice that is running; see ``uno_driver`` for the steps it knows."""

    def __init__(self, driver: subprocess.Popen[str]) -> None:
        self._driver = driver

    def edit(self, file: Path, saved: Sequence[Path], *steps: Sequence[Any]) -> list[Any]:
        """Open a file, do the steps, save it under every name; return what the steps said."""
        asked = {"open": str(file), "save": [str(p) for p in saved], "steps": steps}
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.write(json.dumps(asked) + "\n")
        self._driver.stdin.flush()
        answer = json.loads(self._driver.stdout.readline())
        assert "fault" not in answer, answer["fault"]
        return answer["said"]


@contextmanager
def office(room: Path) -> Iterator[Office]:
    """Run LibreOffice with a profile of its own in a folder; it ends with the context."""
    name = f"diglot-{room.name}-{id(room)}"
    command = [
        program(), f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless",
        "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={name};urp;",
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True) as server:
        driver = subprocess.Popen(
            [python(), str(DRIVER), name], text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        try:
            yield Office(driver)
        finally:
            driver.terminate()
            driver.wait()
            _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
