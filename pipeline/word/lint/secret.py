"""Rules about what must not travel: code, revisions, hidden words, traces of the house."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipeline.word.lint.opened import Fault, Opened, near, text_of
from pipeline.word.xml import get, tag

_ACTIVE = re.compile(
    r"vbaProject|vbaData|activeX|oleObject|attachedToolbars|customUI|\.bin$|\.exe$|\.js$|\.html?$"
    r"|macros/|printerSettings|customXml/|_xmlsignatures|webextensions|taskpanes",
    re.IGNORECASE,
)
_ACTIVE_KINDS = ("vbaProject", "oleObject", "control", "aFChunk", "attachedTemplate", "frame",
                 "subDocument", "mailMergeSource", "customXml", "package", "keyMapCustomizations",
                 "activeXControlBinary", "webSettings")  # fmt: skip
_ACTIVE_MARKS = ("altChunk", "object", "control", "subDoc", "movie", "pict", "dde", "bgSound",
                 "scriptAnchor", "contentPart", "mailMerge", "attachedTemplate", "customXml",
                 "docVars", "smartTag", "attachedSchema", "saveThroughXslt")  # fmt: skip
_REVISIONS = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange",
              "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange",
              "cellIns", "cellDel", "cellMerge", "delText", "delInstrText", "moveFromRangeStart",
              "moveToRangeStart", "customXmlInsRangeStart", "trackRevisions",
              "tblPrExChange")  # fmt: skip
_REMARKS = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef",
            "permStart", "permEnd", "proofErr")  # fmt: skip
_PATHS = re.compile(
    rb"(?:^|[\s\"'>=(])(?:/(?:tmp|home|root|Users|work|mnt|opt|srv|var|private|build|builds)/"
    rb"|[A-Za-z]:[\\/]|\\\\[A-Za-z0-9])|file:/|localhost|127\.0\.0\.1|%USERPROFILE%|AppData"
)
_TRACES = re.compile("rsid|author|initials|lastModifiedBy", re.IGNORECASE)
_PROPERTIES = ("lastModifiedBy", "Manager", "Company", "Template", "TotalTime", "HyperlinkBase",
               "lastPrinted", "contentStatus", "revision")  # fmt: skip
_OWN_PROGRAM = "Microsoft Office Word"
_LEFT = re.compile(
    r"\{\{?[a-z_][a-z0-9_.]*\}?\}|</?[a-z]+\d?/?>|\$[a-z]+\$|\*\*|\[\^|^:::|&(?:amp|lt|gt|quot|#\d+);"
    r"|\{#|\]\(|\b(?:TODO|FIXME|Lorem ipsum)\b|Error! "
)
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufffd\ue000-\uf8ff\x00-\x08]")
_CODE = ("SourceCode", "VerbatimChar")
_SMALLEST = 8
"""The size in half points below which letters cannot be meant to be read."""


def active_content(file: Opened) -> Iterator[Fault]:
    """Find what runs or is fetched when the file is opened.

    Macros, ActiveX, OLE objects, foreign chunks, mail merge, templates, foreign XML; the only
    files inside a file of ours are the workbooks of its charts.
    """
    for name in file.parts:
        if _ACTIVE.search(name):
            yield Fault(name, "is code, or a file inside the file")
    for link in file.links:
        book = link.part.startswith("word/charts/") and link.kind == "package"
        if link.kind in _ACTIVE_KINDS and not book:
            yield Fault(link.part, f"has a {link.kind}")
    marks = [tag(f"w:{name}") for name in _ACTIVE_MARKS]
    for name, root in file.trees.items():
        found = {etree.QName(node).localname for node in root.iter(*marks)}
        yield from (Fault(name, f"holds `w:{mark}`") for mark in sorted(found))
        if name.startswith("word/") and any(
            True for _ in root.iter("{urn:schemas-microsoft-com:vml}*")
        ):
            yield Fault(name, "holds a drawing of the old kind (VML)")


def tracked_change(file: Opened) -> Iterator[Fault]:
    """Find insertions, deletions, comments and permissions: an edition is finished."""
    revisions = [tag(f"w:{name}") for name in _REVISIONS]
    remarks = [tag(f"w:{name}") for name in _REMARKS]
    for name, root in file.trees.items():
        for node in root.iter(*revisions, *remarks):
            kind = "a comment" if node.tag in remarks else "a tracked change"
            yield Fault(name, f"holds {kind}, `w:{etree.QName(node).localname}`")
        if re.search(r"word/(comments|people)", name):
            yield Fault(name, "holds comments")


def hidden_text(file: Opened) -> Iterator[Fault]:
    """Find words that a reader does not see: hidden, white or tiny letters, unseen characters."""
    for name, root in file.texts.items():
        for run in root.iter(tag("w:r")):
            yield from _unseen(name, run, file)
            if found := _UNSEEN.search(text_of(run)):
                yield Fault(name, f"holds U+{ord(found[0]):04X} in {near(run)}")


def leftover_markup(file: Opened) -> Iterator[Fault]:
    """Find what a template, a catalog or Markdown left behind: `{fact}`, `<em>`, `**`."""
    for name, root in file.texts.items():
        for paragraph in root.iter(tag("w:p")):
            if found := _LEFT.search(_prose(paragraph)):
                yield Fault(name, f"says `{found[0]}` in {near(paragraph)}")


def _unseen(name: str, run: etree._Element, file: Opened) -> Iterator[Fault]:
    properties = run.find(tag("w:rPr"))
    if file.sets(run, "w:vanish") or file.sets(run, "w:webHidden"):
        yield Fault(name, f"hides {near(run)}")
    if properties is None or not text_of(run).strip():
        return
    color = get(properties.find(tag("w:color"))).upper()
    if color in ("FFFFFF", "FEFEFE"):
        yield Fault(name, f"sets {near(run)} white on white")
    size = get(properties.find(tag("w:sz")))
    if size.isdigit() and int(size) < _SMALLEST:
        yield Fault(name, f"sets {near(run)} too small to be read")


def _prose(paragraph: etree._Element) -> str:
    """Return the text of a paragraph without what is code."""
    if get(paragraph.find(f"{tag('w:pPr')}/{tag('w:pStyle')}")) in _CODE:
        return ""
    runs = (
        r for r in paragraph.iter(tag("w:r"))
        if get(r.find(f"{tag('w:rPr')}/{tag('w:rStyle')}")) not in _CODE
    )  # fmt: skip
    return "".join(map(text_of, runs))


def leaked_trace(file: Opened) -> Iterator[Fault]:
    """Find what tells of the machine or the people that made the file.

    Paths, names of users, hosts, revision numbers and editing times, in every part, in the
    workbooks of charts and in the notes inside pictures.
    """
    for name, data in _everything(file):
        if found := _PATHS.search(data if not _pixels(name) else b""):
            yield Fault(
                name, f"names `{found[0].decode('latin-1').strip()}`, a place on a machine"
            )
        if _pixels(name) and re.search(
            rb"tEXt|iTXt|zTXt|eXIf|Exif\0|http://ns.adobe.com/xap", data
        ):
            yield Fault(name, "carries notes of the program that drew it")
    for name, root in file.trees.items():
        marks = {
            etree.QName(str(key)).localname
            for node in root.iter("*")
            for key in map(str, node.keys())
            if _TRACES.match(etree.QName(key).localname)
        }
        yield from (Fault(name, f"carries `{mark}`") for mark in sorted(marks))
        if name == "word/settings.xml" and any(True for _ in root.iter(tag("w:rsids"))):
            yield Fault(name, "carries `rsids`")
        if name.startswith("docProps/"):
            yield from _properties(name, root)


def _properties(name: str, root: etree._Element) -> Iterator[Fault]:
    for node in root.iter("*"):
        local = etree.QName(node).localname
        if local in _PROPERTIES and (node.text or "").strip():
            yield Fault(name, f"says `{local}`: {(node.text or '').strip()[:30]}")
        if local == "Application" and node.text != _OWN_PROGRAM:
            yield Fault(name, f"says that {node.text} made it")
    if name.endswith("custom.xml"):
        yield Fault(name, "carries properties that nobody asked for")


def _everything(file: Opened) -> Iterator[tuple[str, bytes]]:
    for name, data in file.parts.items():
        yield name, data
        if name.endswith(".xlsx"):
            try:
                with zipfile.ZipFile(io.BytesIO(data)) as book:
                    yield from ((f"{name}/{n}", book.read(n)) for n in book.namelist()[:50])
            except (zipfile.BadZipFile, OSError, ValueError):
                continue


def _pixels(name: str) -> bool:
    return name.endswith((".png", ".jpg", ".jpeg", ".gif"))
