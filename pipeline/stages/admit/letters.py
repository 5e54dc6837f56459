"""Characters of a source that nobody sees, and that turn a line around or end up in a terminal.

Source: Boucher and Anderson, "Trojan Source" (2021); Unicode Technical Report 36, 2.10.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline import languages
from pipeline.diagnostics import Diagnostic, error
from pipeline.model import Locale, Place
from pipeline.stages.admit.gate import Fault

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202c\u2066-\u2069]")
"""What a writer of Arabic or Hebrew may need; overrides are not among it."""

_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{3,6}\U000e007f")
"""The flags of England, Scotland and Wales are written with such characters."""


def unseen(text: str) -> Iterator[Fault]:
    """Yield what an entity of HTML has hidden in a word, where no line of the source shows it."""
    if not text.isprintable() and (found := _CONTROL.search(text)):
        yield "hidden-character", f"{_named(found[0])} is hidden in the text", ("delete it",)


def hidden(lines: tuple[str, ...], locale: Locale, path: str) -> Iterator[Diagnostic]:
    """Yield each line of a text that holds what nobody sees and everybody obeys."""
    turned = languages.direction(locale) == "rtl"
    for number, line in enumerate(lines, start=1):
        if line.isascii() and line.isprintable():
            continue
        bare = _FLAG.sub("", _TURNING.sub("", line) if turned else line)
        if found := _HIDDEN.search(bare):
            message = f"{_named(found[0])} is hidden in the text"
            yield error("hidden-character", Place(path, number), message, "delete it")


def _named(c: str) -> str:
    return f"{unicodedata.name(c, 'CONTROL CHARACTER')} (U+{ord(c):04X})"
