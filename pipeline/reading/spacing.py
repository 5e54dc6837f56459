"""Where Chinese or Japanese meets Latin letters and figures, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.reading.hanzi import CJK, Slip, plain

_MEETS = re.compile(
    rf"(?<=[{CJK}])(?P<in>[ \u00a0\u2009]*)(?=[A-Za-z0-9])"
    rf"|(?<=[A-Za-z0-9%])(?P<out>[ \u00a0\u2009]*)(?=[{CJK}])"
)
_UNIT = re.compile("[年月日号時时分秒点點第图圖表附錄录章节卷期版]")
_LABEL = re.compile(r"(?:第[^ ]{1,4}[章节節篇部回课課條条]|[图圖表]|附[录錄])\Z")


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the scripts meet; it is empty where nothing stands between them.

    ``kind`` says what stands on the Latin side, ``spaced`` are the two neighbours with a blank
    between them. A ``soft`` place (2022年, 第3章) may do without a blank in a house that writes
    blanks; a ``lonely`` one has none though the other side of its word has.
    """

    start: int
    end: int
    kind: Literal["letter", "figure"]
    spaced: str
    soft: bool = False
    lonely: bool = False

    @property
    def blank(self) -> bool:
        return self.end > self.start


def missing(places: Iterable[Gap]) -> list[Slip]:
    """Return where blanks are to be set; the two sides of one character make one slip."""
    slips: list[Slip] = []
    for gap in places:
        slip = Slip(gap.start - 1, gap.start + 1, gap.spaced)
        if slips and slips[-1].end > slip.start:
            slip = Slip(slips[-1].start, slip.end, f"{slips.pop().text}{gap.spaced[1:]}")
        slips.append(slip)
    return slips


@lru_cache(maxsize=32768)
def gaps(message: str) -> tuple[Gap, ...]:
    """Return where the scripts meet in a message, in reading order, labels left out."""
    text = plain(message)
    found = list(_MEETS.finditer(text)) if text else []
    return tuple(_gap(text, match, found) for match in found if not _fixed(text, match))


def _fixed(text: str, match: re.Match[str]) -> bool:
    """Tell whether a blank after a label, or none in a compound, is as it must be."""
    if match.start() == match.end():
        return _compound(text, match)
    return bool(_LABEL.search(text, 0, match.start()))


def _gap(text: str, match: re.Match[str], others: list[re.Match[str]]) -> Gap:
    start, end = match.span()
    latin, han = text[end], text[start - 1]
    if match["in"] is None:
        latin, han = han, latin
    kind: Literal["letter", "figure"] = "figure" if latin in "0123456789%" else "letter"
    soft = kind == "figure" and bool(_UNIT.match(han))
    lonely = start == end and not soft and _lopsided(text, match, others)
    return Gap(start, end, kind, f"{text[start - 1]} {text[end]}", soft, lonely)


def _compound(text: str, match: re.Match[str]) -> bool:
    """Tell whether a single letter belongs to a Chinese word: U盘, X轴, A股."""
    around = text[max(0, match.start() - 2) : match.end() + 2]
    letter = around[-2:] if match["in"] is not None else around[:2][::-1]
    return letter[:1].isupper() and not (letter[1:].isascii() and letter[1:].isalnum())


def _lopsided(text: str, match: re.Match[str], others: list[re.Match[str]]) -> bool:
    """Tell whether the other end of one Latin word has a blank, while this end has none."""
    for other in others:
        if match["in"] is not None and other["out"] and other.start() > match.end():
            word = text[match.end() : other.start()]
        elif match["out"] is not None and other["in"] and other.end() < match.start():
            word = text[other.end() : match.start()]
        else:
            continue
        if word.isalpha() and word.isascii():
            return True
    return False
