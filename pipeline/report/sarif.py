"""SARIF 2.1.0, the format of code scanning: places in the catalog and in the release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from inspect import getdoc
from json import dumps
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.checks import CHECKS
from pipeline.diagnostics import Diagnostic
from pipeline.model import Place
from pipeline.report.ci import said
from pipeline.report.listing import LEVELS
from pipeline.word import lint

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"


def sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a SARIF log with one run; its rules carry their manuals.

    A fingerprint leaves the line out, so that a problem that only moved stays the same.
    """
    listed = list(diagnostics)
    rules = {name: n for n, name in enumerate(dict.fromkeys([*_MANUALS, *_named(listed)]))}
    driver = {"name": "Diglot", "version": __version__, "rules": [_rule(name) for name in rules]}
    seen: Counter[str] = Counter()
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, rules[found.rule], seen) for found in listed],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return dumps(log, ensure_ascii=False, indent=2) + "\n"


_MANUALS = {check.name: (getdoc(check.run) or "", LEVELS[check.severity]) for check in CHECKS}

_FINISHED = {rule.name: getdoc(rule.run) or "" for rule in lint.RULES}
"""The manuals of the rules about finished files: they are listed where one was broken."""


def _named(listed: list[Diagnostic]) -> list[str]:
    return [found.rule for found in listed]


def _rule(name: str) -> dict[str, Any]:
    manual, level = _MANUALS.get(name) or (_FINISHED.get(name, ""), "error")
    if not manual:
        return {"id": name}
    first, _, rest = manual.partition("\n\n")
    return {
        "id": name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": " ".join(rest.partition("\n\n>>>")[0].split()) or first},
        "help": {"text": manual},
        "defaultConfiguration": {"level": level},
    }


def _result(found: Diagnostic, rule: int, seen: Counter[str]) -> dict[str, Any]:
    mark = found.fingerprint
    seen[mark] += 1
    result = {
        "ruleId": found.rule,
        "ruleIndex": rule,
        "level": LEVELS[found.severity],
        "message": {"text": said(found)},
        "locations": [_location(found)] if found.place.path else [],
        "partialFingerprints": {"diglot/v2": f"{mark}:{seen[mark]}"},
    }
    if found.related:
        result["relatedLocations"] = [_related(place) for place in dict.fromkeys(found.related)]
    return result


def _location(found: Diagnostic) -> dict[str, Any]:
    region = _region(found.place)
    if found.place.column and found.end >= (found.place.line, found.place.column):
        region |= {"endLine": found.end[0], "endColumn": found.end[1]}
    return {"physicalLocation": _file(found.place) | {"region": region}}


def _related(place: Place) -> dict[str, Any]:
    where = _file(place) | {"region": _region(place)}
    return {"physicalLocation": where, "message": {"text": "the text of the release"}}


def _file(place: Place) -> dict[str, Any]:
    return {"artifactLocation": {"uri": quote(place.path), "uriBaseId": _ROOT}}


def _region(place: Place) -> dict[str, Any]:
    region = {"startLine": max(place.line, 1)}
    return region | {"startColumn": place.column} if place.column else region
