"""Our facts in texts that know none: a figure is found by how it is spelt, and named again.

    {registered} firms  ⇄  2,961 firms        2961家  →  {registered}家

A figure that the translation has more or less often than the source is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pipeline import facts, inlines, tree
from pipeline.adopt.tags import MisfitError
from pipeline.model import Json, Release


@dataclass(frozen=True, slots=True)
class Figure:
    """How one reference to a fact is spelt: in the source language, and in translations."""

    source: str
    translated: tuple[str, ...]


_EXACT = r"(?<![A-Za-z0-9_.,]){}(?![A-Za-z0-9_]|[.,]\d)"

Figures: TypeAlias = Mapping[str, Figure]
"""Every reference to a fact (``registered``, ``built_area.compact``) by its name."""


def figures(release: Release, source: str, target: str) -> dict[str, Figure]:
    """Return how the facts that a release shows are spelt; arguments are CLDR locales."""
    found: dict[str, Figure] = {}
    for name in dict.fromkeys(_references(release.document)):
        fact = release.facts.get(name.partition(".")[0])
        form = name.partition(".")[2]
        if fact and form in facts.forms(fact) and form != "unit":
            here = facts.spell(fact, form, source).joined
            there = (facts.spell(fact, form, target).joined, here)
            plain = () if form or fact.kind in ("date", "quantity", "money") else (fact.value,)
            found[name] = Figure(here, tuple(dict.fromkeys(there + plain)))
    return found


def spelt(nodes: Json, known: Figures) -> Json:
    """Return inlines with facts spelt as a foreign text has them."""

    def visit(node: Json) -> Json:
        figure = known.get(inlines.reference(node))
        return {"t": "Str", "c": figure.source} if figure else node

    return inlines.joined(tree.rewrite(nodes, visit)) if known else nodes


def put(text: str, source: Json, known: Figures) -> tuple[str, tuple[str, ...]]:
    """Return a translation with the facts of the source in it, and what is doubtful about it.

    Facts that are spelt alike go in the order of the source. Raises ``MisfitError`` for a
    figure that the translation has not as often as the source.
    """
    found = inlines.TOKEN.finditer(inlines.encode(source))  # not those inside its notes
    names = [token["fact"] for token in found if token["fact"]]
    doubts: list[str] = []
    for number, name in enumerate(names):
        if name not in known:
            raise MisfitError(f"it is not known how the fact `{{{name}}}` is spelt")
        spellings = sorted(known[name].translated, key=len, reverse=True)
        for spelling in spellings:
            alike = [n for n in names[number:] if n in known and spelling in known[n].translated]
            exact = re.compile(_EXACT.format(re.escape(spelling)))
            if len(exact.findall(text)) == len(alike):
                text = exact.sub(f"{{{name}}}", text, count=1)
                doubts += [f"`{spelling}` is more than one fact"] * (len(set(alike)) > 1)
                break
        else:
            shown = known[name].source
            raise MisfitError(f"the figure `{shown}` stands elsewhere, or not as often")
    return text, tuple(dict.fromkeys(doubts))


def _references(nodes: Json) -> Iterator[str]:
    return (name for _, node in tree.nodes(nodes) if (name := inlines.reference(node)))
