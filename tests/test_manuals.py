"""Every command, option, key and name that a user may write stands in a manual."""

from __future__ import annotations

import re
from dataclasses import fields

import click
import pytest

from pipeline import facts, frontmatter, ledger
from pipeline.cli import main
from pipeline.config import Project
from pipeline.limits import Limits
from pipeline.model import Place
from pipeline.stages.admit import CHARTS, PARTS, SPANS
from pipeline.themes import load
from pipeline.world import Disk
from tests.conftest import ROOT

FOLDERS = ("sources", "locales", "templates", "output", "pipeline")


def manual(*folders):
    """Return the text of the manuals of these folders; of all of them if none is named."""
    named = folders or (".", *FOLDERS, "bench")
    paths = [ROOT / folder / "README.md" for folder in named]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths if path.exists())
    return text + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def commands(group, prefix=""):
    """Yield every command with its path, groups opened."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_has_the_manual_of_who_works_there(folder):
    """Five folders, five manuals."""
    assert (ROOT / folder / "README.md").stat().st_size > 1500


@pytest.mark.parametrize(("name", "command"), list(commands(main)))
def test_every_command_and_option_stands_in_a_manual(name, command):
    """What ``--help`` knows, a manual explains."""
    text = manual()
    options = [p.opts for p in command.params if p.param_type_name == "option"]
    unknown = [names for names in options if not any(re.search(rf"{n}\b", text) for n in names)]

    assert re.search(rf"diglot {name}\b", text)
    assert unknown == []


def test_every_key_of_the_project_file_stands_in_the_readme():
    """``diglot.toml`` is explained on the first page."""
    text = manual(".")

    assert [k for k in Project.__dataclass_fields__ if not re.search(rf"[`\[]{k}\b", text)] == []


def test_every_limit_stands_in_the_security_manual_with_its_default():
    """Who is stopped by a limit finds what it bounds."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [rf"\| `{f.name}` \| [^|]+ \| {f.default} \|" for f in fields(Limits)]

    assert [row for row in rows if not re.search(row, text)] == []


def test_every_word_an_author_may_write_stands_in_the_author_s_manual():
    """Front matter, facts, forms, parts, charts and spans."""
    text = manual("sources")
    words = {
        *frontmatter.KEYS, *ledger.KEYS, *facts.KINDS,
        *filter(None, (*facts.NUMBER_FORMS, *facts.DATE_FORMS)),
        *PARTS, *(key for keys in PARTS.values() for key in keys), *CHARTS, *SPANS[:-1],
    }  # fmt: skip

    assert [word for word in sorted(words) if not re.search(rf"\b{word}\b", text)] == []


def test_every_rule_stands_in_a_manual():
    """A finding's name can be looked up: those of translations, those of releases."""
    from pipeline.checks import CHECKS

    text = manual("locales") + manual("sources")

    assert [check.name for check in CHECKS if f"`{check.name}`" not in text] == []


def test_every_rule_of_preflight_stands_in_the_designer_s_manual():
    """What is said of a page can be looked up."""
    from pipeline.preflight import RULES

    text = manual("templates")

    assert [rule for rule in RULES if f"`{rule}`" not in text] == []


def test_every_token_stands_in_the_designer_s_manual():
    """A designer finds what each token does."""
    text = manual("templates")
    tokens = load(Disk(ROOT), "plain", Place("")).tokens
    names = {name for table in tokens.values() if isinstance(table, dict) for name in table}

    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("folder", [".", *FOLDERS, "bench"])
@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_no_link_of_a_manual_leads_nowhere(folder, name):
    """Every relative link is a file of the project."""
    path = ROOT / folder / name
    if not path.exists():
        return
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]*)?\)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []
