"""The one door, and what comes through it."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from pipeline.diagnostics import PipelineError
from pipeline.limits import Limits
from pipeline.world import ABSENT, Disk, Memory, Recorder, peek


@pytest.fixture
def disk(tmp_path):
    """Return a project with one theme of its own and one that is shipped."""
    for path in ("home/templates/own/theme.toml", "home/a.md", "ship/templates/plain/theme.toml"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)
    return Disk(tmp_path / "home", tmp_path / "ship")


def test_what_is_shipped_lies_below_what_is_the_project_s(disk, tmp_path):
    """A project sees both, and its own file hides the shipped one."""
    assert disk.glob("templates/*/theme.toml") == (
        "templates/own/theme.toml",
        "templates/plain/theme.toml",
    )
    assert disk.read("templates/plain/theme.toml") == b"ship/templates/plain/theme.toml"


def test_only_themes_and_their_words_are_shipped(disk):
    """The releases of another project never show in ours."""
    (disk.shipped / "sources/x").mkdir(parents=True)
    (disk.shipped / "sources/x/release.md").write_text("theirs")

    assert disk.glob("sources/*/release.md") == ()


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../b", "a\0b"])
def test_no_path_leads_out(disk, path):
    """The project is all there is."""
    with pytest.raises(PipelineError, match="outside-project"):
        disk.read(path)


def test_no_symbolic_link_leads_out(disk, tmp_path):
    """A link is a path like any other."""
    (tmp_path / "secret").write_text("x")
    (disk.root / "link.md").symlink_to(tmp_path / "secret")

    with pytest.raises(PipelineError, match="outside-project"):
        disk.read("link.md")


def test_nothing_but_a_plain_file_is_opened(disk):
    """A pipe has no end, and nobody may ever write into it."""
    os.mkfifo(disk.root / "pipe.md")

    assert disk.glob("*.md") == ("a.md", "pipe.md")
    with pytest.raises(PipelineError, match=r"`pipe\.md` is no plain file"):
        disk.read("pipe.md")


def test_a_file_is_not_read_beyond_the_limit_of_its_kind(disk):
    """The message tells the limit, and the key that raises it."""
    small = replace(disk, most=Limits(release_mb=0.001))
    (disk.root / "a.md").write_bytes(b"x" * 1001)

    assert len(disk.read("a.md")) == 1001
    with pytest.raises(PipelineError, match=r"larger than 0.001 MB.*\n.*raise release_mb under"):
        small.read("a.md")


def test_what_was_read_is_recorded_absences_too():
    """A file that was looked for and not found is a fact like any other."""
    recorder = Recorder(Memory({"a": b"1"}))
    recorder.read("a")
    recorder.glob("*.md")
    with pytest.raises(PipelineError):
        recorder.read("b")

    assert recorder.reads["b"] == ABSENT
    assert all(peek(recorder.inner, path) == seen for path, seen in recorder.reads.items())


def test_what_we_made_is_held_to_no_limit_of_what_people_write():
    """A web page with a photograph in it is larger than a template may be."""
    html, css = (
        Limits().bytes_of("output/news/en/news.html"),
        Limits().bytes_of("templates/a/a.css"),
    )

    assert html == ("file_mb", 50_000_000)
    assert css == ("style_mb", 1_000_000)
