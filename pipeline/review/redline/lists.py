"""The numberings of two files: which count alike, and those of the old that are still needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from itertools import count

from lxml import etree

from pipeline.word.xml import Element, every, get, parse, tag, write

_NUMBERS = "word/numbering.xml"
_OLD = "~"


def kinds(data: bytes | None, prefix: str) -> dict[str, str]:
    """Return how each numbering of a file counts, by its id with a prefix."""
    if data is None:
        return {}
    root = parse(data)
    ways = {get(n, "w:abstractNumId"): _way(n) for n in root.iter(tag("w:abstractNum"))}
    return {
        prefix + get(n, "w:numId"): ways.get(get(n.find(tag("w:abstractNumId"))), "")
        for n in root.iter(tag("w:num"))
    }


def settle(
    parts: dict[str, bytes], before: Mapping[str, bytes], trees: Iterable[Element],
    became: Mapping[str, str],
) -> None:  # fmt: skip
    """Give old paragraphs the numberings that theirs became, or bring theirs along."""
    asked = [n for t in trees for n in every(t, "w:numId") if get(n).startswith(_OLD)]
    if not asked:
        return
    root, old = parse(parts[_NUMBERS]), parse(before[_NUMBERS])
    known = dict(became)
    for node in asked:
        if get(node) not in known:
            known[get(node)] = _brought(get(node).removeprefix(_OLD), root, old)
        node.set(tag("w:val"), known[get(node)])
    parts[_NUMBERS] = write(root)


def _brought(number: str, root: Element, old: Element) -> str:
    """Copy a numbering of the old file and how it counts; return its new id."""
    found = next((n for n in old.iter(tag("w:num")) if get(n, "w:numId") == number), None)
    if found is None:
        return "0"
    num = deepcopy(found)
    way = num.find(tag("w:abstractNumId"))
    pattern = next(n for n in old.iter(tag("w:abstractNum"))
                   if get(n, "w:abstractNumId") == get(way))  # fmt: skip
    fellows = [n for n in root.iter(tag("w:abstractNum")) if _way(n) == _way(pattern)]
    if fellows:
        own = get(fellows[0], "w:abstractNumId")
    else:
        own = _free(root, "w:abstractNum", "w:abstractNumId")
        made = deepcopy(pattern)
        made.set(tag("w:abstractNumId"), own)
        root.insert(len(root.findall(tag("w:abstractNum"))), made)
    if way is not None:
        way.set(tag("w:val"), own)
    num.set(tag("w:numId"), _free(root, "w:num", "w:numId"))
    root.append(num)
    return get(num, "w:numId")


def _free(root: Element, name: str, key: str) -> str:
    taken = {get(n, key) for n in root.iter(tag(name))}
    return next(str(n) for n in count(1) if str(n) not in taken)


def _way(pattern: Element) -> str:
    """Return how a pattern counts, without its own name."""
    levels = pattern.findall(tag("w:lvl"))
    return "".join(etree.tostring(n, method="c14n", exclusive=True).decode() for n in levels)
