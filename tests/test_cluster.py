"""A build on a cluster: no shared disk, the same bytes, and nothing lost with a worker."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from distributed import Client

from pipeline import config, parcels
from pipeline.cli import _shipped
from pipeline.diagnostics import PipelineError
from pipeline.executors.identity import differences
from pipeline.parcels import Beyond
from pipeline.world import Disk
from tests import small

ROOT = Path(__file__).parent.parent
SLUGS = [f"2024-05-{day:02}-opening" for day in range(2, 8)]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """Write a project of several releases."""
    folder = small.write(tmp_path_factory.mktemp("newsroom"))
    for slug in SLUGS:
        shutil.copytree(folder / "sources" / small.SLUG, folder / "sources" / slug)
        catalog = folder / small.CATALOG
        shutil.copy(catalog, catalog.with_name(f"{slug}.po"))
    return folder


def started(folder, *options):
    """Start a build of the web pages and Word files in a copy of a project."""
    command = [sys.executable, "-m", "pipeline", "--root", str(folder), "build"]
    asked = ["-f", "html", "-f", "docx", *options]
    return subprocess.Popen(
        [*command, *asked],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def made(folder):
    """Return the bytes of what was published, by path."""
    output = folder / "output"
    return {str(p.relative_to(output)): p.read_bytes() for p in output.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(newsroom, tmp_path):
    """Kill -9 in the middle: the build ends well, and nothing is missing or different."""
    here = shutil.copytree(newsroom, tmp_path / "here")
    there = shutil.copytree(newsroom, tmp_path / "there")
    plain = started(here, "-x", "serial")
    told = plain.communicate()[0]
    assert plain.returncode == 0, told

    run = started(there, "-x", "dask", "-j", "2")
    lines = []
    for line in run.stdout:
        lines.append(line)
        if "output/" in line:
            break
    workers = [
        child
        for child in psutil.Process(run.pid).children(recursive=True)
        if re.search(r"spawn_main", " ".join(child.cmdline()))
    ]
    workers[0].send_signal(signal.SIGKILL)
    lines += run.communicate()[0]

    assert run.returncode == 0, "".join(lines)
    assert made(there) == made(here)


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_named(newsroom, tmp_path):
    """Exit 4, and what to do."""
    folder = shutil.copytree(newsroom, tmp_path / "copy")
    run = started(folder, "-x", "dask", "--scheduler", "tcp://127.0.0.1:9")
    told = run.communicate()[0]

    assert run.returncode == 4
    assert "no scheduler answers at `tcp://127.0.0.1:9`" in told
    assert "[no-scheduler]" in told


@contextmanager
def dask(folder, *homes):
    """Start a scheduler, and a worker for each home; yield its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, plain = f"tcp://127.0.0.1:{port}", {**os.environ, "PYTHONPATH": str(ROOT)}
    alone = ["scheduler", "--host", "127.0.0.1", "--port", str(port)]
    worker = ["worker", address, "--nthreads", "2"]
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--no-dashboard"],
            env={**plain, "HOME": home}, cwd=folder, stderr=subprocess.DEVNULL,
        )
        for words, home in [(alone, plain["HOME"]), *((worker, str(home)) for home in homes)]
    ]  # fmt: skip
    try:
        _wait_for_workers(address, len(homes))
        yield address, runs[0]
    finally:
        for run in reversed(runs):
            run.terminate()
            run.wait()


@pytest.fixture
def scheduler(tmp_path):
    """Start a scheduler, a worker like us, and one with a font that we have not."""
    home = tmp_path / "home"
    (home / ".fonts").mkdir(parents=True)
    (home / ".fonts" / "Other.ttf").write_bytes(b"another font")
    with dask(tmp_path, Path.home(), home) as (address, _):
        yield address


def _wait_for_workers(address, count):
    with Client(address, timeout=120) as client:
        client.wait_for_workers(count, timeout=240)


@pytest.mark.slow
def test_a_worker_with_other_fonts_is_refused_by_name(newsroom, scheduler, tmp_path):
    """The other one does the work, in another folder, without our disk."""
    here = shutil.copytree(newsroom, tmp_path / "here")
    there = shutil.copytree(newsroom, tmp_path / "there")
    assert started(here, "-x", "serial").wait() == 0
    run = started(there, "-x", "dask", "--scheduler", scheduler)
    told = run.communicate()[0]

    assert run.returncode == 0, told
    assert len(re.findall(r"worker tcp://\S+ is refused: fonts is \w+, here \w+", told)) == 1
    assert made(there) == made(here)


@pytest.mark.slow
def test_a_scheduler_that_goes_in_the_middle_is_told(newsroom, tmp_path):
    """What was published stays; the rest was not made, and it is no fault of ours."""
    folder = shutil.copytree(newsroom, tmp_path / "copy")
    with dask(tmp_path, Path.home()) as (address, process):
        run = started(folder, "-x", "dask", "--scheduler", address)
        lines = []
        for line in run.stdout:
            lines.append(line)
            if "output/" in line:
                process.kill()
                break
        told = "".join(lines) + run.communicate()[0]

    assert run.returncode == 4, told
    assert "the scheduler has gone, with all that was not done yet [no-scheduler]" in told
    assert "not published: the rest" in told
    assert 0 < len({path.split("/")[0] for path in made(folder)}) < len(SLUGS)


def test_a_worker_that_differs_is_told_what_differs():
    """Every name that is missing or other on either side."""
    ours = {"fonts": "a1", "weasyprint": "70.0", "pango": "15600"}
    theirs = {"fonts": "b2", "weasyprint": "70.0"}

    assert differences(ours, ours) == ""
    assert differences(ours, theirs) == "fonts is b2, here a1, pango is missing, here 15600"


def test_what_travels_is_what_a_release_can_read(newsroom):
    """Themes once; its folder and catalogs with a task; nothing of another release."""
    world = Disk(newsroom, _shipped())
    common, own = parcels.common(world), parcels.own(world, f"sources/{SLUGS[0]}", SLUGS[0])

    assert config.FILE in common.files
    assert "templates/plain/theme.toml" in common.files
    assert not [path for path in common.files if path.startswith(("sources/", "templates/acc"))]
    assert sorted(own.files) == [
        f"locales/zh_CN/LC_MESSAGES/{SLUGS[0]}.po",
        f"sources/{SLUGS[0]}/figures/plan.svg",
        f"sources/{SLUGS[0]}/release.md",
    ]


def test_a_parcel_answers_like_the_disk_or_says_that_it_cannot(newsroom):
    """What is known not to be there is missing; what did not travel is asked for."""
    world = Disk(newsroom, _shipped())
    parcel = parcels.common(world) | parcels.own(world, f"sources/{SLUGS[0]}", SLUGS[0])

    for pattern in ("templates/*/theme.toml", "templates/*/fonts/*", "locales/*", config.FILE):
        assert parcel.glob(pattern) == world.glob(pattern)
    with pytest.raises(PipelineError):
        parcel.read("templates/plain/absent.css")
    for path in (f"sources/{SLUGS[1]}/release.md", f"locales/zh_CN/LC_MESSAGES/{SLUGS[1]}.po"):
        with pytest.raises(Beyond):
            parcel.read(path)
    with pytest.raises(Beyond):
        parcel.glob("sources/*/release.md")
