"""A cache that machines share: what is wrong there costs time and a word, never a wrong page."""

from __future__ import annotations

import pickle
import shutil
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import rounds
from pipeline.cache import Cache
from pipeline.config import Project
from pipeline.model import Digest
from pipeline.sharing import Shared
from pipeline.tasks import Done
from pipeline.workshop import Workshop
from pipeline.world import Memory, Recorder
from tests import bucket, small
from tests.test_faults import BUILD, files, run

pytest.importorskip("fsspec")
KEYS = [Digest(digit * 64) for digit in "ab"]
SOURCE = Memory({"a": b"1", "b": b"2"})


def right(key):
    """Return the value that a key has in ``SOURCE``."""
    return f"made for {key[:1]}".encode() + SOURCE.read("a")


def keep(cache):
    """Keep the values of all keys; they rest on one file, and on one that is not there."""
    for key in KEYS:
        world = Recorder(SOURCE)
        world.read("a")
        world.glob("c")
        cache.keep(key, world.reads, right(key))


def recall(cache):
    """Return what is recalled, by key."""
    found = {key: cache.recall(key, SOURCE) for key in KEYS}
    return {key: one[0] for key, one in found.items() if one}


def filled(folder):
    """Fill a shared cache in a folder, and return its entries."""
    keep(Cache(folder / "first", shared=Shared(f"file://{folder}/shared", write=True)))
    return sorted(path for path in (folder / "shared").rglob("*") if path.is_file())


@given(data=st.data())
def test_no_damage_makes_a_wrong_value(data, tmp_path_factory):
    """A bit flipped, an end torn off, an entry of another name: believed by nobody, and mended."""
    folder = tmp_path_factory.mktemp("machines")
    entries = filled(folder)
    hurt = data.draw(st.sampled_from(entries))
    whole = hurt.read_bytes()
    kind = data.draw(st.sampled_from(["flip", "tear", "swap"]))
    at = data.draw(st.integers(0, len(whole) - 1))
    if kind == "flip":
        bit = 1 << data.draw(st.integers(0, 7))
        hurt.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
    elif kind == "tear":
        hurt.write_bytes(whole[:at])
    else:
        other = data.draw(st.sampled_from([e for e in entries if e != hurt]))
        hurt.write_bytes(other.read_bytes())
    address = f"file://{folder}/shared"
    other = Cache(folder / "second", shared=Shared(address, write=True))
    found = recall(other)
    keep(other)
    third = Cache(folder / "third", shared=Shared(address))

    assert all(value == right(key) for key, value in found.items())
    assert len(found) == len(KEYS) - 1
    assert [d.rule for d in other.told.values()] == ["damaged-cache"]
    assert recall(third) == {key: right(key) for key in KEYS}
    assert third.told == {}


@given(data=st.data())
def test_no_damage_here_makes_a_wrong_value(data, tmp_path_factory):
    """As it is with a cache of one's own: the seal of a trace holds for its key alone."""
    folder = tmp_path_factory.mktemp("machine")
    keep(Cache(folder))
    entries = sorted(path for path in folder.rglob("*") if path.is_file())
    hurt = data.draw(st.sampled_from(entries))
    whole = hurt.read_bytes()
    at, bit = data.draw(st.integers(0, len(whole) - 1)), 1 << data.draw(st.integers(0, 7))
    hurt.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
    cache = Cache(folder)
    found = recall(cache)

    assert all(value == right(key) for key, value in found.items())
    assert (len(found), len(cache.told)) == (len(KEYS) - 1, 1)


def test_a_store_that_goes_midway_is_told_once_and_asked_no_more(tmp_path, news):
    """What was made before and after it is kept here; the build does not feel it."""
    shared = Shared("s3://news/cache", write=True)
    cache = Cache(tmp_path / "one", shared=shared)
    cache.keep(KEYS[0], {}, right(KEYS[0]))
    before, news.refused = len(news.objects), "."
    keep(cache)
    asked = len(news.log)
    recall(Cache(tmp_path / "none", shared=shared))
    told = [(d.rule, "does not answer" in d.message) for d in cache.told.values()]

    assert before == 2
    assert told == [("no-shared-cache", True)]
    assert len(news.log) == asked
    assert recall(Cache(tmp_path / "one")) == {key: right(key) for key in KEYS}


def test_who_may_only_read_still_reads(tmp_path, news):
    """A key without the right to write, by mistake: it is told, and what is there is used."""
    keep(Cache(tmp_path / "one", shared=Shared("s3://news/cache", write=True)))
    news.refused = "PUT"
    cache = Cache(tmp_path / "other", shared=Shared("s3://news/cache", write=True))
    cache.keep(Digest("c" * 64), {}, b"new")
    puts = sum(line.startswith("PUT") for line in news.log)
    cache.keep(Digest("d" * 64), {}, b"newer")

    assert recall(cache) == {key: right(key) for key in KEYS}
    assert [d.message.partition(":")[0] for d in cache.told.values()] == [
        "the shared cache cannot be written to"
    ]
    assert sum(line.startswith("PUT") for line in news.log) == puts


def test_a_bucket_that_is_not_there_is_told_by_who_only_reads(tmp_path, news):
    """An address with a slip in it is no empty cache."""
    cache = Cache(tmp_path, shared=Shared("s3://nwes/cache"))

    assert recall(cache) == {}
    assert [d.rule for d in cache.told.values()] == ["no-shared-cache"]
    assert "bucket does not exist" in next(iter(cache.told.values())).message


def test_a_value_costs_one_request_and_so_does_one_that_is_not_there(tmp_path, news):
    """Nobody asks first whether there is one, or how long it is."""
    keep(Cache(tmp_path / "one", shared=Shared("s3://news/cache", write=True)))
    news.log.clear()
    other = Cache(tmp_path / "other", shared=Shared("s3://news/cache"))
    recall(other)
    other.recall(Digest("c" * 64), SOURCE)
    other.keep(Digest("c" * 64), {}, b"new")

    assert [line.split()[0] for line in news.log] == ["GET"] * (2 * len(KEYS) + 1)


def test_what_is_new_is_put_there_at_once_and_once(tmp_path, news):
    """Its traces are read, to be added to; the same bytes are sent once in a run."""
    cache = Cache(tmp_path, shared=Shared("s3://news/cache", write=True))
    cache.keep(KEYS[0], {}, b"same")
    cache.keep(KEYS[1], {}, b"same")
    cache.store(b"same")

    assert [line.split("/")[0] for line in news.log] == [
        "PUT cache", "GET cache", "PUT cache", "GET cache", "PUT cache"
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["values", "traces"])
@pytest.mark.parametrize("harm", [lambda d: d[:-1] + bytes([d[-1] ^ 1]), lambda d: d[:-1]])
def test_what_is_damaged_in_a_bucket_is_made_anew_and_put_there(kind, harm, tmp_path, news):
    """With a word; the next machine finds it whole."""
    keep(Cache(tmp_path / "one", shared=Shared("s3://news/cache", write=True)))
    whole = dict(news.objects)
    key = next(key for key in whole if f"/{kind}/" in key)
    news.objects[key] = (harm(whole[key][0]), "")
    cache = Cache(tmp_path / "other", shared=Shared("s3://news/cache", write=True))
    found = recall(cache)
    keep(cache)

    assert len(found) == len(KEYS) - 1
    assert [d.place.path for d in cache.told.values()] == [f"s3://{'news'}/{key}"]
    assert news.objects == whole


def test_two_machines_at_once_tear_nothing(tmp_path):
    """Whoever is last, each entry is one of theirs, and whole."""
    address = f"file://{tmp_path}/shared"
    caches = [Cache(tmp_path / str(n), shared=Shared(address, write=True)) for n in range(4)]

    def work(cache, n):
        for turn in range(20):
            world = Recorder(Memory({"a": b"1", "own": str(n).encode()}))
            world.read("a" if turn % 2 else "own")
            cache.keep(KEYS[turn % 2], world.reads, right(KEYS[turn % 2]))

    threads = [Thread(target=work, args=(cache, n)) for n, cache in enumerate(caches)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = Cache(tmp_path / "last", shared=Shared(address))

    assert last.recall(KEYS[1], Memory({"a": b"1"}))[0] == right(KEYS[1])
    assert last.told == {}
    assert [told for cache in caches for told in cache.told.values()] == []


def test_another_process_is_given_it_to_read(tmp_path):
    """And hears that it does not answer, if that is known."""
    lost = Shared("s3://news/cache", write=True, fault="it does not answer")

    assert pickle.loads(pickle.dumps(lost)) == Shared("s3://news/cache", fault=lost.fault)


def test_what_one_process_finds_lost_no_other_waits_for(tmp_path):
    """A worker says so beside what it made; the tasks that are handed out next know."""
    shared = Shared("s3://news/cache", write=True)
    shop = Workshop(SOURCE, Cache(tmp_path, shared=shared))
    maker = rounds.Run(Project("House"), shop).maker
    lost = Cache(tmp_path, shared=Shared(shared.address, fault="the shared cache is away"))
    lost.recall(KEYS[0], SOURCE)
    rounds._keep(shop, Done(None, told=lost.told))

    assert pickle.loads(pickle.dumps(maker)).shared.fault == "the shared cache is away"


def test_faces_are_remembered_here_alone(tmp_path):
    """To ask a store for a dozen of a page takes longer than to make them."""
    there = tmp_path / "shared"
    table = f'[cache]\nshared = "file://{there}"\nwrite = true\n'
    toml = small.TOML.replace('["html", "pdf", "docx"]', '["html"]') + table
    home = small.write(tmp_path / "house", **{"diglot.toml": toml})
    status, said = run(home, *BUILD, "-l", "en")
    ours, theirs = (
        {path.name: path.read_bytes() for path in folder.glob("values/*")}
        for folder in (home / ".diglot/cache", there)
    )
    alone = [value[:4] for name, value in ours.items() if name not in theirs]

    assert status == 0, said
    assert theirs.keys() < ours.keys()
    assert set(alone) == {b"wOF2"}


@pytest.mark.slow
def test_a_second_machine_runs_no_engine_and_makes_the_same_bytes(tmp_path):
    """A bucket in `diglot.toml`, every value a bit off: made anew, the same, with words."""
    toml = small.TOML + '[cache]\nshared = "s3://news/cache"\nwrite = true\n'
    homes = [small.write(tmp_path / name, **{"diglot.toml": toml}) for name in "abc"]
    with bucket.served() as news:

        def build(home):  # fmt: skip
            return run(home, "env", *(f"{k}={v}" for k, v in news.variables.items()), *BUILD)

        first, second = build(homes[0]), build(homes[1])
        values = [item for item in news.objects.items() if "/values/" in item[0]]
        for key, (data, kind) in values:
            news.objects[key] = (data[:-1] + bytes([data[-1] ^ 4]), kind)
        third = build(homes[2])
        shutil.rmtree(homes[1])
        small.write(homes[1], **{"diglot.toml": toml})
        fourth = build(homes[1])

    assert [done[0] for done in (first, second, third, fourth)] == [0] * 4, third[1]
    assert ("; 0 engine runs" in second[1], "[damaged-cache]" in third[1]) == (True, True)
    assert "; 0 engine runs" in fourth[1], fourth[1]
    assert files(homes[0] / "output") == files(homes[1] / "output") == files(homes[2] / "output")
