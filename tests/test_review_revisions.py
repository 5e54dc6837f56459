"""What changed between two revisions of a project, as one Word file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from tests import small
from tests.documents import W, part
from tests.review.settling import told

LOCALE = ("-l", "zh_CN")


@pytest.fixture
def home(tmp_path):
    """Return a project with one commit, the tag `first`."""
    home = small.write(tmp_path / "house")
    git(home, "init", "-q")
    return commit(home, "first")


def git(home: Path, *words: str) -> None:
    """Run git in a project, as somebody who is always the same at the same time."""
    named = ["-c", "user.name=Han Meimei", "-c", "user.email=han@example.org"]
    when = ["env", "GIT_AUTHOR_DATE=2022-08-23T09:00:00+0800"]
    subprocess.run([*when, "git", "-C", str(home), *named, *words], check=True)


def commit(home: Path, name: str) -> Path:
    """Commit all that lies in a project, under a tag."""
    git(home, "add", ".")
    git(home, "commit", "-qm", name)
    git(home, "tag", name)
    return home


def edit(home: Path, path: str, old: str, new: str) -> None:
    """Change a file of a project."""
    text = (home / path).read_text()
    assert old in text
    (home / path).write_text(text.replace(old, new))


def redline(home: Path, *arguments: str) -> tuple[int, str, bytes]:
    """Return how the verb ends, what it says, and what it writes."""
    file = home.parent / "redline.docx"
    file.unlink(missing_ok=True)
    command = ["--root", str(home), "review", "redline", "-o", str(file), *arguments]
    run = CliRunner().invoke(main, command)
    return run.exit_code, run.output, file.read_bytes() if file.exists() else b""


def said(data: bytes, *, accept: bool) -> str:
    """Return the text of a redline, accepted or rejected."""
    return str(told(data, accept=accept))


@pytest.mark.slow
def test_two_revisions_are_one_file(home):
    """It bears the author and the moment of the newer one."""
    edit(home, small.CATALOG, "展馆开馆", "展厅开放")
    commit(home, "second")
    code, output, data = redline(home, "first..second", *LOCALE)
    mark = next(part(data).iter(f"{W}ins"))

    assert (code, output.strip().endswith("changes")) == (0, True)
    assert "展馆开馆" in said(data, accept=False)
    assert "展厅开放" in said(data, accept=True)
    assert mark.get(f"{W}author") == "Han Meimei"
    assert mark.get(f"{W}date") == "2022-08-23T01:00:00Z"


@pytest.mark.slow
def test_the_project_as_it_lies_is_compared_without_a_second_revision(home):
    """Its changes bear the name of the project and the date of the release."""
    edit(home, small.RELEASE, "Come and see!", "Come and see it!")
    code, _, data = redline(home, "first", "-l", "en")
    _, _, again = redline(home, "first..", small.SLUG, "-l", "en")
    mark = next(part(data).iter(f"{W}ins"))

    assert code == 0
    assert data == again
    assert mark.get(f"{W}author") == "A small house"
    assert mark.get(f"{W}date") == "2024-05-01T00:00:00Z"


def test_what_reads_the_same_is_said_and_not_written(home):
    """No file tells of no change."""
    code, output, data = redline(home, "first..first", *LOCALE)

    assert (code, data) == (0, b"")
    assert "reads the same" in output


@pytest.mark.parametrize(
    ("revisions", "told"),
    [
        ("..first", "names no two revisions"),
        ("first...first", "names no two revisions"),
        ("nothing..first", "git knows no revision `nothing`"),
        ("--output=x..first", "git knows no revision"),
    ],
)
def test_a_wrong_revision_is_named(home, revisions, told):
    """Nothing is written, and the message says what to write."""
    code, output, data = redline(home, *LOCALE, "--", revisions)

    assert (code, data) == (3, b"")
    assert told in output
    assert "hint:" in output


def test_a_release_that_a_revision_lacks_is_told_with_the_revision(home):
    """The reader learns at which of the two it is missing."""
    edit(home, small.RELEASE, "date: 2024-05-01", "date: 2024-05-01\nslug: another")
    code, output, _ = redline(home, "first", "another", *LOCALE)

    assert code == 3
    assert "at `first`: release `another` does not exist" in output
