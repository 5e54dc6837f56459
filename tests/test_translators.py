"""What translators ask of a project: sync, check, coverage."""

from __future__ import annotations

import re
import subprocess

import pytest
from click.testing import CliRunner

from pipeline import po
from pipeline.cli import main
from tests import small

CATALOG = small.CATALOG


def run(folder, *arguments):
    """Run a verb on the project in a folder; return the exit status and all it printed."""
    result = CliRunner().invoke(main, ["--root", str(folder), *arguments])
    return result.exit_code, result.output


@pytest.fixture
def project(tmp_path):
    """Return a small project whose catalogs are current."""
    folder = small.write(tmp_path)
    assert run(folder, "sync")[0] == 0
    return folder


def entries(folder):
    """Return the catalog's entries by message, without places."""
    file = po.read((folder / CATALOG).read_bytes(), CATALOG)
    return {e.key: (e.translations, e.flags, e.comments) for e in file.entries if not e.heads}


def edit(folder, old, new, path=small.RELEASE):
    """Replace a text in one file of a project."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sync_twice_equals_sync_once(project):
    """Nothing changed: no byte is written."""
    before = {p: p.stat().st_mtime_ns for p in project.rglob("*.po*")}
    status, output = run(project, "sync")

    assert (status, output) == (0, "catalogs are current\n")
    assert {p: p.stat().st_mtime_ns for p in project.rglob("*.po*")} == before


@pytest.mark.parametrize("verb", ["sync", "check", "build"])
def test_an_empty_file_is_no_catalog(project, verb):
    """What a full disk left behind is told, and never taken for a catalog without work."""
    (project / CATALOG).write_bytes(b"")
    status, output = run(project, verb)

    assert status == 3
    assert f"{CATALOG}: error: the catalog is an empty file [empty-catalog]" in output
    assert (project / CATALOG).read_bytes() == b""


def test_sync_loses_no_translation(project):
    """All that stood in the hand-made catalog stands in the synced one."""
    assert {k[1]: v[0][0] for k, v in entries(project).items() if not k[0]} == small.CHINESE


def test_sync_check_writes_nothing_and_ends_with_1_when_the_source_moved_on(project):
    """CI asks; nobody is surprised."""
    assert run(project, "sync", "--check")[0] == 0
    edit(project, "Come and see!", "Come and see it!")
    before = (project / CATALOG).read_bytes()

    assert run(project, "sync", "--check")[0] == 1
    assert (project / CATALOG).read_bytes() == before


def test_an_edited_sentence_costs_one_message(project):
    """The old translation stays as a fuzzy proposal; every other entry is as it was."""
    before = entries(project)
    edit(
        project,
        "On the first day {guests} guests came.",
        "On the first day, {guests} guests came by.",
    )
    run(project, "sync")
    after = entries(project)
    changed = [key for key in after if before.get(key) != after[key]]

    assert [key[1] for key in changed] == ["On the first day, {guests} guests came by."]
    assert "fuzzy" in after[changed[0]][1]


@pytest.mark.parametrize("references", ["line", "file"])
def test_a_paragraph_at_the_top_changes_no_other_entry(project, references):
    """Only lines of reference move; with ``references = "file"`` not even those."""
    edit(
        project, 'theme = "plain"', f'theme = "plain"\nreferences = "{references}"', "diglot.toml"
    )
    run(project, "sync")
    before = (project / CATALOG).read_text(encoding="utf-8").splitlines()
    edit(project, "\n::: lede", "\nA new one.\n\n::: lede")
    run(project, "sync")
    after = (project / CATALOG).read_text(encoding="utf-8").splitlines()
    lost = [line for line in before if line not in after]

    assert all(line.startswith("#: ") for line in lost)
    assert bool(lost) is (references == "line")


def test_suggestions_stand_beside_a_message_until_it_is_translated(project):
    """They are advice in ``#.``: sync keeps them, no other catalog touches them."""
    edit(project, "On the first day", "On the very first day")
    run(project, "sync")
    run(project, "suggest")
    said = (project / CATALOG).read_text(encoding="utf-8")
    status, output = run(project, "sync", "--check")
    edit(project, "#, fuzzy, python-brace-format\n", "#, python-brace-format\n", CATALOG)
    run(project, "sync")

    assert "#. suggestion 9" in said
    assert (status, output) == (0, "catalogs are current\n")
    assert "#. suggestion" not in (project / CATALOG).read_text(encoding="utf-8")


def test_build_never_writes_a_catalog(project):
    """The translators' and the designers' loops meet only in files."""
    (project / CATALOG).chmod(0o444)
    before = sorted(p for p in (project / "locales").rglob("*"))
    run(project, "build", "-x", "serial", "-f", "html")

    assert sorted(p for p in (project / "locales").rglob("*")) == before


def test_status_counts_and_names_what_is_stale(project):
    """Coverage by locale, and for each artefact why it must be made again."""
    run(project, "build", "-x", "serial", "-f", "pdf")
    edit(project, 'msgstr "欢迎前来！"', 'msgstr ""', CATALOG)
    status, output = run(project, "status", "--why")

    assert status == 0
    assert re.search(r"zh_CN +96 %", output)
    assert (
        f"zh_CN/{small.SLUG}.pdf: stale: {CATALOG} changed (msgstr of `Come and see!`)" in output
    )
    assert f"en/{small.SLUG}.pdf: fresh" in output
    assert f"en/{small.SLUG}.html: missing: run `diglot build`" in output


def test_check_finds_a_wrong_number_and_ends_with_1(project):
    """CI can stop the press on it."""
    edit(project, 'msgstr "首日到访"', 'msgstr "3日到访"', CATALOG)
    status, output = run(project, "check")

    assert status == 1
    assert "[number-mismatch]" in output
    assert f"{CATALOG}:" in output


@pytest.mark.parametrize("report", ["json", "sarif", "junit", "github"])
def test_a_report_can_be_written_for_machines(project, report, tmp_path):
    """Into a file, or to the screen."""
    edit(project, 'msgstr "首日到访"', 'msgstr "3日到访"', CATALOG)
    out = tmp_path / "report"
    status, output = run(project, "check", "--report", report, "-o", str(out))

    assert (status, output) == (1, "")
    assert "number-mismatch" in out.read_text(encoding="utf-8")


def test_gettext_s_own_tools_like_the_catalogs(project):
    """Not a word from them on what sync writes."""
    done = subprocess.run(
        ["msgfmt", "-c", "--check-header", "-o", "/dev/null", str(project / CATALOG)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def test_the_pseudo_locale_needs_no_catalog(project):
    """``qps`` shows every message in accents, and is nobody's work."""
    edit(project, '"zh_CN"]', '"zh_CN", "qps"]', "diglot.toml")
    status, output = run(project, "build", "-x", "serial", "-f", "html", "-l", "qps")
    page = (project / f"output/{small.SLUG}/qps/{small.SLUG}.html").read_text(encoding="utf-8")

    assert status == 0, output
    assert "ťĥé fíŕšť ďáý 1,200 ğúéšťš çámé." in page
    assert run(project, "sync")[1] == "catalogs are current\n"
