"""The parts of two files made one: texts, notes, headers; pictures, links and lists of the old.

What the old file brings along gets ids of its own before anything is compared (``~`` before
them), and is taken over only if something that went needs it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import count

from lxml import etree

from pipeline.model import digest
from pipeline.review.redline import lists
from pipeline.review.redline.flow import Flow
from pipeline.review.redline.pen import Pen, Stamp, shell
from pipeline.word.package import pack, unpack
from pipeline.word.reference import types
from pipeline.word.xml import SPACES, Element, every, get, make, parse, tag, write

_TEXT, _NOTES, _NUMBERS = "word/document.xml", "word/footnotes.xml", "word/numbering.xml"
_STYLES = "word/styles.xml"
_HOLDERS = (_TEXT, "word/header1.xml", "word/header2.xml", "word/footer1.xml", _NOTES)
"""The notes come last: the text decides which of them stayed."""

_OLD = "~"
_CHANGES = ("w:ins", "w:del", "w:rPrChange", "w:pPrChange")
_LINKED = f"{{{SPACES['r']}}}"
_FREE = ("docPr", "cNvPr")
_UNSEEN = ("id", "name", "descr", "title")
"""What nobody sees of a picture: another description is no reason to show it twice."""


def redline(old: bytes, new: bytes, stamp: Stamp) -> bytes:
    """Return the new file with every difference from the old one as a tracked change."""
    before, parts = unpack(old), unpack(new)
    was = {n: _renamed(_moored(parse(before[n]))) for n in _HOLDERS if n in before}
    now = {n: _moored(parse(parts[n])) for n in _HOLDERS if n in parts}
    pen = Pen(stamp, count(1 + _highest(now[_TEXT])))
    kinds = lists.kinds(parts.get(_NUMBERS), "") | lists.kinds(before.get(_NUMBERS), _OLD)
    told = {get(n, "w:id"): f"note {_words(n)}"
            for tree in (was.get(_NOTES), now.get(_NOTES)) if tree is not None
            for n in tree.iter(tag("w:footnote"))}  # fmt: skip
    flow = Flow(pen, _Identity({}, told), kinds, {}, {})
    for name in [n for n in _HOLDERS if n in now]:
        known = _identities(name, before, _OLD) | _identities(name, parts, "")
        here = replace(flow, identify=_Identity(known, told))
        if name == _NOTES:
            _annotate(here, was.get(_NOTES), now)
        elif name in was:
            _retell(here, was[name], now[name])
    _styled(parts, before)
    lists.settle(parts, before, now.values(), flow.lists)
    _counted(now)
    for name, tree in now.items():
        _carry(name, tree, parts, before)
        parts[name] = write(tree)
    return pack(parts | {"[Content_Types].xml": types(n for n in parts if n[0] != "[")})


def changes(data: bytes) -> int:
    """Return how many changes are tracked in a Word file."""
    trees = (parse(part) for name, part in unpack(data).items() if name in _HOLDERS)
    return sum(1 for tree in trees for _ in tree.iter(*map(tag, _CHANGES)))


def _retell(flow: Flow, old: Element, new: Element) -> None:
    """Put into a part what its story became."""
    here = new[0] if new.tag == tag("w:document") else new
    there = old[0] if old.tag == tag("w:document") else old
    last = [n for n in here if n.tag == tag("w:sectPr")]
    made = flow.story(*([n for n in part if n.tag != tag("w:sectPr")] for part in (there, here)))
    here[:] = [*made, *last]


def _annotate(flow: Flow, old: Element | None, now: Mapping[str, Element]) -> None:
    """Compare the notes that stayed, mark those that came, and bring back those that went."""
    notes = now[_NOTES]
    before = {get(n, "w:id"): n for n in old} if old is not None else {}
    shown = list(now[_TEXT].iter(tag("w:footnoteReference")))
    gone = [r for r in shown if get(r, "w:id").startswith(_OLD)]
    for note in [n for n in notes if not get(n, "w:type")]:
        fellow = before.get(flow.notes.get(get(note, "w:id"), ""))
        note[:] = (
            [flow.whole(n, "ins") for n in note]
            if fellow is None
            else flow.story(list(fellow), list(note))
        )
    for reference in gone:
        note = deepcopy(before[get(reference, "w:id")])
        note[:] = [flow.whole(n, "del") for n in note]
        notes.append(note)
    _in_order(notes, shown)


def _in_order(notes: Element, shown: Sequence[Element]) -> None:
    """Number the notes as they are called: LibreOffice finds a note by its place in the row."""
    numbers = {get(r, "w:id"): n for n, r in enumerate(shown, 1)}
    rules = [n for n in notes if get(n, "w:type")]
    called = sorted((n for n in notes if get(n, "w:id") in numbers and n not in rules),
                    key=lambda n: numbers[get(n, "w:id")])  # fmt: skip
    notes[:] = [*rules, *called]
    for node in [*called, *shown]:
        node.set(tag("w:id"), str(numbers[get(node, "w:id")]))


class _Identity:
    """Says what an object is: by what it shows and where it leads, not by its ids."""

    def __init__(self, known: Mapping[str, str], notes: Mapping[str, str]) -> None:
        self._known, self._notes = known, notes
        self._names: dict[str, str] = {}

    def __call__(self, node: Element) -> str:
        if node.tag == tag("w:footnoteReference"):
            return self._notes.get(get(node, "w:id"), "note")
        if node.tag == tag("w:bookmarkStart"):
            self._names[get(node, "w:id")] = get(node, "w:name")
        if node.tag in (tag("w:bookmarkStart"), tag("w:bookmarkEnd")):
            name = self._names.get(get(node, "w:id"), "")
            return f"{etree.QName(node).localname} {name}"
        shown = deepcopy(node) if node.tag != tag("w:hyperlink") else shell(node)
        for inner in shown.iter("*"):
            self._neutral(inner)
        return etree.tostring(shown, method="c14n", exclusive=True, with_tail=False).decode()

    def _neutral(self, node: Element) -> None:
        if etree.QName(node).localname in _FREE:
            for key in _UNSEEN:
                node.attrib.pop(key, "")
        for key, text in map(_plainly, node.items()):
            if key.startswith(_LINKED):
                node.set(key, self._known.get(text, text))


def _plainly(item: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    return str(item[0]), str(item[1])


def _renamed(root: Element) -> Element:
    """Return a part of the old file with ids that no part of the new one has."""
    for node in root.iter("*"):
        for key, text in node.items():
            if str(key).startswith(_LINKED):
                node.set(key, _OLD + str(text))
    for node in every(root, "w:footnote", "w:footnoteReference"):
        if not get(node, "w:type"):
            node.set(tag("w:id"), _OLD + get(node, "w:id"))
    for node in every(root, "w:numId"):
        node.set(tag("w:val"), _OLD + get(node))
    for node in every(root, "w:bookmarkStart", "w:bookmarkEnd"):
        node.set(tag("w:id"), _OLD + get(node, "w:id"))
    return root


def _moored(root: Element) -> Element:
    """Return a part with every bookmark inside a paragraph: between them it is no block."""
    for mark in every(root, "w:bookmarkStart", "w:bookmarkEnd"):
        if next(mark.iterancestors(tag("w:p")), None) is None:
            following = next((p for n in mark.itersiblings() for p in n.iter(tag("w:p"))), None)
            last = following is None
            if following is None:
                following = next(p for n in mark.itersiblings(preceding=True)
                                 for p in n.iter(tag("w:p")))  # fmt: skip
            head = int(following.find(tag("w:pPr")) is not None)
            following.insert(len(following) if last else head, mark)
    return root


def _links(name: str) -> str:
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels"


def _targets(name: str, parts: Mapping[str, bytes]) -> Iterator[tuple[Element, str]]:
    """Yield the relationships of a part, each with the name of the part it leads to, if any."""
    for link in parse(parts[_links(name)]) if _links(name) in parts else ():
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), link.get("Target", "")))
        yield link, path if link.get("TargetMode") != "External" else ""


def _identities(name: str, parts: Mapping[str, bytes], prefix: str) -> dict[str, str]:
    """Return what each relationship of a part leads to: an address, or the digest of a part."""
    return {
        prefix + link.get("Id", ""): digest(parts[p]) if p in parts else link.get("Target", "")
        for link, p in _targets(name, parts)
    }


def _words(note: Element) -> str:
    return "".join(t.text or "" for t in note.iter(tag("w:t")))


def _highest(text: Element) -> int:
    """Return the highest number of a bookmark: changes are numbered behind them."""
    marks = (get(n, "w:id") for n in every(text, "w:bookmarkStart"))
    return max((int(number) for number in marks if number.isdigit()), default=0)


def _counted(trees: Mapping[str, Element]) -> None:
    """Give old bookmarks and all drawings numbers of their own; a name stands once."""
    root = trees[_TEXT]
    starts = list(root.iter(tag("w:bookmarkStart")))
    names = {get(s, "w:name") for s in starts if not get(s, "w:id").startswith(_OLD)}
    free = count(1_000_000)
    numbers: dict[str, str] = {}
    for node in every(root, "w:bookmarkStart", "w:bookmarkEnd"):
        own = get(node, "w:id")
        if own.startswith(_OLD):
            if node.tag == tag("w:bookmarkStart") and get(node, "w:name") not in names:
                numbers[own] = str(next(free))
            if own in numbers:
                node.set(tag("w:id"), numbers[own])
            elif (parent := node.getparent()) is not None:
                parent.remove(node)
    for number, shown in enumerate(root.iter(tag("wp:docPr")), 101):
        shown.set("id", str(number))


def _carry(name: str, tree: Element, parts: dict[str, bytes], before: Mapping[str, bytes]) -> None:
    """Take over the relationships that a part still needs, and what they lead to."""
    used = {str(v) for n in tree.iter("*") for k, v in n.items() if str(k).startswith(_LINKED)}
    needed = {text for text in used if text.startswith(_OLD)}
    if not needed:
        return
    links = parse(parts[_links(name)]) if _links(name) in parts else make("pr:Relationships")
    taken = {link.get("Id") for link in links}
    ids: dict[str, str] = {}
    for link, path in _targets(name, before):
        own = _OLD + link.get("Id", "")
        if own in needed:
            made = deepcopy(link)
            ids[own] = next(f"old-{n}" for n in count(1) if f"old-{n}" not in taken)
            taken.add(ids[own])
            made.set("Id", ids[own])
            if path in before:
                target = _taken(path, parts, before)
                made.set("Target", posixpath.relpath(target, posixpath.dirname(name)))
            links.append(made)
    for node in tree.iter("*"):
        for key, text in node.items():
            if str(key).startswith(_LINKED) and str(text) in ids:
                node.set(key, ids[str(text)])
    parts[_links(name)] = write(links)


def _taken(path: str, parts: dict[str, bytes], before: Mapping[str, bytes]) -> str:
    """Copy a part of the old file, and all it leads to, under a name of its own."""
    folder, file = posixpath.split(path)
    name = f"{folder}/old-{file}"
    if name in parts:
        return name
    parts[name] = before[path]
    if _links(path) in before:
        links = parse(before[_links(path)])
        for link, target in zip(links, (t for _, t in _targets(path, before)), strict=True):
            if target in before:
                other = _taken(target, parts, before)
                link.set("Target", posixpath.relpath(other, folder))
        parts[_links(name)] = write(links)
    return name


def _styled(parts: dict[str, bytes], before: Mapping[str, bytes]) -> None:
    """Bring along the styles that only the old file has."""
    book, old = parse(parts[_STYLES]), parse(before[_STYLES])
    known = {get(s, "w:styleId") for s in book.iter(tag("w:style"))}
    spare = [s for s in old.iter(tag("w:style")) if get(s, "w:styleId") not in known]
    if spare:
        book.extend(deepcopy(style) for style in spare)
        parts[_STYLES] = write(book)
