"""Accidents: full disks, closed folders, killed runs, two at once. What stood there stands."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline import atomic, locking
from pipeline.cache import Cache
from pipeline.cli import main
from pipeline.diagnostics import PipelineError
from pipeline.model import Artifact, Digest, Locale, Slug, Target
from pipeline.publish import home, publish
from pipeline.world import Memory
from tests import small
from tests.conftest import ROOT

PATHS = [f"{small.SLUG}/en/{small.SLUG}.{kind}" for kind in ("html", "pdf", "docx")]
BUILD = (sys.executable, "-m", "pipeline", "build", "-x", "serial")
HOLD = (
    "import sys, time; from pathlib import Path; from pipeline import locking\n"
    "with locking.held(Path(sys.argv[1]), 'sync'): print('held', flush=True); time.sleep(60)"
)


def artifacts(word):
    """Return three artefacts of one release that say a word."""
    targets = [Target(Slug(small.SLUG), Locale("en"), path.rpartition(".")[2]) for path in PATHS]
    rows = zip(targets, PATHS, strict=True)
    return [Artifact(target, path, f"{word} {path}".encode(), {}, ()) for target, path in rows]


def files(folder):
    """Return all files below a folder with their bytes."""
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def run(folder, *command, **options):
    """Run a command in a project; return its exit status, and all it said."""
    done = subprocess.run(
        [*command], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, **options,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@given(failing=st.integers(0, 3), number=st.sampled_from([errno.ENOSPC, errno.EIO, errno.EROFS]))
def test_a_release_is_published_whole_or_not_at_all(tmp_path_factory, failing, number):
    """Whichever file cannot be written, all are as they were, and no draft stays."""
    folder = tmp_path_factory.mktemp("project")
    publish(home(folder), artifacts("old"), PATHS)
    before, written, flush = files(folder), [], os.fsync

    def fsync(handle):
        written.append(handle)
        if len(written) > failing:
            raise OSError(number, os.strerror(number))
        flush(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(PipelineError) as caught:
            publish(home(folder), artifacts("new"), PATHS)

    assert files(folder) == before
    assert caught.value.diagnostics[0].place.path.startswith(f"output/{small.SLUG}/")


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "read-only"),
        (errno.ENOTDIR, "in-the-way"),
        (errno.EIO, "cannot-write"),
    ],
)
def test_what_cannot_be_written_is_told_by_its_cause(number, rule):
    """Each cause has a name of its own, and says what to do."""
    told = atomic.refusal("output/a.pdf", OSError(number, os.strerror(number))).diagnostics[0]

    assert (told.rule, told.place.path, bool(told.hints)) == (rule, "output/a.pdf", True)


def test_a_file_keeps_its_mode(tmp_path):
    """A catalog that a group may write to stays one."""
    file = tmp_path / "zh.po"
    file.write_bytes(b"old")
    file.chmod(0o664)
    atomic.write(file, b"new")

    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o664)


def test_output_that_is_a_file_is_told(tmp_path):
    """It is not ours to delete."""
    (tmp_path / "output").write_text("mine")
    with pytest.raises(PipelineError) as caught:
        publish(home(tmp_path), artifacts("new"), PATHS)

    assert caught.value.diagnostics[0].rule == "in-the-way"
    assert (tmp_path / "output").read_text() == "mine"


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path):
    """It remembers nothing, says so, and raises nothing."""
    (tmp_path / "cache").write_text("a file")
    cache = Cache(tmp_path / "cache")
    cache.keep(Digest("k"), {}, b"value")

    assert cache.recall(Digest("k"), Memory({})) is None
    assert [d.rule for d in cache.told.values()] == ["no-cache"]


def test_a_damaged_entry_is_made_anew_with_a_word(tmp_path):
    """It is taken away when it is read, so that the next one can take its place."""
    cache = Cache(tmp_path)
    cache.keep(Digest("k"), {}, b"value")
    (value,) = (tmp_path / "values").iterdir()
    value.write_bytes(b"valuf")
    lost = cache.recall(Digest("k"), Memory({}))
    cache.keep(Digest("k"), {}, b"value")

    assert lost is None
    assert [d.rule for d in cache.told.values()] == ["damaged-cache"]
    assert Cache(tmp_path).recall(Digest("k"), Memory({}))[0] == b"value"


@pytest.fixture
def busy(tmp_path):
    """Yield a project, and the process that holds it."""
    small.write(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    yield tmp_path, holder
    holder.kill()
    holder.wait()
    holder.stdout.close()


@pytest.mark.parametrize(
    "verb",
    [
        ("build",),
        ("sync",),
        ("suggest",),
        ("new", "2024-06-01-next"),
        ("check", "--fix"),
        ("po", "fmt", small.CATALOG),
    ],
)
def test_a_second_writer_is_told_who_is_at_work(busy, verb, monkeypatch):
    """Whatever the two verbs are, the second changes nothing."""
    folder, holder = busy
    before = files(folder)
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, verb)

    assert result.exit_code == 3
    assert f"`diglot sync` (process {holder.pid}) is at work on this project" in result.output
    assert files(folder) == before


@pytest.mark.parametrize("verb", [("sync", "--check"), ("status",), ("check",)])
def test_who_only_reads_need_not_wait(busy, verb):
    """They write nothing, so nothing is in their way."""
    result = CliRunner().invoke(main, ["--root", str(busy[0]), *verb])

    assert "is at work" not in result.output


def test_one_can_wait_for_the_other(busy):
    """With ``--wait`` the second says for whom, and goes on as soon as it can."""
    folder, holder = busy
    command = (sys.executable, "-m", "pipeline", "--wait", "sync")
    waiting = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    said = waiting.stderr.readline()
    holder.kill()
    waiting.communicate()

    assert said == f"waiting for `diglot sync` (process {holder.pid})\n"
    assert waiting.returncode == 0


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_is_asked_to_end_says_so_and_no_more(busy, sign, code):
    """Ctrl-C and what CI sends after its time: no traceback, and an exit code of its own."""
    folder, _ = busy
    line = [sys.executable, "-m", "pipeline", "--root", str(folder), "--wait", "build"]
    process = subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    waits = process.stderr.readline()
    process.send_signal(sign)
    said = process.stderr.read()

    assert waits.startswith("waiting for ")
    assert said == "stopped; what is finished stays, and the next run goes on from there\n"
    assert process.wait() == code


def test_what_a_killed_run_left_is_taken_away_by_the_next(busy):
    """The kernel frees the lock; drafts go, and what only looks like one stays."""
    folder, holder = busy
    draft = folder / "locales/zh_CN/LC_MESSAGES/.4711.0.draft"
    draft.write_bytes(b"half a cat")
    mine = folder / "sources/.notes.draft"
    mine.write_text("a text of the author")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with locking.held(folder, "build"):
        left = (draft.exists(), mine.exists())

    assert left == (False, True)
    assert not (folder / locking.NOTE).exists()


def test_a_project_can_be_held_again_and_again(tmp_path):
    """An error in between frees it."""
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), locking.held(tmp_path, "build"):
            raise ZeroDivisionError
