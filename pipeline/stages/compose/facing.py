"""Two editions on a screen: every text of the source has a place, and its translation a hole.

On paper a text that is not translated stands in the language of the source. Beside the source it
would stand there twice, so a screen shows that it is missing. A row has the place of the text
that it shows, the same in each language, and a number that links to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import html
from lxml.html import HtmlElement

from pipeline.stages.compose import moor, places

ORDER = ("lede", "figures", "body", "closing", "boilerplate", "contact", "colophon", "notes")
"""The parts of a page as they are read: their rows are numbered in this order."""


def hole(said: str) -> HtmlElement:
    """Return what stands where a translation is missing."""
    made = html.Element("span", {"class": "hole"})
    made.text = said
    return made


def holes(root: HtmlElement, said: str) -> None:
    """Take out of a body what fell back to the language of the source, and say so."""
    for node in [n for n in root.iter() if moor.FELL in n.get("class", "").split()]:
        for name in ("lang", "dir"):
            node.attrib.pop(name, None)
        kept = [name for name in node.get("class", "").split() if name != moor.FELL]
        node.attrib.pop("class")
        if kept:
            node.set("class", " ".join(kept))
        for child in list(node):
            node.remove(child)
        node.text = None
        node.append(hole(said))
    known = {f"#{node.get('id')}" for node in root.iter() if node.get("id")}
    for back in [a for a in root.iter("a") if a.get("role") == "doc-backlink"]:
        if back.get("href") not in known:
            back.drop_tree()


def settle(found: Mapping[str, HtmlElement], said: str) -> None:
    """Give each text of a page its place once, and each row that has one its number."""
    parts = [found[name] for name in ORDER if name in found]
    seen: set[str] = set()
    for part in parts:
        for cell in _empty(part):
            cell.append(hole(said))
        for node in list(part.iter()):
            name = node.attrib.pop("data-t", "")
            if name and name not in seen:
                seen.add(name)
                _place(node, name)
    rows = (row for part in parts for row in _rows(part) if row.get("id"))
    for number, row in enumerate(rows, start=1):
        link = html.Element("a", {"class": "number", "href": f"#{row.get('id')}"})
        link.text = str(number)
        row.insert(0, link)


def _rows(part: HtmlElement) -> Iterator[HtmlElement]:
    return filter(places.is_row, part.iter("div"))


def _empty(part: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the first cell of every row that says something in the second one only."""
    for row in _rows(part):
        first, second = row
        if not len(first) and second.text_content().strip():
            yield first


def _place(node: HtmlElement, name: str) -> None:
    """Set the place of a text: on its row, on itself, or before what has a place of its own."""
    row = next(filter(places.is_row, node.iterancestors("div")), None)
    if row is not None and not row.get("id"):
        row.set("id", name)
    elif not node.get("id"):
        node.set("id", name)
    else:
        mark = html.Element("span", {"id": name})
        mark.tail, node.text = node.text, None
        node.insert(0, mark)
