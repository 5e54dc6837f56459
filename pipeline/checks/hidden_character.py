"""Characters that nobody sees and that change what is seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import direction, script
from pipeline.plugs import Check, Finding, Fix, Unit

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffd"
    "\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]")
_JOINERS = "\u200c\u200d"
_VARIANTS = re.compile("[\ufe00-\ufe0f\u180b-\u180d\U000e0100-\U000e01ef]")
_BREAKS = "\u200b\u2060\u2028"
_NAMES = {"\x7f": "DELETE", "\ufeff": "BYTE ORDER MARK"}


def hidden_character(unit: Unit) -> Iterator[Finding]:
    """Find control, zero-width and bidirectional-override characters.

    They come from copying, or from somebody who means harm: they split words for a search, turn
    text round, or show as boxes. Joiners in emoji and in scripts that need them, variation
    selectors behind a symbol and marks of direction in Arabic and Hebrew are left alone.

    >>> "注册\u200b企业" in zh_CN
    error: ZERO WIDTH SPACE (U+200B) is hidden in the text
    hint: delete it
    """
    text = unit.translation.text
    if text.isascii() and text.isprintable():
        return
    found = [match.span() for match in _HIDDEN.finditer(text) if not _needed(match, unit)]
    if not found:
        return
    names = dict.fromkeys(_named(text[start]) for start, _ in found)
    shown = " and ".join(names)
    said = f"{shown} {'is' if len(names) == 1 else 'are'} hidden in the text"
    gone = text[found[0][0]] not in "\ufffd" and not "\ue000" <= text[found[0][0]] <= "\uf8ff"
    hint = "delete it" if gone else "write the character that was meant"
    yield Finding(said, (hint,), tuple(found), Fix(found[0], "", safe=True) if gone else None)


def _needed(match: re.Match[str], unit: Unit) -> bool:
    c, text, at = match[0], match.string, match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if _VARIANTS.match(c):
        return (bool(before) and not before.isspace() and not before.isascii()) or c == "\ufe0f"
    written = script(unit.locale)
    if c in _JOINERS:
        emoji = before and after and max(before, after) > "\u2190" and not _han(before + after)
        return written not in ("Latn", "Hans", "Hant", "Jpan", "Kore", "Cyrl", "Grek") or bool(
            emoji
        )
    if _DIRECTION.match(c):
        return direction(unit.locale) == "rtl"
    if c == "\xad":
        return written in ("Latn", "Cyrl", "Grek") and not unit.locale.startswith("en")
    return c == "\u200b" and written in ("Thai", "Jpan", "Khmr", "Laoo", "Mymr")


def _han(text: str) -> bool:
    return any("\u2e80" <= c <= "\u9fff" or c.isalnum() for c in text)


def _named(c: str) -> str:
    kind = "CONTROL CHARACTER" if unicodedata.category(c) == "Cc" else "PRIVATE USE CHARACTER"
    return f"{_NAMES.get(c) or unicodedata.name(c, kind)} (U+{ord(c):04X})"


HIDDEN_CHARACTER = Check("hidden-character", Severity.ERROR, hidden_character, solo=True)
