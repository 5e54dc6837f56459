"""LibreOffice as a function: a Word file in, the PDF of its pages out, for showing it."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired

from pipeline.diagnostics import fatal
from pipeline.model import Place

NAMES = ("soffice", "libreoffice")
WAIT_S = 90.0


def program() -> str:
    """Return where LibreOffice is, or nothing."""
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def pdf(document: bytes, place: Place) -> bytes:
    """Return a Word file as LibreOffice prints it; raise at ``place`` if it cannot."""
    if not program():
        hint = "install LibreOffice, or look at the web page and the PDF"
        raise fatal("missing-tool", place, "LibreOffice is not there to show Word files", hint)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "page.docx").write_bytes(document)
        command = [
            program(), f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless",
            "--norestore", "--convert-to", "pdf", "--outdir", str(room), str(room / "page.docx"),
        ]  # fmt: skip
        _run(command)
        made = room / "page.pdf"
        if not made.is_file():
            hint = "open the file in Word or LibreOffice to see why"
            raise fatal("office-failed", place, "LibreOffice cannot print this Word file", hint)
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Run a program that starts others; none of them outlives it."""
    child = Popen(command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)
    try:
        with suppress(TimeoutExpired):
            child.wait(WAIT_S)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
