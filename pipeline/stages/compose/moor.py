"""Anchors become ids, and languages of parts become ``lang``, on the elements they stand in.

A text that fell back to the source says its language on its own element; where that holds
other texts too (an item with a list in it), on a span of its own. On paper no ids stay: each
would be a destination in the file, and nothing leads there; a name that makes none stays, so
that a text is found on its page.
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

from pipeline import languages
from pipeline.model import Locale, Medium

FELL = "fallback"
"""The class of an element whose text is in the language of the source."""

_ANCHOR = re.compile(r'<span id="[\w-]+" class="anchor"(?: lang="(?P<lang>[\w-]+)")?></span>')
_WORDS = (
    "a abbr b br cite code del em i img ins kbd mark math q s samp small span strong sub sup u var"
)
_INLINE = frozenset(_WORDS.split())


def moor(root: HtmlElement, medium: Medium, *, beside: bool = False) -> None:
    """Move every anchor of a body onto the element whose text it stands before.

    ``beside`` another edition a text has a name and no id: two of them share its place.
    """
    for anchor in [span for span in root.iter("span") if span.get("class") == "anchor"]:
        host = next(node for node in anchor.iterancestors() if node.tag not in _INLINE)
        name, lang = anchor.get("id"), anchor.get("lang")
        holder = _alone(host) if lang else host
        anchor.drop_tag()
        if lang:
            holder.set("lang", lang)
            holder.set("dir", languages.direction(Locale(lang.replace("-", "_"))))
            holder.set("class", f"{holder.get('class', '')} {FELL}".strip())
        if name and medium == "html" and not beside and host is not root and not host.get("id"):
            host.set("id", name)
        elif name and (medium != "html" or beside) and host is not root:
            holder.set("data-t", name)


def front(fragment: str) -> tuple[str, str]:
    """Return a text of the front matter without its anchor, and its language if it fell back."""
    if found := _ANCHOR.match(fragment):
        return fragment[found.end() :], found["lang"] or ""
    return fragment, ""


def _alone(host: HtmlElement) -> HtmlElement:
    """Return the element itself if it holds one text, else a span around its own text.

    An item keeps its own direction: its mark stands where those of the list do.
    """
    inner = [child for child in host if child.tag not in _INLINE]
    if host.tag != "li" and not inner and not host.xpath(".//*[contains(@class, 'footnote-ref')]"):
        return host
    box = html.Element("span")
    box.text, host.text = host.text, None
    for child in list(host):
        if child.tag not in _INLINE:
            break
        box.append(child)
    host.insert(0, box)
    return box
