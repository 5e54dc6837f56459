"""TMX 1.4b: paired codes are ``<bpt>`` and ``<ept>``, empty ones and facts ``<ph>``.

Each holds what our message text says there, so that another tool shows it and we know it
again. Only finished translations are written: other tools take all they read here for certain.
Source: TMX 1.4b, the LISA OSCAR standard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from pipeline import __version__
from pipeline.exchange import codes, markup
from pipeline.exchange.codes import Code, Ids, Piece, Token
from pipeline.exchange.markup import Element
from pipeline.exchange.units import Dossier, Unit
from pipeline.languages import speaks, tag
from pipeline.model import Locale

_CONTEXT, _WAS, _RELEASE = "x-context", "x-was", "x-release"
_TYPES = {"em": "italic", "strong": "bold", "u": "underlined", "br": "lb", "img": "image"}
_XML = "{http://www.w3.org/XML/1998/namespace}lang"


def write(dossier: Dossier) -> bytes:
    """Return the bytes of a TMX 1.4 file."""
    header = markup.block(
        "header",
        {
            "creationtool": "diglot",
            "creationtoolversion": __version__,
            "segtype": "block",
            "o-tmf": "PO",
            "adminlang": "en",
            "srclang": tag(dossier.source),
            "datatype": "x-diglot",
            "creationdate": f"{dossier.date.replace('-', '')}T000000Z" if dossier.date else "",
        },
        _prop(_RELEASE, dossier.slug),
    )
    units = (_unit(unit, dossier) for unit in dossier.units if unit.state == "translated")
    body = markup.block("body", {}, *units)
    return markup.document(markup.block("tmx", {"version": "1.4"}, header, body))


def read(root: Element, source: Locale) -> Iterator[Unit]:
    """Yield a unit for every translation of a text in the language of ``source``."""
    releases = [_properties(header) for header in markup.children(root, "header")]
    release = next((props.get(_RELEASE, "") for props in releases), "")
    for node in root.iter("tu"):
        versions = markup.children(node, "tuv")
        ours = next((tuv for tuv in versions if speaks(_language(tuv), source)), None)
        for version in versions:
            if ours is not None and version is not ours:
                yield _read(node, ours, version, release)


def _unit(unit: Unit, dossier: Dossier) -> str:
    said = [*unit.notes, *unit.comments]
    return markup.block(
        "tu",
        {"tuid": unit.id},
        *(markup.element("note", {}, markup.words(note)) for note in said),
        _prop(_CONTEXT, unit.context) if unit.context else "",
        _version(unit.source, dossier.source),
        _version(
            unit.target,
            dossier.locale,
            _prop(_WAS, unit.was) if unit.was else "",
        ),
    )


def _version(text: str, locale: Locale, *properties: str) -> str:
    content = _content(codes.pieces(text), Ids(), count(1))
    return markup.block(
        "tuv", {"xml:lang": tag(locale)}, *properties, markup.element("seg", {}, content)
    )


def _prop(kind: str, value: str) -> str:
    return markup.element("prop", {"type": kind}, markup.words(value))


def _content(parts: Sequence[Piece], ids: Ids, numbers: Iterator[int]) -> str:
    return "".join(
        markup.words(part) if isinstance(part, str) else _code(part, ids, numbers)
        for part in parts
    )


def _code(code: Code, ids: Ids, numbers: Iterator[int]) -> str:
    name = code.name.rstrip("0123456789")
    kind = {"type": "fact" if code.fact else _TYPES.get(name, name)}
    opening = markup.words(code.opening)
    if code.inside is None:
        return markup.element("ph", kind, opening)
    number = str(next(numbers))
    return (
        markup.element("bpt", {"i": number} | kind, opening)
        + _content(code.inside, ids, numbers)
        + markup.element("ept", {"i": number}, markup.words(code.closing))
    )


def _read(node: Element, ours: Element, version: Element, release: str) -> Unit:
    said = _properties(node)
    return Unit(
        _segment(ours),
        _segment(version),
        context=said.get(_CONTEXT, ""),
        state="translated",
        was=_properties(version).get(_WAS, ""),
        release=release,
        language=_language(version),
        key=node.get("tuid", ""),
        line=markup.line(node),
    )


def _properties(node: Element) -> dict[str, str]:
    return {prop.get("type", ""): markup.inner(prop) for prop in markup.children(node, "prop")}


def _language(version: Element) -> str:
    return version.get(_XML, "") or version.get("lang", "")


def _segment(version: Element) -> str:
    return codes.told(
        part for segment in markup.children(version, "seg") for part in _parts(segment, {})
    )


def _parts(node: Element, pairs: dict[str, str]) -> Iterator[str | Token]:
    yield node.text or ""
    for child in node:
        word = markup.inner(child)
        match markup.local(child):
            case "bpt":
                name = pairs[child.get("i", "")] = codes.name(word, "")
                yield codes.opening(name)
            case "ept":
                yield codes.closing(pairs.get(child.get("i", "")) or codes.name(word, ""))
            case "ph" | "it" | "ut":
                yield codes.empty(codes.name(word, ""))
            case _:  # highlighting: only its text is the translation's
                yield from _parts(child, pairs)
        yield child.tail or ""
