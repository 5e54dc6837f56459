"""An exemption must say why."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.model import Place
from pipeline.plugs import ExemptionCheck, Finding, Ledger


def unexplained_exemption(ledger: Ledger) -> Iterator[tuple[Place, Finding]]:
    """Find exemptions of a release or of the house that give no reason.

    Whoever comes next cannot tell whether it still holds. In a catalog the message itself
    is reason enough.

    >>> ignore: [number-mismatch]
    note: the exemption from `number-mismatch` gives no reason
    hint: add `reason: …`
    """
    for exemption in ledger.exemptions:
        if not exemption.reason and exemption.key is None:
            yaml = exemption.place.path.endswith(".md")
            hint = (
                "add `reason: …`" if yaml else f'write `{exemption.rule} = "…"` in [check.disable]'
            )
            message = f"the exemption from `{exemption.rule}` gives no reason"
            yield exemption.place, Finding(message, (hint,))


UNEXPLAINED_EXEMPTION = ExemptionCheck(
    "unexplained-exemption", Severity.NOTE, unexplained_exemption
)
