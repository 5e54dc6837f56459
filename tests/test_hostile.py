"""Projects of people who mean harm: each is contained, in time, by name, and nothing gets out."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.hostile import CASES, KINDS
from tests.hostile.judging import faults
from tests.hostile.running import run

QUICK = ("outside", "network", "markup", "names", "catalogs")
FIRST = tuple(KINDS[kind][0].name for kind in QUICK)
"""A few are run every time; all of them take minutes."""

SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def _parameter(case):
    return pytest.param(case, id=case.name, marks=() if case.name in FIRST else pytest.mark.slow)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_a_hostile_project_is_contained(case, tmp_path):
    """By the rule that is named, or because it is inert, without a call or a secret."""
    made = run(case, tmp_path)

    assert list(faults(case, made)) == [], made.said[-2000:]


def test_the_corpus_has_a_case_for_every_kind_of_attack():
    """Sixty at the least, each with a name of its own and words that say what it attacks."""
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
    assert all(case.attacks for case in CASES)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", SECURITY))))
def test_every_promise_names_a_test_that_exists(name):
    """A promise that nothing holds is none."""
    tests = "\n".join(
        p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests").rglob("*.py"))
    )

    assert re.search(rf"(?m)^def {name}\(", tests)


@pytest.mark.parametrize("kind", sorted(set(re.findall(r"\bhostile/(\w+)\.py", SECURITY))))
def test_every_kind_that_the_manual_names_is_in_the_corpus(kind):
    """So that who reads of an attack finds its cases."""
    assert kind in KINDS
