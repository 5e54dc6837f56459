"""Real disks that are full or closed, and real kills: what stood there stands."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess

import pytest

from bench import kills
from tests import small
from tests.test_faults import BUILD, files, run

pytestmark = pytest.mark.slow
TEXT = (*BUILD, "-f", "text")
ROOM = "mount -t tmpfs -o size=48k tmpfs output && cp -a ../before/. output"
CLOSED = "mount --bind output output && mount -o remount,ro,bind output"
NO_CACHE = "mount --bind .diglot .diglot && mount -o remount,ro,bind .diglot"


@pytest.fixture
def built(tmp_path):
    """Return a project that was built once and edited since, and what was published."""
    folder = small.write(tmp_path / "project")
    assert run(folder, *TEXT)[0] == 0
    before = tmp_path / "before"
    subprocess.run(["cp", "-a", folder / "output", before], check=True)
    release = folder / small.RELEASE
    more = "\n".join(f"- {'a long garden walk ' * 40} {n}" for n in range(40))
    text = release.read_text(encoding="utf-8")
    release.write_text(text.replace("- the garden", f"- the garden\n{more}"), encoding="utf-8")
    return folder, files(before)


def mounted(folder, mounts, *command):
    """Run a command in a project with some mounts of its own; skip, and say so, if none may be."""
    space = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    if subprocess.run([*space, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    script = f'{mounts} && {{ "$@" || status=$?; cp -a output ../after; exit ${{status:-0}}; }}'
    return run(folder, *space, "sh", "-ec", script, "sh", *command)


def test_a_full_disk_leaves_all_as_it_was_and_the_next_build_goes_on(built):
    """The pages are made already: with room, the next run needs no engine to publish them."""
    folder, before = built
    status, said = mounted(folder, ROOM, *TEXT)
    after = files(folder.parent / "after")
    again, told = run(folder, *TEXT)

    assert status == 3
    assert f"{small.SLUG}.txt: error: cannot write `output/{small.SLUG}/" in said
    assert "no space left on device [disk-full]" in said
    assert after == before
    assert (again, "; 0 engine runs;" in told) == (0, True)


def test_a_file_that_may_not_be_so_large_leaves_all_as_it_was(built):
    """A quota is a full disk; the cache feels it too, and only says so."""
    folder, before = built
    limit = (20_000, 20_000)
    status, said = run(
        folder, *TEXT, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )

    assert status == 3
    assert "[disk-full]" in said
    assert files(folder / "output") == before
    assert run(folder, *TEXT)[0] == 0


def test_an_output_that_may_not_be_written_to_is_told(built):
    """As it is on a server that shows it."""
    folder, before = built
    status, said = mounted(folder, CLOSED, *TEXT)

    assert status == 3
    assert "[read-only]" in said
    assert files(folder.parent / "after") == before


def test_a_build_goes_on_without_a_cache(built):
    """It costs time; the pages are the same."""
    folder, _ = built
    status, said = mounted(folder, NO_CACHE, *TEXT)
    made = files(folder.parent / "after")
    run(folder, *TEXT)

    assert status == 0
    assert "[no-cache]" in said
    assert made == files(folder / "output")


def test_a_build_goes_on_from_a_cache_that_is_damaged(built):
    """Every value a byte off, and nothing published: all is made anew, the same, with words."""
    folder, _ = built
    run(folder, *TEXT)
    made = files(folder / "output")
    shutil.rmtree(folder / "output")
    for value in (folder / ".diglot/cache/values").iterdir():
        value.write_bytes(value.read_bytes()[:-1] + b"\0")
    status, said = run(folder, *TEXT)

    assert status == 0
    assert "[damaged-cache]" in said
    assert files(folder / "output") == made


@pytest.mark.parametrize("verb", kills.VERBS)
def test_kills_tear_nothing_and_lose_nothing(verb, tmp_path):
    """At random moments; ``bench.kills`` does it two hundred times."""
    counts = kills.trial(verb, tmp_path / verb, 5, seed=7)

    assert counts["kills"] > 0
    assert {name: counts[name] for name in kills.FAULTS} == dict.fromkeys(kills.FAULTS, 0)
