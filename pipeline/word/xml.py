"""Elements of OOXML: made, found, and put where the schema wants them.

Word refuses a file whose properties stand in the wrong order, so ``put`` knows the order of
every kind of property element that we touch. Names are written with their usual prefixes.

Source: ECMA-376, part 1, annex A; the namespaces of [MS-DOCX] for decoration and SVG.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "ep": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}

_ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct"
    " topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind"
    " contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss"
    " imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs"
    " highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish"
    " oMath",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize"
    " tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"
    " tblDescription",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection"
    " tcFitText vAlign hideMark",
}  # fmt: skip
_RANK = {
    holder: {name: rank for rank, name in enumerate(names.split())}
    for holder, names in _ORDER.items()
}
_BARE = ("pr", "ct", "ep", "s")
"""Vocabularies whose parts are written without prefixes: old readers expect that."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@cache
def tag(name: str) -> str:
    """Return a prefixed name as lxml wants it."""
    prefix, _, local = name.rpartition(":")
    return f"{{{SPACES[prefix]}}}{local}" if prefix else local


def make(name: str, /, *children: Element | str, **attributes: str | float) -> Element:
    """Make an element; an attribute ``val`` of a ``w:`` element is ``w:val``.

    A text among the children is the content. Write ``xml_space`` or ``r_embed`` for an
    attribute of another namespace.
    """
    prefix, spaces = _spaces(name)
    node = etree.Element(tag(name), nsmap=spaces)
    for key, value in attributes.items():
        node.set(_attribute(key, prefix), str(value))
    for child in children:
        if isinstance(child, str):
            node.text = child
        else:
            node.append(child)
    return node


def props(name: str, *children: Element | None) -> Element:
    """Make a property element such as ``w:pPr``, its children in the order of the schema."""
    node = make(name)
    for child in children:
        if child is not None:
            put(node, child)
    return node


def put(holder: Element, child: Element) -> Element:
    """Put a property where the schema wants it, in the place of an older one of its name."""
    rank = _RANK.get(_short(holder), {})
    own = rank.get(_local(child), len(rank))
    for old in holder.findall(child.tag):
        holder.remove(old)
    after = sum(rank.get(_local(other), len(rank)) <= own for other in holder)
    holder.insert(after, child)
    return child


def need(parent: Element, name: str) -> Element:
    """Return the property element of a paragraph, run or cell; make it, first, if absent."""
    found = parent.find(tag(name))
    if found is None:
        found = make(name)
        parent.insert(0, found)
    return found


def get(node: Element | None, key: str = "w:val") -> str:
    """Return an attribute, or an empty text if there is no such node or attribute."""
    return (node.get(tag(key)) or "") if node is not None else ""


def value(parent: Element, path: str) -> str:
    """Return the ``w:val`` at a path such as ``w:pPr/w:pStyle``, or an empty text."""
    return get(parent.find(path, SPACES))


def text_of(node: Element) -> str:
    """Return the letters of a run, a paragraph or a part."""
    return "".join(t.text or "" for t in node.iter(tag("w:t")))


def every(root: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of these names, in order; the tree may be changed meanwhile."""
    yield from list(root.iter(*(tag(name) for name in names)))


def drop(node: Element) -> None:
    """Take an element out of its tree."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def parse(data: bytes) -> Element:
    """Return the root of an XML part; entities stay closed, nothing is fetched."""
    return etree.fromstring(data, _PARSER)


def write(root: Element) -> bytes:
    """Return an XML part as bytes, with every namespace declared at its root."""
    etree.cleanup_namespaces(root, top_nsmap=_used(root))
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _used(root: Element) -> dict[str, str]:
    names = {name for node in root.iter("*") for name in (node.tag, *node.keys())}
    named = {str(name)[1:].rpartition("}")[0] for name in names}
    return {k: v for k, v in SPACES.items() if v in named and k not in ("xml", *_BARE)}


@cache
def _spaces(name: str) -> tuple[str, dict[Any, str]]:
    """Return the prefix of a name, and how its namespace is declared."""
    prefix = name.partition(":")[0]
    return prefix, {None if prefix in _BARE else prefix: SPACES[prefix]}


@cache
def _attribute(key: str, prefix: str) -> str:
    space, mark, local = key.rpartition("_")
    if mark and space in SPACES:
        return tag(f"{space}:{local}")
    return tag(f"w:{key}") if prefix == "w" else key


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _short(node: Element) -> str:
    space, _, local = str(node.tag).rpartition("}")
    return f"w:{local}" if space[1:] == SPACES["w"] else ""
