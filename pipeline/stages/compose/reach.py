"""What a reader at a screen can open and scroll, by hand, by key and by ear."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement


def fold(root: HtmlElement, summary: str) -> None:
    """On a screen, fold the table of a chart away under the chart."""
    for box in list(root.iter("div")):
        if box.get("class") == "data":
            box.tag = "details"
            head = html.Element("summary")
            head.text = summary
            box.insert(0, head)


def scroll(root: HtmlElement) -> None:
    """Let the keyboard scroll what may be wider than a phone, and say what it is."""
    for box in root.xpath(".//div[contains(@class, 'frame')] | .//pre"):
        box.set("tabindex", "0")
        if box.tag == "pre":
            continue
        named = box.find(".//caption")
        around = next(
            (node for node in box.iterancestors("div") if node.get("class") == "chart"), None
        )
        named = around.find(".//figcaption") if named is None and around is not None else named
        text = " ".join(named.text_content().split()) if named is not None else ""
        if text:
            box.set("role", "group")
            box.set("aria-label", text)
