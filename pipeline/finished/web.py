"""The text of a web page: what its article says, without what only helps to use the page."""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from pipeline.finished.streams import Stream, Writer

_SILENT = ("script", "style", "nav", "button", "form", "template", "noscript", "head", "dialog",
           "input", "select")  # fmt: skip
_INLINE = ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "mark", "q",
           "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr")  # fmt: skip
_APART = ("data", "footnote-back", "apparatus", "save", "downloads", "cite")
"""Classes of what is not of the text: figures told in a description, ways back, files to save."""


def read(data: bytes) -> Stream:
    """Return the text of a page; raises ``ValueError`` if it is none."""
    try:
        root = html.document_fromstring(data.decode("utf-8"))
    except (etree.LxmlError, UnicodeDecodeError, ValueError) as reason:
        raise ValueError(str(reason)) from reason
    page = _Page()
    body = root.find("body")
    page.walk(root if body is None else body)
    page.main.end()
    blocks = tuple(page.main.blocks)
    return Stream(blocks, tuple(page.notes.blocks), tuple(page.told), tuple(page.listed.blocks))


class _Page:
    """Walks a page, and keeps notes and descriptions apart."""

    def __init__(self) -> None:
        self.main, self.notes, self.listed = Writer(), Writer(), Writer()
        self.told: list[str] = []

    def walk(self, node: Any) -> None:
        if not isinstance(node.tag, str):
            return
        if node.tag == "nav" and "toc" in node.get("class", "").split():
            self._contents(node)
        if _silent(node):
            return
        if node.tag in ("img", "svg"):
            words = (node.get("alt") or node.get("aria-label") or _named(node)).strip()
            self.told += [words] if words and node.get("aria-hidden") != "true" else []
            return
        notes = "notes" in node.get("class", "").split() or node.get("role") == "doc-endnotes"
        if notes:
            self.main.end()
            self.main, self.notes = self.notes, self.main
        self._inside(node)
        if notes:
            self.main.end()
            self.main, self.notes = self.notes, self.main

    def _contents(self, node: Any) -> None:
        """Read a table of contents: its heading is text, its entries are not."""
        for child in node:
            if child.tag in ("ul", "ol"):
                self.main, self.listed = self.listed, self.main
                self._inside(child)
                self.main.end()
                self.main, self.listed = self.listed, self.main
            else:
                self.walk(child)

    def _inside(self, node: Any) -> None:
        block = node.tag not in _INLINE
        if block:
            self.main.end()
        self.main.say(node.text or "")
        for child in node:
            self.walk(child)
            self.main.say(child.tail or "")
        if block:
            self.main.end()


def _named(node: Any) -> str:
    """Return what a drawing in the page is called: the elements that its label names."""
    wanted = (node.get("aria-labelledby") or "").split()
    found = [n for n in node.iter() if n.get("id") in wanted] or node.findall("title")
    return " ".join(n.text_content() for n in found)


def _silent(node: Any) -> bool:
    named = node.get("class", "").split()
    unseen = node.get("hidden") is not None
    return node.tag in _SILENT or unseen or any(name in _APART for name in named)
