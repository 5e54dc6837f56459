"""A message that no translator has finished."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit


def untranslated(unit: Unit) -> Iterator[Finding]:
    """Find messages that are empty or fuzzy.

    The reader sees the source text in their stead.

    >>> "Press release" -> ""
    warning: `Press release` is not translated
    hint: write its translation
    """
    text = unit.message.text
    shown = text if len(text) <= 40 else f"{text[:39].rstrip()}…"
    if not unit.translation.text:
        yield Finding(f"`{shown}` is not translated", ("write its translation",))
    elif unit.translation.fuzzy:
        hint = "compare it with the source, mend it, and delete the flag `fuzzy`"
        yield Finding(f"the translation of `{shown}` is fuzzy", (hint,))


UNTRANSLATED = Check("untranslated", Severity.WARNING, untranslated)
