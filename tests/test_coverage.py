"""How far each release is in each locale, as people, scripts and web pages are told."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from lxml.etree import fromstring

from tests import small
from tests.conftest import ROOT
from tests.test_translators import edit, run


@pytest.fixture
def project(tmp_path):
    """Return a small project whose catalogs are current."""
    folder = small.write(tmp_path)
    assert run(folder, "sync")[0] == 0
    return folder


def counts(folder, *arguments):
    """Return the rows of a project by locale."""
    status, output = run(folder, "status", "--json", *arguments)
    assert status == 0
    return {row["locale"]: row for row in json.loads(output)["releases"]}


def test_every_message_is_in_one_state(project):
    """Translated, fuzzy or missing; of the fuzzy ones those are stale whose source changed."""
    edit(project, "On the first day {guests}", "On the very first day {guests}")
    run(project, "sync")
    edit(project, 'msgstr "欢迎前来！"', 'msgstr ""', small.CATALOG)
    edit(project, 'msgid "Adults"', '#, fuzzy\nmsgid "Adults"', small.CATALOG)
    edit(project, 'msgstr "首日到访"', 'msgstr "3日到访"', small.CATALOG)
    row = counts(project)["zh_CN"]

    assert row["messages"] == len(small.CHINESE) + 1
    assert row["translated"] == row["messages"] - 3
    assert (row["fuzzy"], row["stale"]) == (2, 1)
    assert row["checked"] == row["translated"] - 1
    assert row["percent"] == 100 * row["translated"] // row["messages"]


def test_words_and_characters_are_those_a_reader_reads(project):
    """No tag, no name in braces; Chinese is counted in characters."""
    text = (project / small.RELEASE).read_text(encoding="utf-8")
    (project / small.RELEASE).write_text(
        "---\ntitle: One two\ndate: 2024-05-01\nfacts:\n  n: 5\n---\n\nThree *four* {n} don’t.\n",
        encoding="utf-8",
    )
    done = {"One two": "一二", "Three <em>four</em> {n} don’t.": "三<em>四</em>{n}不IBM。"}
    (project / small.CATALOG).write_text(small.catalog(done), encoding="utf-8")
    rows = counts(project)

    assert text
    assert (rows["en"]["words"], rows["en"]["han"], rows["en"]["source"]) == (5, 0, True)
    assert (rows["zh_CN"]["words"], rows["zh_CN"]["han"]) == (1, 5)


def test_the_table_sums_up_several_releases(project):
    """One line a release and locale, one a locale for all."""
    (project / "sources" / "other").mkdir()
    (project / "sources" / "other" / "release.md").write_text(
        "---\ntitle: Other\ndate: 2024-05-01\n---\n\nA text.\n", encoding="utf-8"
    )
    output = run(project, "status")[1].splitlines()

    assert output[0].split()[:4] == ["release", "locale", "done", "translated"]
    assert [line.split()[:2] for line in output[1:7]] == [
        [small.SLUG, "en"], [small.SLUG, "zh_CN"], ["other", "en"], ["other", "zh_CN"],
        ["all", "en"], ["all", "zh_CN"],
    ]  # fmt: skip


def test_a_badge_says_what_the_table_says(project, tmp_path):
    """Green when all is done, the same bytes every time, and read out by a screen reader."""
    file = tmp_path / "badge.svg"
    run(project, "status", "--badge", str(file), "-l", "zh_CN")
    first = file.read_bytes()
    run(project, "status", "--badge", str(file), "-l", "zh_CN")
    assert file.read_bytes() == first
    assert fromstring(first).get("aria-label") == "zh_CN: 100 %"
    assert b"#2a7a3b" in first

    edit(project, 'msgstr "欢迎前来！"', 'msgstr ""', small.CATALOG)
    run(project, "status", "--badge", str(file))
    assert b"96 %" in file.read_bytes()
    assert b"#2a7a3b" not in file.read_bytes()


def test_no_engine_is_loaded_to_count(project):
    """Status answers at once: neither pandoc nor WeasyPrint nor Vega is imported."""
    run(project, "status")
    code = (
        "import sys; from click.testing import CliRunner; from pipeline.cli import main\n"
        f"done = CliRunner().invoke(main, ['--root', {str(project)!r}, 'status'])\n"
        "assert done.exit_code == 0, done.output\n"
        "print(sorted({'weasyprint', 'vl_convert', 'pypandoc'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)

    assert (done.stdout.strip(), done.stderr) == ("[]", "")
