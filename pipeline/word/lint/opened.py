"""A finished Word file, opened with care: its entries, its parts, the trees of those that are XML.

Nothing is trusted: size, number and names of the entries are looked at before any is read, no
entity is resolved, and what cannot be read is a fault like any other.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from pipeline.word.xml import SPACES, Element, get, tag
from pipeline.word.xml import text_of as text_of

DOCUMENT = "word/document.xml"
MOST_PARTS, MOST_BYTES, MOST_RATIO = 500, 50_000_000, 200
"""Beyond these a file is a bomb; what we make has 30 parts and less than a megabyte."""

_FLOOR = 1_000_000
"""Parts below this size may be packed as tightly as they like."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class Fault(NamedTuple):
    """What is wrong in a part; an empty ``part`` means the file as a whole."""

    part: str
    message: str


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship: who has it, its id, its kind (the last word), where it leads."""

    part: str
    id: str
    kind: str
    target: str
    outside: bool

    @property
    def path(self) -> str:
        """The name of the part it leads to, from the root of the file."""
        if self.target.startswith("/"):
            return self.target[1:]
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.part), self.target))


@dataclass
class Opened:
    """A file with what could be read of it; ``faults`` are what could not.

    ``locale`` is the language that the file should be in, as Word writes it, or empty.
    """

    entries: tuple[zipfile.ZipInfo, ...] = ()
    parts: Mapping[str, bytes] = field(default_factory=dict)
    trees: Mapping[str, Element] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    locale: str = ""
    comment: bytes = b""
    start: int = 0

    def tree(self, name: str) -> Element:
        """Return the root of a part, or an empty element if there is none."""
        found = self.trees.get(name)
        return etree.Element("none") if found is None else found

    @property
    def document(self) -> Element:
        """The root of the text."""
        return self.tree(DOCUMENT)

    @property
    def texts(self) -> dict[str, Element]:
        """The parts that hold paragraphs: text, headers, footers, notes."""
        return {
            name: root
            for name, root in self.trees.items()
            if name.startswith("word/") and any(True for _ in root.iter(tag("w:p")))
        }

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every relationship of every part."""
        return tuple(
            link
            for name, root in self.trees.items()
            if name.endswith(".rels")
            for link in _links(name, root)
        )

    @cached_property
    def styles(self) -> dict[str, Element]:
        """The styles by id."""
        return {get(s, "w:styleId"): s for s in self.tree("word/styles.xml").iter(tag("w:style"))}

    @property
    def language(self) -> str:
        """The language that the file says it is in."""
        return (self.tree("docProps/core.xml").findtext("dc:language", "", SPACES) or "").strip()

    @property
    def han(self) -> bool:
        """Whether the edition is set in an East Asian script."""
        return (self.locale or self.language)[:2] in ("zh", "ja", "ko")

    def sets(self, node: Element, name: str) -> bool:
        """Tell whether a run or paragraph is set so, by itself or by a style above it."""
        return _switched(node, name, self.styles)


def open_file(data: bytes, locale: str = "") -> Opened:
    """Return a Word file opened; never raises."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = tuple(archive.infolist())
            if faults := tuple(_bombs(entries)):
                return Opened(entries, faults=faults, locale=locale)
            read = _read(archive, entries)
            start = data.find(b"PK\x03\x04")
            return Opened(entries, *read, locale, archive.comment, start)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as reason:
        return Opened(faults=(Fault("", f"the file cannot be opened: {reason}".lower()),))


def _bombs(entries: tuple[zipfile.ZipInfo, ...]) -> Iterator[Fault]:
    if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_BYTES:
        yield Fault("", "the file has too many parts, or unpacks to too much")
    for entry in entries:
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > _FLOOR and ratio > MOST_RATIO:
            yield Fault(entry.filename, "unpacks to far more than a text would")


_Read = tuple[Mapping[str, bytes], Mapping[str, Element], tuple[Fault, ...]]


def _read(archive: zipfile.ZipFile, entries: tuple[zipfile.ZipInfo, ...]) -> _Read:
    parts: dict[str, bytes] = {}
    trees: dict[str, Element] = {}
    faults: list[Fault] = []
    for entry in entries:
        name = entry.filename
        try:
            parts[name] = archive.read(entry)
            if name.lower().endswith((".xml", ".rels", ".svg")):
                trees[name] = etree.fromstring(parts[name], _PARSER)
        except etree.XMLSyntaxError as reason:
            faults.append(Fault(name, f"is not well-formed XML: {reason.msg}".lower()))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as reason:
            faults.append(Fault(name, f"cannot be read: {reason}".lower()))
        except Exception as reason:  # a broken stream raises what its decoder likes
            faults.append(Fault(name, f"cannot be unpacked: {reason}".lower()))
    return parts, trees, tuple(faults)


def _links(name: str, root: Element) -> Iterator[Link]:
    folder, _, file = name.rpartition("_rels/")
    for node in root.iter(tag("pr:Relationship")):
        kind = node.get("Type", "").rpartition("/")[2]
        outside = node.get("TargetMode", "") == "External"
        owner = folder + file.removesuffix(".rels")
        yield Link(owner, node.get("Id", ""), kind, node.get("Target", ""), outside)


def _switched(node: Element, name: str, styles: Mapping[str, Element]) -> bool:
    properties = node.find(tag("w:rPr"))
    if properties is not None:
        own = properties.find(tag(name))
        if own is not None:
            return get(own) not in ("0", "false", "off")
    kind = "w:rStyle" if node.tag == tag("w:r") else "w:pStyle"
    holder = node.find(f"{tag('w:rPr' if kind == 'w:rStyle' else 'w:pPr')}/{tag(kind)}")
    above = get(holder)
    for _ in range(12):  # styles that are their own ancestors end here too
        style = styles.get(above)
        if style is None:
            return False
        own = style.find(f"{tag('w:rPr')}/{tag(name)}")
        if own is not None:
            return get(own) not in ("0", "false", "off")
        above = get(style.find(tag("w:basedOn")))
    return False


def near(node: Element) -> str:
    """Return the first words of a paragraph or table, in quotation marks, to find it by."""
    words = text_of(node).strip()
    return f"“{words[:24]}{'…' if len(words) > 24 else ''}”" if words else "an empty one"


Run = Callable[[Opened], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule about a finished Word file; the docstring of ``run`` is its manual."""

    name: str
    run: Run
    hint: str
