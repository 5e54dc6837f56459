"""What a Word file must not bring along: macros, objects, parts from elsewhere, fields that run.

Hyperlinks are read and never followed, so any address may stand in one but a script; whether an
edited link is taken over is decided where the edit is.

Source: the relationship types of ECMA-376 part 1 and [MS-OFFMACRO2]; the fields that the
advisories on DDE (ADV170021) and on remote templates (T1221) speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, error
from pipeline.model import Place
from pipeline.word.lint.opened import Link, Opened
from pipeline.word.xml import Element, get, tag

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MACROS = re.compile(r"vbaproject|vbadata|macroenabled", re.IGNORECASE)
_OBJECTS = ("oleObject", "control", "activeXControlBinary", "attachedToolbars")
_PARTS = ("aFChunk", "subDocument", "frame", "attachedTemplate")
_RUNS = (
    "DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "EMBED",
    "DATABASE", "MACROBUTTON", "CONTROL", "HTMLCONTROL", "HTMLACTIVEX", "RD", "PRINT",
)  # fmt: skip
"""Fields that fetch, embed or run something."""

_SCRIPT = re.compile(r"\s*((java|vb|live)?script|data|ms-[a-z-]+):", re.IGNORECASE)
_RUN_LINK = re.compile(rf"\"{_SCRIPT.pattern}", re.IGNORECASE)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]+:|\\\\|//", re.IGNORECASE)
_FIELD = ("w:fldChar", "w:instrText", "w:delInstrText", "w:fldSimple")
_OTHER = "ask the sender for a file without it"


def hazards(file: Opened, place: Place) -> Iterator[Diagnostic]:
    """Yield every reason not to read a file whose zip and XML are sound."""
    main = text_of(file)
    yield from _kind(file, main, place)
    for link in file.links:
        yield from _link(link, place)
    for name, root in file.trees.items():
        if not name.endswith(".rels"):
            yield from _active(name, root, place)


def text_of(file: Opened) -> str:
    """Return the name of the part that holds the text, or nothing."""
    found = (link for link in file.links if link.kind == "officeDocument" and not link.part)
    return next((link.path for link in found if link.path in file.trees), "")


def _kind(file: Opened, main: str, place: Place) -> Iterator[Diagnostic]:
    """Yield why a file is another kind of file."""
    listed = file.tree("[Content_Types].xml").iter("{*}Override", "{*}Default")
    types = {n.get("PartName", n.get("Extension", "")): n.get("ContentType", "") for n in listed}
    told = [*file.parts, *types.values()]
    kind = types.get(f"/{main}", "")
    if any(_MACROS.search(name) for name in told):
        yield error("macros", place, "the file has macros", "save it as .docx, without macros")
    elif main and file.trees[main].tag == f"{{{_STRICT}}}document":
        hint = "save it as “Word document (.docx)”, not as “Strict Open XML”"
        yield error("not-a-word-file", place, "the file is in the strict form of .docx", hint)
    elif not main or file.trees[main].tag != tag("w:document") or kind not in (_MAIN, ""):
        hint = "open it in Word and save it as a document (.docx)"
        yield error("not-a-word-file", place, "the file is no Word document (.docx)", hint)


def _link(link: Link, place: Place) -> Iterator[Diagnostic]:
    shown, where = f"`{link.target[:60]}`", f"`{link.part or 'the file'}`"
    if link.kind in _OBJECTS:
        yield error("embedded-object", place, f"{where} embeds an object ({link.kind})", _OTHER)
    elif link.kind == "hyperlink":
        if _SCRIPT.match(link.target):
            yield error("unsafe-link", place, f"{where} has a link that runs: {shown}", _OTHER)
    elif link.kind in _PARTS or link.outside or _OUTSIDE.match(link.target):
        message = f"{where} brings something along from elsewhere ({link.kind}): {shown}"
        yield error("external-part", place, message, _OTHER)


def _active(name: str, root: Element, place: Place) -> Iterator[Diagnostic]:
    """Yield what is active in the text of a part."""
    for code in _codes(root):
        first = code.split()[:1]
        if first and first[0].upper().strip('"\\') in _RUNS:
            message = f"`{name}` has a field that fetches or runs something: `{code[:60]}`"
            yield error("active-field", place, message, _OTHER)
        elif not first:
            message = f"`{name}` has a field whose name is put together by other fields"
            yield error("active-field", place, message, _OTHER)
        elif first[0].upper() == "HYPERLINK" and _RUN_LINK.search(code):
            message = f"`{name}` has a link that runs: `{code[:60]}`"
            yield error("unsafe-link", place, message, _OTHER)
    yield from _objects(name, root, place)


def _objects(name: str, root: Element, place: Place) -> Iterator[Diagnostic]:
    for node in root.iter("{*}OLEObject", tag("w:control"), tag("w:altChunk"), "{*}imagedata"):
        local = str(node.tag).rpartition("}")[2]
        if local == "altChunk":
            yield error("external-part", place, f"`{name}` includes another document", _OTHER)
        elif local != "imagedata":
            yield error("embedded-object", place, f"`{name}` embeds an object ({local})", _OTHER)
        elif found := [v for v in map(str, node.values()) if _OUTSIDE.match(v)]:
            message = f"`{name}` shows a picture from elsewhere: `{found[0][:60]}`"
            yield error("external-part", place, message, _OTHER)


def _codes(root: Element) -> Iterator[str]:
    """Yield the code of every field, without those of the fields in it.

    An empty code means that another field stands where the name should.
    """
    open_: list[tuple[list[str], list[bool]]] = []
    for node in root.iter(*map(tag, _FIELD)):
        if node.tag == tag("w:fldSimple"):
            yield get(node, "w:instr").strip() or "(none)"
        elif node.tag != tag("w:fldChar"):
            if open_ and not open_[-1][1]:
                open_[-1][0].append(node.text or "")
        else:
            yield from _turned(get(node, "w:fldCharType"), open_)


def _turned(kind: str, open_: list[tuple[list[str], list[bool]]]) -> Iterator[str]:
    """Follow the beginning, the middle or the end of a field; yield the code it finishes."""
    if kind == "begin":
        if open_ and not open_[-1][1]:
            open_[-1][0].append("\0")
        open_.append(([], []))
    elif open_ and kind in ("separate", "end"):
        code, told = open_[-1]
        if not told:
            told.append(True)
            words = "".join(code).strip()
            yield "" if words.startswith("\0") else words.replace("\0", " ") or "(none)"
        if kind == "end":
            open_.pop()
