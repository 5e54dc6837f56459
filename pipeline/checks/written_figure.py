"""Figures that are written into a text though the release has facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline import money
from pipeline.diagnostics import Severity
from pipeline.model import Fact, Place
from pipeline.plugs import Draft, Finding, SourceCheck
from pipeline.prose import prose

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![A-Za-z0-9_.,:/–—+#§&'’-])(?<![第时点])(?P<n>{_NUMBER})(?![\d:/–—-]|[.,]\d|st\b|nd\b|rd\b|th\b)"
    r"(?P<scale> (?:thousand|million|billion|trillion)|[万亿千])?"
    r"(?P<after>\s?%| per ?cent| ?[a-z\u4e00-\u9fff])?"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_AFTER_MONTH = re.compile(rf"{_MONTH} \Z")
_MONEY = re.compile(r"(?:(?:US|HK)?[$]|(?:CN|JP)?[¥￥]|[€£]|\b(?:RMB|CNY|USD|EUR|GBP|JPY)) ?\Z")
_BEFORE_MONTH = re.compile(
    rf" (?:of )?{_MONTH}\b|年|月|日|世纪|年代|[时点号路级届期强层]|[ap]\.?m\b"
)
_NAMED = re.compile(
    r"(?:\b[A-Z][\w’'-]*|\b(?:top|no|page|chapter|figure|table|line|article|version|step))\.? \Z"
)
_SENTENCE = re.compile(r"(?:\A|[.!?:”]\s+)[A-Z][\w’'-]* \Z")
_YEARS = range(1000, 2200)
_SMALL = 10
_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "千": 10**3, "万": 10**4, "亿": 10**8,
}  # fmt: skip
_QUIET = ("contact", "alt")


def written_figure(draft: Draft) -> Iterator[tuple[Place, Finding]]:
    r"""Find figures written out in a release that has facts for its figures.

    A fact is written once, checked, and put in each language's form; a figure in the text is
    copied by hand as often as it stands. Years, dates, hours, ordinals, names (Fortune 500, No. 1)
    and numbers up to ten are left alone, and so is a release without any fact.

    >>> "facts: {guests: 1200}\n---\n{guests} guests and 250 children came." in release
    note: `250` is a figure in the text, not a fact
    hint: write it once as a fact, such as `count: {value: 250}`, and `{count}` here

    >>> "facts: {guests: 1200}\n---\n{guests} guests saw €2.5 million well spent." in release
    note: `2.5` is a figure in the text, not a fact
    hint: write it once as a fact, such as `cost: {value: 2500000, currency: EUR}`, and `{cost}`
    """
    facts = draft.release.facts
    for message in draft.messages if facts else ():
        if message.notes and message.notes[0].startswith(_QUIET):
            continue
        text = prose(message.text).sheltered
        for found in _FIGURE.finditer(text):
            if _counted(found, text):
                place = message.places[0] if message.places else Place(draft.release.path)
                yield place, _finding(found, text, facts)


def _counted(found: re.Match[str], text: str) -> bool:
    """Tell whether a number counts something, and is no year, date, hour or name."""
    number, before = Decimal(found["n"].replace(",", "")), text[: found.start()]
    if found["after"] and not found["after"].strip().isalpha():
        return True
    if _BEFORE_MONTH.match(text, found.end("n")) or _AFTER_MONTH.search(before):
        return False
    priced = bool(_MONEY.search(before))
    if _NAMED.search(before) and not _SENTENCE.search(before) and not priced:
        return False
    if found["scale"] or "," in found["n"] or priced:
        return True
    year = number in _YEARS and len(found["n"]) == 4
    return number > _SMALL and not year and bool(found["after"])


def _finding(found: re.Match[str], text: str, facts: Mapping[str, Fact]) -> Finding:
    scale = (found["scale"] or "").strip()
    bare = f"{Decimal(found['n'].replace(',', '')) * _SCALES.get(scale, 1):f}"
    bare = bare.rstrip("0").rstrip(".") if "." in bare and scale else bare
    priced = _MONEY.search(text[: found.start()])
    code = money.sign(priced[0].strip()) if priced else ""
    same = next((n for n, f in facts.items() if f.value == bare and code in ("", f.unit)), "")
    if same:
        form = ".compact" if scale else ""
        hint = f"write `{{{same}{form}}}`, which is the same figure"
    elif code:
        fact = f"cost: {{value: {bare}, currency: {code}}}"
        hint = f"write it once as a fact, such as `{fact}`, and `{{cost}}`"
    else:
        fact = f"count: {{value: {bare}}}"
        hint = f"write it once as a fact, such as `{fact}`, and `{{count}}` here"
    return Finding(f"`{found['n']}` is a figure in the text, not a fact", (hint,))


WRITTEN_FIGURE = SourceCheck("written-figure", Severity.NOTE, written_figure)
