"""Units of measure with a slip of the pen in them, which pass for nouns."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import units
from pipeline.diagnostics import Severity
from pipeline.model import Place
from pipeline.plugs import Draft, Finding, SourceCheck


def misspelt_unit(draft: Draft) -> Iterator[tuple[Place, Finding]]:
    """Find units that are nearly the name of a unit of measure, and no word of their own.

    What is no unit of measure is what is counted, and says nothing in a text unless it is asked
    for: of `{depth}` in `ftahom` the number alone would be printed.

    >>> "facts: {depth: {value: 12, unit: ftahom}}" in release
    warning: `ftahom`, the unit of the fact `depth`, is nearly `fathom`
    hint: write `unit: fathom`
    """
    for name, fact in draft.release.facts.items():
        if fact.kind in ("integer", "decimal") and (near := units.near(fact.unit)):
            place = draft.release.place(("facts", name))
            said = f"`{fact.unit}`, the unit of the fact `{name}`, is nearly `{near}`"
            yield place, Finding(said, (f"write `unit: {near}`",))


MISSPELT_UNIT = SourceCheck("misspelt-unit", Severity.WARNING, misspelt_unit)
