"""Half-width brackets pressed against Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, SHUT, Slip, Verdict, chinese, marked, plain

_PAIR = re.compile(r"(?P<open>[(（])(?P<inside>[^()（）\n]*)(?P<close>[)）])")
_HAN = re.compile(f"[{CJK}]")
_TOUCHED = re.compile(f"[{CJK}{SHUT}]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 .,&'’/+-]+")
_PLURAL = ("s", "es", "ies")


def half_width_bracket(unit: Unit) -> Iterator[Finding]:
    """Find half-width brackets that touch Chinese characters, and pairs that do not match.

    They sit too low and too close beside Chinese characters. Round what is no Chinese at
    all, `f(x)`, `(1)`, `git(1)`, they may stay. See `loose-bracket` for those that blanks set off.

    >>> "上海医药集团股份有限公司(简称“上海医药”)" in zh_CN
    warning: `(`, `)` is half-width among Chinese words
    hint: write `（` for `(`, `）` for `)`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if "(" not in text and ")" not in text:
        return
    slips: list[Slip] = []
    for found in _PAIR.finditer(text):
        if not _wanted(text, found):
            continue
        if found["open"] == "(":
            slips.append(Slip(found.start(), found.start() + 1, "（"))
        if found["close"] == ")":
            slips.append(Slip(found.end() - 1, found.end(), "）"))
    yield from marked(unit, slips, Verdict("is half-width among Chinese words", safe=True))


def _wanted(text: str, found: re.Match[str]) -> bool:
    if found["open"] + found["close"] != "()":
        return found["open"] + found["close"] != "（）"
    before, inside = text[found.start() - 1 : found.start()], found["inside"]
    after = text[found.end() : found.end() + 1]
    if _HAN.search(inside):
        return bool(_TOUCHED.match(before) or (before.strip() and _TOUCHED.match(after)))
    whole = bool(_NAME.fullmatch(inside)) and inside not in _PLURAL
    return whole and bool(_TOUCHED.match(before))


HALF_WIDTH_BRACKET = Check("half-width-bracket", Severity.WARNING, half_width_bracket, solo=True)
