"""Finished files put elsewhere: whole, in order, the same bytes; and told where that fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline import outlets, publish, stores
from pipeline.cli import main
from pipeline.diagnostics import PipelineError
from pipeline.model import Artifact, Locale, Slug, Target
from tests import bucket, small
from tests.conftest import ROOT

fsspec = pytest.importorskip("fsspec")

TO = "s3://news/web"
MANIFEST = f"web/{small.SLUG}/manifest.json"
NAMES = ("a/en/a.html", "a/en/a.pdf", "a/zh_CN/a.html", "b/en/b.txt")


@pytest.fixture
def project(tmp_path):
    """Write a project that is made in no time."""
    return small.write(tmp_path / "house", **{"diglot.toml": small.TOML.replace(
        '["html", "pdf", "docx"]', '["text"]')})  # fmt: skip


def run(folder, *words):
    """Run a verb in a project; return its exit status, and all it said."""
    result = CliRunner().invoke(main, ["--root", str(folder), *words])
    return result.exit_code, result.output


def build(folder, *words):
    """Build in this process."""
    return run(folder, "build", "-x", "serial", *words)


def made(folder):
    """Return the bytes of what was published into a folder, by path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*") if p.is_file()}  # fmt: skip


def held(served):
    """Return the bytes of what lies in a bucket, by path."""
    return {key.removeprefix("web/"): data for key, (data, _) in served.objects.items()}


def artifacts(files):
    """Return artefacts of these bytes, by path."""
    return [
        Artifact(Target(Slug(path[0]), Locale(path.split("/")[1]), path.rpartition(".")[2]),
                 path, data, {}, ())
        for path, data in files.items()
    ]  # fmt: skip


@given(rounds=st.lists(st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=3), min_size=1),
                       min_size=1, max_size=4))  # fmt: skip
def test_a_store_comes_to_hold_what_a_folder_holds(rounds, tmp_path_factory):
    """Whatever is published after whatever: the same files, the same news of them."""
    folder = outlets.folder(tmp_path_factory.mktemp("out"), "out")
    address = f"memory://{folder.path}"
    for files in rounds:
        said = [
            publish.publish(outlet, artifacts(files), tuple(files), parted=lambda _: None)
            for outlet in (folder, stores.store(address))
        ]
        there = stores.store(address)

        assert said[0] == said[1]
        assert {path: there.read(path) for path in there.found} == made(folder.path)


def test_a_bucket_holds_what_output_would(project, news):
    """Byte for byte; `output/` is left alone, and a second build asks for one list only."""
    status, said = build(project, "--to", TO)
    there, news.log[:] = held(news), []
    again = build(project, "--to", TO)

    assert (status, said.count(f"  {TO}/{small.SLUG}/")) == (0, 2), said
    assert not (project / "output").exists()
    assert "0 new; 0 engine runs" in again[1]
    assert {line.partition(" web/")[0] for line in news.log} == {"GET list"}
    build(project)
    assert made(project / "output") == there


def test_the_manifest_comes_last_and_every_file_says_what_it_is(project, news):
    """Who reads a manifest finds all that it names; who opens a page sees a page."""
    build(project, "--to", TO)
    puts = [line.removeprefix("PUT ") for line in news.log if line.startswith("PUT ")]

    assert puts[-1] == MANIFEST
    assert len(puts) == len(news.objects)
    assert news.objects[MANIFEST][1] == "application/json"
    text = next(kind for key, (_, kind) in news.objects.items() if key.endswith(".txt"))
    assert text == "text/plain; charset=utf-8"


def test_only_what_changed_is_sent_and_what_is_asked_for_no_more_goes(project, news):
    """A translation costs its file and the papers; a locale taken out goes, and is named."""
    build(project, "--to", TO)
    catalog = project / small.CATALOG
    catalog.write_text(catalog.read_text("utf-8").replace("展馆开馆", "展馆开放"), "utf-8")
    news.log.clear()
    build(project, "--to", TO)
    sent = [line for line in news.log if line.startswith("PUT")]
    toml = project / "diglot.toml"
    toml.write_text(toml.read_text().replace(', "zh_CN"', ""))
    _, said = build(project, "--to", TO)

    assert len(sent) == 3
    assert not [line for line in sent if "/en/" in line]
    assert f"zh_CN/{small.SLUG}.txt was taken away" in said
    assert not [key for key in news.objects if "zh_CN" in key]


def test_what_was_changed_there_is_put_right(project, news):
    """A flipped byte, of the same size: found by `verify`, and by the next build."""
    build(project, "--to", TO)
    key = next(key for key in news.objects if key.endswith(".txt"))
    whole = dict(news.objects)
    news.objects[key] = (b"?" + whole[key][0][1:], "text/plain")
    news.objects["web/stray.txt"] = (b"who?", "")
    found = run(project, "verify", TO)
    build(project, "--to", TO)
    del news.objects["web/stray.txt"]
    told, alone = run(project, "verify", TO), run(project, "verify", TO, "--artifacts-only")

    assert found[0] == 1
    assert ("[changed-file]" in found[1], "[unknown-file]" in found[1]) == (True, True)
    assert news.objects == whole
    assert (told[0], alone[0]) == (0, 0), told[1]


def test_a_run_that_forgot_what_lies_there_sends_nothing_twice(project, news):
    """Another machine, without our notes: it looks, and what is right stays as it is."""
    build(project, "--to", TO)
    for note in (project / ".diglot").glob("to-*.json"):
        note.unlink()
    news.log.clear()

    assert "0 new" in build(project, "--to", TO)[1]
    assert not [line for line in news.log if line.startswith("PUT")]


@pytest.mark.parametrize(
    ("refused", "to", "rule", "said"),
    [
        ("", "s3://nobody/web", "no-store", "bucket does not exist"),
        ("GET list", TO, "store-refused", "Access Denied"),
        ("PUT .*txt", TO, "store-refused", "Access Denied"),
    ],
)
def test_a_bucket_that_is_not_there_or_not_ours_is_named(refused, to, rule, said, project, news):
    """Before anything is made where that can be known, with what to do."""
    news.refused = refused
    status, output = build(project, "--to", to)

    assert (status, f"[{rule}]" in output, said in output) == (3, True, True), output
    assert to in output
    assert news.objects == {}


def test_a_refused_release_is_published_by_the_next_run_without_an_engine(project, news):
    """Whatever stood there stands, and its manifest is true of what it names."""
    build(project, "--to", TO)
    before = dict(news.objects)
    text = project / small.RELEASE
    text.write_text(text.read_text("utf-8").replace("Some saw", "Many saw"), "utf-8")
    news.refused = "PUT"
    status, said = build(project, "--to", TO)
    kept, news.refused = dict(news.objects), ""
    again = build(project, "--to", TO)

    assert (status, "not published" in said) == (3, True)
    assert kept == before
    assert (again[0], "; 0 engine runs" in again[1]) == (0, True), again[1]
    assert news.objects != before
    assert run(project, "verify", TO)[0] == 0


@pytest.mark.parametrize("left", range(4))
def test_whenever_a_store_goes_nothing_is_named_that_is_not_there(left, project, news):
    """Cut off after each file in turn: the next run sends the rest, and makes nothing."""
    news.left = left
    status, said = build(project, "--to", TO)
    there, news.left = held(news), None
    again = build(project, "--to", TO)

    assert (status, "[store-refused]" in said) == (3, True), said
    assert len(there) == left
    assert f"{small.SLUG}/manifest.json" not in there
    assert (again[0], "; 0 engine runs" in again[1]) == (0, True), again[1]
    assert run(project, "verify", TO)[0] == 0


def test_a_folder_anywhere_is_written_like_output(project, tmp_path):
    """By its name or as ``file://``; `output/` is left alone."""
    for to in (str(tmp_path / "site"), f"file://{tmp_path}/other"):
        assert build(project, "--to", to)[0] == 0
    build(project)

    here = made(project / "output")
    assert here == made(tmp_path / "site") == made(tmp_path / "other")
    for there in (str(tmp_path / "site"), f"file://{tmp_path}/other"):
        assert run(project, "verify", there)[0] == 0
        assert run(project, "verify", there, "--artifacts-only")[0] == 0


@pytest.mark.parametrize(
    ("to", "status", "rule"),
    [
        ("nowhere://news", 3, "no-store"),
        ("s3://", 3, "no-store"),
        ("simplecache::s3://news", 3, "no-store"),
        ("diglot.toml", 3, "in-the-way"),
        (".", 3, "in-the-way"),
        ("sources", 3, "in-the-way"),
        ("locales/zh_CN", 3, "in-the-way"),
    ],
)
def test_an_address_that_is_none_is_told(to, status, rule, project, monkeypatch):
    """Before anything is made."""
    monkeypatch.chdir(project)
    code, output = build(project, "--to", to)

    assert (code, f"[{rule}]" in output) == (status, True), output
    assert not (project / ".diglot" / "cache").exists()


@pytest.mark.parametrize(
    ("scheme", "absent", "extra"),
    [("s3", "s3fs", "'diglot[remote]'"), ("gs", "gcsfs", "gcsfs"),
     ("s3", "fsspec.core", "'diglot[remote]'")],
)  # fmt: skip
def test_a_library_that_is_missing_is_named_with_what_to_install(
    scheme, absent, extra, project, monkeypatch
):
    """It is a tool that is missing, not the project's fault."""
    monkeypatch.setitem(sys.modules, absent, None)
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, scheme, raising=False)
    code, output = build(project, "--to", f"{scheme}://news/web")

    assert (code, "[missing-tool]" in output) == (4, True), output
    assert f"pip install {extra}" in output


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_every_executor_puts_the_same_bytes_there(executor, project, tmp_path):
    """From a command line, with processes and workers of its own."""
    command = [sys.executable, "-m", "pipeline", "--root", str(project), "build", "-f", "html"]
    with bucket.served() as served:
        done = subprocess.run(
            [*command, "-x", executor, "-j", "2", "--to", TO], capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **served.variables}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        there = held(served)
    build(project, "-f", "html")

    assert made(project / "output") == there
    assert json.loads(there[f"{small.SLUG}/manifest.json"])["release"] == small.SLUG


def test_a_password_in_an_address_is_told_to_nobody(project, monkeypatch):
    """The log of a job is read by many; better to have a key than a password there."""
    monkeypatch.setitem(sys.modules, "paramiko", None)
    monkeypatch.delitem(sys.modules, "fsspec.implementations.sftp", raising=False)
    code, output = build(project, "--to", "sftp://press:secret@example.org/news")

    assert (code, "secret" in output, "pip install paramiko" in output) == (4, False, True), output


def test_a_store_with_folders_is_given_drafts(project, monkeypatch):
    """What is cut off stands beside the file, not in its place, and goes with the next run."""
    to, system = "memory://cut-off", fsspec.filesystem("memory")
    build(project, "--to", to)
    whole = {path: system.cat_file(path) for path in system.find("/cut-off")}
    text = project / small.RELEASE
    text.write_text(text.read_text("utf-8").replace("Some saw", "Many saw"), "utf-8")
    put = type(system).pipe_file

    def cut(system, path, data, **more):
        put(system, path, data[: len(data) // 2], **more)
        raise TimeoutError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(type(system), "pipe_file", cut)
        status, said = build(project, "--to", to)
    there = {path: system.cat_file(path) for path in system.find("/cut-off")}
    drafts = there.keys() - whole
    again, found = build(project, "--to", to), run(project, "verify", to)

    assert (status, "[store-lost]" in said) == (3, True), said
    assert (len(drafts), {path: there[path] for path in whole}) == (1, whole)
    assert (again[0], found[0]) == (0, 0), found[1]


@pytest.mark.parametrize("kind", ["folder", "store"])
def test_a_draft_of_somebody_else_stays_until_a_build_of_everything(project, tmp_path, kind):
    """Several machines may send other releases to one place; each clears up beside its own."""
    system = fsspec.filesystem("memory" if kind == "store" else "file")
    base = "/together" if kind == "store" else str(tmp_path / "together")
    mine, theirs = f"{base}/{small.SLUG}/en/.4711.0.draft", f"{base}/other/en/.4711.1.draft"
    for path in (mine, theirs):
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        system.pipe_file(path, b"half")
    to = f"memory:/{base}" if kind == "store" else base
    left = []
    for words in ((small.SLUG,), ("--shard", "1/1")):
        status, said = build(project, *words, "--to", to)
        assert status == 0, said
        left.append([system.exists(path) for path in (mine, theirs)])

    assert left == [[False, True], [False, False]]


def test_what_a_store_says_goes_no_further_than_its_objects():
    """A manifest that was tampered with leads to nothing else there."""
    there = stores.store("memory://tampered")
    fsspec.filesystem("memory").pipe_file("/elsewhere/x", b"x")
    with there.load() as files:
        assert not files.remove("../elsewhere/x")

    assert fsspec.filesystem("memory").cat_file("/elsewhere/x") == b"x"
    with pytest.raises(PipelineError):
        there.read("absent")


@pytest.mark.slow
def test_a_site_lies_in_a_bucket_as_it_would_here_and_goes_with_its_pages(project, news):
    """Feeds, map and shared faces too; a project that is no site any more leaves none of them."""
    toml = project / "diglot.toml"
    plain = toml.read_text()
    site = '\n[html]\nlayout = "site"\nbase = "https://news.example.org/"\n'
    toml.write_text(plain.replace('["text"]', '["html"]') + site)
    status, said = build(project, "--to", TO)
    build(project)
    there, verified = held(news), run(project, "verify", TO)
    toml.write_text(plain)
    left = build(project, "--to", TO)

    assert (status, verified[0]) == (0, 0), said + verified[1]
    assert {"index.html", "sitemap.xml", "en/feed.atom"} <= there.keys()
    assert made(project / "output") == there
    assert left[0] == 0
    assert {key.split("/")[0] for key in held(news)} == {small.SLUG}
