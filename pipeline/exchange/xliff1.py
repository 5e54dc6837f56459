"""XLIFF 1.2: paired codes are ``<g>``, empty tags ``<x/>``, facts ``<ph>`` with their name.

A finished translation is ``translated`` and approved; a fuzzy one ``needs-review-translation``.
Source: OASIS XLIFF 1.2, strict schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.exchange import codes, markup
from pipeline.exchange.codes import Code, Ids, Piece, Token
from pipeline.exchange.markup import Element
from pipeline.exchange.units import Dossier, State, Unit
from pipeline.languages import tag

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_STATES = {"new": "new", "fuzzy": "needs-review-translation", "translated": "translated"}
_TYPES = {"em": "italic", "strong": "bold", "u": "underlined", "link": "link", "br": "lb"}
_WAS = "was:"


def write(dossier: Dossier) -> bytes:
    """Return the bytes of an XLIFF 1.2 file."""
    file = {
        "original": dossier.path,
        "source-language": tag(dossier.source),
        "target-language": tag(dossier.locale),
        "datatype": "po",
        "date": f"{dossier.date}T00:00:00Z" if dossier.date else "",
        "product-name": dossier.slug,
    }
    body = markup.block("body", {}, *map(_unit, dossier.units))
    root = {"xmlns": NAMESPACE, "version": "1.2"}
    return markup.document(markup.block("xliff", root, markup.block("file", file, body)))


def read(root: Element) -> Iterator[Unit]:
    """Yield the units of an XLIFF 1.2 file."""
    for file in markup.children(root, "file"):
        for node in file.iter(f"{{{NAMESPACE}}}trans-unit"):
            sources, targets = markup.children(node, "source"), markup.children(node, "target")
            extra = node.get("extradata", "")
            yield Unit(
                codes.told(part for text in sources for part in _parts(text)),
                codes.told(part for text in targets for part in _parts(text)),
                context=node.get("resname", ""),
                state=_state(node, targets),
                was=extra.removeprefix(_WAS) if extra.startswith(_WAS) else "",
                release=file.get("product-name", ""),
                language=file.get("target-language", ""),
                key=node.get("id", ""),
                line=markup.line(node),
            )


def _unit(unit: Unit) -> str:
    done = unit.state == "translated"
    attributes = {
        "id": unit.id,
        "resname": unit.context,
        "approved": "yes" if done else "no",
        "xml:space": "preserve",
        "extradata": _WAS + unit.was if unit.was else "",
    }
    texts = [markup.element("source", {}, _content(codes.pieces(unit.source), Ids(), unit))]
    if unit.target:
        target = _content(codes.pieces(unit.target), Ids(), unit)
        texts.append(markup.element("target", {"state": _STATES[unit.state]}, target))
    places = (_place(place) for place in unit.places)
    notes = (_note("developer", note) for note in unit.notes)
    comments = (_note("translator", comment) for comment in unit.comments)
    return markup.block("trans-unit", attributes, *texts, *places, *notes, *comments)


def _note(author: str, text: str) -> str:
    return markup.element("note", {"from": author}, markup.words(text))


def _place(place: str) -> str:
    path, _, line = place.rpartition(":")
    if not line.isdigit():
        path, line = place, ""
    file = markup.element("context", {"context-type": "sourcefile"}, markup.words(path))
    row = markup.element("context", {"context-type": "linenumber"}, line) if line else ""
    return markup.block("context-group", {"purpose": "location"}, file, row)


def _content(parts: Sequence[Piece], ids: Ids, unit: Unit) -> str:
    return "".join(
        markup.words(part) if isinstance(part, str) else _code(part, ids, unit) for part in parts
    )


def _code(code: Code, ids: Ids, unit: Unit) -> str:
    kind = "x-fact" if code.fact else _type(code)
    attributes = {"id": ids.of(code), "ctype": kind}
    if code.inside is not None:
        return markup.element("g", attributes, _content(code.inside, ids, unit))
    if code.fact:
        return markup.element("ph", attributes, markup.words(code.name))
    attributes["equiv-text"] = unit.shown.get(code.opening, "")
    return markup.element("x", attributes)


def _type(code: Code) -> str:
    name = code.name.rstrip("0123456789")
    return "image" if name == "img" else _TYPES.get(name, f"x-{name}")


def _parts(node: Element) -> Iterator[str | Token]:
    yield node.text or ""
    for child in node:
        identity = child.get("id", "")
        match markup.local(child):
            case "g":
                name = codes.name("", identity)
                yield codes.opening(name)
                yield from _parts(child)
                yield codes.closing(name)
            case "x":
                yield codes.empty(codes.name("", identity))
            case "ph" | "it":
                yield codes.empty(codes.name(markup.inner(child), identity))
            case "bx" | "bpt":
                yield codes.opening(codes.name(_text(child), child.get("rid", identity)))
            case "ex" | "ept":
                yield codes.closing(codes.name(_text(child), child.get("rid", identity)))
            case _:
                yield from _parts(child)
        yield child.tail or ""


def _text(node: Element) -> str:
    return markup.inner(node)


def _state(unit: Element, targets: Sequence[Element]) -> State:
    state = next((text.get("state", "") for text in targets), "")
    if state.startswith(("needs-", "new")):
        return "fuzzy"
    return "fuzzy" if unit.get("approved") == "no" and not state else "translated"
