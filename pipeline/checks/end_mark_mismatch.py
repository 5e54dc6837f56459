"""A translation ends as its source ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import language, script
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import OBJECT, prose

_CLASSES = {
    c: kind for kind, chars in {
        ".": ".。．｡", "!": "!！", "?": "?？؟", ":": ":：", ";": ";；؛", ",": ",，、،", "…": "…⋯",
    }.items() for c in chars
}  # fmt: skip
_WIDE = {".": "。", "!": "！", "?": "？", ":": "：", ";": "；"}
_WIDE_SCRIPTS = ("Hans", "Hant", "Jpan")
_SCRIPTS = ("Latn", "Cyrl", "Kore", "Arab", "Hebr", *_WIDE_SCRIPTS)
_STRANGE = ("el", "th", "hi", "hy", "am", "km")
"""Languages whose sentences end otherwise."""

_CALM = ("ja", "ko")
"""Languages that rarely end a sentence with a colon, and lists without full stops."""

_CLOSERS = "”’\"'）)】》〉」』]*_~ \n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_ABBREVIATED = re.compile(
    r"(?:\b(?:etc|Ltd|Inc|Co|Corp|Jr|Sr|St|No|vs|al|ca|approx|[ap]\.m|Bros|Dr|Mr|Mrs|Prof|Ph\.D|Esq"
    r"|Tel|Ext|Vol|Fig|Eq|Sec|Ave|Blvd|Rd|Dept|Univ|Assn|Intl|Govt|est|min|max|incl|excl|ed|eds|pp)"
    r"|\b(?:[A-Za-z]\.)+[A-Za-z]|^\W*\w+|\b[Aa]ll rights reserved"
    r"|^An? (?!(?:\S+ )*(?:\w+(?:ed|s)|who|that|has|was|is|will|can|may|must)\b)"
    r"(?:\S+ ){0,4}\S+)\.$"
)
"""An abbreviation, a single word, a formula of law, or `A first-in queue.`, which has no verb."""

_TITLES = (
    "title", "subtitle", "kicker", "place", "author", "heading", "header cell", "cell", "unit",
)  # fmt: skip
_LITERAL = re.compile(r'\w*#*".*"#*', re.DOTALL)
_SHORT, _PHRASE = 6, 2
_ALLOWED = {  # what may stand for a mark: lists end with ；, an exclamation may calm down
    ".": (".", ";", "…"), "!": ("!", ".", "…"), ";": (";", "."), "…": ("…", "."),
    "": ("?", ";", "…"),
}  # fmt: skip


def end_mark_mismatch(unit: Unit) -> Iterator[Finding]:
    """Find translations that end otherwise than the source: no full stop, or one too many.

    A full stop may become ``；`` in a list, an exclamation a full stop. A heading without a
    mark has none in the other language either. Abbreviations (``Co., Ltd.``) end nothing.

    >>> "The zone is in Beijing." -> "该区位于北京"
    warning: the source ends with `.`, the translation with no mark
    hint: end it with `。`
    """
    if script(unit.locale) not in _SCRIPTS or language(unit.locale).code in _STRANGE:
        return
    if "\n" in unit.translation.text.strip() or _LITERAL.fullmatch(unit.message.text):
        return
    before = prose(unit.message.text).text.rstrip(_CLOSERS)
    words = prose(unit.translation.text).text.rstrip(_CLOSERS)
    if not _worded(before) or not _worded(words):
        return
    had, has = _CLASSES.get(before[-1], ""), _CLASSES.get(words[-1], "")
    if had == has or has in _ALLOWED.get(had, ()) or had == "," or _excused(unit, before, has):
        return
    mark = _WIDE.get(had, had) if script(unit.locale) in _WIDE_SCRIPTS else had
    hint = f"end it with `{mark}`" if mark else f"delete `{words[-1]}`"
    span = prose(unit.translation.text).span(len(words) - 1, len(words))
    said = f"the source ends with {_shown(before, had)}"
    yield Finding(f"{said}, the translation with {_shown(words, has)}", (hint,), (span,))


def _worded(text: str) -> bool:
    """Tell whether a text has words and ends with something that we can judge."""
    return (
        bool(text) and any(c.isalpha() for c in text) and not text.endswith(("..", "。。", "——"))
    )


def _excused(unit: Unit, source: str, has: str) -> bool:
    had, calm = _CLASSES.get(source[-1], ""), language(unit.locale).code in _CALM
    if had == ".":
        short = calm and len(source.split()) <= 2 * _SHORT
        return not has and (bool(_ABBREVIATED.search(source)) or short)
    if had == ":":
        return calm and has == "."
    if had or has not in (".", ":"):
        return False
    notes = unit.message.notes
    title = bool(notes) and notes[0].startswith(_TITLES)
    sentence = len(source.split()) > (_PHRASE if calm else _SHORT)
    return not title and (source[-1] == OBJECT or sentence)


def _shown(text: str, mark: str) -> str:
    return f"`{text[-1]}`" if mark else "no mark"


END_MARK_MISMATCH = Check("end-mark-mismatch", Severity.WARNING, end_mark_mismatch)
