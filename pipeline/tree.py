"""Pandoc trees as persistent values: look up, replace, rewrite and read without mutation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pipeline.model import Address, Json

HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
"""Han characters and the marks that are set with them, for a class of a regular expression."""

_BLANKS = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
_TIGHT = re.compile(f"(?<=[{HAN}])\n+(?=[{HAN}])")
_BREAK = re.compile(r"\n+")


def at(tree: Json, address: Address) -> Json:
    """Return the node that ``address`` leads to."""
    for key in address:
        tree = tree[key]
    return tree


def replace(tree: Json, changes: Mapping[Address, Json]) -> Json:
    """Return ``tree`` with the nodes at the given addresses exchanged.

    Untouched branches are shared with the input. No address may lie below another.
    """
    if () in changes:
        return changes[()]
    below: dict[str | int, dict[Address, Json]] = {}
    for (head, *rest), node in changes.items():
        below.setdefault(head, {})[tuple(rest)] = node
    if isinstance(tree, dict):
        return tree | {k: replace(tree[k], inner) for k, inner in below.items()}
    copy = list(tree)
    for index, inner in below.items():
        copy[int(index)] = replace(tree[int(index)], inner)
    return copy


def rewrite(tree: Json, visit: Callable[[Json], Json]) -> Json:
    """Apply ``visit`` to every dict node, children first.

    ``visit`` returns the node to keep, or a list to splice in its stead.
    """
    if isinstance(tree, dict):
        return visit({k: rewrite(v, visit) for k, v in tree.items()})
    if isinstance(tree, list):
        out: list[Json] = []
        for item in tree:
            new = rewrite(item, visit)
            spliced = isinstance(new, list) and isinstance(item, dict)
            out.extend(new) if spliced else out.append(new)
        return out
    return tree


def each(tree: Json) -> Iterator[Json]:
    """Yield every pandoc node (a dict with ``t``), parents first: ``nodes`` without addresses."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict) and "t" in node:
            yield node
            node = node.get("c")
        elif isinstance(node, dict):
            node = list(node.values())
        if isinstance(node, list):
            stack.extend([child for child in reversed(node) if child.__class__ is not str])
        elif isinstance(node, dict):
            stack.append(node)


def nodes(tree: Json, address: Address = ()) -> Iterator[tuple[Address, Json]]:
    """Yield every pandoc node (a dict with ``t``) with its address, parents first."""
    stack = [(address, _children(tree))]
    if isinstance(tree, dict) and "t" in tree:
        yield address, tree
    while stack:
        base, children = stack[-1]
        for key, child in children:
            if isinstance(child, dict):
                where = (*base, key)
                if "t" in child:
                    yield where, child
                    if not isinstance(child.get("c"), list | dict):
                        continue
                stack.append((where, iter(child.items())))
                break
            if isinstance(child, list):
                stack.append(((*base, key), enumerate(child)))
                break
        else:
            stack.pop()


def _children(tree: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(tree, dict):
        return iter(tree.items())
    return iter(enumerate(tree if isinstance(tree, list) else ()))


def plain(inlines: Json) -> str:
    """Return the bare text of inlines or blocks, as a title or an alt text shows it.

    Notes are left out; a formula or a code keeps its text. A line break is a blank, but nothing
    between two Han characters.
    """
    return _BREAK.sub(" ", _TIGHT.sub("", "".join(_plain(inlines)))).strip()


def without_pictures(blocks: Json) -> Json:
    """Return blocks without pictures; a figure is its caption."""

    def visit(node: Json) -> Json:
        if node.get("t") == "Image":
            return []
        if node.get("t") == "Figure":
            return [{"t": "Para", "c": words["c"]} for words in node["c"][1][1]]
        return node

    return rewrite(blocks, visit)


def text(string: str) -> Json:
    """Return a string as inlines."""
    words = string.split(" ")
    out: list[Json] = []
    for index, word in enumerate(words):
        out.extend([{"t": "Space"}] if index else [])
        out.extend([{"t": "Str", "c": word}] if word else [])
    return out


def classes(node: Json) -> list[str]:
    """Return the classes of a Div, Span, Header, Link … or none."""
    attributes = attributes_of(node)
    return list(attributes[1]) if attributes else []


def attributes_of(node: Json) -> Json:
    """Return the ``[id, classes, pairs]`` of a node, or ``None`` where it has none."""
    kind, content = node.get("t"), node.get("c")
    if kind in ("Div", "Span", "Link", "Image", "Code", "CodeBlock", "Table", "Figure"):
        return content[0]
    return content[1] if kind == "Header" else None


def _plain(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _plain(child)
    elif isinstance(node, dict):
        kind = node.get("t")
        if kind == "Str":
            yield node["c"]
        elif kind in _BLANKS:
            yield _BLANKS[kind]
        elif kind in ("Code", "Math"):
            yield node["c"][1]
        elif kind not in ("Note", None):
            yield from _plain(node.get("c", []))
