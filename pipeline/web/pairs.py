"""Both languages of a release side by side: each text with what it was translated from.

Texts find each other by their anchors, which are made from the source, and stand in its
order. Law: every text of the source has a pair; where there is no translation, there is a hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from pipeline.plugs import Copy
from pipeline.segments import META

_ANCHOR = "span[@class='anchor']"
_LEVEL = re.compile(r"h[1-6]")
_KINDS = {
    "li": "item", "td": "cell", "th": "cell", "dt": "term", "dd": "definition",
    "caption": "caption", "figcaption": "caption",
}  # fmt: skip
_HOSTS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", *_KINDS)


@dataclass(frozen=True, slots=True)
class Pair:
    """One text in two languages, as HTML; ``other`` is empty where there is no translation.

    ``kind`` is ``heading h2``, ``item``, ``cell`` … or ``text``.
    """

    name: str
    kind: str
    own: str
    other: str


def pairs(copy: Copy) -> Iterator[Pair]:
    """Yield the texts of a release in the order of its source, each with its translation."""
    assert copy.original
    known = {name: text for name, (_, text) in _texts(copy).items()}
    for name, (kind, text) in _texts(copy.original).items():
        yield Pair(name, kind, text, known.get(name, ""))


def _texts(copy: Copy) -> Mapping[str, tuple[str, str]]:
    """Return ``(kind, HTML)`` of every text that is in the language of its copy, by name."""
    found: dict[str, tuple[str, str]] = {}
    for key in META:
        for name, _, text in _anchored(copy.markup.get(key, ""), "span"):
            found[name] = ("heading title" if key == "title" else "text", text)
    for name, host, text in _anchored(copy.markup.get("body", ""), "div"):
        kind = f"heading {host}" if _LEVEL.fullmatch(host) else _KINDS.get(host, "text")
        found.setdefault(name, (kind, text))
    return found


def _anchored(fragment: str, parent: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the element and the HTML of every text that did not fall back."""
    if not fragment:
        return
    root = html.fragment_fromstring(fragment, create_parent=parent)
    for drop in root.xpath(".//a[@role='doc-backlink'] | .//a[@role='doc-noteref']"):
        drop.drop_tree()
    for anchor in root.xpath(f".//{_ANCHOR}"):
        host = next(node for node in anchor.iterancestors() if node.tag in (*_HOSTS, parent))
        if not anchor.get("lang"):
            yield anchor.get("id", ""), str(host.tag), _text_after(anchor)


def _text_after(anchor: HtmlElement) -> str:
    """Return what stands beside an anchor, up to the next block."""
    parts = [_escaped(anchor.tail)]
    for node in anchor.itersiblings():
        if node.tag in ("p", "ul", "ol", "dl", "table", "div", "section", "blockquote", "figure"):
            break
        for inner in node.xpath(".//*[@id]") + ([node] if node.get("id") else []):
            inner.attrib.pop("id")
        parts.append(html.tostring(node, encoding="unicode"))
    return "".join(parts).strip()


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
