"""Read the facts of a book matter: their schema, their arithmetic, and every problem of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline import facts, money, units
from pipeline.diagnostics import nearest
from pipeline.model import Fact
from pipeline.strictyaml import Report, Table, Text

NAME = re.compile(r"[a-z][a-z0-9_]{0,80}")
LONGEST = 24
"""Digits of a figure before its point: the whole of the world's money has fifteen."""

NUMBER = re.compile(rf"-?[0-9]{{1,{LONGEST}}}(\.[0-9]{{1,12}})?")

KEYS = ("value", "unit", "currency", "date", "kind", "label", *facts.ARITHMETIC)
_SEPARATORS = re.compile(r"(?<=\d)[,，'’_ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_PRICED = re.compile(r"([^\d\s.]*)\s*(-?\d+(?:\.\d+)?)\s*([^\d\s.]*)")
_UNITED = re.compile(r"(-?\d+(?:\.\d+)?)\s*(%|％|[^\W\d]\S*( \S+)?)")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Facts and labels by name, and the line of each fact."""

    facts: dict[str, Fact] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read(table: Table, report: Report) -> Ledger:
    """Return the facts of a table; what is wrong with them goes to ``report``."""
    book = Ledger()
    sums: list[tuple[str, str, list[str]]] = []
    for name, value in table.items.items():
        line = book.lines[name] = table.lines[name]
        if not NAME.fullmatch(name):
            hint = "use lower-case letters, digits and underscores"
            report("bad-fact-name", line, f"`{name}` cannot name a fact", hint)
            continue
        own = value if isinstance(value, Table) else Table({"value": value}, {}, line)
        _fact(book, name, own, report)
        for rule in facts.ARITHMETIC:
            if rule in own.items:
                parts = own.items[rule]
                named = (
                    [p.value for p in parts if isinstance(p, Text)]
                    if isinstance(parts, list)
                    else []
                )
                sums.append((name, rule, named))
    for name, rule, named in sums:
        if fact := book.facts.get(name):
            book.facts[name] = replace(fact, parts=(*fact.parts, *named))
        _check_sum(book, name, rule, named, report)
    return book


def _fact(book: Ledger, name: str, own: Table, report: Report) -> None:
    line = book.lines[name]
    for key in own.items:
        if key not in KEYS:
            hint = nearest(key, KEYS, f"write one of {', '.join(KEYS)}")
            report("unknown-key", own.lines[key], f"unknown key `{key}` in fact `{name}`", hint)
    words = {k: v.value.strip() for k, v in own.items.items() if isinstance(v, Text)}
    if label := words.get("label"):
        book.labels[name] = label
    unit = words.get("currency") or words.get("unit", "")
    fact = Fact(name, _kind(words), words.get("value", ""), unit, words.get("date", ""))
    for rule, message, hint in (*_wrong_unit(fact, words), *_wrong_fact(fact)):
        report(rule, own.lines.get("value", line), message, hint)
        fact = Fact(name, "unknown", "0")  # so that the text is not told of it once more
        break
    book.facts[name] = fact


def _kind(words: dict[str, str]) -> str:
    value = words.get("value", "")
    if kind := words.get("kind"):
        return kind
    if "currency" in words:
        return "money"
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value):
        return "date"
    if units.known(words.get("unit", "")):
        return "quantity"
    return "decimal" if "." in value else "integer"


def _wrong_unit(fact: Fact, words: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a unit or a currency; a noun may be anything that is no unit."""
    code, noun = words.get("currency", ""), words.get("unit", "")
    if code and noun:
        yield (
            "wrong-type",
            f"fact `{fact.name}` has a unit and a currency",
            "delete one of the two",
        )
    elif fact.kind == "currency" or (fact.kind == "money" and not code):
        hint = f"write `currency: {money.meant(noun) or 'EUR'}`"
        yield "unknown-currency", f"fact `{fact.name}` says no currency", hint
    elif code and fact.kind != "money":
        said = f"fact `{fact.name}` has a currency, and cannot be of kind `{fact.kind}`"
        yield "unknown-kind", said, "delete the kind"
    elif code and not money.known(code):
        hint = "write its code of three letters, such as EUR, CNY or USD"
        near = money.meant(code)
        hint = f"did you mean `{near}`?" if near else hint
        yield "unknown-currency", f"currency `{code}` of fact `{fact.name}` does not exist", hint
    elif noun and not code and not units.known(noun):
        yield from _misspelt(fact, noun)


def _misspelt(fact: Fact, noun: str) -> Iterator[tuple[str, str, str]]:
    said = f"unit `{noun}` of fact `{fact.name}` is not what CLDR calls it"
    if meant := units.meant(noun):
        hint = "write `kind: percent`" if meant == "percent" else f"did you mean `{meant}`?"
        yield "unknown-unit", said, hint
    elif currency := money.sign(noun):
        said = f"unit `{noun}` of fact `{fact.name}` is a currency"
        yield "unknown-unit", said, f"write `currency: {currency}` in its place"


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
        many = sum(map(str.isdigit, fact.value)) > LONGEST
        said = f"has over {LONGEST} digits" if many else "is no number"
        shown = f"`{fact.value[:LONGEST]}` {said}" if fact.value else "it has no value"
        yield "wrong-number", f"fact `{fact.name}`: {shown}", _bare(fact.value)
    elif fact.kind == "integer" and "." in fact.value:
        yield (
            "wrong-number",
            f"fact `{fact.name}`: `{fact.value}` is no integer",
            "write `kind: decimal`",
        )


def _bare(value: str) -> str:
    """Return the order that makes a number of what somebody wrote for one."""
    plain = _SEPARATORS.sub("", value)
    if plain != value and NUMBER.fullmatch(plain):
        return f"write {plain}, without separators: each language sets its own"
    if found := _PRICED.fullmatch(plain):
        code = money.meant(found[1] or found[3])
        if code:
            return f"write `value: {found[2]}, currency: {code}`, without separators"
    found = _UNITED.fullmatch(plain)
    if found and found[2] in "%％":
        return f"write `value: {found[1]}, kind: percent`"
    if found:
        return f"write `value: {found[1]}, unit: {found[2]}`, or the number in full"
    return "write the bare number, such as 2961, without separators or unit"


def _check_sum(book: Ledger, name: str, rule: str, named: list[str], report: Report) -> None:
    line = book.lines[name]
    fewest = 1 if rule == "sum" else 2
    if len(named) < fewest or (rule == "share" and len(named) != 2):
        report("wrong-type", line, f"`{rule}` must name facts", f"write `{rule}: [first, second]`")
        return
    if unknown := [part for part in named if part not in book.facts]:
        hint = nearest(unknown[0], book.facts, "add the fact, or take it out of the arithmetic")
        report("undefined-fact", line, f"fact `{unknown[0]}` does not exist", hint)
    elif dates := [p for p in (name, *named) if p in book.facts and book.facts[p].kind == "date"]:
        report("wrong-type", line, f"fact `{dates[0]}` is a date", f"take it out of the {rule}")
    elif any(book.facts[part].kind == "unknown" for part in (name, *named)):
        return
    else:
        others = tuple(book.facts[part] for part in named)
        if mixed := facts.mixed((book.facts[name], *others), rule):
            message = f"fact `{name}` reckons with {mixed[0]} and {mixed[1]}"
            report("mixed-units", line, message, "reckon with facts of one unit, or one currency")
            return
        if why := facts.disagreement(book.facts[name], rule, others):
            message = f"fact `{name}` is {book.facts[name].value}, but {why}"
            report("wrong-sum", line, message, "correct the figure, or the parts it is made of")
