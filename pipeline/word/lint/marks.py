"""Rules about what refers to something: ids, bookmarks, fields, notes, numbers, styles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.word.lint.opened import DOCUMENT, Fault, Opened, text_of
from pipeline.word.xml import get, tag

FIELDS = ("PAGE", "NUMPAGES", "TOC", "SEQ", "REF", "PAGEREF", "STYLEREF", "NOTEREF")
"""The fields that a file of ours may hold: none of them reads or runs anything."""

_POINTING = re.compile(r'\s*(?:REF|PAGEREF|NOTEREF)\s+"?([^\s"\\]+)|\\l\s+"?([^\s"\\]+)')
_LONGEST = 40
_BUILT_IN = ("_GoBack", "_top")
_NOTES = "word/footnotes.xml"
_NUMBERING = "word/numbering.xml"
_STYLES = "word/styles.xml"
_PARA = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_KINDS = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}


def doubled_id(file: Opened) -> Iterator[Fault]:
    """Find ids that two things share: pictures, paragraphs, bookmarks, notes, numbers, styles."""
    drawn: list[str] = []
    paragraphs: list[str] = []
    for name, root in file.trees.items():
        drawn += [n.get("id", "") for n in root.iter(tag("wp:docPr"))]
        marked = [v for n in root.iter("*") if (v := n.get(f"{_PARA}paraId"))]
        paragraphs += marked
        yield from (Fault(name, f"has a paraId out of range, {v}") for v in marked if _high(v))
        for kind, key in _COUNTED:
            ids = [get(node, key) for node in root.iter(tag(kind))]
            yield from (Fault(name, f"has two `{kind}` of id {v}") for v in _twice(ids))
    yield from (Fault(DOCUMENT, f"has two pictures of id {v}") for v in _twice(drawn))
    yield from (Fault(DOCUMENT, f"has two paragraphs of id {v}") for v in _twice(paragraphs))
    yield from (Fault(DOCUMENT, f"has a picture of id `{v}`") for v in drawn if not _whole(v))


_COUNTED = (
    ("w:bookmarkStart", "w:id"), ("w:bookmarkEnd", "w:id"), ("w:footnote", "w:id"),
    ("w:abstractNum", "w:abstractNumId"), ("w:num", "w:numId"), ("w:style", "w:styleId"),
    ("w:comment", "w:id"), ("w:font", "w:name"),
)  # fmt: skip


def stray_bookmark(file: Opened) -> Iterator[Fault]:
    """Find bookmarks that are not closed, doubled, or asked for by nobody, and links to none.

    A screen reader reads each bookmark aloud; pandoc writes one for every heading.
    """
    names: list[str] = []
    wanted: set[str] = set()
    for name, root in file.texts.items():
        starts = {get(n, "w:id"): get(n, "w:name") for n in root.iter(tag("w:bookmarkStart"))}
        ends = {get(n, "w:id") for n in root.iter(tag("w:bookmarkEnd"))}
        names += starts.values()
        for number, mark in starts.items():
            if number not in ends:
                yield Fault(name, f"never closes the bookmark `{mark}`")
            if len(mark) > _LONGEST or not re.fullmatch(r"\w[\w.-]*", mark):
                yield Fault(name, f"has a bookmark that Word refuses, `{mark[:50]}`")
        yield from (
            Fault(name, f"closes a bookmark {n} it never began") for n in ends - set(starts)
        )
        wanted |= {get(n, "w:anchor") for n in root.iter(tag("w:hyperlink"))} - {""}
        codes = " ".join(code for code, _ in _codes(root))
        wanted |= {a or b for a, b in _POINTING.findall(codes)}
    yield from (Fault(DOCUMENT, f"has two bookmarks `{name}`") for name in _twice(names))
    for name in sorted(wanted - set(names) - {*_BUILT_IN}):
        yield Fault(DOCUMENT, f"refers to a bookmark `{name}`, which is missing")
    for name in sorted(set(names) - wanted):
        yield Fault(DOCUMENT, f"has a bookmark `{name}` that nothing refers to")


def broken_field(file: Opened) -> Iterator[Fault]:
    """Find fields that are not closed, empty, or of a kind that reads or runs something.

    Page numbers, tables of contents, numbers of captions and cross references are all we use;
    DDE, INCLUDETEXT, MACROBUTTON and their like are refused.
    """
    for name, root in file.texts.items():
        for code, shown in _codes(root):
            kind = (code.split() or [""])[0].upper()
            if kind not in FIELDS:
                yield Fault(name, f"holds a field `{code.strip()[:40]}`")
            elif not shown.strip():
                yield Fault(name, f"shows nothing for the field `{code.strip()[:40]}`")
        yield from _unpaired(name, root)


def _unpaired(name: str, root: etree._Element) -> Iterator[Fault]:
    """Yield what is wrong with the marks that begin, part and end the fields of a part."""
    depth: list[str] = []
    for node in root.iter(tag("w:fldChar"), tag("w:instrText")):
        kind = get(node, "w:fldCharType") or "code"
        if kind == "code" and depth[-1:] != ["begin"]:
            yield Fault(name, "has the code of a field outside of it")
        elif kind == "begin":
            depth.append(kind)
        elif kind in ("separate", "end") and (not depth or depth[-1] == kind):
            yield Fault(name, f"has the {kind} of a field that never began")
        elif kind == "separate":
            depth[-1] = kind
        elif kind == "end":
            depth.pop()
    if depth:
        yield Fault(name, "never closes a field")


def lost_note(file: Opened) -> Iterator[Fault]:
    """Find footnotes without text, text without a footnote, and notes called twice."""
    called = [get(n, "w:id") for n in file.document.iter(tag("w:footnoteReference"))]
    notes = list(file.tree(_NOTES).iter(tag("w:footnote")))
    kept = {get(n, "w:id"): n for n in notes if not get(n, "w:type")}
    for number in called:
        if number not in kept:
            yield Fault(DOCUMENT, f"calls the footnote {number}, which is missing")
    yield from (Fault(DOCUMENT, f"calls the footnote {n} twice") for n in _twice(called))
    for number, note in kept.items():
        if number not in called:
            yield Fault(_NOTES, f"has a footnote {number} that the text does not call")
        if not text_of(note).strip() or not list(note.iter(tag("w:footnoteRef"))):
            yield Fault(_NOTES, f"has a footnote {number} without text or number")
    kinds = {get(n, "w:type") for n in notes}
    if notes and not {"separator", "continuationSeparator"} <= kinds:
        yield Fault(_NOTES, "lacks the rule above the notes")
    yield from _astray(file)


def _astray(file: Opened) -> Iterator[Fault]:
    """Yield calls of notes where there are none: endnotes, and notes of headers or notes."""
    for name, root in file.texts.items():
        strays = ["w:endnoteReference", *(["w:footnoteReference"] if name != DOCUMENT else [])]
        if any(True for _ in root.iter(*map(tag, strays))):
            yield Fault(name, "calls a note where there are none")


def lost_number(file: Opened) -> Iterator[Fault]:
    """Find list items whose list is missing, and lists without marks."""
    root = file.tree(_NUMBERING)
    marks = {get(a, "w:abstractNumId"): {get(v, "w:ilvl") for v in a.iter(tag("w:lvl"))}
             for a in root.iter(tag("w:abstractNum"))}  # fmt: skip
    lists = {get(n, "w:numId"): get(n.find(tag("w:abstractNumId")))
             for n in root.iter(tag("w:num"))}  # fmt: skip
    for number, plan in lists.items():
        if plan not in marks:
            yield Fault(_NUMBERING, f"has a list {number} of no kind")
    for name, tree in {**file.texts, _STYLES: file.tree(_STYLES)}.items():
        for node in tree.iter(tag("w:numPr")):
            number = get(node.find(tag("w:numId")))
            level = get(node.find(tag("w:ilvl"))) or "0"
            if number == "0":
                continue
            if number not in lists:
                yield Fault(name, f"has an item of the list `{number}`, which is missing")
            elif lists[number] in marks and level not in marks[lists[number]]:
                yield Fault(name, f"has an item on level {level} of a list without it")


def lost_style(file: Opened) -> Iterator[Fault]:
    """Find styles that are used and not defined, of another kind, or their own ancestors."""
    kinds = {name: get(style, "w:type") for name, style in file.styles.items()}
    for name, root in file.texts.items():
        for local, kind in _KINDS.items():
            for used in sorted({get(n) for n in root.iter(tag(f"w:{local}"))}):
                if kinds.get(used) != kind:
                    wrong = "not defined" if used not in kinds else f"no {kind} style"
                    yield Fault(name, f"uses the style `{used}`, which is {wrong}")
    yield from _book(file, kinds)


def _book(file: Opened, kinds: dict[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with the styles among themselves."""
    for name, style in file.styles.items():
        related = (get(style.find(tag(f"w:{local}"))) for local in ("basedOn", "next", "link"))
        for other in related:
            if other and other not in kinds:
                yield Fault(_STYLES, f"`{name}` names the style `{other}`, which is missing")
        if name in _ancestors(name, file):
            yield Fault(_STYLES, f"`{name}` is its own ancestor")
    titles = [get(s.find(tag("w:name"))).lower() for s in file.styles.values()]
    yield from (Fault(_STYLES, f"has two styles named `{name}`") for name in _twice(titles))
    chosen = Counter(get(s, "w:type") for s in file.styles.values() if get(s, "w:default") == "1")
    for kind in ("paragraph", "character", "table"):
        if chosen[kind] != 1:
            yield Fault(_STYLES, f"has {chosen[kind]} default styles for a {kind}")


def _ancestors(name: str, file: Opened) -> list[str]:
    found: list[str] = []
    above = get(file.styles[name].find(tag("w:basedOn")))
    while above in file.styles and above not in found:
        found.append(above)
        above = get(file.styles[above].find(tag("w:basedOn")))
    return found


def _codes(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the code of every field, and what it shows."""
    for node in root.iter(tag("w:fldSimple")):
        yield get(node, "w:instr"), text_of(node)
    fields: list[_Field] = []
    for node in root.iter(tag("w:fldChar"), tag("w:instrText"), tag("w:t")):
        kind = get(node, "w:fldCharType")
        if kind == "begin":
            fields.append(_Field())
        elif fields and kind == "end":
            done = fields.pop()
            if fields:
                fields[-1].shown += done.shown
            yield done.code, done.shown
        elif fields:
            fields[-1].add(node, parted=kind == "separate")


@dataclass
class _Field:
    """A field being read: its code, what it shows, and whether the code is over."""

    code: str = ""
    shown: str = ""
    parted: bool = False

    def add(self, node: etree._Element, *, parted: bool) -> None:
        self.parted = self.parted or parted
        if node.tag == tag("w:instrText"):
            self.code += node.text or ""
        elif self.parted and node.tag == tag("w:t"):
            self.shown += node.text or ""


def _twice(values: list[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


def _whole(value: str) -> bool:
    return value.isdigit() and int(value) > 0


def _high(value: str) -> bool:
    try:
        return not 0 < int(value, 16) < 0x80000000
    except ValueError:
        return True
