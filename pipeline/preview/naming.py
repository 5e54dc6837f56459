"""Which message every text of a page is: by its address, or else by what it says.

The body of an edition carries an address before each text. Texts of the front matter and words
of the templates have none; they are known by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import html

from pipeline import anchors, inlines, tree
from pipeline.exchange.units import identity
from pipeline.model import Edition, Release
from pipeline.preflight.places import bare
from pipeline.preflight.spots import Spot
from pipeline.preview.views import Mark
from pipeline.segments import segments
from pipeline.translators import THEME

ATTRIBUTE = "data-k"
_LONGEST = 400
_UNSHOWN = ("html", "head", "title", "script", "style", "svg")
_META = 3
"""How long the address of a text of the front matter is."""

_ADDRESS = re.compile(r"t-[0-9a-f]{8}(?:-\d+)?")


@dataclass(frozen=True, slots=True)
class Names:
    """The keys of messages by address (``t-…``), and by the bare words of those without one."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def of(self, address: str, said: str) -> str:
        """Return the key of a text, or nothing."""
        return self.addresses.get(address) or self.words.get(bare(said), "")


def names(release: Release, edition: Edition) -> Names:
    """Return the names of all texts of an edition."""
    pieces = list(segments(release.document))
    keys = {p.address: identity(p.context, inlines.encode(p.inlines)) for p in pieces}
    found = {name: keys[address] for address, name in anchors.names(pieces).items()}
    words = {
        bare(said): f"{THEME}:{identity('', text)}" for text, said in edition.words.items() if said
    }
    for piece in pieces:
        if piece.address[0] == "meta" and len(piece.address) == _META and not piece.context:
            said = tree.plain(tree.at(edition.document, piece.address))
            words[bare(said)] = keys[piece.address]
    return Names(found, words)


def addressed(page: bytes, known: Names) -> bytes:
    """Return a web page whose elements say which message they are."""
    root = html.document_fromstring(page.decode())
    nodes = [node for node in root.iter() if isinstance(node, html.HtmlElement)]
    for node in nodes:
        if node.tag == "script":
            node.drop_tree()
        if node.tag in _UNSHOWN:
            continue
        name = node.get("id", "")
        key = known.addresses.get(name, "") if _ADDRESS.fullmatch(name) else ""
        if not key and 0 < len(said := node.text_content()) <= _LONGEST:
            key = known.words.get(bare(said), "") if not _named_inside(node) else ""
        if key:
            node.set(ATTRIBUTE, key)
    return bytes(html.tostring(root, doctype="<!doctype html>", encoding="utf-8"))


def marked(spots: Iterable[Spot], known: Names) -> tuple[Mark, ...]:
    """Return where the messages stand on sheets, larger boxes before those in them."""
    found = {
        Mark(key, s.page, s.left, s.top, s.width, s.height)
        for s in spots
        if (key := known.of(s.name, s.said))
    }
    return tuple(sorted(found, key=lambda m: (m.page, -m.width * m.height, m.top)))


def written(edition: Edition, release: Release) -> list[tuple[str, str]]:
    """Return key and bare words of every text of an edition, in reading order."""
    known = names(release, edition)
    found = [(key, said) for said, key in known.words.items() if not key.startswith(f"{THEME}:")]
    for _, node in tree.nodes(edition.anchored["blocks"]):
        content = node.get("c")
        for inner in content if isinstance(content, list) else ():
            if isinstance(inner, dict) and anchors.is_anchor(inner):
                key = known.addresses.get(inner["c"][0][0], "")
                found += [(key, bare(tree.plain(content)))] if key else []
    return found


def _named_inside(node: html.HtmlElement) -> bool:
    return any(_ADDRESS.fullmatch(n.get("id", "")) for n in node.iterdescendants())
