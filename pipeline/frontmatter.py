"""Read the front matter of a release: strict YAML, a schema, and errors with line numbers.

No aliases, no tags, no doubled keys; every value is text until the schema types it, so that
``no`` stays a word and ``1:30`` a time. All problems are reported at once.

Source: YAML 1.1 as PyYAML composes it; its constructors are never used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from pipeline import facts
from pipeline.diagnostics import Diagnostic, error, nearest
from pipeline.model import Exemption, Fact, Place
from pipeline.segments import META

SLUG = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9_]{0,80}")
NUMBER = re.compile(r"-?[0-9]{1,24}(\.[0-9]{1,12})?")
LONGEST = 24
"""Digits of a figure before its point: the whole of the world's money has fifteen."""

TAKEN = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?|theme|assets")
"""Slugs that a disk or a house means something else by."""

LANG = re.compile(r"[a-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}(@[a-z]{2,10})?")
KEYS = (*META, "date", "lang", "slug", "theme", "page", "cover", "facts", "ignore")
IGNORE_KEYS = ("rule", "text", "reason")
FACT_KEYS = ("value", "unit", "date", "kind", "label", *facts.ARITHMETIC)
LIMIT = 100_000
"""Characters of front matter that we read; a longer one is a mistake or an attack."""

Report: TypeAlias = Callable[..., None]
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


@dataclass(frozen=True, slots=True)
class _Text:
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class _Mapping:
    items: dict[str, Any]
    lines: dict[str, int]
    line: int


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
    if table := _table(yaml, report):
        _fill(front, table, report)
        front.exemptions.extend(_exemptions(table, path, report))
    for key in ("title", "date"):
        if key not in front.texts | front.plain and not problems:
            report("missing-key", 1, f"the front matter has no `{key}`", f"add `{key}: …`")
    return front, tuple(problems)


def _table(yaml: str, report: Report) -> _Mapping | None:
    import yaml as engine

    if len(yaml) > LIMIT:
        report("too-long", 1, f"the front matter is longer than {LIMIT} characters", "shorten it")
        return None
    try:
        events = []
        for event in engine.parse(yaml):
            if _forbidden(event, report):
                return None
            events.append(event)
        loader = engine.SafeLoader("")
        loader.state = iter(events).__next__  # what a parser asks for its next event
        node = loader.get_single_node()
    except engine.MarkedYAMLError as reason:
        mark = reason.problem_mark or reason.context_mark
        message = f"broken YAML: {reason.problem}"
        hint = "put the text in quotation marks if it holds `: `, `#` or a leading `{`"
        report("broken-yaml", mark.line + 2 if mark else 1, message, hint)
        return None
    except (engine.YAMLError, RecursionError) as reason:
        report("broken-yaml", 1, f"broken YAML: {str(reason).splitlines()[0]}", "mend it")
        return None
    found = _plain(node, report) if node else _Mapping({}, {}, 1)
    if isinstance(found, _Mapping):
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


def _plain(node: Any, report: Report) -> Any:
    import yaml as engine

    line = node.start_mark.line + 2
    if isinstance(node, engine.ScalarNode):
        return _Text(str(node.value), line)
    if isinstance(node, engine.SequenceNode):
        return [_plain(child, report) for child in node.value]
    items: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name, at = str(key.value), key.start_mark.line + 2
        if not isinstance(key, engine.ScalarNode):
            report("broken-yaml", at, "a key must be a word", "put braces in quotation marks")
        elif name in items:
            report("doubled-key", at, f"`{name}` stands twice", f"delete one of the two `{name}`")
        else:
            items[name], lines[name] = _plain(value, report), at
    return _Mapping(items, lines, line)


def _fill(front: Front, table: _Mapping, report: Report) -> None:
    for key, value in table.items.items():
        line = front.lines[key] = table.lines[key]
        if key not in KEYS:
            hint = nearest(key, KEYS, f"write one of {', '.join(KEYS)}")
            report("unknown-key", line, f"unknown key `{key}`", hint)
        elif key == "facts":
            _facts(front, value, report)
        elif key == "ignore":
            continue
        elif not isinstance(value, _Text):
            report("wrong-type", line, f"`{key}` must be text", "put it in quotation marks")
        elif key in META:
            front.texts[key] = value.value.strip()
        else:
            front.plain[key] = value.value.strip()
    for problem in _wrong_plain(front):
        report(*problem)


def _exemptions(table: _Mapping, path: str, report: Report) -> Iterator[Exemption]:
    """Yield what ``ignore`` lists: names of rules, or tables of rule, text and reason."""
    line, value = table.lines.get("ignore", 0), table.items.get("ignore", [])
    hint = "write `ignore: [{rule: doubled-word, text: had had, reason: a quotation}]`"
    if not isinstance(value, list):
        report("wrong-type", line, "`ignore` must be a list", hint)
        return
    for item in value:
        own = _Mapping({"rule": item}, {}, item.line) if isinstance(item, _Text) else item
        if not isinstance(own, _Mapping) or not isinstance(own.items.get("rule"), _Text):
            report("wrong-type", getattr(own, "line", line), "`ignore` names no rule", hint)
            continue
        for key in own.items:
            if key not in IGNORE_KEYS:
                near = nearest(key, IGNORE_KEYS, f"write one of {', '.join(IGNORE_KEYS)}")
                report("unknown-key", own.lines[key], f"unknown key `{key}` in `ignore`", near)
        named = own.items.get("text", _Text("", own.line))
        reason = own.items.get("reason", _Text("", own.line))
        for text in named if isinstance(named, list) else [named]:
            if not isinstance(text, _Text) or not isinstance(reason, _Text):
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


def _facts(front: Front, table: Any, report: Report) -> None:
    if not isinstance(table, _Mapping):
        report(
            "wrong-type",
            front.lines["facts"],
            "`facts` must be a table",
            "write `name: {value: 8}`",
        )
        return
    sums: list[tuple[str, str, list[str]]] = []
    for name, value in table.items.items():
        line = front.lines[f"facts {name}"] = table.lines[name]
        if not NAME.fullmatch(name):
            hint = "use lower-case letters, digits and underscores"
            report("bad-fact-name", line, f"`{name}` cannot name a fact", hint)
            continue
        own = value if isinstance(value, _Mapping) else _Mapping({"value": value}, {}, line)
        _fact(front, name, own, report)
        for rule in facts.ARITHMETIC:
            if rule in own.items:
                parts = own.items[rule]
                named = (
                    [p.value for p in parts if isinstance(p, _Text)]
                    if isinstance(parts, list)
                    else []
                )
                sums.append((name, rule, named))
    for name, rule, named in sums:
        if fact := front.facts.get(name):
            front.facts[name] = replace(fact, parts=(*fact.parts, *named))
        _check_sum(front, name, rule, named, report)


def _fact(front: Front, name: str, own: _Mapping, report: Report) -> None:
    line = front.lines[f"facts {name}"]
    for key in own.items:
        if key not in FACT_KEYS:
            hint = nearest(key, FACT_KEYS, f"write one of {', '.join(FACT_KEYS)}")
            report("unknown-key", own.lines[key], f"unknown key `{key}` in fact `{name}`", hint)
    words = {k: v.value.strip() for k, v in own.items.items() if isinstance(v, _Text)}
    if label := words.get("label"):
        front.labels[name] = label
    fact = Fact(
        name, _kind(words), words.get("value", ""), words.get("unit", ""), words.get("date", "")
    )
    for rule, message, hint in _wrong_fact(fact):
        report(rule, own.lines.get("value", line), message, hint)
        fact = Fact(name, "unknown", "0")  # so that the text is not told of it once more
        break
    front.facts[name] = fact


def _kind(words: dict[str, str]) -> str:
    value = words.get("value", "")
    if kind := words.get("kind"):
        return kind
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value):
        return "date"
    if facts.known_unit(words.get("unit", "")):
        return "quantity"
    return "decimal" if "." in value else "integer"


def _wrong_fact(fact: Fact) -> Iterator[tuple[str, str, str]]:
    if fact.kind not in facts.KINDS:
        hint = nearest(fact.kind, facts.KINDS, f"write one of {', '.join(facts.KINDS)}")
        yield "unknown-kind", f"fact `{fact.name}` cannot be of kind `{fact.kind}`", hint
        return
    days = [fact.value] if fact.kind == "date" else [fact.date] if fact.date else []
    for day in days:
        try:
            facts.parse_date(day)
        except ValueError:
            yield "wrong-date", f"`{day}` is no date", "write it as 2022, 2022-07 or 2022-07-31"
    if fact.kind != "date" and not NUMBER.fullmatch(fact.value):
        said = "is no number" if len(fact.value) < LONGEST else f"has over {LONGEST} digits"
        shown = f"`{fact.value[:LONGEST]}` {said}" if fact.value else "it has no value"
        hint = "write the bare number, such as 2961, without separators or unit"
        yield "wrong-number", f"fact `{fact.name}`: {shown}", hint
    elif fact.kind == "integer" and "." in fact.value:
        yield (
            "wrong-number",
            f"fact `{fact.name}`: `{fact.value}` is no integer",
            "write `kind: decimal`",
        )


def _check_sum(front: Front, name: str, rule: str, named: list[str], report: Report) -> None:
    line = front.lines[f"facts {name}"]
    fewest = 1 if rule == "sum" else 2
    if len(named) < fewest or (rule == "share" and len(named) != 2):
        report("wrong-type", line, f"`{rule}` must name facts", f"write `{rule}: [first, second]`")
        return
    if unknown := [part for part in named if part not in front.facts]:
        hint = nearest(unknown[0], front.facts, "add the fact, or take it out of the arithmetic")
        report("undefined-fact", line, f"fact `{unknown[0]}` does not exist", hint)
    elif dates := [
        p for p in (name, *named) if p in front.facts and front.facts[p].kind == "date"
    ]:
        report("wrong-type", line, f"fact `{dates[0]}` is a date", f"take it out of the {rule}")
    elif any(front.facts[part].kind == "unknown" for part in (name, *named)):
        return
    else:
        others = tuple(front.facts[part] for part in named)
        if why := facts.disagreement(front.facts[name], rule, others):
            message = f"fact `{name}` is {front.facts[name].value}, but {why}"
            report("wrong-sum", line, message, "correct the figure, or the parts it is made of")
