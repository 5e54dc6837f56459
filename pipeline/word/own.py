"""A designer's own reference.docx: its styles, faces and colours laid over those of the tokens.

Styles are matched by name, for a Word in another language gives them other ids; what the file
does not have stays as the tokens make it. Headers, settings and languages stay ours: they say
what a release is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.word.xml import SPACES, Element, drop, every, get, make, parse, put, tag, write

if TYPE_CHECKING:
    from pipeline.word.lint.opened import Opened

FILE = "reference.docx"
"""What the file of a theme is called."""

_STYLES, _FONTS, _THEME = "word/styles.xml", "word/fontTable.xml", "word/theme/theme1.xml"
_RUNS = ("vbaProject", "oleObject", "control", "aFChunk", "attachedTemplate", "subDocument")
_FACES = ("ascii", "hAnsi", "eastAsia", "cs")
_SHAPES = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
_ON_BAND = ("Title", "Subtitle", "Date")
"""Styles that stand on the band of the cover: their colour is the one that shows on it."""

_STRAY = ("w:rsid", "w:lang", "w:locked", "w:noProof")

_Problem = tuple[str, str]


def problems(data: bytes) -> Iterator[_Problem]:
    """Yield what is wrong with a reference.docx, each with what to do; never raises."""
    from pipeline.word.lint.opened import open_file  # with all rules: few themes bring such a file

    file = open_file(data)
    again = "save it in Word as a document (.docx), and put it in the theme"
    for fault in file.faults:
        yield (f"`{fault.part}` {fault.message}" if fault.part else fault.message), again
    if not file.faults and _STYLES not in file.trees:
        yield "it has no styles", again
    elif not file.faults:
        yield from _strange(file)


def _strange(file: Opened) -> Iterator[_Problem]:
    """Yield what a readable file has that no reference needs, and styles that cannot stand."""
    from pipeline.word.lint.marks import lost_style  # as above

    for name, part in file.parts.items():
        if b"<!DOCTYPE" in part:
            yield f"`{name}` has a DOCTYPE", "save it in Word once more"
    for link in file.links:
        if link.kind in _RUNS or (link.outside and link.kind != "hyperlink"):
            yield f"it brings along `{link.target[:60]}` ({link.kind})", "save it without"
    ids = [get(s, "w:styleId") for s in file.tree(_STYLES).iter(tag("w:style"))]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"it has two styles of the id `{name}`", "delete one of them in Word"
    for fault in lost_style(file):
        if fault.part == _STYLES and "names the style" not in fault.message:
            yield fault.message, "mend the style in Word, or delete it"


def laid_over(look: Mapping[str, bytes], data: bytes, *, han: bool) -> dict[str, bytes]:
    """Return the parts of the look with those of a sound reference.docx laid over them.

    In a ``han`` edition nothing slants: Han has no italics.
    """
    from pipeline.word.lint.opened import open_file  # as above

    file = open_file(data)
    made = dict(look)
    book = _styles(parse(look[_STYLES]), file)
    for slant in every(book, "w:i", "w:iCs") if han else ():
        drop(slant)
    made[_STYLES] = write(book)
    if _THEME in file.trees:
        made[_THEME] = _theme(deepcopy(file.tree(_THEME)), parse(look[_THEME]))
    made[_FONTS] = _fonts(parse(look[_FONTS]), file, book)
    return made


def _styles(ours: Element, file: Opened) -> Element:
    own, theirs = _named(ours), _named(file.tree(_STYLES))
    ids = {get(s, "w:styleId"): get(own[n], "w:styleId") if n in own else get(s, "w:styleId")
           for n, s in theirs.items()}  # fmt: skip
    used = set()
    for name, style in theirs.items():
        if name in own and get(style, "w:type") == get(own[name], "w:type"):
            used |= _reshape(own[name], style, ids)
    taken = {get(s, "w:styleId") for s in own.values()}
    by_id = {get(s, "w:styleId"): s for s in theirs.values()}
    while wanted := {u for u in used if u in by_id} - taken:
        for name in sorted(wanted):
            added = _clean(deepcopy(by_id[name]))
            used |= _renamed(added, ids)
            ours.append(added)
            taken.add(name)
    for style in every(ours, "w:style"):
        for link in [n for n in style if n.tag in (tag("w:link"), tag("w:next"))]:
            if get(link) not in taken:
                drop(link)
    return ours


def _reshape(style: Element, theirs: Element, ids: Mapping[str, str]) -> set[str]:
    """Give a style the looks of another; return the styles that it now stands on."""
    color = style.find(f"{tag('w:rPr')}/{tag('w:color')}")
    pitch = style.find(f"{tag('w:pPr')}/{tag('w:spacing')}")
    for old in [n for n in style if etree.QName(n).localname in (*_SHAPES, "basedOn")]:
        drop(old)
    found = _clean(deepcopy(theirs))
    base = found.find(tag("w:basedOn"))
    if base is not None:
        style.insert(1, base)
    shapes = [n for n in found if etree.QName(n).localname in _SHAPES]
    style.extend(sorted(shapes, key=lambda n: _SHAPES.index(etree.QName(n).localname)))
    if get(style, "w:styleId") in _ON_BAND and color is not None:
        put(_held(style), color)
        for line in style.findall(f"{tag('w:pPr')}/{tag('w:pBdr')}"):
            drop(line)
    if get(style, "w:styleId") == "Normal" and pitch is not None:
        _pitched(style, pitch)
    return _renamed(style, ids)


def _held(style: Element) -> Element:
    """Return the letters of a style; make them if it says nothing of letters."""
    found = style.find(tag("w:rPr"))
    if found is None:
        found = make("w:rPr")
        style.append(found)
    return found


def _pitched(style: Element, pitch: Element) -> None:
    """Keep the line pitch of the tokens, unless the designer set one as exactly."""
    properties = style.find(tag("w:pPr"))
    if properties is None:
        properties = make("w:pPr")
        shapes = [n for n in style if etree.QName(n).localname in _SHAPES]
        style.insert(style.index(shapes[0]) if shapes else len(style), properties)
    old = properties.find(tag("w:spacing"))
    if get(old, "w:lineRule") not in ("exact", "atLeast"):
        line = make("w:spacing") if old is None else old
        for key in ("w:line", "w:lineRule"):
            line.set(tag(key), get(pitch, key))
        put(properties, line)


def _renamed(style: Element, ids: Mapping[str, str]) -> set[str]:
    found = set()
    for local in ("basedOn", "next", "link"):
        node = style.find(tag(f"w:{local}"))
        if node is not None:
            node.set(tag("w:val"), ids.get(get(node), get(node)))
            found |= {get(node)} if local == "basedOn" else set()
    return found


def _clean(node: Element) -> Element:
    """Return an element without what is not of the format's first edition, and traces."""
    for inner in list(node.iter("*")):
        if etree.QName(inner).namespace != SPACES["w"]:
            drop(inner)
        for key in list(map(str, inner.keys())):
            if etree.QName(key).namespace != SPACES["w"]:
                del inner.attrib[key]
    for stray in every(node, *_STRAY, "w:numPr"):
        drop(stray)
    return node


def _theme(theirs: Element, ours: Element) -> bytes:
    """Return a theme part whose faces for East Asian text are named."""
    for kind in ("a:majorFont", "a:minorFont"):
        font, own = theirs.find(f".//{kind}", SPACES), ours.find(f".//{kind}", SPACES)
        for part in ("a:ea", "a:cs"):
            there = font.find(part, SPACES) if font is not None else None
            here = own.find(part, SPACES) if own is not None else None
            if there is not None and here is not None and not there.get("typeface"):
                there.set("typeface", here.get("typeface", ""))
    return write(theirs)


def _fonts(ours: Element, file: Opened, book: Element) -> bytes:
    """Return the table of fonts with those of the designer: all that his styles name."""
    known = {get(n, "w:name") for n in ours}
    for font in file.tree(_FONTS).iter(tag("w:font")):
        if get(font, "w:name") not in known:
            added = _clean(deepcopy(font))
            for part in list(added):
                if re.match("embed|sig", etree.QName(part).localname):
                    drop(part)
            ours.append(added)
            known.add(get(font, "w:name"))
    named = {get(n, f"w:{key}") for n in book.iter(tag("w:rFonts")) for key in _FACES}
    ours.extend(
        make("w:font", make("w:charset", val="00"), name=n) for n in sorted(named - known - {""})
    )
    return write(ours)


def _named(book: Element) -> dict[str, Element]:
    """Return the styles of a book by their names in small letters."""
    return {get(s.find(tag("w:name"))).lower(): s for s in book.iter(tag("w:style"))}
