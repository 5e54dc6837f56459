"""Brackets and comments of a theme's styles that do not pair, told where they were opened.

An open rule swallows what follows it, in its own file and in those that are laid over it, and a
browser says nothing. How the lines are laid out tells which of several rules is the open one:

    h1 {
      color: navy;          `h1` is never closed: `h2` does not stand deeper
    h2 { color: teal }

Styles are templates: where the branches of a condition open differently, nothing is told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_PAIRS = {"{": "}", "(": ")", "[": "]", "/*": "*/"}
_OPENING, _CLOSING = tuple(_PAIRS), ("}", ")", "]")
_TOKEN = re.compile(
    r"\{#.*?(?:#\}|\Z)|\{\{.*?(?:\}\}|\Z)|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?"
    r"|\burl\(\s*[^\"'\s)][^\"')]*\)?|/\*.*?\*/"
    r"|(?P<sign>/\*|\{(?!%)|[}()\[\]])|\{%-?\s*(?P<word>\w*).*?(?:%\}|\Z)",
    re.DOTALL,
)
_FORKS, _TURNS, _JOINS = ("if", "for"), ("elif", "else"), ("endif", "endfor")
_LONGEST, _FAR, _MOST = 48, 400, 20


@dataclass(frozen=True, slots=True)
class Loose:
    """A bracket without its other half, at an offset; ``name`` is the selector of a rule."""

    offset: int
    bracket: str
    name: str = ""

    @property
    def message(self) -> str:
        """Return what is wrong."""
        if self.bracket in _CLOSING:
            return f"`{self.bracket}` closes nothing"
        return f"`{self.name or self.bracket}` is opened and never closed"

    @property
    def hint(self) -> str:
        """Return what to do."""
        if self.bracket in _CLOSING:
            return "take it out"
        closing = _PAIRS[self.bracket]
        return f"add `{closing}` where it ends: what follows is lost until then"


def loose(css: str) -> tuple[Loose, ...]:
    """Return the brackets and comments that have no other half, in order, twenty at most."""
    tokens = list(_tokens(css))
    if _forked(tokens):
        return ()
    counted = _unpaired(tokens, laid_out=False)
    likely = _unpaired(tokens, laid_out=True) if counted else []
    found = likely if len(likely) <= len(counted) else counted
    return tuple(Loose(t.offset, t.sign, _named(css, t)) for t in sorted(found)[:_MOST])


@dataclass(frozen=True, slots=True, order=True)
class _Token:
    """A bracket, open comment or word of a tag of Jinja2, its line and how deep that is."""

    offset: int
    sign: str
    line: int
    deep: int


def _tokens(css: str) -> Iterator[_Token]:
    """Yield what opens, closes or branches, outside of texts and comments."""
    begins = [0, *(found.end() for found in re.finditer(r"\n", css))]
    indents = [len(line) - len(line.lstrip()) for line in css.split("\n")]
    for found in _TOKEN.finditer(css):
        if sign := found["sign"] or found["word"]:
            line = bisect_right(begins, found.start()) - 1
            yield _Token(found.start(), sign, line, indents[line])
        if found["sign"] == "/*":
            return


def _forked(tokens: list[_Token]) -> bool:
    """Tell whether what is open at the end of a branch is not what was at its beginning."""
    deep, begun = 0, []
    for sign in (token.sign for token in tokens):
        if sign in _FORKS:
            begun.append(deep)
        elif sign in (*_TURNS, *_JOINS) and begun:
            if deep != begun[-1]:
                return True
            if sign in _JOINS:
                begun.pop()
        deep += (sign in _OPENING) - (sign in _CLOSING)
    return False


def _unpaired(tokens: list[_Token], *, laid_out: bool) -> list[_Token]:
    """Return what is loose; if it is ``laid_out``, a rule ends before one that is no deeper."""
    found: list[_Token] = []
    still: list[_Token] = []
    for token in tokens:
        sign = token.sign
        while laid_out and still and sign in "{}" and _outdented(still[-1], token):
            found.append(still.pop())
        if sign in _OPENING:
            still.append(token)
        elif sign in _CLOSING:
            while sign == "}" and still and still[-1].sign in "([":
                found.append(still.pop())
            if still and _PAIRS[still[-1].sign] == sign:
                still.pop()
            else:
                found.append(token)
    return [*found, *still]


def _outdented(opened: _Token, token: _Token) -> bool:
    """Tell whether a bracket is on a later line than an open one, and cannot be within it."""
    deep = opened.deep - (token.sign == "}")
    return token.line != opened.line and token.deep <= deep


def _named(css: str, token: _Token) -> str:
    """Return the selector before the bracket of a rule, as it was written."""
    if token.sign != "{":
        return ""
    before = re.split(r"[{};]|\*/", css[max(0, token.offset - _FAR) : token.offset])[-1]
    name = " ".join(before.split())
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
