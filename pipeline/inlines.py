"""The codec between pandoc inlines and the text that a translator edits.

Formatting becomes named tags. What carries a target or attributes is a shell that only the
source can supply; what must not be translated is an empty tag; a fact stays a name:

    Read [the *guide*](u)[^1] by `mmap` of {year}
    Read <link>the <em>guide</em></link><note/> by <code/> of {year}

A translator can move a link but cannot break or forge it. Bare marks (``em``, ``strong`` …)
and line breaks may be added or dropped; a second shell of a kind is ``<link2>``. Literal
braces are doubled.

Law: ``decode(encode(x), x) == x`` for inlines as ``settled`` leaves them.
Source: the <pc> and <ph> elements of XLIFF 2.1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline import facts
from pipeline.model import Json

MARKS = {
    "Emph": "em", "Strong": "strong", "Strikeout": "del", "Superscript": "sup",
    "Subscript": "sub", "SmallCaps": "sc", "Underline": "u",
}  # fmt: skip
"""Bare marks: the node is ``{"t": kind, "c": inlines}``, and its tag says all of it."""

SHELLS = {"Link": "link", "Span": "span"}
"""Inlines with a target or attributes around inlines at ``c[1]``."""

ATOMS = {"Code": "code", "Math": "math", "Image": "img", "Note": "note"}
"""Inlines that a translator can only move."""

DEEPEST = 40
BREAK = "br"
"""A hard line break: like a bare mark, a translator's own to set."""

FACT = "fact"
"""The class of the empty Span that stands for a fact; its one attribute is ``ref``."""

TOKEN = re.compile(
    r"(?P<brace>\{\{|\}\})"
    r"|\{(?P<fact>[a-z][a-z0-9_]*(?:\.[a-z]+)?)\}"
    r"|<(?P<closing>/?)(?P<tag>[a-z]+\d*)\s*(?P<empty>/?)>"
    r"|&(?P<entity>lt|amp);"
)
"""What is not plain text in a message."""

LITERAL = {"{{": "{", "}}": "}", "&lt;": "<", "&amp;": "&"}
"""Which letter some of its tokens stand for."""

_KINDS = {tag: kind for kind, tag in MARKS.items()}
_SPECIAL = re.compile(r"[<&{}]")
_BRACE = re.compile(r"[{}]")
_NESTING = frozenset((*MARKS, *SHELLS))
_ENTITY = re.compile(r"&(?=(?:lt|amp);)")
_TAGLIKE = re.compile(r"<(?=/?[a-z]+\d*(\s*/?>|$))")  # at the end: the next word may close it
_WRITTEN = re.compile(r"(?P<brace>\{\{|\}\})|" + facts.REFERENCE.pattern)
"""What an author writes for a brace and for a fact."""


class TagError(ValueError):
    """The tags of a translation do not pair up, or name what the source lacks."""


def fact(reference: str) -> Json:
    """Return the inline that stands for a fact, as ``name`` or ``name.form``."""
    return {"t": "Span", "c": [["", [FACT], [["ref", reference]]], []]}


def reference(node: Json) -> str:
    """Return the ``name`` or ``name.form`` of a fact, or nothing for any other node."""
    if node.get("t") == "Span" and node["c"][0][1] == [FACT]:
        return str(node["c"][0][2][0][1])
    return ""


def encode(inlines: Json) -> str:
    """Return the message text of inlines."""
    return _encode(inlines, Counter())


def decode(text: str, source: Json) -> Json:
    """Rebuild inlines from a translated text and the inlines it was made from.

    Raises ``TagError``; its message names the tag and what is wrong with it.
    """
    shells = named(source)
    counts: Counter[str] = Counter()
    stack: list[tuple[str, list[Json]]] = [("", [])]
    for literal, token in _tokens(text):
        stack[-1][1].extend(_words(literal))
        if token is None:
            continue
        if token["fact"]:
            stack[-1][1].append(fact(token["fact"]))
        elif token["tag"] == BREAK and not token["closing"]:
            stack[-1][1].append({"t": "LineBreak"})
        else:
            counts[token["tag"]] += not token["closing"]
            _take(token["tag"], token, stack, shells)
    if len(stack) > 1:
        raise TagError(f"`<{stack[-1][0]}>` is never closed")
    if lost := [name for name in shells if not counts[name]]:
        raise TagError(f"the translation lacks {_listed(lost, shells)}")
    if doubled := [name for name in shells if counts[name] > 1]:
        raise TagError(f"the translation doubles {_listed(doubled, shells)}")
    return joined(stack[0][1])


def named(source: Json) -> dict[str, Json]:
    """Return the shells and empty tags of inlines by tag name, in reading order."""
    counts: Counter[str] = Counter()
    return dict(_named(source, counts))


def children(node: Json) -> Json:
    """Return the inlines inside a mark or a shell."""
    return node["c"][1] if node["t"] in SHELLS else node["c"]


def fill(shell: Json, content: list[Json]) -> Json:
    """Return a mark or a shell with other inlines inside."""
    if shell["t"] in SHELLS:
        return shell | {"c": [shell["c"][0], content, *shell["c"][2:]]}
    return shell | {"c": content}


def joined(nodes: list[Json]) -> list[Json]:
    """Join neighbouring words: one spelling for one text."""
    out: list[Json] = []
    for node in nodes:
        if node["t"] == "Str" and out and out[-1]["t"] == "Str":
            out[-1] = {"t": "Str", "c": out[-1]["c"] + node["c"]}
        elif node["t"] != "Str" or node["c"]:
            out.append(node)
    return out


def settled(inlines: Json) -> list[Json]:
    """Return inlines with words joined and the facts in them set apart, at every depth."""
    out: list[Json] = []
    for node in joined([_settled(n) if n["t"] in _NESTING else n for n in inlines]):
        if node["t"] == "Str" and _BRACE.search(node["c"]):
            out.extend(_facts(node["c"]))
        else:
            out.append(node)
    return out


def _settled(node: Json) -> Json:
    return node if reference(node) else fill(node, settled(children(node)))


def _facts(text: str) -> Iterator[Json]:
    literal, end = "", 0
    for token in _WRITTEN.finditer(text):
        literal += text[end : token.start()]
        end = token.end()
        if token["brace"]:
            literal += token["brace"][0]
            continue
        yield from [{"t": "Str", "c": literal}] if literal else []
        yield fact(token[0][1:-1])
        literal = ""
    if literal + text[end:]:
        yield {"t": "Str", "c": literal + text[end:]}


def _encode(inlines: Json, counts: Counter[str]) -> str:
    text = ""
    for node in inlines:
        kind = node["t"]
        if kind == "Str":
            text += _escape(node["c"])
        elif kind in ("Space", "SoftBreak"):
            text += " "
        else:
            text += _tagged(node, counts)
    return text


def _tagged(node: Json, counts: Counter[str]) -> str:
    kind = node["t"]
    if kind == "LineBreak":
        return f"<{BREAK}/>"
    if name := reference(node):
        return "{" + name + "}"
    tag = MARKS.get(kind) or _number(SHELLS.get(kind) or ATOMS[kind], counts)
    if kind in ATOMS:
        return f"<{tag}/>"
    return f"<{tag}>{_encode(children(node), counts)}</{tag}>"


def _number(name: str, counts: Counter[str]) -> str:
    counts[name] += 1
    return name if counts[name] == 1 else f"{name}{counts[name]}"


def _named(inlines: Json, counts: Counter[str]) -> Iterator[tuple[str, Json]]:
    for node in inlines:
        kind = node["t"]
        if reference(node):
            continue
        if name := SHELLS.get(kind) or ATOMS.get(kind):
            yield _number(name, counts), node
        if kind in MARKS or kind in SHELLS:
            yield from _named(children(node), counts)


def _take(
    name: str, token: re.Match[str], stack: list[tuple[str, list[Json]]], shells: dict[str, Json]
) -> None:
    if name not in _KINDS and name not in shells:
        raise TagError(f"`{token[0]}` is not in the source")
    hollow = name not in _KINDS and shells[name]["t"] in ATOMS
    if token["closing"]:
        if stack[-1][0] != name:
            raise TagError(f"`</{name}>` closes nothing")
        _, content = stack.pop()
        shell = shells.get(name) or {"t": _KINDS[name]}
        stack[-1][1].append(fill(shell, joined(content)))
    elif hollow != bool(token["empty"]):
        raise TagError(f"`{token[0]}` must be `<{name}{'/' if hollow else ''}>`")
    elif hollow:
        stack[-1][1].append(shells[name])
    elif len(stack) > DEEPEST:
        raise TagError(f"the tags lie more than {DEEPEST} deep")
    else:
        stack.append((name, []))


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Yield each tag or fact with the text before it; escapes come back as text."""
    end, literal = 0, ""
    for token in TOKEN.finditer(text):
        literal += text[end : token.start()]
        end = token.end()
        if token[0] in LITERAL:
            literal += LITERAL[token[0]]
            continue
        yield literal, token
        literal = ""
    yield literal + text[end:], None


def _words(literal: str) -> Iterator[Json]:
    for part in re.split(r"( )", literal):
        if part == " ":
            yield {"t": "Space"}
        elif part:
            yield {"t": "Str", "c": part}


def _escape(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    marked = _TAGLIKE.sub("&lt;", _ENTITY.sub("&amp;", text))
    return marked.replace("{", "{{").replace("}", "}}")


def _listed(names: list[str], shells: dict[str, Json]) -> str:
    return ", ".join(f"`<{n}{'/' if shells[n]['t'] in ATOMS else ''}>`" for n in names)
