"""Read the paragraphs of a Word file as a reader sees them once its tracked changes are settled.

Whose changes are taken is asked of ``taken``: insertions of others stay away, their deletions
stay in. Bookmarks, paragraph ids, comments and the authors of changes come along. The file may
have gone through any program: nothing but paragraphs and runs is relied upon.

Law: a file without tracked changes reads the same whoever's are taken.
Source: ECMA-376, part 1, 17.13 (annotations) and 17.16 (fields).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from pipeline.review.drafts import Draft, finished, joined
from pipeline.review.looks import Looks, hidden
from pipeline.review.nouns import OBJECT, Change, Kind, Paragraph, Part, Reading, Remark
from pipeline.word.xml import Element, get, parse, tag, value

Taken: TypeAlias = Callable[[str], bool]
"""Tells of an author whether his changes are taken."""

AUTHOR = "Diglot"
"""Who writes our own comments: they do not come back."""

PROPERTY, SPACE = "DiglotBuild", "urn:diglot:review"
"""The document property of the build, and the namespace of what travels along."""

UNIT = re.compile(r"_?(tu[0-9a-f]{8}(?:_\d+)?)")
BUILD = re.compile(r"_dg([0-9a-f]{16})")
"""The names of our bookmarks."""

_PARTS: dict[Part, str] = {"document": "word/document.xml", "footnotes": "word/footnotes.xml"}
_IN, _OUT = ("ins", "moveTo"), ("del", "moveFrom")
_KINDS: dict[str, Kind] = {
    "ins": "insert", "del": "delete", "moveFrom": "move", "moveTo": "move",
}  # fmt: skip
_THROUGH = ("sdt", "sdtContent", "smartTag", "fldSimple", "customXml", "bdo", "dir", "ruby", "rt",
            "rubyBase")  # fmt: skip
_LEADS = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+"(?P<anchor>[^"]*)"|"(?P<url>[^"]*)")')
_CONTENTS = re.compile(r"(?:toc|contents) \d")
"""Styles of what a program lists by itself."""

_MOST = 20
"""So many bookmarks of ours may go on in the next paragraph: they are split with their texts."""

_PICTURES = ("drawing", "pict", "object", "AlternateContent")
_SIGNS = {"tab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "\u2011"}
_RULES = ("separator", "continuationSeparator", "continuationNotice")


def read(parts: Mapping[str, bytes], taken: Taken = lambda _: True) -> Reading:
    """Return what a file says; ``parts`` are those of a file that was opened with care."""
    looks = Looks(parse(parts["word/styles.xml"]) if "word/styles.xml" in parts else None)
    walks = [
        _Walk(part, looks, _leads(parts, part), taken)
        for part, name in _PARTS.items()
        if name in parts
    ]
    for walk in walks:
        walk.through(parse(parts[_PARTS[walk.part]]))
    paragraphs: list[Paragraph] = []
    remarks: list[Remark] = []
    said = dict(_comments(parts))
    for walk in walks:
        remarks += walk.remarks(said, len(paragraphs))
        paragraphs += walk.done
    counts = sum((walk.counts for walk in walks), Counter[str]())
    return Reading(
        tuple(paragraphs),
        tuple(remarks),
        _property(parts),
        next((walk.build for walk in walks if walk.build), ""),
        _travelled(parts),
        tuple(name for name, count in counts.items() if count > 1),
    )


class _Walk:
    """One way through a part: what is open, what is done."""

    def __init__(self, part: Part, looks: Looks, leads: Mapping[str, str], taken: Taken) -> None:
        self.part, self.looks, self.leads, self.taken = part, looks, leads, taken
        self.done: list[Paragraph] = []
        self.counts: Counter[str] = Counter()
        self.build = ""
        self._open: dict[str, str] = {}
        self._ends: set[str] = set()
        self._heard: list[str] = []
        self._talk: dict[str, tuple[tuple[int, int], int]] = {}
        self._quotes: dict[str, tuple[tuple[int, int], slice]] = {}
        self._fields: list[list[str]] = []
        self._carry: Draft | None = None
        self._tables = 0
        self._draft = Draft("", "")
        self._where: tuple[tuple[int, int, int] | None, str, bool] = (None, "", False)

    def through(self, root: Element) -> None:
        """Read a whole part."""
        self._ends = {get(n, "w:id") for n in root.iter(tag("w:bookmarkEnd"))}
        if self.part == "footnotes":
            for note in root.iter(tag("w:footnote")):
                if get(note, "w:type") not in _RULES:
                    self._where = (None, get(note, "w:id"), False)
                    self._blocks(note)
            return
        for body in root:
            self._blocks(body)

    def remarks(self, said: Mapping[str, Remark], shift: int) -> Iterator[Remark]:
        """Yield the comments of the part with what they are about."""
        for name, ((index, start), words) in self._quotes.items():
            if name in said:
                quote = "".join(self._heard[words])
                yield replace(said[name], quote=quote, at=(index + shift, start))

    def _blocks(self, holder: Element) -> None:
        for node in holder:
            name = _local(node)
            if name == "p":
                self._paragraph(node)
            elif name == "tbl":
                self._table(node)
            elif name in (*_THROUGH, *_IN, *_OUT):
                self._blocks(node)
            else:
                self._mark(node, name)
        self._flush()

    def _table(self, table: Element) -> None:
        number, around = self._tables, self._where
        self._tables += 1
        for row, line in enumerate(_within(table, "tr")):
            gone = around[2] or self._left_out(line.find(tag("w:trPr")))
            for column, cell in enumerate(_within(line, "tc")):
                self._where = ((number, row, column), around[1], gone)
                self._blocks(cell)
        self._where = around

    def _paragraph(self, node: Element) -> None:
        properties = node.find(tag("w:pPr"))
        properties = self._settled(properties, "w:pPrChange")
        style = value(properties, "w:pStyle") if properties is not None else ""
        cell, note, gone = self._where
        name = self.looks.name(style)
        draft = Draft(name, style, cell=cell, note=note, para_id=get(node, "w14:paraId"))
        draft.level = _level(properties)
        draft.gone = gone or bool(_CONTENTS.match(name))
        self._draft = draft
        draft.open.update(dict.fromkeys(self._open.values(), 0))
        joins = self._joins(properties)
        self._inside(node, "", gone=False)
        for key in [k for k in self._open if k not in self._ends]:  # LibreOffice leaves it open
            draft.close(self._open.pop(key))
        for name in list(draft.open):  # it goes on in the next one
            draft.close(name)
        for key in list(self._open)[_MOST:]:
            del self._open[key]
        if self._carry is not None:
            draft = joined(self._carry, draft)
            self._carry = None
        if joins:
            self._carry = draft
        elif not draft.gone:
            self.done.append(finished(draft, self.part))

    def _flush(self) -> None:
        """Let a paragraph whose mark is gone end with what holds it."""
        if self._carry is not None and not self._carry.gone:
            self.done.append(finished(self._carry, self.part))
        self._carry = None

    def _joins(self, properties: Element | None) -> bool:
        """Tell whether the mark at the end of a paragraph is gone; note who did it."""
        letters = properties.find(tag("w:rPr")) if properties is not None else None
        found = False
        for change in letters if letters is not None else ():
            name = _local(change)
            if name in (*_IN, *_OUT):
                self._note(change, name, "¶")
                found = found or (name in _OUT) == self.taken(get(change, "w:author"))
        return found

    def _left_out(self, properties: Element | None) -> bool:
        return properties is not None and any(
            (_local(n) in _OUT) == self.taken(get(n, "w:author"))
            for n in properties
            if _local(n) in (*_IN, *_OUT)
        )

    def _settled(self, properties: Element | None, name: str) -> Element | None:
        """Return properties as they are, or as they were if their change is not taken."""
        change = properties.find(tag(name)) if properties is not None else None
        if change is None or self.taken(get(change, "w:author")):
            return properties
        return change[0] if len(change) else None

    def _inside(self, node: Element, href: str, *, gone: bool) -> None:
        for child in node:
            name = _local(child)
            if name == "r":
                self._run(child, href, gone=gone)
            elif name in (*_IN, *_OUT):
                self._note(child, name, _letters(child))
                taken = self.taken(get(child, "w:author"))
                self._inside(child, href, gone=gone or (name in _OUT) == taken)
            elif name == "hyperlink":
                anchor = get(child, "w:anchor")
                lead = self.leads.get(get(child, "r:id")) or (f"#{anchor}" if anchor else "")
                self._inside(child, lead, gone=gone)
            elif name in _THROUGH:
                self._inside(child, href, gone=gone)
            elif name in ("oMath", "oMathPara"):
                self._say(OBJECT, frozenset({"math"}), _formula(child), gone=gone)
            else:
                self._mark(child, name)

    def _run(self, run: Element, href: str, *, gone: bool) -> None:
        properties = run.find(tag("w:rPr"))
        self._reformatted(properties, run)
        properties = self._settled(properties, "w:rPrChange")
        if hidden(properties):
            return
        lead = href or next((f[2] for f in reversed(self._fields) if f[2]), "")
        marks = self.looks.marks(properties, self._draft.key, lead)
        for child in run:
            name = _local(child)
            if name == "fldChar":
                self._field(get(child, "w:fldCharType"))
            elif name == "instrText" and self._fields:
                self._fields[-1][0] += child.text or ""
            elif all(f[1] == "shown" for f in self._fields):
                self._content(child, name, (marks, lead), gone=gone)

    def _content(
        self, node: Element, name: str, look: tuple[frozenset[str], str], *, gone: bool
    ) -> None:
        if name in ("footnoteReference", "endnoteReference"):
            self._say(OBJECT, frozenset({"note"}), get(node, "w:id"), gone=gone)
        elif name in _PICTURES:
            told = next((n.get("descr") or "" for n in node.iter(tag("wp:docPr"))), "")
            self._say(OBJECT, frozenset({"image"}), told, gone=gone)
        elif name == "commentReference":
            here = (len(self.done), self._draft.size)
            self._quotes.setdefault(get(node, "w:id"), (here, slice(0)))
        elif text := _character(node, name):
            plain = name in ("tab", "cr", "br")
            self._say(text, *((frozenset[str](), "") if plain else look), gone=gone)

    def _say(self, text: str, marks: frozenset[str], href: str, *, gone: bool) -> None:
        if not gone and not self._draft.gone:
            self._draft.say(text, marks, href)
            self._heard.append(text)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(["", "code", ""])
        elif kind == "end" and self._fields:
            self._fields.pop()
        elif kind == "separate" and self._fields:
            found = _LEADS.match(self._fields[-1][0])
            lead = (found["url"] or f"#{found['anchor']}") if found else ""
            self._fields[-1][1:] = ["shown", lead]

    def _mark(self, node: Element, name: str) -> None:
        key = get(node, "w:id")
        if name == "bookmarkStart":
            self._begin(key, get(node, "w:name"))
        elif name == "bookmarkEnd" and key in self._open:
            self._draft.close(self._open.pop(key))
        elif name == "commentRangeStart":
            self._talk[key] = ((len(self.done), self._draft.size), len(self._heard))
        elif name == "commentRangeEnd" and key in self._talk:
            place, first = self._talk.pop(key)
            self._quotes[key] = (place, slice(first, len(self._heard)))

    def _begin(self, key: str, name: str) -> None:
        if found := BUILD.match(name):
            self.build = found[1]
        if found := UNIT.match(name):
            self._open[key] = found[1]
            self._draft.open[found[1]] = self._draft.size
            self.counts[found[1]] += 1

    def _note(self, node: Element, name: str, text: str) -> None:
        author, date = get(node, "w:author"), get(node, "w:date")
        self._draft.changes.append(Change(_KINDS[name], author, date, text))

    def _reformatted(self, properties: Element | None, run: Element) -> None:
        change = properties.find(tag("w:rPrChange")) if properties is not None else None
        if change is not None:
            who, when = get(change, "w:author"), get(change, "w:date")
            self._draft.changes.append(Change("format", who, when, _letters(run)))


def _character(node: Element, name: str) -> str:
    """Return the letters that a part of a run stands for, if it stands for any."""
    if name in ("t", "delText"):
        return node.text or ""
    if name == "br" and get(node, "w:type") in ("page", "column"):
        return ""
    if name == "sym":
        return chr(int(get(node, "w:char") or "fffd", 16))
    return _SIGNS.get(name, "")


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _within(node: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those inside content controls."""
    for child in node:
        if _local(child) == name:
            yield child
        elif _local(child) in (*_THROUGH, *_IN, *_OUT):
            yield from _within(child, name)


def _level(properties: Element | None) -> int:
    found = value(properties, "w:numPr/w:ilvl") if properties is not None else ""
    return int(found) if found.isdigit() else -1


def _letters(node: Element) -> str:
    return "".join(t.text or "" for t in node.iter(tag("w:t"), tag("w:delText")))


def _formula(node: Element) -> str:
    return "".join(t.text or "" for t in node.iter(tag("m:t")))


def _leads(parts: Mapping[str, bytes], part: Part) -> dict[str, str]:
    data = parts.get(f"word/_rels/{part}.xml.rels")
    found = parse(data) if data else ()
    return {node.get("Id", ""): node.get("Target", "") for node in found}


def _comments(parts: Mapping[str, bytes]) -> Iterator[tuple[str, Remark]]:
    if "word/comments.xml" not in parts:
        return
    for node in parse(parts["word/comments.xml"]).iter(tag("w:comment")):
        author = get(node, "w:author")
        lines = ["".join(t.text or "" for t in p.iter(tag("w:t"))) for p in node.iter(tag("w:p"))]
        if author != AUTHOR:
            text = "\n".join(lines).strip()
            yield get(node, "w:id"), Remark(author, get(node, "w:date"), text)


def _property(parts: Mapping[str, bytes]) -> str:
    data = parts.get("docProps/custom.xml")
    for node in parse(data) if data else ():
        if node.get("name") == PROPERTY:
            return "".join(map(str, node.itertext())).strip()
    return ""


def _travelled(parts: Mapping[str, bytes]) -> bytes:
    for name, data in parts.items():
        if name.startswith("customXml/") and SPACE.encode() in data:
            root = parse(data)
            if root.tag == f"{{{SPACE}}}base":
                return "".join(map(str, root.itertext())).encode()
    return b""
