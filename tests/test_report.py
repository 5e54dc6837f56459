"""Reports: the same diagnostics for people, machines and continuous integration."""

from __future__ import annotations

import json
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import fromstring

from pipeline.checks import CHECKS
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Place
from pipeline.report import REPORTS

PO = "locales/zh_CN/LC_MESSAGES/day.po"
WRONG = Diagnostic(
    "number-mismatch",
    Severity.ERROR,
    Place(PO, 12),
    "the source has `2,961`, the translation has `2,691`",
    ("compare the figures",),
)
LATE = Diagnostic("untranslated", Severity.WARNING, Place(PO, 3), "`Place` is not translated")
ASIDE = Diagnostic("odd-thing", Severity.NOTE, Place("sources/日 报/release.md"), "100% odd: a, b")
ALL = [WRONG, LATE, ASIDE]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
diagnostics = st.lists(
    st.builds(
        Diagnostic,
        st.sampled_from(["number-mismatch", "odd-thing"]),
        st.sampled_from(Severity),
        st.builds(Place, texts, st.integers(0, 9)),
        texts,
        st.lists(texts, max_size=2).map(tuple),
    ),
    max_size=4,
)


@given(diagnostics)
def test_every_report_can_be_read_again(found):
    """Whatever stands in a message, no report is broken by it, and none loses a problem."""
    made = {name: report(found) for name, report in REPORTS.items()}

    assert len(json.loads(made["json"])["diagnostics"]) == len(found)
    assert len(json.loads(made["sarif"])["runs"][0]["results"]) == len(found)
    assert len(fromstring(made["junit"].encode()).findall(".//testcase")) == (len(found) or 1)
    assert len(made["github"].split("\n")) == len(found) + 1


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_a_pure_function(name):
    """It takes any iterable, changes nothing, and says the same twice."""
    assert REPORTS[name](iter(ALL)) == REPORTS[name](ALL)


def test_text_says_place_severity_message_rule_and_hint():
    """As compilers do, so that an editor can jump to the line."""
    assert REPORTS["text"]([WRONG]) == (
        f"{PO}:12: error: the source has `2,961`, the translation has `2,691` [number-mismatch]\n"
        "  hint: compare the figures\n"
    )
    assert REPORTS["text"]([]) == ""


def test_json_counts_and_lists():
    """For scripts: plain names, plain values, Chinese as Chinese."""
    made = REPORTS["json"](ALL)

    assert json.loads(made)["counts"] == {"error": 1, "warning": 1, "note": 1}
    assert json.loads(made)["diagnostics"][0] == {
        "rule": "number-mismatch",
        "severity": "error",
        "path": PO,
        "line": 12,
        "message": "the source has `2,961`, the translation has `2,691`",
        "hints": ["compare the figures"],
    }
    assert "日 报" in made


def test_github_annotations_carry_file_and_line():
    """The commands are escaped as GitHub's own toolkit does."""
    wrong, late, aside = REPORTS["github"](ALL).splitlines()

    assert wrong == (
        f"::error file={PO},line=12,title=number-mismatch::"
        "the source has `2,961`, the translation has `2,691`%0Ahint: compare the figures"
    )
    assert late.startswith(f"::warning file={PO},line=3,")
    assert aside == "::notice file=sources/日 报/release.md,title=odd-thing::100%25 odd: a, b"


def test_sarif_names_its_rules_and_their_manuals():
    """A viewer shows what a rule is about and what to do."""
    (run,) = json.loads(REPORTS["sarif"](ALL))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == [*(check.name for check in CHECKS), "odd-thing"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for rule in rules[:-1]:
        assert rule["shortDescription"]["text"].startswith("Find ")
        assert rule["fullDescription"]["text"]


def test_sarif_places_are_relative_uris():
    """No absolute path, no scheme, no raw blank or Han character in a URI."""
    (run,) = json.loads(REPORTS["sarif"](ALL))["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    uris = [place["artifactLocation"]["uri"] for place in places]

    assert [unquote(uri) for uri in uris] == [PO, PO, "sources/日 报/release.md"]
    assert all(uri.isascii() and " " not in uri and not urlsplit(uri).scheme for uri in uris)
    assert [place["region"]["startLine"] for place in places] == [12, 3, 1]
    assert {place["artifactLocation"]["uriBaseId"] for place in places} == {"%SRCROOT%"}


def test_sarif_has_the_shape_of_the_standard():
    """Version, level and message are what 2.1.0 asks for."""
    log = json.loads(REPORTS["sarif"](ALL))
    (run,) = log["runs"]

    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    assert all(result["message"]["text"] for result in run["results"])
    assert run["tool"]["driver"]["name"] == "Diglot"


def test_a_problem_that_moved_keeps_its_fingerprint():
    """Else every edit above would close a problem and open it again."""
    moved = Diagnostic(WRONG.rule, WRONG.severity, Place(PO, 90), WRONG.message)
    first, second = (
        json.loads(REPORTS["sarif"]([d]))["runs"][0]["results"] for d in (WRONG, moved)
    )

    assert first[0]["partialFingerprints"] == second[0]["partialFingerprints"]


def test_sarif_without_findings_is_a_clean_run():
    """An empty list says that all was looked at."""
    (run,) = json.loads(REPORTS["sarif"]([]))["runs"]

    assert run["results"] == []


def test_junit_has_a_suite_for_each_file():
    """Counts are right, notes do not fail, control characters do not break the file."""
    bell = Diagnostic("odd-thing", Severity.ERROR, Place(PO, 5), "a \x07 bell & <tag>")
    root = fromstring(REPORTS["junit"]([*ALL, bell]).encode())
    suites = {suite.get("name"): suite for suite in root}

    assert (suites[PO].get("tests"), suites[PO].get("failures")) == ("3", "3")
    assert suites["sources/日 报/release.md"].get("skipped") == "1"
    assert suites[PO][2].find("failure").get("message") == "a \ufffd bell & <tag>"


def test_junit_without_findings_passes():
    """A viewer takes a file without cases for a broken one."""
    root = fromstring(REPORTS["junit"]([]).encode())

    assert [case.get("name") for case in root.iter("testcase")] == ["no findings"]
    assert root.findall(".//failure") == []
