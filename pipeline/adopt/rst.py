"""Inline reStructuredText, as Sphinx leaves it in catalogs, said in Markdown.

    See :ref:`the guide <g>` and ``mmap()`` [1]_  →  See [the guide](g) and `mmap()` [^1]

Roles that point somewhere become links, roles that name a sort of emphasis become it, and
every other role names a thing of a program: code. Nothing here knows blocks: a Sphinx
message is one paragraph.

Source: docutils, "reStructuredText Markup Specification", inline markup.
"""

from __future__ import annotations

import re

_POINTING = {"ref", "doc", "numref", "term", "any", "download", "pep", "rfc", "eq", "abbr"}
_MARKED = {
    "emphasis": "*", "strong": "**", "guilabel": "**", "menuselection": "**",
    "sub": "~", "subscript": "~", "sup": "^", "superscript": "^", "math": "$",
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<literal>``(?P<code>.+?)``(?!`))"
    r"|(?P<role>(?::(?P<before>[\w:.+-]+):)?`(?P<text>[^`]+)`(?::(?P<after>[\w:.+-]+):|_{0,2}))"
    r"|\[(?P<note>\#?[\w.-]*|\*)\]_(?![A-Za-z0-9_])"
    r"|(?<![A-Za-z0-9_])(?P<word>[A-Za-z][A-Za-z0-9_-]*[A-Za-z0-9])_(?![A-Za-z0-9_])"
    r"|\\(?P<escaped>.)"
    r"|(?P<mark>\*+)"
    r"|(?P<special>[\[\]_~^$<{}#`])",
    re.DOTALL,
)
_TITLED = re.compile(r"(?P<title>.+?)\s*<(?P<target>[^<>]+)>\Z", re.DOTALL)
_SYNTAX = re.compile(r":[\w:.+-]+:`|``[^`]+``|`[^`]+`_|\[[\w#]+\]_")


def resembles(text: str) -> bool:
    """Tell whether a text holds what only reStructuredText has."""
    return bool(_SYNTAX.search(text))


def markdown(text: str) -> str:
    """Return a paragraph of reStructuredText as Markdown."""
    if text.rstrip().endswith("::"):  # a code block follows
        text = text.rstrip()[:-1].removesuffix(" :")
    return _TOKEN.sub(_said, text)


def _said(token: re.Match[str]) -> str:
    if token["literal"]:
        return _code(token["code"])
    if token["role"]:
        return _role(token)
    if token["note"] is not None:
        return f"[^{token['note'].strip('#*') or 'auto'}]"
    if word := token["word"]:
        return f"[{word}](#{word})"
    if escaped := token["escaped"]:
        return "" if escaped.isspace() else f"\\{escaped}"
    return token["mark"] or f"\\{token['special']}"


def _role(token: re.Match[str]) -> str:
    name = (token["before"] or token["after"] or "").split(":")[-1]
    text = re.sub(r"\s+", " ", token["text"])
    titled = _TITLED.match(text)
    if name in _MARKED:
        return _MARKED[name] + text + _MARKED[name]
    if titled and (not name or name in _POINTING):
        return f"[{_plain(titled['title'])}](<{titled['target']}>)"
    if name in _POINTING or token[0].endswith("_"):
        return f"[{_plain(text)}](<#{text}>)"
    if not name:
        return f"*{text}*"
    shown = titled["title"] if titled else text.lstrip("!")
    return _code(shown.rpartition(".")[2] if shown.startswith("~") else shown)


def _code(text: str) -> str:
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def _plain(text: str) -> str:
    return re.sub(r"([\[\]_*~^$<{}`\\])", r"\\\1", text)
