"""What may stand where in a line of Chinese, as facts about characters; lengths in ems.

A full-width mark is half blank: a closing mark to the right of its ink, an opening mark to the
left. The blank half is what may be taken away. In the traditional hand the stops stand in the
middle of their square, and nothing can be taken from them.

In Japanese only the colons do.

Source: W3C clreq, sections 3.1 (marks), 3.2 (mixed with Latin) and 6.1 (line setting); JLREQ,
sections 3.1.2 (marks in a row) and 3.1.7 (line starts).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

GAP = 0.25
"""Between a Han character and a Latin letter or digit."""

SQUEEZED_GAP = 0.125
MORE = 0.025
"""What that gap takes at most of the spare room of a line."""

HALF = 0.5
TAKEN = 0.25
"""What a full-width mark in the line may give away, when a line has to be tightened."""

GLUE = "\u2060"
"""Stands for text set above or below the line: it belongs to what is before it."""

THING = "\ufffc"
"""Stands for a picture or a box in the line."""

STOPS = frozenset("、，。．；：")
CLOSING = STOPS | frozenset("”’）》〉】』」〕｝］〗")
OPENING = frozenset("“‘（《〈【『「〔｛［〖")
SMALL = frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーゝゞヽヾ々〻")
"""Kana that belong to what is before them (JLREQ, cl-09 to cl-11)."""

NO_START = CLOSING | SMALL | frozenset("！？…—～·・％%‰℃°!?,.;:)]}" + GLUE)
NO_END = OPENING | frozenset("([{$¥￥£€#")

_HAN = re.compile(
    "[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LATIN = re.compile("[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff%@#&$+°]")
_TRADITIONAL = re.compile("zh-(hant|tw|hk|mo)", re.IGNORECASE)
_JAPANESE = re.compile(r"ja\b", re.IGNORECASE)
_SQUARED = ("zh", "ja")
_COUNTED = re.compile(
    "[万亿千百年月日时分秒元倍米家个户项名位届次种条款人萬億時個戶項屆種條円歳件社%]"
)
_ENOUGH = 99


def in_squares(language: str | None) -> bool:
    """Return whether a BCP 47 tag names a language that is set in squares: Chinese, Japanese."""
    return bool(language) and str(language).lower().split("-")[0] in _SQUARED


def blanks(text: str, widths_em: Sequence[float], language: str) -> str:
    """Return, for each character, which half of it is blank: ``<`` left, ``>`` right, or none."""
    closing = CLOSING - _middle(language)
    return "".join(
        " " if width < 0.95 else "<" if c in OPENING else ">" if c in closing else " "
        for c, width in zip(text, widths_em, strict=True)
    )


def _middle(language: str) -> frozenset[str]:
    """Return the marks that stand in the middle of their square, by the hand of the language."""
    if _TRADITIONAL.match(language):
        return STOPS
    return frozenset("：；") if _JAPANESE.match(language) else frozenset()


def may_break(before: str, after: str, *, unicode_allows: bool) -> bool:
    """Return whether a line may end between two characters.

    Unicode's rule (UAX 14, LB19) keeps quotation marks together with whatever touches them,
    which is right for Latin and leaves Chinese lines short: here a quotation opens and closes.
    """
    if after in NO_START or before in NO_END or after == " " or before == GLUE == after:
        return False
    if after in "“‘" and (before in CLOSING or before in "！？…" or is_han(before)):
        return True
    if before in "”’" and (after in OPENING or is_han(after)):
        return True
    if before.isdigit() and _COUNTED.match(after):
        return False
    return unicode_allows


def joint(text: str, blank: str, at: int, space_em: float) -> float:
    """Return what is put between the character at ``at`` and the next, or taken away if negative.

    A space that was typed between Han and Latin becomes the same gap as none; ``space_em`` is
    how wide it is.
    """
    left, right = text[at], text[at + 1]
    if left == " ":
        return GAP - space_em if at and mixed(text[at - 1], right) else 0.0
    if blank[at] == ">" and blank[at + 1] != " ":
        return -HALF
    if blank[at] == blank[at + 1] == "<":
        return -HALF
    return GAP if mixed(left, right) else 0.0


def slack(text: str, blank: str, joints_em: Sequence[float], at: int) -> float:
    """Return how much can be taken away between the character at ``at`` and the next."""
    following = blank[at + 1] if at + 1 < len(blank) else " "
    if joints_em[at] > SQUEEZED_GAP or (text[at] == " " and joints_em[at]):
        return GAP - SQUEEZED_GAP
    if joints_em[at]:
        return 0.0
    return TAKEN if blank[at] == ">" or following == "<" else 0.0


def stretch(left: str, right: str) -> float:
    """Return how much of a line's spare room goes between two characters: 0, 1 or 2 parts."""
    if left == " " or left == "\u00a0":
        return 2.0
    if right in " \u00a0" or right in CLOSING or right in NO_START or left in OPENING:
        return 0.0
    return 1.0 if _square(left) or _square(right) else 0.0


def visible(text: str) -> int:
    """Return how many characters of the end of a paragraph a reader would count; many is 99."""
    if len(text) > 2 * len("一二三四五") or THING in text:
        return _ENOUGH
    return sum(c not in NO_START and c not in NO_END and not c.isspace() for c in text)


def is_han(character: str) -> bool:
    """Return whether a character is Han, or kana."""
    return bool(_HAN.match(character))


def width_em(text: str) -> float:
    """Return how wide a few characters are at most."""
    return sum(1.0 if _square(c) else 0.0 if c == GLUE else 0.65 for c in text)


def mixed(left: str, right: str) -> bool:
    """Return whether Han stands beside Latin."""
    return bool(
        (_HAN.match(left) and _LATIN.match(right)) or (_LATIN.match(left) and _HAN.match(right))
    )


def _square(character: str) -> bool:
    return (
        bool(_HAN.match(character)) or character in CLOSING or character in "！？…—“‘（《〈【『「"
    )
