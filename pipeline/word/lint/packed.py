"""Rules about the package: the zip, its XML, its types, who leads to whom."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from pipeline.word.lint.opened import DOCUMENT, Fault, Opened
from pipeline.word.reference import kind_of

_EPOCH, _UNIX = (1980, 1, 1, 0, 0, 0), 3
_NEEDED = ("[Content_Types].xml", "_rels/.rels", DOCUMENT, "word/styles.xml",
           "word/settings.xml", "word/_rels/document.xml.rels", "docProps/core.xml")  # fmt: skip
_KNOWN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app|custom)\.xml"
    r"|word/(document|styles|settings|fontTable|numbering|footnotes|webSettings)\.xml"
    r"|word/(header|footer)\d+\.xml|word/theme/theme1\.xml"
    r"|word/_rels/(document|footnotes|header\d+|footer\d+|settings)\.xml\.rels"
    r"|word/media/[a-z0-9-]+\.(png|jpe?g|svg|gif)"
    r"|word/charts/(second-)?chart-\d+\.xml|word/charts/_rels/(second-)?chart-\d+\.xml\.rels"
    r"|word/embeddings/(second-)?chart-\d+\.xlsx"
)
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SCHEMES = re.compile(r"(?:https?://[^/\s]|mailto:|tel:)", re.IGNORECASE)
_PRIVATE = re.compile(
    r"//(?:[^/@]*@)?(?:localhost|127\.|0\.0\.0\.0|10\.\d|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\."
    r"|169\.254\.|\[::1\]|[^/.:]+(?:[:/]|$)|[^/]+\.(?:local|lan|internal|corp|home|test)\b)"
    r"|//[^/@]+:[^/@]+@",
    re.IGNORECASE,
)


def broken_zip(file: Opened) -> Iterator[Fault]:
    """Find what keeps a file from being opened, or opens differently in different programs.

    Damaged or doubled entries, names that lead out of the folder, parts that are missing or
    that no Word file of ours has, bombs, data before the zip.
    """
    yield from file.faults
    names = Counter(entry.filename.lower() for entry in file.entries)
    yield from (Fault(name, "is there twice") for name, count in names.items() if count > 1)
    for entry in file.entries:
        name = entry.filename
        if ".." in name.split("/") or name.startswith("/") or "\\" in name or ":" in name:
            yield Fault(name, "has a name that leads out of the file")
        elif not _KNOWN.fullmatch(name):
            yield Fault(name, "is no part of a Word file of ours")
        if entry.flag_bits & 1:
            yield Fault(name, "is encrypted")
    if file.entries:
        yield from (Fault(name, "is missing") for name in _NEEDED if name not in file.parts)
    if file.start > 0:
        yield Fault("", "other data stands before the zip")


def moving_zip(file: Opened) -> Iterator[Fault]:
    """Find what would make another file of the same text: dates, order, notes in the zip.

    Every date is the first that zip knows, content types come first, the rest by name.
    """
    names = [entry.filename for entry in file.entries]
    head = ["[Content_Types].xml", "_rels/.rels"]
    if names[:2] != head or names[2:] != sorted(names[2:]):
        yield Fault("", "the parts are not in their order")
    for entry in file.entries:
        if entry.date_time != _EPOCH:
            yield Fault(entry.filename, "carries a date of its own")
        plain = (entry.create_system, entry.external_attr) == (_UNIX, 0o600 << 16)
        if not plain or entry.compress_type != zipfile.ZIP_DEFLATED:
            yield Fault(entry.filename, "was packed by another program")
        if entry.extra or entry.comment:
            yield Fault(entry.filename, "carries notes of the program that packed it")
    if file.comment:
        yield Fault("", "the zip carries a comment")


def odd_xml(file: Opened) -> Iterator[Fault]:
    """Find XML that a reader may take for something else.

    A DOCTYPE, entities, another encoding than UTF-8, comments and processing instructions.
    """
    for name, root in file.trees.items():
        data, info = file.parts[name], root.getroottree().docinfo
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            yield Fault(name, "has a DOCTYPE")
        if (info.encoding or "UTF-8").upper() != "UTF-8" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield Fault(name, f"is written in {info.encoding}, not in UTF-8")
        if name.endswith(".svg"):
            continue
        tree = root.getroottree()
        if any(True for _ in tree.iter(etree.Comment)) or root.getprevious() is not None:
            yield Fault(name, "holds a comment")
        if any(True for _ in tree.iter(etree.ProcessingInstruction)):
            yield Fault(name, "holds a processing instruction")


def wrong_type(file: Opened) -> Iterator[Fault]:
    """Find parts whose content type is missing, doubled or not that of their kind."""
    root = file.tree("[Content_Types].xml")
    defaults = [(n.get("Extension", "").lower(), n.get("ContentType", ""))
                for n in root.iter("{*}Default")]  # fmt: skip
    overrides = [(n.get("PartName", "").lstrip("/"), n.get("ContentType", ""))
                 for n in root.iter("{*}Override")]  # fmt: skip
    for name, count in Counter(n for n, _ in (*defaults, *overrides)).items():
        if count > 1:
            yield Fault(name, "has two content types")
    ends, named = dict(defaults), dict(overrides)
    yield from (
        Fault(n, "has a content type, but is missing") for n in named if n not in file.parts
    )
    for name in file.parts:
        ending = name.rpartition(".")[2].lower()
        kind = named.get(name) or ends.get(ending, "")
        if name == "[Content_Types].xml":
            continue
        if not kind:
            yield Fault(name, "has no content type")
        elif "macro" in kind.lower() or "vba" in kind.lower() or "activex" in kind.lower():
            yield Fault(name, "is declared as code")
        elif (wanted := kind_of(name)) and kind != wanted:
            yield Fault(name, f"is declared as `{kind.rpartition('.')[2]}`")


def dangling_link(file: Opened) -> Iterator[Fault]:
    """Find relationships that lead nowhere, that nobody uses, or that are missing."""
    by_part: dict[str, set[str]] = {}
    for (part, name), count in Counter((link.part, link.id) for link in file.links).items():
        by_part.setdefault(part, set()).add(name)
        if count > 1:
            yield Fault(part, f"has two relationships `{name}`")
    for link in file.links:
        if not link.outside and link.path not in file.parts:
            yield Fault(link.part, f"leads to `{link.target}`, which is missing")
        if link.part and link.part not in file.parts:
            yield Fault(link.part, "has relationships, but is missing")
    reached = {link.path for link in file.links if not link.outside}
    for name in file.parts:
        if not name.endswith(".rels") and name not in reached and name != "[Content_Types].xml":
            yield Fault(name, "belongs to nothing")
    yield from _unshown(file, by_part)


def _unshown(file: Opened, known: dict[str, set[str]]) -> Iterator[Fault]:
    """Yield relationships that no element names, and names of relationships that are missing."""
    used = {part: _used(root) for part, root in file.trees.items() if not part.endswith(".rels")}
    for link in file.links:
        mentioned = link.kind in ("image", "hyperlink", "chart", "package", "header", "footer")
        if mentioned and link.id not in used.get(link.part, ()):
            yield Fault(link.part, f"leads to `{link.target}`, which nothing shows")
    for part, wanted in used.items():
        for name in sorted(wanted - known.get(part, set())):
            yield Fault(part, f"shows `{name}`, a relationship that is missing")


def outside_target(file: Opened) -> Iterator[Fault]:
    """Find what is fetched from elsewhere, and links that are no web, mail or phone address.

    A picture or a template from the web tells somebody who reads the file, and when.
    """
    for link in file.links:
        loose = "://" in link.target or link.target.lower().startswith(("file:", "\\\\", "//"))
        if (link.outside or loose) and link.kind != "hyperlink":
            yield Fault(link.part, f"fetches its {link.kind} from `{link.target[:60]}`")
        elif link.kind == "hyperlink" and not _SCHEMES.match(link.target):
            yield Fault(link.part, f"links to `{link.target[:60]}`")
        elif link.outside and _PRIVATE.search(link.target):
            yield Fault(link.part, f"links to `{link.target[:60]}`, which others cannot reach")
    for name, root in file.trees.items():
        if name.endswith(".svg"):
            yield from _fetching(name, root)


def _fetching(name: str, root: etree._Element) -> Iterator[Fault]:
    for node in root.iter("*"):
        kind = etree.QName(node).localname.lower()
        if kind in ("script", "foreignobject") or any(
            etree.QName(key).localname.lower().startswith("on") for key in map(str, node.keys())
        ):
            yield Fault(name, "holds a script")
        for key, value in node.items():
            away = etree.QName(str(key)).localname == "href" and not str(value).startswith("#")
            if (away and not str(value).startswith("data:image/")) or "url(http" in str(value):
                yield Fault(name, f"fetches `{str(value)[:60]}`")


def _used(root: etree._Element) -> set[str]:
    """Return the relationships that the elements of a part name."""
    return {
        str(value)
        for node in root.iter("*")
        for key, value in node.items()
        if str(key).startswith(_RELATED)
    }
