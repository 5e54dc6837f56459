"""An exemption must name a rule that exists."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity, nearest
from pipeline.model import Place
from pipeline.plugs import ExemptionCheck, Finding, Ledger


def unknown_rule(ledger: Ledger) -> Iterator[tuple[Place, Finding]]:
    """Find exemptions from rules that do not exist.

    A misspelt name silences nothing. The names stand in the manual of the translators, and
    ``diglot explain`` lists them.

    >>> ignore: [numbr-mismatch]
    warning: there is no rule `numbr-mismatch`
    hint: did you mean `number-mismatch`?
    """
    for exemption in ledger.exemptions:
        if exemption.rule not in ledger.rules:
            hint = nearest(exemption.rule, ledger.rules, "`diglot explain` lists the rules")
            yield exemption.place, Finding(f"there is no rule `{exemption.rule}`", (hint,))


UNKNOWN_RULE = ExemptionCheck("unknown-rule", Severity.WARNING, unknown_rule)
