"""Lists of tasks: a drawn box before each item, open or ticked, that listeners are told of.

The reader leaves ``☐`` or ``☒`` before the words of an item; few faces have these letters.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Final

from lxml import html
from lxml.html import HtmlElement

from pipeline.model import Edition, Medium

WORDS = ("To do", "Done")
"""What a listener is told of an open box and of a ticked one."""

_BOXES: Final = {"☐": "To do", "☒": "Done"}
_SQUARE = '<rect x=".6" y=".6" width="8.8" height="8.8" fill="none" stroke="#555"/>'
_TICK = '<path d="M2.5 5.2 4.4 7.3 7.7 2.9" fill="none" stroke="#555" stroke-width="1.3"/>'


def box(root: HtmlElement, edition: Edition, medium: Medium) -> None:
    """Put a drawn box in the place of each mark of a list of tasks."""
    for item in root.iter("li"):
        first = next(_texts(item), None)
        if first is None:
            continue
        node, trailing = first
        text = ((node.tail if trailing else node.text) or "").lstrip()
        if text[:1] not in _BOXES:
            continue
        item.set("class", f"{item.get('class') or ''} task".strip())
        mark = _mark(text[0], edition.word(_BOXES[text[0]]), medium)
        mark.tail = text[1:].lstrip()
        if trailing:
            node.tail = None
            node.addnext(mark)
        else:
            node.text = None
            node.insert(0, mark)


def _texts(node: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Yield where a node has words, in reading order: in itself, or behind a child."""
    if (node.text or "").strip():
        yield node, False
    for child in node:
        yield from _texts(child)
        if (child.tail or "").strip():
            yield child, True


def _mark(letter: str, says: str, medium: Medium) -> HtmlElement:
    if medium != "pdf":
        state = "box ticked" if letter == "☒" else "box"
        return html.Element("span", {"class": state, "role": "img", "aria-label": says})
    shape = _SQUARE + (_TICK if letter == "☒" else "")
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{shape}</svg>'
    source = f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
    return html.Element("img", {"class": "box", "alt": says, "src": source})
