"""Strict YAML: no aliases, no tags, no doubled keys; every value is text, with its line.

Source: YAML 1.1 as PyYAML composes it; its constructors are never used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline import mending
from pipeline.diagnostics import UNSEEN

DEEPEST = 12
LIMIT = 100_000
"""Characters of front matter that we read; a longer one is a mistake or an attack."""

_HEAD = re.compile(r"\W*\d{1,3}(,\d{3})*")
_REST = re.compile(r"\d{3}(\.\d+)?\D{0,20}")
Report: TypeAlias = Callable[..., None]
"""Takes a rule, a line, a message and hints."""


@dataclass(frozen=True, slots=True)
class Text:
    """A value as written, and its line."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """Values by key, in order, with the lines of the keys; ``line`` is that of the first."""

    items: dict[str, Any]
    lines: dict[str, int]
    line: int


def table(yaml: str, report: Report) -> Table | None:
    """Return a front matter as a table, or nothing; problems go to ``report`` with their lines."""
    import yaml as engine

    if len(yaml) > LIMIT:
        report("too-long", 1, f"the front matter is longer than {LIMIT} characters", "shorten it")
        return None
    try:
        events: list[Any] = []
        deep = 0
        for event in engine.parse(yaml):
            deep += isinstance(event, engine.CollectionStartEvent)
            deep -= isinstance(event, engine.CollectionEndEvent)
            if _forbidden(event, report) or _deep(event, deep, report):
                return None
            events.append(event)
        loader = engine.SafeLoader("")
        loader.state = iter(events).__next__  # what a parser asks for its next event
        node = loader.get_single_node()
    except engine.MarkedYAMLError as reason:
        mark = reason.problem_mark or reason.context_mark
        at = mark.line if mark else -1
        said, hint = mending.yaml_fault(str(reason.problem), yaml.splitlines(), at)
        report("broken-yaml", at + 2, f"broken YAML: {said}", hint)
        return None
    except (engine.YAMLError, RecursionError) as reason:
        report("broken-yaml", 1, f"broken YAML: {str(reason).splitlines()[0]}", "mend it")
        return None
    found = _plain(node, report) if node else Table({}, {}, 1)
    if isinstance(found, Table):
        return found
    report("broken-yaml", 2, "the front matter is not a list of `key: value`", "write `title: …`")
    return None


def _forbidden(event: Any, report: Report) -> bool:
    import yaml as engine

    line = event.start_mark.line + 2
    if isinstance(event, engine.AliasEvent) or getattr(event, "anchor", None):
        hint = "write the value out; put text that begins with & or * in quotation marks"
        report("yaml-alias", line, "YAML anchors and aliases are not allowed", hint)
        return True
    if getattr(event, "tag", None):
        report("yaml-tag", line, f"YAML tag `{event.tag}` is not allowed", "delete the tag")
        return True
    return False


def _deep(event: Any, deep: int, report: Report) -> bool:
    if deep > DEEPEST:
        line = event.start_mark.line + 2
        report("broken-yaml", line, "lists lie too deep in one another", "flatten them")
    return deep > DEEPEST


def _plain(node: Any, report: Report) -> Any:
    import yaml as engine

    line = node.start_mark.line + 2
    if isinstance(node, engine.ScalarNode):
        if found := UNSEEN.search(str(node.value).replace("\n", "")):
            said = f"U+{ord(found[0]):04X} is hidden in the text"
            report("hidden-character", line, said, "delete it")
        return Text(UNSEEN.sub(" ", str(node.value)), line)
    if isinstance(node, engine.SequenceNode):
        return [_plain(child, report) for child in node.value]
    items: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name, at = str(key.value), key.start_mark.line + 2
        if not isinstance(key, engine.ScalarNode):
            report("broken-yaml", at, "a key must be a word", "put braces in quotation marks")
        elif _cut(name, value, next(reversed(items.values()), None)):
            last = next(reversed(items))
            items[last] = Text(f"{items[last].value},{name}", items[last].line)
        elif name in items:
            report("doubled-key", at, f"`{name}` stands twice", f"delete one of the two `{name}`")
        else:
            items[name], lines[name] = _plain(value, report), at
    return Table(items, lines, line)


def _cut(name: str, value: Any, before: Any) -> bool:
    """Tell whether a key is the rest of a number: YAML takes the comma of 31,000 for its own."""
    number = isinstance(before, Text) and _HEAD.fullmatch(before.value)
    return bool(number and _REST.fullmatch(name) and not value.value)
