"""An exemption must hide something."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.model import Place
from pipeline.plugs import ExemptionCheck, Finding, Ledger


def idle_exemption(ledger: Ledger) -> Iterator[tuple[Place, Finding]]:
    """Find exemptions that hide no finding any more.

    The text was mended, or the rule has learnt better. Left in place, an exemption would
    hide the next mistake.

    >>> ignore: [{rule: number-mismatch, text: "24/7"}]
    warning: the exemption from `number-mismatch` for `24/7` hides nothing
    hint: delete it
    """
    for exemption in ledger.idle:
        if exemption.rule in ledger.rules:
            text = f" for `{exemption.text}`" if exemption.text else ""
            message = f"the exemption from `{exemption.rule}`{text} hides nothing"
            yield exemption.place, Finding(message, ("delete it",))


IDLE_EXEMPTION = ExemptionCheck("idle-exemption", Severity.WARNING, idle_exemption)
