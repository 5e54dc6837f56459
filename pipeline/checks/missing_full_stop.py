"""A paragraph of sentences whose last has no full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, HAN, Slip, Verdict, eastern, marked, plain

_OPEN = re.compile(rf"[。！？][”’」』）]?(?P<last>[^。！？：；\n]*[{CJK}0-9A-Za-z%％])\s*\Z")
_CLAUSE = re.compile(f"[{HAN}]{{2}}.*[，、].*[{HAN}]{{2}}|[{CJK}].{{9,}}")


def missing_full_stop(unit: Unit) -> Iterator[Finding]:
    """Find source paragraphs that end in a sentence without a full stop, after one with it.

    A translation is held to its source by `end-mark-mismatch`; this rule reads the source
    itself. Signatures and other short ends are left alone.

    >>> "活动在大兴举行。八家跨国公司的代表，围绕产业集群建设展开讨论" in zh_CN
    warning: `论` ends a sentence without a full stop
    hint: write `论。`
    """
    if unit.message.text != unit.translation.text or not eastern(unit.locale):
        return
    text = plain(unit.translation.text)
    found = _OPEN.search(text)
    if found and _CLAUSE.search(found["last"]):
        at = found.end("last")
        slip = Slip(at - 1, at, f"{text[at - 1]}。")
        yield from marked(unit, [slip], Verdict("ends a sentence without a full stop"))


MISSING_FULL_STOP = Check("missing-full-stop", Severity.WARNING, missing_full_stop, solo=True)
