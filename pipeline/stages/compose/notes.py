"""Footnotes: at the foot of their page where it has one, else in a list at the end."""

from __future__ import annotations

from copy import deepcopy

from lxml.html import HtmlElement

from pipeline.model import Medium


def settle(root: HtmlElement, medium: Medium, *, floating: bool) -> None:
    """Move each footnote to its mark, if all are single paragraphs of the text.

    There a page finds the notes for its foot; ``floating`` means that it has one.
    """
    listed = {
        note.get("id"): note for note in root.iterfind(".//section[@role='doc-endnotes']//li")
    }
    marks = [mark for mark in root.iter("a") if mark.get("role") == "doc-noteref"]
    for back in [a for a in root.iter("a") if a.get("role") == "doc-backlink"]:
        back.text = "↑"
        if medium == "pdf":
            drop(back)
    simple = all(len(note) == 1 and note[0].tag == "p" for note in listed.values())
    if not floating or not simple or any(map(_boxed, marks)):
        if medium == "pdf":
            _unlink(marks)
        return
    for mark in marks:
        note = listed[mark.get("href", "#")[1:]]
        body = deepcopy(note[0])
        body.tag, body.tail = "span", mark.tail
        body.set("class", "footnote")
        parent = mark.getparent()
        if parent is not None:
            parent.replace(mark, body)
    for section in root.findall(".//section[@role='doc-endnotes']"):
        section.drop_tree()


def _unlink(marks: list[HtmlElement]) -> None:
    """Make marks plain text: of a raised link Chinese lines make two, and a tag holds one."""
    for mark in marks:
        mark.tag = "span"
        for name in ("href", "role", "id"):
            mark.attrib.pop(name, None)


def _boxed(mark: HtmlElement) -> bool:
    """Tell whether a footnote's mark lies where WeasyPrint would lose the note."""
    around = {node.tag for node in mark.iterancestors()}
    return bool(around & {"table", "aside", "figure", "dl", "h2", "h3", "h4"})


def drop(node: HtmlElement) -> None:
    """Take an element out of its page, and leave the text behind it."""
    parent = node.getparent()
    if parent is not None:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + (node.tail or "")
        else:
            parent.text = (parent.text or "") + (node.tail or "")
        node.tail = None
        parent.remove(node)
