"""Shards and their outputs: a matrix makes what one machine makes, or says who differs."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli
from pipeline.diagnostics import PipelineError
from pipeline.merging import merge
from pipeline.shards import Shard, read
from tests import small

OTHER = "2024-06-01-later"


@given(st.sets(st.text("abcdefghij-0123456789", min_size=1)), st.integers(1, 9))
def test_every_release_is_in_one_shard_whatever_others_there_are(folders, count):
    """A shard is chosen by the folder's name alone."""
    shards = [Shard(number, count) for number in range(1, count + 1)]

    for folder in folders:
        assert sum(shard.holds(f"sources/{folder}/release.md") for shard in shards) == 1


def test_a_shard_is_written_as_a_fraction():
    """Nothing else will do."""
    assert read("2/5") == Shard(2, 5)
    assert [read(text) for text in ("0/5", "6/5", "2", "a/b", "-1/2", "2/5/6", "")] == [None] * 7


def build(folder, *options):
    """Build web pages, and return the exit status with what was said."""
    arguments = ["--root", str(folder), "build", "-f", "text", "-x", "serial", *options]
    return CliRunner().invoke(cli.main, arguments)


def files(folder):
    """Return bytes by path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def jobs(tmp_path_factory):
    """Build a project of two releases whole, in two shards, and a locale at a time."""
    folder = small.write(tmp_path_factory.mktemp("project"))
    shutil.copytree(folder / "sources" / small.SLUG, folder / "sources" / OTHER)
    catalog = folder / small.CATALOG
    shutil.copy(catalog, catalog.with_name(f"{OTHER}.po"))
    made = {}
    for name, options in {
        "whole": (), "1": ("--shard", "1/2"), "2": ("--shard", "2/2"),
        "en": ("-l", "en"), "zh": ("-l", "zh_CN"),
    }.items():  # fmt: skip
        copy = shutil.copytree(folder, tmp_path_factory.mktemp(name) / "copy")
        done = build(copy, *options)
        assert done.exit_code == 0, done.output
        made[name] = copy
    return made


@pytest.mark.parametrize("names", [("1", "2"), ("2", "1"), ("en", "zh"), ("whole", "1", "en")])
def test_what_jobs_made_is_put_together_to_what_one_makes(jobs, names, tmp_path):
    """Files, manifests and provenance are those of a whole build."""
    list(merge(tmp_path, tuple(jobs[name] / "output" for name in names)))

    assert files(tmp_path / "output") == files(jobs["whole"] / "output")


def test_jobs_that_made_other_bytes_are_named(jobs, tmp_path):
    """Both folders, the file, and nothing is written."""
    other = shutil.copytree(jobs["whole"] / "output", tmp_path / "other")
    manifest = other / small.SLUG / "manifest.json"
    told = json.loads(manifest.read_bytes())
    path = min(told["artifacts"])
    told["artifacts"][path]["sha256"] = "0" * 64
    told["program"] = "another"
    manifest.write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "home").mkdir()

    with pytest.raises(PipelineError) as caught:
        list(merge(tmp_path / "home", (jobs["whole"] / "output", other)))

    assert {found.rule for found in caught.value.diagnostics} == {"other-bytes", "other-program"}
    assert all(str(other) in found.place.path for found in caught.value.diagnostics)
    assert files(tmp_path / "home") == {}


def test_a_damaged_file_is_not_merged(jobs, tmp_path):
    """A download that went wrong is told before anything is written."""
    other = shutil.copytree(jobs["whole"] / "output", tmp_path / "other")
    file = next(other.rglob("*.txt"))
    file.write_bytes(file.read_bytes() + b"!")

    with pytest.raises(PipelineError) as caught:
        list(merge(tmp_path, (other,)))

    assert [found.rule for found in caught.value.diagnostics] == ["changed-file"]


@pytest.mark.parametrize("slug", ["../elsewhere", "/etc", 3, ""])
def test_a_manifest_of_another_place_is_broken(jobs, slug, tmp_path):
    """Nothing is written outside the release that it lies in."""
    other = shutil.copytree(jobs["whole"] / "output", tmp_path / "other")
    manifest = other / small.SLUG / "manifest.json"
    told = json.loads(manifest.read_bytes()) | {"release": slug}
    manifest.write_text(json.dumps(told), encoding="utf-8")

    with pytest.raises(PipelineError) as caught:
        list(merge(tmp_path / "home", (other,)))

    assert [found.rule for found in caught.value.diagnostics] == ["broken-manifest"]


def test_folders_without_manifests_are_no_outputs(tmp_path):
    """An empty download is told, not taken for nothing to do."""
    with pytest.raises(PipelineError) as caught:
        list(merge(tmp_path, (tmp_path,)))

    assert [found.rule for found in caught.value.diagnostics] == ["no-manifest"]


def test_merge_is_a_verb(jobs, tmp_path):
    """It says what is new, and that the second time nothing is."""
    home = shutil.copytree(jobs["1"], tmp_path / "home")
    arguments = [
        "--root",
        str(home),
        "merge",
        str(jobs["1"] / "output"),
        str(jobs["2"] / "output"),
    ]
    first, second = (CliRunner().invoke(cli.main, arguments) for _ in range(2))

    assert first.exit_code == second.exit_code == 0, first.output
    assert "2 folders, 0 files new" in second.output
    assert files(home / "output") == files(jobs["whole"] / "output")


@pytest.mark.parametrize("options", [("--shard", "3/2"), ("--shard", "1/2", small.SLUG)])
def test_a_shard_that_cannot_be_is_wrong_usage(jobs, options):
    """Exit 2."""
    assert build(jobs["whole"], *options).exit_code == 2
