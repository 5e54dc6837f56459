"""Marks that come in pairs: which belong together, and which are left over."""

from __future__ import annotations

import re
from dataclasses import dataclass

PAIRS = {
    "“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉",
    "（": "）", "【": "】", "〔": "〕", "〖": "〗",
}  # fmt: skip
_CLOSES = {last: first for first, last in PAIRS.items()}
_MARK = re.compile(r"[“”‘’「」『』《》〈〉（）()【】〔〕〖〗]")
_AROUND = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"', "`": "`"}
_ROUND = {"(": "（", ")": "）"}
_NUMBERED = re.compile(r"(?:^|[\s，。；：、])(?:\d+|[a-zA-Z]|[ivx]+|[一二三四五六七八九十]+)\Z")
_EYES = re.compile(r"[:;=]-?\Z")


@dataclass(frozen=True, slots=True)
class Pair:
    """Where a pair begins and ends in a text, and the marks it stands within, outermost first."""

    first: int
    last: int
    within: tuple[str, ...] = ()


def pairs(text: str) -> tuple[list[Pair], list[int]]:
    """Return the pairs of a text in the order they end, and where marks without a fellow stand.

    Half-width brackets pair with full-width ones. Apostrophes, `1)` before an item and the
    mouth of `:)` are no marks of a pair.
    """
    opened: list[tuple[str, int]] = []
    found: list[Pair] = []
    alone: list[int] = []
    for match in _MARK.finditer(text):
        mark, at = _ROUND.get(match[0], match[0]), match.start()
        if mark in PAIRS:
            if not _no_mark(text, at):
                opened.append((mark, at))
            continue
        fellows = [i for i, (name, _) in enumerate(opened, 1) if name == _CLOSES[mark]]
        depth = fellows[-1] if fellows else 0
        if depth:
            alone += (where for _, where in opened[depth:])
            first = opened[depth - 1][1]
            del opened[depth - 1 :]
            found.append(Pair(first, at, tuple(name for name, _ in opened)))
        elif not _no_mark(text, at):
            alone.append(at)
    return found, sorted(alone + [at for _, at in opened])


def _no_mark(text: str, at: int) -> bool:
    """Tell whether a mark only looks like one of a pair."""
    before = text[:at]
    if before[-1:] in _AROUND and text[at + 1 : at + 2] == _AROUND[before[-1:]]:
        return True  # a mark that is spoken of
    if text[at] in "’‘":
        return (before[-1:].isascii() and before[-1:].isalnum()) or text[at + 1 : at + 3].isdigit()
    if text[at] in ")）(":
        return bool(_EYES.search(before) or (text[at] != "(" and _NUMBERED.search(before)))
    return False
