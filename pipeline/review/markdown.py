"""Find the tokens of a message in the Markdown that it was written in, and write new ones there.

Nothing is parsed here: what is found or written is only proposed, and whoever proposes it has
the whole release read again to see what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from html.entities import html5

from pipeline.model import Json
from pipeline.review.tokens import Token
from pipeline.tree import HAN

_BLANK = re.compile(r"(?:&nbsp;|\\ |[ \t\u00a0])*(?:\\?\r?\n[ \t]*(?:>[ \t]?)*)?[ \t]*")
_FOLD = r"(?:(?<=\S)\r?\n[ \t]*(?:>[ \t]?)*)?"
_HAN = re.compile(f"[{HAN}]")
_TARGET = r"\((?:[^()\\]|\\.|\([^()]*\))*\)"
_ATTRIBUTES = r"(?:\{[^{}]*\})?"
_TYPED = {
    "“": ('"', '\\"', "''"), "”": ('"', '\\"'), "‘": ("'", "''"), "’": ("'", "''"),
    "…": ("...",), "–": ("--",), "—": ("---",), "'": ("''",), '"': ('\\"', '\\\\"'),
    "{": ("{{",), "}": ("}}",), "\u00a0": ("\\ ", "&nbsp;"),
}  # fmt: skip
"""What an author types for a character, beside the character itself."""

_OPEN = {
    "em": r"[*_]", "strong": r"\*\*|__", "del": "~~", "sup": r"\^", "sub": "~",
    "sc": r"\[", "u": r"\[", "link": r"\[|<|", "span": r"\[",
}  # fmt: skip
_CLOSE = {
    **_OPEN,
    "sc": rf"\]{_ATTRIBUTES}", "u": rf"\]{_ATTRIBUTES}", "span": rf"\]{_ATTRIBUTES}",
    "link": rf"\]{_TARGET}{_ATTRIBUTES}|\]\[[^\]]*\]|\]|>|",
}  # fmt: skip
_EMPTY = {
    "note": r"\[\^[^\]\s]+\]|\^\[(?:[^\[\]]|\[[^\]]*\])*\]",
    "img": rf"!\[(?:[^\[\]]|\[[^\]]*\])*\]{_TARGET}{_ATTRIBUTES}",
    "br": r"\\\r?\n[ \t]*|[ ]{2,}\r?\n[ \t]*",
    "math": r"\$(?:[^$\\]|\\.)*\$",
}
_WRITTEN = {
    "em": ("*", "*"), "strong": ("**", "**"), "del": ("~~", "~~"), "sup": ("^", "^"),
    "sub": ("~", "~"), "sc": ("[", "]{.smallcaps}"), "u": ("[", "]{.underline}"),
}  # fmt: skip
_SPECIAL = re.compile(r"[\\`*_\[\]<>|$~^]")
_NUMBER = re.compile(r"\d+$")

Spot = tuple[int, int]
"""Where a token stands in the file: from and to."""


@dataclass(frozen=True, slots=True)
class Change:
    """Other words for a stretch of the file."""

    start: int
    end: int
    text: str


def traces(
    text: str, window: Spot, found: Sequence[Token], shells: Mapping[str, Json]
) -> Iterator[list[Spot]]:
    """Yield where the tokens of a message may stand, beginning within a window of the file."""
    patterns = [_pattern(token, shells) for token in found]
    start, last = window
    while patterns and (first := patterns[0].search(text, start)):
        if first.start() > last:
            return
        spots = _traced(text, first.start(), found, patterns)
        if spots:
            yield spots
        start = max(spots[-1][1] if spots else 0, first.start() + 1)
        if start > last:
            return


def changes(
    text: str, old: Sequence[Token], spots: Sequence[Spot], new: Sequence[Token]
) -> list[Change]:
    """Return what is written where, so that a message says something else."""
    known = {token: text[slice(*spot)] for token, spot in zip(old, spots, strict=True)}
    made = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        start = spots[a][0] if a < b else spots[a - 1][1] if a else spots[0][0]
        end = spots[b - 1][1] if a < b else start
        made.append(Change(start, end, "".join(_written(t, known) for t in new[c:d])))
    return made


def applied(text: str, made: Sequence[Change]) -> str:
    """Return the file with changes made; they may not overlap."""
    for change in sorted(made, key=lambda c: (c.start, c.end), reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _traced(
    text: str, start: int, found: Sequence[Token], patterns: Sequence[re.Pattern[str]]
) -> list[Spot]:
    spots: list[Spot] = []
    at = start
    for token, pattern in zip(found, patterns, strict=True):
        match = pattern.match(text, at)
        if match is None or (token.text == " " and match.end() == at):
            return []
        spots.append((at, match.end()))
        at = match.end()
    return spots


def _pattern(token: Token, shells: Mapping[str, Json]) -> re.Pattern[str]:
    name = _NUMBER.sub("", token.text) if token.kind != "letter" else token.text
    if token.kind == "letter":
        return _BLANK if name == " " else _letter(name)
    if token.kind == "fact":
        return re.compile(re.escape(token.text))
    if token.kind == "empty":
        return _code(shells[token.text]) if name == "code" else re.compile(_EMPTY[name])
    return re.compile((_OPEN if token.kind == "open" else _CLOSE)[name])


@cache
def _letter(char: str) -> re.Pattern[str]:
    """Return what finds a letter; between letters of Han a line may end."""
    named = (f"&{name}" for name in _names().get(char, ()))
    numbered = (f"&#0*{ord(char)};", f"&#[xX]0*{ord(char):x};")
    plain = map(re.escape, {char, *_TYPED.get(char, ()), *named, f"\\{char}"})
    listed = "|".join(sorted({*plain, *numbered}, key=len, reverse=True))
    return re.compile(f"{_FOLD if _HAN.match(char) else ''}(?:{listed})")


@cache
def _names() -> dict[str, list[str]]:
    """Return the names of entities by what they stand for."""
    found: dict[str, list[str]] = {}
    for name, said in html5.items():
        if name.endswith(";"):
            found.setdefault(said, []).append(name)
    return found


def _code(node: Json) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, node["c"][1].split()))
    return re.compile(rf"`+\s*{words}\s*`+{_ATTRIBUTES}")


def _written(token: Token, known: Mapping[Token, str]) -> str:
    """Return a token as Markdown; what the source had is written as the author wrote it."""
    if token.kind == "letter":
        return {"{": "{{", "}": "}}"}.get(token.text) or _SPECIAL.sub(r"\\\g<0>", token.text)
    if token in known:
        return known[token]
    if token.mark:
        return _WRITTEN[token.text][token.kind == "close"]
    return "\\\n" if token.text == "br" else token.text
