"""What the cache keeps, forgets, and shares with other machines."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline import eviction
from pipeline.cache import Cache
from pipeline.cli import main
from pipeline.eviction import Entry, doomed, prune, tidy
from pipeline.keeping import Keeping, keeping
from pipeline.model import Digest, digest
from pipeline.sharing import Shared
from pipeline.world import Memory, Recorder
from tests import small
from tests.test_faults import BUILD, files, run

DAY = 86400
NOW = 1_000 * DAY
KEY = Digest("0" * 64)
SIZES = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 400)), max_size=20)


def made(cache, **read):
    """Keep a value that was made from some files."""
    world = Recorder(Memory(read))
    for path in read:
        world.read(path)
    cache.keep(KEY, world.reads, b"PDF" + b"".join(read.values()))


def aged(folder, days):
    """Make all entries of a cache as old as that."""
    for entry in eviction.entries(folder):
        os.utime(entry.path, (NOW - days * DAY, NOW - days * DAY))


@given(SIZES, st.integers(0, 300), st.integers(1, 400))
def test_what_stays_is_young_enough_and_fits(rows, size, days):
    """And nothing goes that is younger than something that stays."""
    found = [Entry(Path(str(n)), s, NOW - age * DAY) for n, (s, age) in enumerate(rows)]
    gone = doomed(found, Keeping(size, days), NOW)
    stays = [entry for entry in found if entry not in gone]

    assert sum(entry.size for entry in stays) <= size
    assert all(entry.used_s >= NOW - days * DAY for entry in stays)
    assert max((e.used_s for e in gone), default=0) <= min((e.used_s for e in stays), default=NOW)


def test_what_is_forgotten_is_made_anew(tmp_path):
    """A trace whose value is gone recalls nothing, and raises nothing."""
    made(Cache(tmp_path), a=b"1")
    aged(tmp_path, 61)
    gone = prune(tmp_path, Keeping(), NOW)

    assert len(gone) == 2
    assert Cache(tmp_path).recall(KEY, Memory({"a": b"1"})) is None


def test_what_is_used_stays(tmp_path):
    """Reading notes the time of the run, so that the least lately used goes first."""
    made(Cache(tmp_path), a=b"1")
    Cache(tmp_path).store(b"never asked for")
    aged(tmp_path, 61)
    assert Cache(tmp_path, now_s=NOW).recall(KEY, Memory({"a": b"1"}))
    gone = prune(tmp_path, Keeping(), NOW)

    assert [entry.size for entry in gone] == [len(b"never asked for")]


def test_a_cache_is_tidied_once_a_day(tmp_path):
    """A build of an hour ago has done it."""
    made(Cache(tmp_path), a=b"1")
    tidy(Cache(tmp_path, now_s=NOW), Keeping())
    aged(tmp_path, 61)
    tidy(Cache(tmp_path, now_s=NOW + 3600), Keeping())
    left = len(list(eviction.entries(tmp_path)))
    tidy(Cache(tmp_path, now_s=NOW + 25 * 3600), Keeping())

    assert (left, list(eviction.entries(tmp_path))) == (2, [])


@pytest.fixture(params=["file", "memory"])
def shelf(request, tmp_path):
    """Return the address of a shared cache."""
    place = tmp_path / "a shared place"
    return f"file://{place}" if request.param == "file" else f"memory://{digest(str(place))}"


def test_what_one_machine_made_another_need_not(tmp_path, shelf):
    """Traces and values are read through; what was fetched is kept, and asked for once."""
    made(Cache(tmp_path / "one", shared=Shared(shelf, write=True)), a=b"1")
    other = Cache(tmp_path / "other", shared=Shared(shelf))
    found = other.recall(KEY, Memory({"a": b"1"}))

    assert found == (b"PDF1", {"a": digest(b"1")})
    assert Cache(tmp_path / "other").recall(KEY, Memory({"a": b"1"})) == found
    assert other.told == {}


def test_who_only_reads_writes_nothing(tmp_path):
    """Without ``write`` a shared cache stays as it is."""
    made(Cache(tmp_path / "one", shared=Shared(f"file://{tmp_path}/shared")), a=b"1")

    assert not (tmp_path / "shared").exists()


@pytest.mark.parametrize(
    ("kind", "data"), [("values", b"PDG1"), ("values", b""), ("traces", b"[{"), ("traces", b"7")]
)
def test_what_is_damaged_in_a_shared_cache_is_not_believed(tmp_path, kind, data):
    """Nor is what somebody put there under another name."""
    address = f"file://{tmp_path}/shared"
    made(Cache(tmp_path / "one", shared=Shared(address, write=True)), a=b"1")
    (entry,) = (tmp_path / "shared" / kind).iterdir()
    entry.write_bytes(data)
    other = Cache(tmp_path / "other", shared=Shared(address))

    assert other.recall(KEY, Memory({"a": b"1"})) is None
    assert [d.rule for d in other.told.values()] == ["damaged-cache"]


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "values", ""])
def test_a_trace_of_a_shared_cache_names_values_by_digest_only(tmp_path, name):
    """It cannot lead to a file, here or there."""
    address = f"file://{tmp_path}/shared"
    (tmp_path / "shared/traces").mkdir(parents=True)
    told = f'[{{"reads": {{}}, "value": "{name}"}}]'
    (tmp_path / f"shared/traces/{KEY}").write_text(f"{digest(KEY, told)}\n{told}")
    cache = Cache(tmp_path / "one", shared=Shared(address))

    assert cache.recall(KEY, Memory({})) is None
    assert files(tmp_path / "one") == {}


@pytest.mark.parametrize("address", ["s3://no-such-bucket/x", "nowhere://x", "file:///proc/1/x"])
def test_a_shared_cache_that_does_not_answer_costs_no_build(tmp_path, address, monkeypatch):
    """It is told once, and not asked again."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # no test leaves this machine
    cache = Cache(tmp_path, shared=Shared(address, write=True))
    made(cache, a=b"1")

    assert cache.recall(KEY, Memory({"a": b"1"}))[0] == b"PDF1"
    assert [d.rule for d in cache.told.values()] == ["no-shared-cache"]


def test_sizes_are_read_as_people_write_them():
    """Units of a thousand, as disks are sold."""
    assert keeping({"size": "2 GB"}).size == 2 * 10**9
    assert keeping({"size": "1.5MB", "days": 3}) == Keeping(1_500_000, 3)


@pytest.mark.parametrize(
    "line",
    [
        'size = "much"', "size = 3", "days = 0", "days = true", 'shared = "zip::s3://a/b"',
        'shared = "/srv/cache"', 'shared = "http://a/b"', 'write = "yes"', "week = 1",
    ],
)  # fmt: skip
def test_a_key_that_does_not_do_is_told(tmp_path, line):
    """With its line, and what to write."""
    folder = small.write(tmp_path)
    (folder / "diglot.toml").write_text(f"{small.TOML}\n[cache]\n{line}\n")
    result = CliRunner().invoke(main, ["--root", str(folder), "cache", "show"])

    assert result.exit_code == 3
    assert "diglot.toml:10: error:" in result.output
    assert "hint:" in result.output


def test_the_verbs_of_the_cache(tmp_path):
    """Show, prune, verify: what is damaged is taken away."""
    folder = small.write(tmp_path)
    cache = Cache(folder / ".diglot/cache")
    cache.store(b"one")
    cache.store(b"other")
    (cache.folder / "values" / digest(b"one")).write_bytes(b"onf")

    def say(*words):
        result = CliRunner().invoke(main, ["--root", str(folder), "cache", *words])
        return result.exit_code, result.output.splitlines()[0]

    assert say("show") == (0, "2 entries, 0.0 MB; at most 5,000 MB")
    assert say("verify")[0] == 1
    assert say("verify") == (0, "all entries are sound")
    assert say("prune", "--size", "0 MB") == (0, "1 entries forgotten, 0.0 MB")
    assert say("prune", "--size", "much")[0] == 2


@pytest.mark.slow
def test_a_fresh_machine_builds_from_a_shared_cache(tmp_path):
    """It runs no engine, writes the same bytes, and has all in its own cache afterwards."""
    one = small.write(tmp_path / "one")
    shared = f'{small.TOML}\n[cache]\nshared = "file://{tmp_path}/shared"\nwrite = true\n'
    (one / "diglot.toml").write_text(shared)
    run(one, *BUILD, "-f", "text")
    other = small.write(tmp_path / "other", **{"diglot.toml": shared})
    status, said = run(other, *BUILD, "-f", "text")
    shutil.rmtree(tmp_path / "shared")
    shutil.rmtree(other / "output")
    again, told = run(other, *BUILD, "-f", "text")

    assert (status, again) == (0, 0)
    assert "; 0 engine runs;" in said
    assert "; 0 engine runs;" in told
    assert files(other / "output") == files(one / "output")
