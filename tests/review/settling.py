"""Tracked changes settled as the standard says: all accepted, or all rejected.

Written apart from what makes redlines, and simpler: it knows the elements of ECMA-376, part 1,
17.13.5, and nothing of how a redline comes about.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property

from lxml import etree

from tests.documents import W, parts

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def settled(root: etree._Element, *, accept: bool) -> etree._Element:
    """Return a part with every tracked change accepted or rejected."""
    made = deepcopy(root)
    gone, kept = ("del", "ins") if accept else ("ins", "del")
    _rows(made, gone)
    _looks(made, accept=accept)
    for node in list(made.iter(f"{W}{gone}", f"{W}{kept}")):
        if node.getparent().tag != f"{W}rPr":
            node.getparent().remove(node) if node.tag == f"{W}{gone}" else _unwrap(node)
    for link in list(made.iter(f"{W}hyperlink")):
        if not len(link):
            link.getparent().remove(link)
    for node in made.iter(f"{W}delText", f"{W}delInstrText"):
        node.tag = f"{W}t" if node.tag == f"{W}delText" else f"{W}instrText"
    for paragraph in list(made.iter(f"{W}p")):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is not None:
            _run_on(paragraph)
    return made


def _looks(made: etree._Element, *, accept: bool) -> None:
    for change in list(made.iter(f"{W}rPrChange", f"{W}pPrChange")):
        now = change.getparent()
        now.remove(change)
        if not accept:
            now[:] = [*change[0], *(n for n in now if n.tag == f"{W}rPr")]


def _rows(made: etree._Element, gone: str) -> None:
    for row in list(made.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}{gone}") is not None:
            row.getparent().remove(row)
    for mark in list(made.iter(f"{W}trPr")):
        for node in [n for n in mark if n.tag in (f"{W}ins", f"{W}del")]:
            mark.remove(node)
    for table in list(made.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            table.getparent().remove(table)


def _unwrap(node: etree._Element) -> None:
    parent, at = node.getparent(), node.getparent().index(node)
    parent[at : at + 1] = list(node)


def _run_on(paragraph: etree._Element) -> None:
    """Let a paragraph whose end went run on into the next one."""
    following = paragraph.getnext()
    content = [n for n in paragraph if n.tag != f"{W}pPr"]
    if following is not None and following.tag == f"{W}p":
        head = 1 if following.find(f"{W}pPr") is not None else 0
        following[head:head] = content
    else:
        assert not content, "the end of a story went"
    paragraph.getparent().remove(paragraph)


def told(data: bytes, *, accept: bool = True) -> list[object]:
    """Return all that a Word file says and how, its changes accepted or rejected.

    Headers first, then the text, with each note where it is called.
    """
    return list(_Told(data, accept=accept).all())


class _Told:
    def __init__(self, data: bytes, *, accept: bool) -> None:
        self.files, self.accept = parts(data), accept
        self.links: dict[str, str] = {}

    def root(self, name: str) -> etree._Element:
        return settled(etree.fromstring(self.files[name]), accept=self.accept)

    @cached_property
    def notes(self) -> dict[str, etree._Element]:
        return {n.get(f"{W}id"): n for n in self.root("word/footnotes.xml")}

    @cached_property
    def counts(self) -> dict[str, str]:
        """How each numbering looks, by its id."""
        book = etree.fromstring(self.files["word/numbering.xml"])
        ways = {n.get(f"{W}abstractNumId"): n.find(f"{W}lvl/{W}numFmt").get(f"{W}val")
                for n in book.iter(f"{W}abstractNum")}  # fmt: skip
        return {n.get(f"{W}numId"): ways[n.find(f"{W}abstractNumId").get(f"{W}val")]
                for n in book.iter(f"{W}num")}  # fmt: skip

    def all(self) -> Iterator[object]:
        headers = sorted(n for n in self.files if n.startswith(("word/header", "word/footer")))
        for name in [*headers, "word/document.xml"]:
            self.links = self.addresses(name)
            root = self.root(name)
            for block in root[0] if root.tag == f"{W}document" else root:
                yield from self.block(block)

    def addresses(self, name: str) -> dict[str, str]:
        folder, _, file = name.rpartition("/")
        found = self.files.get(f"{folder}/_rels/{file}.rels")
        listed = [] if found is None else etree.fromstring(found)
        return {
            n.get("Id"): str(hash(self.files.get(f"{folder}/{n.get('Target')}", n.get("Target"))))
            for n in listed
        }

    def block(self, node: etree._Element) -> Iterator[object]:
        if node.tag == f"{W}p":
            style = node.find(f"{W}pPr/{W}pStyle")
            named = "" if style is None else style.get(f"{W}val")
            yield (named, self.counted(node), *map(tuple, self.runs(node, "")))
        elif node.tag == f"{W}tbl":
            for row in node.findall(f"{W}tr"):
                yield tuple(
                    tuple(said for n in cell for said in self.block(n))
                    for cell in row.findall(f"{W}tc")
                )

    def counted(self, paragraph: etree._Element) -> object:
        """Return how the numbering of a paragraph looks, and its level."""
        found = paragraph.find(f"{W}pPr/{W}numPr")
        if found is None:
            return None
        number, level = (found.find(f"{W}{n}").get(f"{W}val") for n in ("numId", "ilvl"))
        return level, self.counts.get(number)

    def runs(self, node: etree._Element, link: str) -> list[list[str]]:
        """Return the letters and objects of a paragraph; what looks alike is one."""
        said: list[list[str]] = []
        for child in node:
            if child.tag == f"{W}hyperlink":
                aim = self.links.get(child.get(f"{_REL}id"), child.get(f"{W}anchor"))
                said += self.runs(child, str(aim))
            elif child.tag == f"{W}fldSimple":
                said += [[f"{{{child.get(f'{W}instr')}}}", "", link], *self.runs(child, link)]
            elif child.tag == f"{W}r":
                said += [[self.said(inner), _look(child), link] for inner in child]
            elif "math" in child.tag:
                said.append(["".join(child.itertext()), "", link])
        return _alike(said)

    def said(self, node: etree._Element) -> str:
        kind = etree.QName(node).localname
        if kind == "t":
            return node.text or ""
        if kind == "footnoteReference":
            here, self.links = self.links, self.addresses("word/footnotes.xml")
            note = self.notes[node.get(f"{W}id")]
            said = f"[{[said for n in note for said in self.block(n)]}]"
            self.links = here
            return said
        if kind == "drawing":
            used = [str(v) for n in node.iter() for k, v in n.items() if k.startswith(_REL)]
            return f"<{[self.links.get(v, v) for v in used]}>"
        if kind == "instrText":
            return f"{{{node.text}}}"
        return "" if kind in ("rPr", "fldChar", "footnoteRef") else f"<{kind}>"


def _alike(said: list[list[str]]) -> list[list[str]]:
    made: list[list[str]] = []
    for text, *rest in said:
        if made and made[-1][1:] == rest:
            made[-1][0] += text
        elif text:
            made.append([text, *rest])
    return made


def _look(run: etree._Element) -> str:
    found = run.find(f"{W}rPr")
    kept = [] if found is None else [n for n in found if n.tag != f"{W}rFonts"]
    return " ".join(sorted(f"{etree.QName(n).localname}={n.get(f'{W}val')}" for n in kept))
