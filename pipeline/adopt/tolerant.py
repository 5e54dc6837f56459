"""Markdown as translators write it: emphasis holds beside Chinese, quotation marks pair up.

CommonMark takes ``活动**“健康”**成功`` for plain text with four asterisks: its rule asks
for a blank or a mark on the outer side of a run that touches a mark. Chinese sets none. Here
every run that some other run can close is emphasis, written as a span that no rule touches:

    活动**“健康”**成功  →  活动[“健康”]{.adopted-strong}成功

Code, addresses, formulas and escapes are left alone. Source: CommonMark 0.31, section 6.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import inlines, tree
from pipeline.model import Json

_KINDS = {"*": "em", "_": "em", "**": "strong", "__": "strong", "~~": "del"}
_CLASS = "adopted-"
_MARKS = {_CLASS + tag: kind for kind, tag in inlines.MARKS.items()}
_TOKEN = re.compile(
    r"(?P<opaque>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|\\.|<[a-zA-Z/!][^<>\n]*>"
    r"|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\]\[[^\[\]]*\]|\{[.#][^{}\n]*\}"
    r"|\$(?!\s)[^$\n]+(?<!\s)\$(?!\d))"
    r"|(?P<run>\*+|_+|~~+)|(?P<quote>\")|(?P<part>\n[ \t]*\n)",
    re.DOTALL,
)
WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f\u2014\u2026]")


@dataclass(slots=True)
class _Run:
    """A delimiter: which, where in the pieces, and on which sides it may stand."""

    text: str
    index: int
    opens: bool
    closes: bool


def spelled(text: str) -> str:
    """Return Markdown that pandoc reads as its writer meant it."""
    pieces, runs, quotes = _pieces(text)
    for start, end in _pairs(runs, pieces):
        pieces[start.index] = "["
        pieces[end.index] = f"]{{.{_CLASS}{_KINDS[start.text]}}}"
    if len(quotes) % 2 == 0 and WIDE.search(text):
        for number, index in enumerate(quotes):
            pieces[index] = "”" if number % 2 else "“"
    return "".join(pieces)


def marked(node: Json) -> Json:
    """Return a node that pandoc read with its spans turned back into marks."""
    if node.get("t") == "Span":
        for name in tree.classes(node):
            if name in _MARKS:
                return {"t": _MARKS[name], "c": node["c"][1]}
    return node


def _pieces(text: str) -> tuple[list[str], list[_Run | None], list[int]]:
    """Return the text in pieces, the runs in it (None where a paragraph ends), the quotes."""
    pieces: list[str] = []
    runs: list[_Run | None] = []
    quotes: list[int] = []
    end = triples = 0
    for token in _TOKEN.finditer(text):
        pieces.append(text[end : token.start()])
        end = token.end()
        if token["run"]:
            triples += len(token["run"]) == 3
            for run in _split(token["run"], closing=triples % 2 == 0):
                runs.append(_Run(run, len(pieces), *_sides(token, text)))
                pieces.append(run)
            continue
        if token["part"]:
            runs.append(None)
        elif token["quote"]:
            quotes.append(len(pieces))
        pieces.append(token[0])
    return [*pieces, text[end:]], runs, quotes


def _split(run: str, *, closing: bool) -> tuple[str, ...]:
    """Return a run as delimiters: three asterisks are strong around em, more are none."""
    if len(run) != 3 or run[0] == "~":
        return (run,)
    return (run[:1], run[1:]) if closing else (run[:2], run[2:])


def _sides(token: re.Match[str], text: str) -> tuple[bool, bool]:
    before, after = text[: token.start()][-1:], text[token.end() :][:1]
    inside = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    if token["run"][0] == "_" and inside:
        return False, False
    return bool(after.strip()), bool(before.strip())


def _pairs(runs: list[_Run | None], pieces: list[str]) -> Iterator[tuple[_Run, _Run]]:
    """Yield each opening run with the run that closes it, inner ones first."""
    opened: list[_Run] = []
    for run in runs:
        if run is None:
            opened = []
            continue
        start = _opener(run, opened) if run.closes else None
        if start and _whole("".join(pieces[start.index + 1 : run.index])):
            del opened[opened.index(start) :]
            yield start, run
        elif run.opens and run.text in _KINDS:
            opened.append(run)


def _opener(run: _Run, opened: list[_Run]) -> _Run | None:
    fits = (start for start in reversed(opened) if start.text == run.text)
    return next((start for start in fits if start.index + 1 < run.index), None)


def _whole(text: str) -> bool:
    """Tell whether text may stand in a span: something in it, and its brackets pair up."""
    depth = 0
    for mark in re.sub(r"\\.", "", text):
        depth += (mark == "[") - (mark == "]")
        if depth < 0:
            return False
    return depth == 0 and bool(text.strip())
