"""What is not a Chinese dash, though it means one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, OPEN, SHUT, Slip, Verdict, chinese, marked, plain

_LEFT = f"[{CJK}{SHUT}\\w\ufffc]"
_RIGHT = f"[{CJK}{OPEN}\\w\ufffc]"
_DASH = re.compile(
    rf"(?<={_LEFT})[ ]*(?:--+|－－+|[―─]+|——?—?[-–—]*)[ ]*(?={_RIGHT}|\Z)"
    rf"|(?<=[{CJK}{SHUT}])[ ]+[–-][ ]+(?=[{CJK}{OPEN}])|(?<=[{CJK}])[–-](?=[{CJK}])"
)
_BEFORE = re.compile(f"[{CJK}{SHUT}]")
_LINE = re.compile("[-－―─–—]")
_HAN = re.compile(f"[{CJK}]")
_DASHED = re.compile(r"\s–\s|—|--")
_LINKED = re.compile(r"\w–\w|[A-Z]\w*-[A-Z]")
_ASIDE = re.compile(r"(?:\s–\s|—|--)\s*\S+\s\S.*(?:\s–\s|—|--)")
_TWO = 2
_WANTED = "——"


def wrong_dash(unit: Unit) -> Iterator[Finding]:
    """Find hyphens, lines and single dashes where Chinese has `——`.

    The Chinese dash takes the room of two characters (GB/T 15834, 4.10). A single `—` links:
    places, dates, `城—人—产`; where the source has a dash and nothing else can be meant, a
    single one is found too, and so are the two round an aside.

    >>> "大兴--新的可能，从这里起飞！" in zh_CN
    warning: `--` is no Chinese dash
    hint: write `——`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if not _LINE.search(text):
        return
    slips = [
        Slip(*found.span(), _WANTED)
        for found in _DASH.finditer(text)
        if found[0] != _WANTED and _meant(unit, text, found)
    ]
    safe = all("--" in text[slip.start : slip.end] for slip in slips)
    yield from marked(unit, slips, Verdict("is no Chinese dash", safe=safe))


def _meant(unit: Unit, text: str, found: re.Match[str]) -> bool:
    """Tell whether a line is a dash, and no option, link or range."""
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    if not _HAN.search(around) or any(c.isdigit() for c in around):
        return False
    drawn = found[0].strip()
    if not _HAN.search(text, 0, found.start()):
        return False  # a term and its translation: `sequence -- 序列`
    if drawn in ("--", "---"):
        unspaced = found[0] == drawn and bool(_BEFORE.match(around))
        return unspaced or (found[0][0] == " " and found[0][-1] == " ")
    if drawn in "–-" or (drawn == "—" and found[0] == drawn):
        return _dashed(unit, text.count(drawn))
    return drawn != _WANTED


def _dashed(unit: Unit, lines: int) -> bool:
    """Tell whether the source, in another language, has as many dashes; two part an aside."""
    source = unit.message.text
    if source == unit.translation.text or _LINKED.search(source):
        return False
    if lines == 1:
        return bool(_DASHED.search(source))
    return lines == _TWO == len(_DASHED.findall(source)) and bool(_ASIDE.search(source))


WRONG_DASH = Check("wrong-dash", Severity.WARNING, wrong_dash, solo=True)
