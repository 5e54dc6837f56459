"""Facts that no text shows."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import inlines, tree
from pipeline.diagnostics import Severity
from pipeline.model import Place
from pipeline.plugs import Draft, Finding, SourceCheck


def unused_fact(draft: Draft) -> Iterator[tuple[Place, Finding]]:
    """Find facts of the front matter that neither a text nor another fact uses.

    The figure was cut and its line forgotten, or the text says it in digits of its own, which
    nobody will correct. A part of a sum is used by the sum.

    >>> "facts: {guests: 1200}" in release
    note: nothing uses the fact `guests`
    hint: write `{guests}` where the figure stands, or delete the fact
    """
    facts = draft.release.facts
    found = (inlines.reference(node) for _, node in tree.nodes(draft.release.document))
    used = {name.partition(".")[0] for name in found if name}
    used |= {part for fact in facts.values() for part in fact.parts}
    for name in facts:
        if name not in used:
            hint = f"write `{{{name}}}` where the figure stands, or delete the fact"
            place = draft.release.place(("facts", name))
            yield place, Finding(f"nothing uses the fact `{name}`", (hint,))


UNUSED_FACT = SourceCheck("unused-fact", Severity.NOTE, unused_fact)
