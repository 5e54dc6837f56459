"""XML, written as text and read with care.

What is read comes from strangers: no document type with declarations of its own, no entities
but XML's five, no network, no schema fetched, nothing larger than 50 MB, nothing deeper than
the parser's own limit. What is written is the same bytes for the same values.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from pipeline.diagnostics import fatal
from pipeline.model import Place

Element: TypeAlias = etree._Element
LARGEST_BYTES = 50_000_000
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_HOSTILE = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.I)
_CHARSETS = ("utf-8", "utf-16", "ascii", "iso8859-1", "cp1252", "gb18030", "gbk", "gb2312")


def words(text: str) -> str:
    """Return text as XML content."""
    return escape(text, {"\r": "&#13;"})


def element(name: str, attributes: Mapping[str, str], inside: str | None = None) -> str:
    """Return an element around written XML; attributes that are empty are left out."""
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items() if value)
    return f"<{name}{said}/>" if inside is None else f"<{name}{said}>{inside}</{name}>"


def block(name: str, attributes: Mapping[str, str], *lines: str) -> str:
    """Return an element whose children stand on lines of their own; empty lines are left out."""
    inside = "\n".join(line for line in lines if line)
    if not inside:
        return element(name, attributes)
    return element(name, attributes, f"\n{inside}\n")


def document(root: str) -> bytes:
    """Return the bytes of a whole document."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()


def read(data: bytes, path: str) -> Element:
    """Return the root of a document; raise PipelineError where it is broken or hostile."""
    place = Place(path)
    if len(data) > LARGEST_BYTES:
        message = f"the file is larger than {LARGEST_BYTES // 1_000_000} MB"
        raise fatal("exchange-too-large", place, message, "split it")
    text = _DECLARATION.sub("", _decoded(data, place)).lstrip("\ufeff")
    if _HOSTILE.search(text):
        message = "the file declares entities or a document type of its own"
        raise fatal("exchange-hostile", place, message, "export it again without a DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as reason:
        line = reason.lineno or 0
        said = (reason.msg or "no element found").partition(", line ")[0]
        hint = "export it again from the tool that wrote it"
        raise fatal("exchange-syntax", Place(path, line), f"broken XML: {said}", hint) from reason
    except ValueError as reason:
        raise fatal("exchange-syntax", place, f"broken XML: {reason}") from reason


def local(node: Element) -> str:
    """Return the name of an element without its namespace; empty for what is none."""
    return etree.QName(node).localname if node.tag.__class__ is str else ""


def children(node: Element, *names: str) -> list[Element]:
    """Return the children of these names, in order."""
    return [child for child in node if local(child) in names]


def inner(node: Element) -> str:
    """Return all the text inside an element."""
    return "".join(str(text) for text in node.itertext())


def line(node: Element) -> int:
    """Return the line of an element; 0 where the parser lost count."""
    found: Any = node.sourceline
    return int(found or 0)


def _decoded(data: bytes, place: Place) -> str:
    charset = "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        charset = "utf-16"
    elif found := _DECLARED.match(data.removeprefix(codecs.BOM_UTF8)):
        charset = found[1].decode("ascii")
    try:
        known = codecs.lookup(charset).name in _CHARSETS
        text = data.decode(charset) if known else ""
    except (LookupError, UnicodeError):
        known, text = False, ""
    if not known:
        message = f"the file is not text in {charset}"
        raise fatal("exchange-charset", place, message, "save it as UTF-8")
    return text
