"""The styles of a finished page: what nothing in the page could ever use is left out.

    .pair > p, .lede { color: var(--ink) }  ─▶  .lede{color:var(--ink)}

A theme's styles serve every page that the theme can make; one page has a third of that in it.
A selector goes if it names an element, a class or an id that the page has not, a custom property
if nothing asks for its value. States, attributes and functions are left to the browser.

Law: a browser shows the page as before. Source: CSS Syntax 3, Selectors 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
_FACE = re.compile(r"@font-face \{[^}]*\}\n")
_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_CLASS = re.compile(r"\bclass=\"([^\"]*)\"")
_ID = re.compile(r"\bid=\"([^\"]*)\"")
_USED = re.compile(r"--[\w-]+")
_GROUPS = ("media", "supports", "layer", "container")
_SPARE = re.compile(r"(?<=[{;])(--[\w-]+):(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*(?:;|(?=\}))")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")
_EMPTY = re.compile(r"(?:^|(?<=[{};]))[^{};]+\{\}")
"""A rule of nothing; it begins behind another, or each letter of a long address is tried."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What a selector may name: elements in small letters, classes, ids."""

    tags: frozenset[str]
    classes: frozenset[str]
    ids: frozenset[str]


def lean(page: str) -> str:
    """Return a page with lean styles; rules of faces stay as they are, before all others."""
    text = _SCRIPT.sub("", _STYLE.sub("", page))
    scripts = " ".join(_SCRIPT.findall(page))
    names = _names(text, scripts)
    outside = frozenset(_USED.findall(text + scripts))

    def style(found: re.Match[str]) -> str:
        faces = "".join(_FACE.findall(found[1]))
        return f"<style>{faces}{_lean(_FACE.sub('', found[1]), names, outside)}</style>"

    return _STYLE.sub(style, page)


def _names(text: str, scripts: str) -> _Names:
    tags: set[str] = set()
    classes: set[str] = set()
    ids: set[str] = set()
    for tag, attributes in _TAG.findall(text):
        tags.add(tag.lower())
        classes.update(name for found in _CLASS.findall(attributes) for name in found.split())
        ids.update(_ID.findall(attributes))
    if "class" in scripts.replace("[class", ""):  # it may give an element any of its words
        classes.update(re.findall(r"[\w-]+", scripts))
    return _Names(frozenset(tags), frozenset(classes), frozenset(ids))


def _lean(css: str, names: _Names, outside: frozenset[str]) -> str:
    import tinycss2

    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    kept = "".join(_written(rules, names))
    before = ""
    while before != kept:  # a value that goes may have been the last to ask for another
        before, used = kept, outside.union(_ASKED.findall(kept))
        kept = _SPARE.sub(partial(_asked, used), kept)
    return _EMPTY.sub("", kept).replace(";}", "}")


def _asked(used: frozenset[str], found: re.Match[str]) -> str:
    return found[0] if found[1] in used else ""


def _written(rules: Iterable[Any], names: _Names) -> Iterator[str]:
    import tinycss2

    for rule in rules:
        if rule.type == "qualified-rule":
            alive = [s for s in _selectors(rule.prelude) if _alive(s, names)]
            if alive:
                selectors = ",".join(_selector(s) for s in alive)
                yield f"{selectors}{{{_declarations(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS and rule.content:
            inner = tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            if text := "".join(_written(inner, names)):
                yield f"@{rule.at_keyword} {_value(rule.prelude)}{{{text}}}"
        elif rule.type == "at-rule":
            yield rule.serialize()


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    """Yield the selectors of a list, each as its tokens."""
    found: list[Any] = []
    for node in prelude:
        if node == ",":
            yield found
            found = []
        else:
            found.append(node)
    yield found


def _alive(selector: list[Any], names: _Names) -> bool:
    before: Any = None
    for token in selector:
        if token.type == "ident" and before == ".":
            alive = token.value in names.classes
        elif token.type == "ident" and before != ":":
            alive = token.lower_value in names.tags
        elif token.type == "hash":
            alive = token.value in names.ids
        else:
            alive = True
        if not alive:
            return False
        before = token
    return True


def _selector(tokens: list[Any]) -> str:
    text = _value(tokens)
    return re.sub(r" ([>+~]) ", r"\1", text) if '"' not in text and "(" not in text else text


def _declarations(content: list[Any]) -> str:
    import tinycss2

    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    if any(node.type != "declaration" for node in found):  # nested rules stay as they are
        return str(tinycss2.serialize(content)).strip()
    return ";".join(
        f"{node.name}:{_value(node.value)}{'!important' if node.important else ''}"
        for node in found
    )


def _value(tokens: list[Any]) -> str:
    """Return tokens as text, each run of blanks as one."""
    import tinycss2

    spaced = [token for token in tokens if token.type != "comment"]
    pieces = [" " if t.type == "whitespace" else tinycss2.serialize([t]) for t in spaced]
    return "".join(pieces).strip()
