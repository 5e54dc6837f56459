"""The checks, in the order we report them. To add one: write it, test it, add a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.checks.broken_tag import BROKEN_TAG
from pipeline.checks.glossary_mismatch import GLOSSARY_MISMATCH
from pipeline.checks.identical_text import IDENTICAL_TEXT
from pipeline.checks.number_mismatch import NUMBER_MISMATCH
from pipeline.checks.placeholder_mismatch import PLACEHOLDER_MISMATCH
from pipeline.checks.untranslated import UNTRANSLATED
from pipeline.diagnostics import Diagnostic
from pipeline.plugs import Check, Unit

CHECKS: tuple[Check, ...] = (
    UNTRANSLATED,
    BROKEN_TAG,
    PLACEHOLDER_MISMATCH,
    NUMBER_MISMATCH,
    IDENTICAL_TEXT,
    GLOSSARY_MISMATCH,
)


def examine(units: Iterable[Unit], disable: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Run every enabled check on every unit, in order.

    What is not finished is only found untranslated. The flag ``ignore-<rule>`` on an entry
    silences that rule there.
    """
    enabled = [check for check in CHECKS if check.name not in set(disable)]
    for unit in units:
        finished = bool(unit.translation.text) and not unit.translation.fuzzy
        for check in enabled:
            if f"ignore-{check.name}" in unit.translation.flags:
                continue
            if finished or check is UNTRANSLATED:
                yield from _found(check, unit)


def _found(check: Check, unit: Unit) -> Iterator[Diagnostic]:
    for finding in check.run(unit):
        place = unit.translation.place
        yield Diagnostic(check.name, check.severity, place, finding.message, finding.hints)
