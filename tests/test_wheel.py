"""The wheel: the program as somebody has it who never saw this repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Return the wheel, built with the packages at hand and without the network."""
    folder = tmp_path_factory.mktemp("dist")
    _run(HERE, sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (file,) = folder.glob("diglot-*.whl")
    return file


@pytest.fixture(scope="module")
def site(wheel, tmp_path_factory) -> Path:
    """Return the folder that the wheel is installed in."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def project(site, tmp_path_factory) -> Path:
    """Return a new project that the installed wheel has made and built, far from here."""
    folder = tmp_path_factory.mktemp("far")
    _diglot(site, folder, "init", "news")
    _diglot(site, folder / "news", "build")
    return folder / "news"


def test_the_wheel_carries_themes_words_and_samples(wheel):
    """What is in the repository's folders is package data in the wheel."""
    names = zipfile.ZipFile(wheel).namelist()
    wanted = [
        *(f"pipeline/builtin/{path}" for path in _files("templates/*/*")),
        *(f"pipeline/builtin/{path}" for path in _files("locales/*/LC_MESSAGES/theme.po")),
        *_files("pipeline/scaffold_files/**/*"),
        "pipeline/parts.txt",
        "pipeline/copydesk/refusals.txt",
        "pipeline/engines/worker.lua",
    ]

    assert "pipeline/builtin/templates/plain/theme.toml" in wanted
    assert sorted(set(wanted) - set(names)) == []


def test_the_wheel_carries_nothing_else(wheel):
    """No release, no test, no cache and no output of this house."""
    names = zipfile.ZipFile(wheel).namelist()
    known = ("pipeline/", f"{wheel.name.rsplit('-', 3)[0]}.dist-info/")
    catalogs = [n for n in names if n.startswith("pipeline/builtin/") and n.endswith(".po")]

    assert [name for name in names if not name.startswith(known)] == []
    assert {Path(name).name for name in catalogs} == {"theme.po"}
    assert [name for name in names if "__pycache__" in name] == []


def test_the_command_is_called_diglot(wheel):
    """``pip install`` makes a program of that name."""
    with zipfile.ZipFile(wheel) as archive:
        (points,) = [n for n in archive.namelist() if n.endswith("entry_points.txt")]
        text = archive.read(points).decode()

    assert "diglot = pipeline.cli:main" in text


def test_a_new_project_builds_outside_the_repository(project):
    """Seven artefacts and a manifest, from the sample release and the theme in the wheel."""
    found = sorted(path.suffix for path in project.glob("output/*/*/*"))
    (manifest,) = project.glob("output/*/manifest.json")

    assert found == [".docx", ".docx", ".html", ".html", ".html", ".pdf", ".pdf"]
    assert json.loads(manifest.read_text())


def test_a_new_projects_catalogs_are_current_and_complete(project, site):
    """A translator who starts from the sample finds nothing to do."""
    catalogs = {p: p.read_bytes() for p in project.glob("locales/**/*riverside-library.po*")}
    _diglot(site, project, "sync")
    _diglot(site, project, "check", "--fail-on", "warning")

    assert len(catalogs) == 2
    assert [path.name for path, data in catalogs.items() if path.read_bytes() != data] == []


def _files(pattern: str) -> list[str]:
    found = (p for p in HERE.glob(pattern) if p.is_file() and "__pycache__" not in p.parts)
    return [path.relative_to(HERE).as_posix() for path in found]


def _diglot(site: Path, cwd: Path, *args: str) -> None:
    program = "import sys; sys.argv[0] = 'diglot'; from pipeline.cli import main; main()"
    _run(cwd, sys.executable, "-P", "-c", program, *args, PYTHONPATH=str(site))


def _run(cwd: Path, *command: str, **env: str) -> None:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
