"""Put the tags of our message into a translation that has a markup of its own.

A link of the translation is the link of the source with the same target, a code span the one
with the same code; what is left goes in order. What only the source can supply is never
made up: a translation that does not fit is refused, with what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline import inlines, tree
from pipeline.model import Json

_NAMES = {"Link": "links", "Span": "spans", "Code": "code spans", "Math": "formulas",
          "Image": "pictures", "Note": "footnotes"}  # fmt: skip


_HOLLOW = ("Code", "Math")
_BEFORE, _AFTER = r"(?<![a-zA-Z0-9_<{])(?<!</)", r"(?![a-zA-Z0-9_])"
"""A word that stands inside another, or inside a tag, is not that word."""


class MisfitError(ValueError):
    """The tags of a translation cannot be rebuilt; the message says why."""


@dataclass(slots=True)
class Rebuilt:
    """A message text with our tags; ``doubts`` say what a translator has to look at."""

    text: str = ""
    doubts: list[str] = field(default_factory=list)


def rebuild(translation: Json, source: Json) -> Rebuilt:
    """Return the translation as our message text; ``source`` are the inlines it is made for.

    Raises ``MisfitError`` where the source has what the translation lacks, or the other way round.
    """
    names = inlines.named(source)
    rebuilt = Rebuilt()
    given = list(_shells(translation))
    chosen: dict[int, str] = {}
    for kind in _NAMES:
        wanted = {name: node for name, node in names.items() if node["t"] == kind}
        found = [node for node in given if node["t"] == kind]
        chosen |= _matched(found, wanted, rebuilt)
    missing = {name: node for name, node in names.items() if name not in chosen.values()}
    text = _written(translation, chosen, rebuilt)
    lost = [node for node in missing.values() if node["t"] in _HOLLOW and not _spelt(text, node)]
    hollow = [node for node in names.values() if node["t"] in _HOLLOW]
    if len(lost) > 1 and len(lost) * 2 > len(hollow):
        raise MisfitError(
            f"it has {len(hollow)} code spans, of which its translation lacks {len(lost)}"
        )
    for name, node in missing.items():
        text = _restored(text, name, node, rebuilt)
    rebuilt.text = text.strip()
    return rebuilt


def _matched(found: list[Json], wanted: dict[str, Json], rebuilt: Rebuilt) -> dict[int, str]:
    """Return the name for each node, by its identity: the same content first, then in order."""
    chosen: dict[int, str] = {}
    free = dict(wanted)
    for node in found:
        name = next((n for n, shell in free.items() if _key(shell) == _key(node)), "")
        if name:
            chosen[id(node)] = name
            del free[name]
    rest = [node for node in found if id(node) not in chosen]
    if len(rest) == len(free):
        for node, (name, shell) in zip(rest, free.items(), strict=True):
            chosen[id(node)] = name
            if len(rest) > 1 or node["t"] in _HOLLOW:
                rebuilt.doubts.append(f"`{_key(node)}` became `{_key(shell)}`")
    return chosen


def _shells(nodes: Json) -> Iterator[Json]:
    """Yield what has a tag of its own, in reading order, but nothing inside notes or pictures."""
    for node in nodes:
        if node["t"] in _NAMES and not inlines.reference(node):
            yield node
        if node["t"] in inlines.MARKS or node["t"] in inlines.SHELLS:
            yield from _shells(inlines.children(node))


def _key(node: Json) -> str:
    """Return what tells a shell from others of its kind."""
    match node["t"]:
        case "Link" | "Image":
            return str(node["c"][2][0])
        case "Code" | "Math":
            return str(node["c"][1])
        case "Note":
            return tree.plain([inner for block in node["c"] for inner in block.get("c", [])])
        case _:
            return " ".join(node["c"][0][1])


def _written(nodes: Json, chosen: dict[int, str], rebuilt: Rebuilt) -> str:
    return "".join(_write(node, chosen, rebuilt) for node in nodes)


def _write(node: Json, chosen: dict[int, str], rebuilt: Rebuilt) -> str:
    kind, name = node["t"], chosen.get(id(node), "")
    if kind in inlines.MARKS:
        tag = inlines.MARKS[kind]
        return f"<{tag}>{_written(node['c'], chosen, rebuilt)}</{tag}>"
    if kind not in _NAMES or inlines.reference(node):
        return inlines.encode([node])
    if kind in inlines.SHELLS:
        inside = _written(inlines.children(node), chosen, rebuilt)
        if not name:
            rebuilt.doubts.append(f"the {_NAMES[kind][:-1]} to `{_key(node)}` is dropped")
        return f"<{name}>{inside}</{name}>" if name else inside
    if name:
        return f"<{name}/>"
    if kind not in _HOLLOW:
        raise MisfitError(f"the text has fewer {_NAMES[kind]} than the translation")
    rebuilt.doubts.append(f"`{_key(node)}` was code and is plain text now")
    return inlines.encode([{"t": "Str", "c": _key(node)}])


def _restored(text: str, name: str, node: Json, rebuilt: Rebuilt) -> str:
    """Return the text with a tag that the translation spelt out, or has no place for.

    A code span without a place goes to the end: the translation is worth more than its place.
    """
    hollow, shown = node["t"] in inlines.ATOMS, _shown(node)
    if found := _spelt(text, node):
        rebuilt.doubts.append(f"`{shown}` was plain text and has its tag now")
        tagged = f"<{name}/>" if hollow else f"<{name}>{found[0]}</{name}>"
        return text[: found.start()] + tagged + text[found.end() :]
    if node["t"] not in _HOLLOW:
        raise MisfitError(f"the translation lacks one of the {_NAMES[node['t']]}: `{shown}`")
    rebuilt.doubts.append(f"`{shown}` was lost in translation: its tag stands at the end")
    return f"{text}<{name}/>"


def _shown(node: Json) -> str:
    return _key(node) if node["t"] in inlines.ATOMS else tree.plain(inlines.children(node))


def _spelt(text: str, node: Json) -> re.Match[str] | None:
    """Return where a text spells, once and as a word of its own, what a tag stands for.

    Code may stand in quotation marks: some tools of machine translation put them for its ticks.
    """
    shown = _shown(node)
    if not shown or node["t"] in ("Note", "Image"):
        return None
    plain = re.escape(inlines.encode([{"t": "Str", "c": shown}]))
    plain = f"{_BEFORE * shown[0].isalnum()}{plain}{_AFTER * shown[-1].isalnum()}"
    quoted = f"“{plain}”|" if node["t"] in _HOLLOW else ""
    found = list(re.finditer(quoted + plain, text))
    return found[0] if len(found) == 1 else None
