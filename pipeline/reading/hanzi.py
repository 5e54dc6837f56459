"""Chinese and Japanese text as an editor reads it, and what he marks in it.

A rule looks for patterns in ``plain`` text, where neither code nor addresses can be
mistaken for writing, and says what it found as slips; ``marked`` leads them back to the
translation. Law: ``len(plain(text)) == len(prose(text).text)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.languages import script
from pipeline.model import Locale
from pipeline.plugs import Finding, Fix, Unit
from pipeline.prose import OBJECT, Prose, prose

HAN = "々〇㐀-䶿一-鿿豈-﫿\U00020000-\U0002fa1f"
"""Chinese characters, for a class of a pattern."""

CJK = HAN + "ぁ-ゖァ-ヺー"
"""Chinese characters and kana."""

SHUT = "。，、；：！？）》〉」』】〕”’…"
"""Full-width marks that end something; ``OPEN`` are those that begin something."""

OPEN = "（《〈「『【〔“‘"

_WRITTEN = re.compile(f"[{CJK}]")
_CODE = re.compile(r"(`+)[^`]+\1|(?<=\]\()[^()\s]+(?=\))|<https?:[^<>]*>")


@dataclass(frozen=True, slots=True)
class Slip:
    """A place in a plain text that an editor would mark, and what he would write there.

    ``text`` is None where that takes a human being.
    """

    start: int
    end: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a rule's slips: ``message`` after the characters, a hint, whether safe.

    An empty ``hint`` tells what to write for each of them.
    """

    message: str
    hint: str = ""
    safe: bool = False


@lru_cache(maxsize=64)
def chinese(locale: Locale) -> bool:
    """Tell whether a locale is Chinese, in either script."""
    return script(locale) in ("Hans", "Hant")


@lru_cache(maxsize=64)
def eastern(locale: Locale) -> bool:
    """Tell whether a locale writes full-width marks: Chinese or Japanese."""
    return script(locale) in ("Hans", "Hant", "Jpan")


@lru_cache(maxsize=32768)
def plain(message: str) -> str:
    """Return a message as it is read, with an object for each character of code and addresses.

    A text without Chinese or Japanese is empty here: no rule has anything to say about it.
    """
    text = prose(message).sheltered
    if text.isascii() or not _WRITTEN.search(text):
        return ""
    if "`" in text or "](" in text or "<http" in text:
        return _CODE.sub(lambda found: OBJECT * len(found[0]), text)
    return text


def marked(unit: Unit, slips: Iterable[Slip], verdict: Verdict) -> Iterable[Finding]:
    """Yield one finding for all slips of a kind, or none if there are none.

    The fix reaches from the first to the last of them; what stands between keeps its tags.
    """
    found = list(slips)
    if not found:
        return
    text = unit.translation.text
    read = prose(text)
    spans = tuple(read.span(slip.start, slip.end) for slip in found)
    shown = dict.fromkeys(_shown(read, slip) for slip in found)
    listed = ", ".join(f"`{what}`" for what in list(shown)[:_LISTED])
    more = f" and {len(shown) - _LISTED} more" if len(shown) > _LISTED else ""
    fix = _fix(text, read, found, safe=verdict.safe)
    hint = verdict.hint or _hint(read, found)
    yield Finding(f"{listed}{more} {verdict.message}", (hint,), spans, fix)


_LISTED = 3
_LONG = 24


def _hint(read: Prose, slips: list[Slip]) -> str:
    """Return what to write, slip for slip; they have no hint of their own."""
    pairs = dict.fromkeys(
        f"`{slip.text}`" if len(slips) == 1 else f"`{slip.text}` for `{_shown(read, slip)}`"
        for slip in slips
    )
    return f"write {', '.join(list(pairs)[:_LISTED])}"


def _shown(read: Prose, slip: Slip) -> str:
    """Return the characters of a slip; blanks, which nobody sees, with their neighbours."""
    start, end = slip.start, slip.end
    if not read.text[start:end].strip():
        return read.text[max(0, start - 1) : end + 1].replace(OBJECT, "{}")
    shown = read.text[start:end].strip().replace(OBJECT, "{}")
    return shown if len(shown) <= _LONG else f"{shown[:_LONG]}…"


def _fix(text: str, read: Prose, slips: list[Slip], *, safe: bool) -> Fix | None:
    """Return other words from the first to the last slip; none if a tag stands within one."""
    pieces: list[str] = []
    end = first = read.span(slips[0].start, slips[0].end)[0]
    for slip in slips:
        start, after = read.span(slip.start, slip.end)
        if slip.text is None or text[start:after] != read.text[slip.start : slip.end]:
            return None
        pieces += (text[end:start], slip.text)
        end = after
    return Fix((first, end), "".join(pieces), safe)
