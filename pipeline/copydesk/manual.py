"""The manuals of the rules, as ``diglot explain`` prints them: every name that can be printed.

Checks and the rules of pages and finished files bring their own; what stops a verb before any of
them reads is explained in ``refusals.txt``.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from inspect import getdoc

from pipeline.checks import CHECKS
from pipeline.finished import MANUALS
from pipeline.plugs import CatalogCheck, Check, ExemptionCheck, Rule
from pipeline.preflight import MANUALS as PAGES
from pipeline.preflight import RULES


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is refused before a check reads it: how bad, where, in one line, and what to do."""

    severity: str
    where: str
    first: str
    more: str


@cache
def refusals() -> dict[str, Refusal]:
    """Return what stops a verb, by rule."""
    text = files("pipeline.copydesk").joinpath("refusals.txt").read_text(encoding="utf-8")
    found = {}
    for part in re.split(r"(?m)^\[", text)[1:]:
        head, _, body = part.partition("]\n")
        severity, _, where = head.partition(", ")
        for name, first, more in re.findall(r"(?m)^([\w-]+): (.*)\n((?:  .*\n)+)", body):
            found[name] = Refusal(severity, where, first, more.replace("\n  ", "\n").strip())
    return found


NAMES = tuple(dict.fromkeys((*(check.name for check in CHECKS), *MANUALS, *PAGES, *refusals())))


def manual(name: str) -> str:
    """Return the manual of a rule: what it finds and why, an example, how to be exempt.

    Two rules may have one name, of which one stops a verb: then it is both. Raises ``KeyError``
    for a rule that does not exist.
    """
    if one := refusals().get(name):
        own = f"{name} ({one.severity}, {one.where})\n\nFind {one.first}\n{one.more}"
        return own if name not in MANUALS else f"{own}\n\n{_check(name)}"
    return _check(name)


def _check(name: str) -> str:
    if name in MANUALS:
        return f"{name} (reads finished files)\n\n{MANUALS[name]}"
    if name in PAGES:
        body = f'{PAGES[name]}\n\nHow bad it is: [preflight] {name} = "note" in diglot.toml'
        return f"{name} ({_grade(name)}, reads finished pages and styles)\n\n{body}"
    check = {check.name: check for check in CHECKS}[name]
    body = getdoc(check.run) or ""
    return f"{name} ({_severity(check)}, {_subject(check)})\n\n{body}\n\n{_exemption(check)}"


def contents() -> str:
    """Return a line for each rule: its name, its severity, what it finds."""
    width = max(map(len, NAMES))
    lines = [f"{c.name:{width}}  {_severity(c):7}  {_first(c)}" for c in sorted(CHECKS, key=_name)]
    lines += [f"{name:{width}}  {'error':7}  {_begun(MANUALS[name])}" for name in sorted(MANUALS)]
    lines += [f"{name:{width}}  {_grade(name):7}  {_begun(PAGES[name])}" for name in sorted(PAGES)]
    rest = [(name, one) for name, one in sorted(refusals().items()) if name not in MANUALS]
    lines += [f"{name:{width}}  {one.severity:7}  {_begun(one.first)}" for name, one in rest]
    return "\n".join(lines)


def likely(name: str) -> tuple[str, ...]:
    """Return the rules that somebody may have meant: by the whole name, or by a word of it."""
    parts = {word: [rule for rule in NAMES if word in rule.split("-")] for word in _words()}
    found = difflib.get_close_matches(name, [*NAMES, *parts], n=2)
    return tuple(dict.fromkeys(rule for word in found for rule in parts.get(word, [word])))


def _words() -> list[str]:
    return sorted({word for name in NAMES for word in name.split("-")})


def _first(check: Rule) -> str:
    return _begun(getdoc(check.run) or "")


def _begun(text: str) -> str:
    line = text.partition("\n")[0]
    return line.removeprefix("Find ").rstrip(".")


def _subject(check: Rule) -> str:
    if isinstance(check, Check):
        return "reads every text" if check.solo else "compares a translation with its source"
    if isinstance(check, CatalogCheck):
        return "compares the translations of a catalog"
    return "reads exemptions" if isinstance(check, ExemptionCheck) else "reads releases"


def _exemption(check: Rule) -> str:
    if isinstance(check, ExemptionCheck):
        return f'The house does without it: [check.disable] {check.name} = "why" in diglot.toml'
    return f"Where it is wrong, write `# ignore-{check.name}: why` above the message."


def _severity(check: Rule) -> str:
    return check.severity.name.lower()


def _grade(name: str) -> str:
    severity = RULES[name]
    return severity.name.lower() if severity else "off"


def _name(check: Rule) -> str:
    return check.name
