"""Read the front matter of a release: strict YAML, a schema, and errors with line numbers.

Every value is text until the schema types it, so that ``no`` stays a word and ``1:30`` a time.
All problems are reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline import facts, ledger, strictyaml
from pipeline.diagnostics import Diagnostic, error, nearest
from pipeline.model import Exemption, Fact, Place
from pipeline.segments import META
from pipeline.strictyaml import Report, Table, Text

SLUG = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
TAKEN = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?|theme|assets")
"""Slugs that a disk or a house means something else by."""

LANG = re.compile(r"[a-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}(@[a-z]{2,10})?")
KEYS = (*META, "date", "lang", "slug", "theme", "page", "cover", "facts", "ignore")
IGNORE_KEYS = ("rule", "text", "reason")
_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter: texts, facts and labels by name, other keys under ``plain``.

    ``lines`` maps each key (``title``, ``facts registered``) to its line. ``exemptions`` do not
    yet say in which files they hold.
    """

    texts: dict[str, str] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    exemptions: list[Exemption] = field(default_factory=list)


def split(text: str) -> tuple[str, str]:
    """Return the YAML of a release and its body, blank lines standing for the YAML.

    So the lines of the body are the lines of the file.
    """
    match = _FENCE.match(text)
    if not match:
        return "", text
    return match[1] or "", "\n" * match[0].count("\n") + text[match.end() :]


def is_slug(text: str) -> bool:
    """Tell whether a text names a release: short, plain, and nothing else to anybody."""
    return len(text) <= 100 and bool(SLUG.fullmatch(text)) and not TAKEN.fullmatch(text)


def read(yaml: str, path: str) -> tuple[Front, tuple[Diagnostic, ...]]:
    """Return the front matter and every problem found in it."""
    problems: list[Diagnostic] = []

    def report(rule: str, line: int, message: str, *hints: str) -> None:
        problems.append(error(rule, Place(path, line), message, *hints))

    front = Front()
    if table := strictyaml.table(yaml, report):
        _fill(front, table, report)
        front.exemptions.extend(_exemptions(table, path, report))
    for key in ("title", "date"):
        if key not in front.texts | front.plain and not problems:
            report("missing-key", 1, f"the front matter has no `{key}`", f"add `{key}: …`")
    return front, tuple(problems)


def _fill(front: Front, table: Table, report: Report) -> None:
    for key, value in table.items.items():
        line = front.lines[key] = table.lines[key]
        if key not in KEYS:
            hint = nearest(key, KEYS, f"write one of {', '.join(KEYS)}")
            report("unknown-key", line, f"unknown key `{key}`", hint)
        elif key == "facts":
            _facts(front, value, report)
        elif key == "ignore":
            continue
        elif not isinstance(value, Text):
            report("wrong-type", line, f"`{key}` must be text", "put it in quotation marks")
        elif key in META:
            front.texts[key] = value.value.strip()
        else:
            front.plain[key] = value.value.strip()
    for problem in _wrong_plain(front):
        report(*problem)


def _exemptions(table: Table, path: str, report: Report) -> Iterator[Exemption]:
    """Yield what ``ignore`` lists: names of rules, or tables of rule, text and reason."""
    line, value = table.lines.get("ignore", 0), table.items.get("ignore", [])
    hint = "write `ignore: [{rule: doubled-word, text: had had, reason: a quotation}]`"
    if not isinstance(value, list):
        report("wrong-type", line, "`ignore` must be a list", hint)
        return
    for item in value:
        own = Table({"rule": item}, {}, item.line) if isinstance(item, Text) else item
        if not isinstance(own, Table) or not isinstance(own.items.get("rule"), Text):
            report("wrong-type", getattr(own, "line", line), "`ignore` names no rule", hint)
            continue
        for key in own.items:
            if key not in IGNORE_KEYS:
                near = nearest(key, IGNORE_KEYS, f"write one of {', '.join(IGNORE_KEYS)}")
                report("unknown-key", own.lines[key], f"unknown key `{key}` in `ignore`", near)
        named = own.items.get("text", Text("", own.line))
        reason = own.items.get("reason", Text("", own.line))
        for text in named if isinstance(named, list) else [named]:
            if not isinstance(text, Text) or not isinstance(reason, Text):
                report("wrong-type", own.line, "`text` and `reason` must be text", hint)
                break
            place, rule = Place(path, own.items["rule"].line), own.items["rule"].value.strip()
            yield Exemption(rule, place, reason.value.strip(), text=text.value)


def _wrong_plain(front: Front) -> Iterator[tuple[Any, ...]]:
    slug = front.plain.get("slug", "x")
    if not is_slug(slug):
        hint = "use lower-case letters, digits and hyphens, such as 2024-05-01-opening"
        yield "bad-slug", front.lines["slug"], f"`{slug[:80]}` cannot be a slug", hint
    if (day := front.plain.get("date")) is not None:
        try:
            facts.parse_date(day if len(day) == len("2022-08-23") else "")
        except ValueError:
            hint = "write it as 2022-08-23"
            yield "wrong-date", front.lines["date"], f"`{day}` is no date", hint
    if (lang := front.plain.get("lang", "en")) and not LANG.fullmatch(lang):
        hint = "write a language such as en or zh-CN"
        yield "unknown-locale", front.lines["lang"], f"`{lang[:80]}` is no language", hint
    if "title" in front.texts and not front.texts["title"]:
        yield "missing-key", front.lines["title"], "the title is empty", "write a title"


def _facts(front: Front, value: Any, report: Report) -> None:
    if not isinstance(value, Table):
        hint = "write `name: {value: 8}`"
        report("wrong-type", front.lines["facts"], "`facts` must be a table", hint)
        return
    book = ledger.read(value, report)
    front.facts.update(book.facts)
    front.labels.update(book.labels)
    front.lines.update({f"facts {name}": line for name, line in book.lines.items()})
