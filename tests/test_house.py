"""The designer's manual, followed step by step: a third theme stands at its end."""

from __future__ import annotations

import re
import textwrap

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from tests import brochures, small
from tests.conftest import ROOT

_STEP = re.compile(r"`(templates/house/[\w.]+)`:\n\n( +)```\w+\n(.*?)\n +```", re.DOTALL)


def steps():
    """Return what the manual says to write, as ``path, text``, in its order."""
    manual = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
    section = manual.partition("## A theme of your own, step by step")[2].partition("\n## ")[0]
    return [(path, textwrap.dedent(text)) for path, _, text in _STEP.findall(section)]


def test_the_manual_says_which_file_each_step_writes():
    """Tokens, cover, styles, a template and its style."""
    assert [path.rpartition("/")[2] for path, _ in steps()] == [
        "theme.toml", "theme.toml", "print.css", "print.html", "print.css",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_theme_made_by_the_manual_sets_a_release(tmp_path):
    """After each step the build is sound; at the end the pages are the house's own."""
    changes = {"diglot.toml": small.TOML.replace('"plain"', '"house"') + brochures.SHORT}
    folder = small.write(tmp_path, **changes)
    for path, text in steps():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(f"{old}{text}\n", encoding="utf-8")
        status, output = brochures.build(folder, "-f", "pdf", "-f", "html", "-l", "en")
        assert status == 0, output
    CliRunner().invoke(main, ["--root", str(folder), "sync"])
    page = (folder / f"output/{small.SLUG}/en/{small.SLUG}.html").read_text(encoding="utf-8")
    brochure = brochures.text(folder / f"output/{small.SLUG}/en/{small.SLUG}.pdf")

    assert "#1B4332" in page
    assert "Printed in our own house" in brochure
    assert 'msgid "Printed in our own house"' in (folder / "locales/theme.pot").read_text()
