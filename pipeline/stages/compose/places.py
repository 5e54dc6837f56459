"""The places of two editions on one page: each keeps its own, and a section's is its heading's."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.html import HtmlElement

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def rename(first: Mapping[str, HtmlElement], second: Mapping[str, HtmlElement]) -> None:
    """Keep the places of the second edition apart from those of the first."""
    nodes = [node for part in second.values() for node in part.iter()]
    places = [str(node.get("id")) for node in nodes if node.get("id")]
    taken = {node.get("id") for part in first.values() for node in part.iter()} | {*places}
    renamed = {}
    for place in places:
        renamed[place] = f"{place}-2"
        while renamed[place] in taken:
            renamed[place] += "-2"
        taken.add(renamed[place])
    for node in nodes:
        if node.get("id"):
            node.set("id", renamed[node.get("id", "")])
        if (target := node.get("href", "")).startswith("#") and target[1:] in renamed:
            node.set("href", f"#{renamed[target[1:]]}")


def is_row(node: HtmlElement) -> bool:
    """Tell whether an element is a row of two texts."""
    return bool(node.tag == "div" and node.get("class", "").split()[:1] == ["pair"])


def ground(part: HtmlElement) -> None:
    """Move the place of a section to its heading: the section itself dissolves into rows."""
    for section in part.iter("section", "div"):
        heading = next((n for n in section if n.tag in _HEADINGS), None)
        if section.get("id") and heading is not None and not heading.get("id"):
            heading.set("id", str(section.attrib.pop("id")))
