"""Footnotes: at the foot of their page where it has one, else in a list at the end."""

from __future__ import annotations

from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement

from pipeline.model import Medium
from pipeline.stages.compose import places


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


def beneath(found: dict[str, HtmlElement]) -> None:
    """Move the notes of two editions on paper to the foot of the pages that have their marks.

    A note in a cell would be lost: it stands behind its row. Where a mark lies elsewhere, in a
    table or a heading, all notes stay in their list.
    """
    listed = list(found["notes"].iter("li")) if "notes" in found else []
    rows = list(filter(places.is_row, found["notes"].iter("div"))) if listed else []
    marks = [mark for part in found.values() for mark in part.iter("span") if _is_mark(mark)]
    homes = [next(filter(places.is_row, mark.iterancestors("div")), None) for mark in marks]
    at = {(mark.text_content().strip()): home for mark, home in zip(marks, homes, strict=True)}
    known = [at.get(str(number)) for number, _ in enumerate(rows, start=1)]
    if not rows or len(at) != len(rows) or None in homes or None in known:
        return
    if any("pair-p" not in str(home.get("class")) for home in homes if home is not None):
        return
    for home, row in zip(reversed(known), reversed(rows), strict=True):
        if home is not None:
            _set_behind(home, row)
    del found["notes"]


def _set_behind(home: HtmlElement, row: HtmlElement) -> None:
    """Put a note behind the row of its mark, and the rows after that into a table of their own."""
    table = home.getparent()
    assert table is not None
    rest = html.Element("div", dict(table.attrib))
    rest.extend(list(home.itersiblings()))
    note = html.Element("div", {"class": "noted"})
    foot = html.Element("div", {"class": "foot"})
    pairs = html.Element("div", {"class": "pairs"})
    pairs.append(row)
    foot.append(pairs)
    note.append(foot)
    if len(rest):
        table.addnext(rest)
    table.addnext(note)


def _is_mark(node: HtmlElement) -> bool:
    return "footnote-ref" in node.get("class", "").split()


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
