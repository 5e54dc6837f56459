"""Blanks that push a mark away from its word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import OBJECT
from pipeline.reading.english import worded
from pipeline.reading.hanzi import Slip, Verdict, marked

_LOOSE = re.compile(
    rf"(?<=[\w{OBJECT})”’%])[ \u00a0]+(?=[,;!?](?:[ ”’)]|\Z)|:(?: (?!\d)|\Z)|\.(?: |\Z|[”’)]))"
    rf"|(?<=[(“‘\[])[ \u00a0]+(?=\w)"
    rf"|(?<=[\w{OBJECT}.,!?])[ \u00a0]+(?=[)”])"
)


def blank_before_mark(unit: Unit) -> Iterator[Finding]:
    """Find blanks before commas and full stops, and inside brackets and quotation marks.

    French sets blanks there; English does not, and a line may begin with the mark.

    >>> "The zone is open ." in en
    warning: `n .` has a blank too many
    hint: delete the blank
    """
    text = worded(unit.translation.text, unit.locale)
    slips = [Slip(*found.span(), "") for found in _LOOSE.finditer(text)] if " " in text else []
    yield from marked(unit, slips, Verdict("has a blank too many", "delete the blank", safe=True))


BLANK_BEFORE_MARK = Check("blank-before-mark", Severity.WARNING, blank_before_mark, solo=True)
