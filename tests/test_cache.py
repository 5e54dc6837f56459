"""What the cache recalls, and what makes it forget."""

from __future__ import annotations

from pipeline.cache import Cache
from pipeline.model import Digest
from pipeline.world import Memory, Recorder

KEY = Digest("k")


def remembered(cache, **files):
    """Keep a value that was made from ``a.css`` of a world with these files."""
    world = Recorder(Memory(files))
    world.read("a")
    cache.keep(KEY, world.reads, b"PDF" + files["a"])


def test_recalls_while_reads_hold(tmp_path):
    """A change to a file that was never read does not cost a run."""
    remembered(Cache(tmp_path), a=b"1", b=b"1")

    assert Cache(tmp_path).recall(KEY, Memory({"a": b"1", "b": b"2"}))[0] == b"PDF1"


def test_forgets_when_a_read_changes(tmp_path):
    """A change to any file that was read does."""
    remembered(Cache(tmp_path), a=b"1")

    assert Cache(tmp_path).recall(KEY, Memory({"a": b"2"})) is None


def test_remembers_the_way_back(tmp_path):
    """Undoing an edit is free: older traces are kept beside the newest."""
    for content in (b"1", b"2"):
        remembered(Cache(tmp_path), a=content)

    assert Cache(tmp_path).recall(KEY, Memory({"a": b"1"}))[0] == b"PDF1"


def test_a_flipped_bit_counts_as_absent(tmp_path):
    """The digest is verified on every read: a wrong value is never handed on."""
    remembered(Cache(tmp_path), a=b"1")
    (value,) = (tmp_path / "values").iterdir()
    value.write_bytes(b"PDG1")

    assert Cache(tmp_path).recall(KEY, Memory({"a": b"1"})) is None


def test_a_torn_trace_counts_as_absent(tmp_path):
    """So does a list of reads that was cut off."""
    remembered(Cache(tmp_path), a=b"1")
    (trace,) = (tmp_path / "traces").iterdir()
    trace.write_bytes(trace.read_bytes()[:-5])

    assert Cache(tmp_path).recall(KEY, Memory({"a": b"1"})) is None
