"""What continuous integration reads: GitHub's annotations, GitLab's code quality, JUnit's XML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from json import dumps
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import digest
from pipeline.report.listing import LEVELS

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_GRADES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return GitHub workflow commands, which become annotations beside the lines they name."""
    return "".join(f"{_command(found)}\n" for found in diagnostics)


def gitlab(diagnostics: Iterable[Diagnostic]) -> str:
    """Return GitLab's code quality report; every fingerprint in it is another."""
    seen: Counter[str] = Counter()
    issues = []
    for found in diagnostics:
        mark = found.fingerprint
        seen[mark] += 1
        issues.append(
            {
                "description": said(found),
                "check_name": found.rule,
                "fingerprint": mark if seen[mark] == 1 else digest(mark, str(seen[mark])),
                "severity": _GRADES[found.severity],
                "location": {
                    "path": found.place.path or "diglot.toml",
                    "lines": {"begin": max(found.place.line, 1)},
                },
            }
        )
    return dumps(issues, ensure_ascii=False, indent=2) + "\n"


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


def said(found: Diagnostic) -> str:
    """Return the message of a problem and its hints, a line each."""
    return "\n".join([found.message, *(f"hint: {hint}" for hint in found.hints)])


def _command(found: Diagnostic) -> str:
    traits = {"file": found.place.path, "line": found.place.line, "col": found.place.column}
    if found.place.column and found.end[0] == found.place.line:
        traits |= {"endLine": found.end[0], "endColumn": found.end[1]}
    shown = {name: str(value) for name, value in traits.items() if value} | {"title": found.rule}
    pairs = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in shown.items())
    return f"::{_COMMANDS[found.severity]} {pairs}::{_escaped(said(found))}"


def _escaped(value: str, more: str = "") -> str:
    for c in f"%\r\n{more}":
        value = value.replace(c, f"%{ord(c):02X}")
    return value


def _case(suite: Element, found: Diagnostic) -> None:
    name = f"{found.place}: {found.message}"
    traits = {"classname": found.rule, "name": _clean(name)}
    if found.place.line:
        traits |= {"file": _clean(found.place.path), "line": str(found.place.line)}
    case = SubElement(suite, "testcase", traits)
    if found.severity is Severity.NOTE:
        SubElement(case, "skipped", {"message": _clean(found.message)})
        return
    failure = {"type": LEVELS[found.severity], "message": _clean(found.message)}
    SubElement(case, "failure", failure).text = _clean(str(found))


def _clean(words: str) -> str:
    return _NO_XML.sub("\ufffd", words)
