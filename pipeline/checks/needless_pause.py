"""`、` between titles or quotations that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, marked, plain

_PAUSE = re.compile(r"(?<=》)、(?=《)|(?<=”)、(?=“)")


def needless_pause(unit: Unit) -> Iterator[Finding]:
    """Find `、` between two titles or two quotations with nothing else between them.

    Their marks part them well enough: usually no `、` is written (GB/T 15834, 4.5.3.5). With
    something between, as in 《红楼梦》（曹雪芹著）、《三国演义》, it stays. Many papers write it
    all the same.

    >>> "“大兴速度”、“大兴标准”" in zh_CN
    note: `、` is not needed between quotations or titles
    hint: delete it
    """
    text = plain(unit.translation.text) if script(unit.locale) == "Hans" else ""
    slips = [Slip(*found.span(), "") for found in _PAUSE.finditer(text)]
    said = Verdict("is not needed between quotations or titles", "delete it")
    yield from marked(unit, slips, said)


NEEDLESS_PAUSE = Check("needless-pause", Severity.NOTE, needless_pause, solo=True)
