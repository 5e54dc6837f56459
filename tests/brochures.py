"""Projects made for the tests of pages: one release with every part, in a folder of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import main

FIXTURE = Path(__file__).parent / "fixtures" / "brochure"
TOML = """name = "Specimens"
source = "en"
locales = ["en"]
formats = ["pdf"]
theme = "plain"
"""
SHORT = '\n[preflight]\nempty-area = "off"\n'
"""Specimens are short, and their pages half empty."""


def project(folder: Path, text: str = "", **keys: str) -> Path:
    """Write a project with one release: ``text``, or the specimen of all parts."""
    home = folder / "sources" / "specimen"
    shutil.copytree(FIXTURE, home)
    if text:
        (home / "release.md").write_text(text, encoding="utf-8")
    lines = TOML
    for key, value in keys.items():
        lines = re.sub(rf"(?m)^{key} = .*\n", "", lines) + f"{key} = {value}\n"
    (folder / "diglot.toml").write_text(lines + SHORT, encoding="utf-8")
    return folder


def build(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a build; return its exit status and all it printed."""
    run = CliRunner().invoke(main, ["--root", str(folder), "build", "-x", "serial", *arguments])
    return run.exit_code, run.output


def made(folder: Path, name: str = "en/specimen.pdf") -> Path:
    """Return the path of a finished file of the release."""
    return folder / "output" / "specimen" / name


def unsound(pdf: Path) -> list[str]:
    """Return what keeps a PDF from being PDF/UA-1 and PDF/A-3a."""
    import page

    reports = [page.validate_pdf(str(pdf), profile=profile) for profile in ("ua1", "3a")]
    return [str(failure.message) for report in reports for failure in report.failures]


def text(pdf: Path, page: int = 0) -> str:
    """Return the text of a PDF, or of one of its pages, as it stands on the page."""
    only = ["-f", str(page), "-l", str(page)] if page else []
    command = ["pdftotext", "-layout", *only, str(pdf), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
