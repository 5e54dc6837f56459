"""Words of the source that nobody translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import prose

_RUN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,]+[A-Za-z][A-Za-z'’-]*){2,}")
_LOWER = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")
_QUOTED = re.compile("[“‘「『《〈（(\\[\"'*_][^”’」』》〉）)\\]\"']*$")
_SMALL = re.compile(
    r"\b(?:the|an?|of|to|in|on|at|by|for|from|with|and|or|is|are|was|were|be|been|has|have|had|that"
    r"|this|these|which|it|its|their|as|all|not|will|can|into|over|than|but|also)\b"
)
_FEWEST, _MANY = 3, 5


def leftover_source(unit: Unit) -> Iterator[Finding]:
    """Find runs of English words that were left in a Chinese or Japanese translation.

    Three small words in a row that the source has too are a piece that was forgotten. Names and
    titles have capitals; quotations, what stands in brackets, and code of several lines may stay.

    >>> "The zone is open to all companies." -> "该区向open to all companies开放。"
    warning: `open to all companies` is not translated
    hint: translate it
    """
    if script(unit.locale) not in ("Hans", "Hant", "Jpan") or "\n" in unit.message.text:
        return
    if unit.translation.text == unit.message.text:
        return
    read = prose(unit.translation.text)
    for match in _RUN.finditer(read.sheltered):
        words = match[0].strip()
        small = len(_LOWER.findall(words))
        if small < _FEWEST or words not in prose(unit.message.text).text:
            continue
        named = not any(not _SMALL.fullmatch(word) for word in _LOWER.findall(words))
        listed = not _SMALL.search(words) and (small < _MANY or "," in words)
        if named or listed or _QUOTED.search(read.sheltered, 0, match.start()):
            continue
        span = read.span(match.start(), match.end())
        yield Finding(f"`{words}` is not translated", ("translate it",), (span,))


LEFTOVER_SOURCE = Check("leftover-source", Severity.WARNING, leftover_source)
