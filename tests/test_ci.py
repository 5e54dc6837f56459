"""The recipes of ``diglot init --ci``: written once, made of commands that exist, and run."""

from __future__ import annotations

import re
import subprocess

import pytest
import yaml
from click.testing import CliRunner

from pipeline import scaffold
from pipeline.cli import main
from tests.conftest import ROOT
from tests.test_manuals import commands

RECIPES = sorted((ROOT / "pipeline/scaffold_files/ci").iterdir())
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def run(*arguments):
    """Run a verb; return the exit status and all it printed."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    return result.exit_code, result.output


@pytest.fixture
def project(tmp_path):
    """Return a project with every recipe in it, and a ``diglot`` that ends as FAKE says."""
    run("init", tmp_path / "house", *(word for name in scaffold.CI for word in ("--ci", name)))
    fake = tmp_path / "house/diglot"
    fake.write_text('#!/bin/sh\necho "$@" >> asked\neval "code=\\${FAKE_$1:-0}"\nexit "$code"\n')
    fake.chmod(0o755)
    return tmp_path / "house"


def shell(folder, *command, **ends):
    """Run a script in a folder; ``check=1`` makes the verb end with 1."""
    env = {"PATH": "/usr/bin:/bin", **{f"FAKE_{verb}": str(code) for verb, code in ends.items()}}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


def test_a_recipe_is_written_into_a_project_that_stands_and_never_over_a_file(tmp_path):
    """The second time, nothing at all is written, and what stands is named."""
    run("init", tmp_path / "house")
    first = run("init", tmp_path / "house", "--ci", "shell")
    (tmp_path / "house/ci.sh").write_text("mine")
    second = run("init", tmp_path / "house", "--ci", "github", "--ci", "shell")

    assert first == (0, "  ci.sh\n")
    assert (second[0], "ci.sh: error: `ci.sh` exists already" in second[1]) == (3, True)
    assert (tmp_path / "house/ci.sh").read_text() == "mine"
    assert not (tmp_path / "house/.github").exists()


def test_who_writes_a_hook_is_told_how_to_switch_it_on(tmp_path):
    """Git runs none that it was not told of."""
    status, output = run("init", tmp_path / "house", "--ci", "hook")

    assert status == 0
    assert f"  .githooks/pre-commit\n{scaffold.SWITCH} switches the hook on\nnow: cd " in output


def test_a_recipe_that_there_is_not_gets_the_list(tmp_path):
    """Before a project is made."""
    status, output = run("init", tmp_path / "house", "--ci", "jenkins")

    assert (status, "write one of github, gitlab, shell, hook, container" in output) == (2, True)
    assert not (tmp_path / "house").exists()


@pytest.mark.parametrize("path", [*RECIPES, HOOKS], ids=lambda path: path.name)
def test_a_recipe_calls_commands_and_options_that_exist(path):
    """A verb that is renamed is renamed here too."""
    text = re.sub(r"(?m)^\s*#.*", "", path.read_text(encoding="utf-8"))
    text = text.replace('"$diglot"', "diglot")
    calls = re.findall(
        r"(?m)(?:\bdiglot|^step) ((?:po )?[a-z]+)((?: --?[\w-]+(?: [\w./\"$]+)?)*)", text
    )
    known = dict(commands(main))

    for verb, options in calls:
        if verb in known:
            opts = {one for param in known[verb].params for one in param.opts}
            assert set(re.findall(r"(?<!\S)--?[a-z][\w-]*", options)) <= opts, verb
    assert {verb for verb, _ in calls} & set(known) or path.name == "Containerfile"


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml", "Containerfile"])
def test_a_recipe_installs_the_parts_that_a_build_needs(name):
    """The list of the launcher is the truth."""
    text = (ROOT / "pipeline/scaffold_files/ci" / name).read_text(encoding="utf-8")
    rows = [line.split("|") for line in (ROOT / "pipeline/parts.txt").read_text().splitlines()]
    needed = {word for row in rows if row[1:2] == ["build"] for word in row[3].split()}

    assert needed <= set(re.split(r"[\s\\]+", text)), needed


@pytest.mark.parametrize("path", [p for p in [*RECIPES, HOOKS] if p.suffix in (".yml", ".yaml")],
                         ids=lambda path: path.name)  # fmt: skip
def test_a_recipe_is_yaml_and_gives_no_right_that_it_does_not_need(path):
    """A stranger's pull request is built too."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert found
    if path.name == "github.yml":
        assert found["permissions"] == {}
        assert "secrets." not in path.read_text(encoding="utf-8")
        assert all("timeout-minutes" in job for job in found["jobs"].values())


NODE_24 = {
    "actions/checkout": 5, "actions/setup-python": 6, "actions/cache": 5,
    "actions/upload-artifact": 6, "actions/download-artifact": 7,
    "github/codeql-action/upload-sarif": 4,
}  # fmt: skip
"""From which version on an action runs where GitHub has taken Node 20 away (September 2026)."""


def test_every_action_runs_on_what_github_still_has():
    """In the recipes, in the manuals, and in our own workflow."""
    assert {name for name, _, major in actions() if int(major) < NODE_24[name]} == set()


def test_every_action_is_one_commit_and_the_same_everywhere():
    """A tag can be moved to other code, a commit cannot; its version stands beside it."""
    pins = {(name, commit) for name, commit, _ in actions()}

    assert len(actions()) == texts().count("uses: ")
    assert len(pins) == len(NODE_24)


def texts():
    """Return all that says which action to use."""
    files = [*RECIPES, ROOT / ".github/workflows/check.yml", ROOT / "output/README.md"]
    return "".join(file.read_text(encoding="utf-8") for file in files)


def actions():
    """Return name, commit and major version of every action that is used, each time."""
    return re.findall(r"uses: (\S+)@([0-9a-f]{40}) # v(\d+)\.\d+\.\d+$", texts(), re.MULTILINE)


@pytest.mark.parametrize(
    ("job", "ends", "code", "verbs"),
    [
        ("check", {"sync": 1}, 1, ["sync", "check", "check"]),
        ("check", {}, 0, ["sync", "check", "check"]),
        ("build", {"build": 1}, 1, ["build", "verify"]),
        ("build", {"build": 3, "verify": 1}, 3, ["build", "verify"]),
        ("check", {"sync": 1, "check": 2}, 2, ["sync", "check", "check"]),
    ],
)
@pytest.mark.parametrize("runner", [("bash", "-eo", "pipefail", "-c"), ("sh", "-ec")])
def test_a_job_of_gitlab_takes_every_step_and_ends_with_the_worst(
    runner, job, ends, code, verbs, project
):
    """Under the shells of runners, which end at the first command that fails."""
    recipe = yaml.safe_load((project / ".gitlab-ci.yml").read_text(encoding="utf-8"))[job]
    script = "\n".join(recipe["script"]).replace("diglot ", "./diglot ")
    done = shell(project, *runner, script, **ends)

    assert done.returncode == code, done.stderr
    assert [line.split()[0] for line in (project / "asked").read_text().splitlines()] == verbs
    assert recipe["artifacts"]["when"] == "always"


@pytest.mark.parametrize(
    ("ends", "worst", "verified"),
    [({}, 0, True), ({"check": 1}, 1, True), ({"sync": 1, "build": 3}, 3, False)],
)
def test_the_shell_recipe_does_every_step_and_ends_with_the_worst(ends, worst, verified, project):
    """A finding stops no build, and a build that failed is not verified."""
    done = shell(project, "./ci.sh", **ends)
    asked = (project / "asked").read_text().split()

    assert done.returncode == worst, done.stderr
    assert ("verify" in asked, "build" in asked) == (verified, True)


def test_what_the_shell_recipe_writes_is_no_news_to_git(project):
    """In a project with our `.gitignore`, in one without, and where the folder is another."""
    shell(project, "git", "init", "-q", ".")
    shell(project, "./ci.sh")
    (project / "reports/junit.xml").write_text("<testsuites/>")
    ours = shell(project, "git", "status", "--porcelain", "-uall", "reports").stdout
    (project / ".gitignore").unlink()
    shell(project, "env", "REPORTS=told", "./ci.sh")
    (project / "told/junit.xml").write_text("<testsuites/>")
    theirs = shell(project, "git", "status", "--porcelain", "-uall", "told", "reports").stdout

    assert (ours, theirs) == ("", "")


@pytest.mark.parametrize(
    ("ends", "passes"), [({}, True), ({"sync": 1}, False), ({"check": 1}, False)]
)
def test_the_hook_lets_no_stale_catalog_and_no_error_pass(ends, passes, project):
    """A commit that touches none of it is not looked at."""
    git = [
        "git",
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "core.hooksPath=.githooks",
    ]
    shell(project, "git", "init", "-q", ".")
    (project / "notes.txt").write_text("x")
    shell(project, *git, "add", "notes.txt")
    other = shell(project, *git, "commit", "-q", "-m", "notes", **ends)
    shell(project, *git, "add", "sources")
    ours = shell(project, *git, "commit", "-q", "-m", "text", **ends)

    assert other.returncode == 0, other.stderr
    assert (ours.returncode == 0) is passes, ours.stderr
