"""Diagnostics as people, continuous integration and editors want to read them.

Each report is a pure function of the diagnostics, in their order; paths stay relative to the
project. Sources: SARIF 2.1.0 (OASIS), the JUnit XML of Jenkins, GitHub's workflow commands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import getdoc
from json import dumps
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline import __version__
from pipeline.checks import CHECKS
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import digest

Report = Callable[[Iterable[Diagnostic]], str]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one problem a line, its hints below it; nothing if there is none."""
    return "".join(f"{found}\n" for found in diagnostics)


def json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return an object with ``diagnostics``, a list, and ``counts`` by severity."""
    listed = list(diagnostics)
    counts = dict.fromkeys(_LEVELS.values(), 0)
    for found in listed:
        counts[_LEVELS[found.severity]] += 1
    return _written({"counts": counts, "diagnostics": [_plain(found) for found in listed]})


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return GitHub workflow commands, which become annotations beside the lines they name."""
    return "".join(f"{_command(found)}\n" for found in diagnostics)


def sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a SARIF 2.1.0 log with one run; its rules carry their manuals.

    A fingerprint leaves the line out, so that a problem that only moved stays the same.
    """
    listed = list(diagnostics)
    rules = list(dict.fromkeys([*_manuals(), *(found.rule for found in listed)]))
    driver = {"name": "Diglot", "version": __version__, "rules": [_rule(name) for name in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, rules.index(found.rule)) for found in listed],
    }
    return _written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def junit(diagnostics: Iterable[Diagnostic]) -> str:
    """Return JUnit XML: a suite for each file, a failed case for each problem in it.

    Notes are skipped cases; where nothing is wrong, one case passes.
    """
    files: dict[str, list[Diagnostic]] = {}
    for found in diagnostics:
        files.setdefault(found.place.path or "project", []).append(found)
    root = Element("testsuites", {"name": "diglot"})
    for path, listed in files.items():
        notes = sum(found.severity is Severity.NOTE for found in listed)
        counts = {"tests": len(listed), "failures": len(listed) - notes, "skipped": notes}
        suite = SubElement(root, "testsuite", {"name": _clean(path), "errors": "0"})
        suite.attrib.update({name: str(count) for name, count in counts.items()})
        for found in listed:
            _case(suite, found)
    if not files:
        suite = SubElement(root, "testsuite", {"name": "project", "tests": "1", "failures": "0"})
        SubElement(suite, "testcase", {"classname": "diglot", "name": "no findings"})
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"


REPORTS: Mapping[str, Report] = {
    "text": text, "json": json, "sarif": sarif, "junit": junit, "github": github,
}  # fmt: skip
"""Every report, by the name that the command line knows."""


def _plain(found: Diagnostic) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": _LEVELS[found.severity],
        "path": found.place.path,
        "line": found.place.line,
        "message": found.message,
        "hints": list(found.hints),
    }


def _command(found: Diagnostic) -> str:
    where = {"file": found.place.path, "line": str(found.place.line or "")}
    pairs = {name: value for name, value in where.items() if value} | {"title": found.rule}
    traits = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in pairs.items())
    return f"::{_COMMANDS[found.severity]} {traits}::{_escaped(_full(found))}"


def _escaped(value: str, more: str = "") -> str:
    for c in f"%\r\n{more}":
        value = value.replace(c, f"%{ord(c):02X}")
    return value


def _full(found: Diagnostic) -> str:
    return "\n".join([found.message, *(f"hint: {hint}" for hint in found.hints)])


def _manuals() -> dict[str, str]:
    return {check.name: getdoc(check.run) or "" for check in CHECKS}


def _rule(name: str) -> dict[str, Any]:
    manual = _manuals().get(name)
    if not manual:
        return {"id": name}
    first, _, rest = manual.partition("\n\n")
    return {
        "id": name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": " ".join(rest.partition("\n\n>>>")[0].split()) or first},
        "help": {"text": manual},
        "defaultConfiguration": {
            "level": next(_LEVELS[c.severity] for c in CHECKS if c.name == name)
        },
    }


def _result(found: Diagnostic, rule: int) -> dict[str, Any]:
    mark = digest(found.rule, found.place.path, found.message)
    return {
        "ruleId": found.rule,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": _full(found)},
        "locations": list(_locations(found)),
        "partialFingerprints": {"diglot/v1": mark},
    }


def _locations(found: Diagnostic) -> Iterator[dict[str, Any]]:
    if found.place.path:
        place: dict[str, Any] = {
            "artifactLocation": {"uri": quote(found.place.path), "uriBaseId": _ROOT}
        }
        place["region"] = {"startLine": max(found.place.line, 1)}
        yield {"physicalLocation": place}


def _case(suite: Element, found: Diagnostic) -> None:
    name = f"{found.place}: {found.message}"
    case = SubElement(suite, "testcase", {"classname": found.rule, "name": _clean(name)})
    if found.severity is Severity.NOTE:
        SubElement(case, "skipped", {"message": _clean(found.message)})
        return
    traits = {"type": _LEVELS[found.severity], "message": _clean(found.message)}
    SubElement(case, "failure", traits).text = _clean(str(found))


def _clean(words: str) -> str:
    return _NO_XML.sub("\ufffd", words)


def _written(value: Any) -> str:
    return dumps(value, ensure_ascii=False, indent=2) + "\n"
