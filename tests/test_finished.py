"""`check` and the finished files: what is stale or untranslated is said so, and is no fault."""

from __future__ import annotations

import re
import shutil

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from tests import small


@pytest.fixture(scope="module")
def untranslated(tmp_path_factory):
    """Yield a project that was built before anybody translated it, and has no author."""
    folder = small.write(tmp_path_factory.mktemp("untranslated"))
    release = folder / small.RELEASE
    release.write_text(release.read_text().replace("author: The Hall\n", ""))
    catalog = folder / small.CATALOG
    head, _, body = catalog.read_text().partition("\n\n")
    catalog.write_text(f"{head}\n\n{re.sub(r'msgstr .+', 'msgstr ' + chr(34) * 2, body)}")
    run(folder, "sync")
    assert run(folder, "build", "-x", "serial", "-f", "docx").exit_code == 0
    return folder


def run(folder, *arguments):
    """Run a verb on the project in a folder."""
    return CliRunner().invoke(main, ["--root", str(folder), *arguments])


def test_what_is_not_translated_yet_is_no_fault_of_the_file(untranslated):
    """The manual tells an author to build first; the file is as good as its catalog."""
    output = run(untranslated, "check").output

    assert "is not translated [untranslated]" in output
    assert "0 errors" in output, output


def test_a_file_older_than_its_catalog_is_said_so_once_and_not_judged(untranslated, tmp_path):
    """Between translating and building, nothing about the old file is worth saying."""
    folder = shutil.copytree(untranslated, tmp_path / "project")
    (folder / small.CATALOG).write_text(small.files()[small.CATALOG])
    damaged = folder / f"output/{small.SLUG}/zh_CN/{small.SLUG}.docx"
    damaged.write_bytes(damaged.read_bytes()[:1000])
    found = run(folder, "check").output

    assert found.count("[stale-file]") == 1
    assert f"output/{small.SLUG}: note: is older than `{small.CATALOG}`" in found
    assert "broken-zip" not in found


def test_texts_that_no_catalog_has_yet_are_told_in_one_line(tmp_path):
    """Before `sync` there is nothing to translate, after an edit one text only."""
    folder = small.write(tmp_path)
    (folder / small.CATALOG).unlink()
    new = run(folder, "check", "-l", "zh_CN").output
    small.write(folder, **{small.RELEASE: small.MARKDOWN.replace("Come and see!", "Come, all!")})
    edited = run(folder, "check", "-l", "zh_CN").output

    assert re.search(rf"{small.CATALOG}: warning: \d+ texts are not in this catalog yet", new)
    assert new.count("[untranslated]") == edited.count("[untranslated]") == 1
    assert f"{small.CATALOG}: warning: 1 text of the source is not in this catalog yet" in edited
    assert "hint: run `diglot sync`" in edited


def test_the_preview_refuses_a_release_that_does_not_exist(tmp_path):
    """As every verb does: another release would be shown without a word."""
    found = run(small.write(tmp_path), "preview", "2024-05-01-openin", "--port", "0")

    assert found.exit_code == 3
    assert "did you mean `2024-05-01-opening`?" in found.output


def test_a_file_that_is_taken_away_is_named_and_one_made_on_demand_stays(tmp_path):
    """Nothing leaves `output/` without a word."""
    folder = small.write(tmp_path)
    build = ("build", "-x", "serial", "-f", "html")
    assert run(folder, *build).exit_code == 0
    assert run(folder, "build", "-x", "serial", "-f", "parallel", "-l", "zh_CN").exit_code == 0
    toml = folder / "diglot.toml"
    toml.write_text(toml.read_text().replace('["html", "pdf", "docx"]', '["html"]'))
    kept = run(folder, *build).output
    demanded = (folder / f"output/{small.SLUG}/zh_CN/{small.SLUG}.parallel.html").is_file()
    toml.write_text(toml.read_text().replace('["en", "zh_CN"]', '["en"]'))
    found = run(folder, *build).output
    gone = f"{small.SLUG}/zh_CN/{small.SLUG}.html"

    assert f"output/{gone} was taken away: diglot.toml asks for it no more" in found
    assert not (folder / "output" / gone).parent.exists()
    assert demanded
    assert "parallel" not in kept
