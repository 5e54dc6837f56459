"""New projects and new releases: complete, and never over something that exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipeline import calling, config, frontmatter, scaffold
from pipeline.diagnostics import PipelineError
from pipeline.world import Disk
from tests.conftest import ROOT


@pytest.fixture
def project(tmp_path):
    """Return the folder of a new project."""
    scaffold.init(tmp_path / "news")
    return tmp_path / "news"


def test_a_new_project_has_its_targets(project):
    """Two languages of the sample release, in the plain theme."""
    known = config.load(Disk(project))

    assert known.locales == ("en", "zh_CN")
    assert known.formats == ("html", "pdf", "docx", "parallel")
    assert known.theme == "plain"
    assert len(list(project.glob("sources/*/release.md"))) == 1


def test_a_new_project_says_which_files_it_has(tmp_path):
    """The paths that come back are the files on the disk."""
    made = scaffold.init(tmp_path)
    found = [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()]

    assert made == tuple(sorted(found))
    assert {".gitignore", "output/.gitignore", "diglot.toml"} < set(made)


@pytest.mark.parametrize("slug", ["2025-05-01-riverside-library", "fair"])
def test_the_front_matter_we_hand_out_is_valid(project, slug):
    """Authors start from a release without a fault."""
    if slug == "fair":
        scaffold.new(project, slug)
    yaml, _ = frontmatter.split((project / f"sources/{slug}/release.md").read_text())
    front, problems = frontmatter.read(yaml, "release.md")

    assert problems == ()
    assert front.texts["title"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    """Nothing is written where anything stands."""
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(PipelineError, match="folder-in-use"):
        scaffold.init(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("slug", "today", "date"),
    [
        ("2026-03-01-fair", "2026-02-02", "2026-03-01"),
        ("fair", "2026-02-02", "2026-02-02"),
        ("fair", "", "2000-01-01"),
    ],
)
def test_a_new_release_takes_its_date_from_the_slug(project, slug, today, date):
    """Else it is the day that the caller names."""
    path = scaffold.new(project, slug, today)

    assert path == f"sources/{slug}/release.md"
    assert f"\ndate: {date}\n" in (project / path).read_text()


@pytest.mark.parametrize(
    "slug", ["..", "../x", "a/b", "Fair", "a b", "", "-a", "a\n", "展会", "a..b"]
)
def test_a_slug_that_cannot_be_a_folder_is_refused(project, slug):
    """Lower-case letters, digits and hyphens make file names and addresses everywhere."""
    before = sorted(project.rglob("*"))
    with pytest.raises(PipelineError, match="bad-slug"):
        scaffold.new(project, slug)

    assert sorted(project.rglob("*")) == before


def test_a_release_is_never_overwritten(project):
    """A second release of one slug is refused, and the first is untouched."""
    path = project / scaffold.new(project, "fair")
    path.write_text("mine")
    with pytest.raises(PipelineError, match="slug-in-use"):
        scaffold.new(project, "fair")

    assert path.read_text() == "mine"


def test_outside_a_project_there_is_no_new_release(tmp_path):
    """The hint says how to begin one."""
    with pytest.raises(PipelineError, match="diglot init"):
        scaffold.new(tmp_path, "fair")


@pytest.mark.parametrize(
    ("launcher", "folder", "command"),
    [
        ("/srv/diglot/diglot", "/srv/news", "../diglot/diglot"),
        ("/srv/diglot/diglot", "/srv/diglot", "./diglot"),
        ("/opt/diglot", "/srv/press/2025/news", "/opt/diglot"),
        ("/srv/my tools/diglot", "/srv/news", "'../my tools/diglot'"),
        ("", "/srv/news", "diglot"),
    ],
)
def test_what_to_type_next_can_be_typed(launcher, folder, command):
    """Whoever called a launcher by its path has no command of that name."""
    assert calling.called(launcher, Path(folder)) == command
    assert calling.spelt("run `diglot sync`", launcher, Path(folder)) == f"run `{command} sync`"


@pytest.mark.parametrize(
    ("launcher", "folder", "runs", "found", "typed"),
    [
        ("/srv/diglot", "/srv", "/srv/.venv", "", ".venv/bin/pip install"),
        ("/srv/diglot", "/srv/news", "/srv/.venv", "/usr", "../.venv/bin/pip install"),
        ("/my srv/diglot", "/news", "/my srv/.venv", "", "'/my srv/.venv/bin/pip' install"),
        ("/srv/diglot", "/srv", "/srv/.venv", "/srv/.venv", "pip install"),
        ("", "/srv/news", "/opt/diglot", "/usr", "/opt/diglot/bin/pip install"),
        ("", "/srv/news", "/opt/diglot", "/opt/diglot", "pip install"),
        ("", "/srv/news", "/opt/bare", "", "/opt/bare/bin/python -m pip install"),
    ],
)  # fmt: skip
def test_what_to_install_can_be_typed(launcher, folder, runs, found, typed, monkeypatch):
    """Into the environment that runs us, from wherever one is, if its pip is not the shell's."""
    monkeypatch.setattr(calling.sys, "executable", f"{runs}/bin/python")
    monkeypatch.setattr(calling, "which", lambda name: f"{found}/bin/{name}" if found else None)
    monkeypatch.setattr(Path, "exists", lambda path: "bare" not in path.parts)
    monkeypatch.setattr(Path, "samefile", lambda *_: False)
    told = "x: error: `pip install x` [rule]\n  hint: run `pip install 'diglot[remote]'`"
    wanted = "fsspec s3fs" if launcher else "'diglot[remote]'"
    spelt = calling.spelt(told, launcher, Path(folder))

    assert spelt == f"x: error: `pip install x` [rule]\n  hint: run `{typed} {wanted}`"


def test_the_launcher_names_what_the_extras_bring():
    """Its Python has the packages of the lock file, and no `diglot` among them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    assert {name: tuple(re.split("[>=<]", one)[0] for one in wanted)
            for name, wanted in extras.items()} == calling.EXTRAS  # fmt: skip
