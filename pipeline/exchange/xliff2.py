"""XLIFF 2.1: paired codes are ``<pc>``, empty ones and facts ``<ph>``, with their original data.

A finished translation is ``translated``; a fuzzy one is ``initial`` with a target and the
sub-state ``diglot:fuzzy``. A segment without a state was finished by whoever wrote it.
Source: OASIS XLIFF 2.1, chapter 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.exchange import codes, markup
from pipeline.exchange.codes import Code, Ids, Piece, Token
from pipeline.exchange.markup import Element
from pipeline.exchange.units import Dossier, State, Unit
from pipeline.languages import tag

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
OURS = "urn:diglot:exchange:1"
FUZZY = "diglot:fuzzy"
_CODE = "code "
_WAS = f"{{{OURS}}}was"
_TYPES = {
    "em": ("fmt", "xlf:i"), "strong": ("fmt", "xlf:b"), "u": ("fmt", "xlf:u"),
    "br": ("fmt", "xlf:lb"), "del": ("fmt", "diglot:del"), "sup": ("fmt", "diglot:sup"),
    "sub": ("fmt", "diglot:sub"), "sc": ("fmt", "diglot:sc"), "link": ("link", ""),
    "img": ("image", ""),
}  # fmt: skip


def write(dossier: Dossier) -> bytes:
    """Return the bytes of an XLIFF 2.1 file."""
    units = [_unit(unit) for unit in dossier.units] or [markup.element("group", {"id": "none"})]
    file = {"id": dossier.slug, "original": dossier.path, "xml:space": "preserve"}
    root = {
        "xmlns": NAMESPACE,
        "xmlns:dg": OURS,
        "version": "2.1",
        "srcLang": tag(dossier.source),
        "trgLang": tag(dossier.locale),
    }
    note = markup.element("note", {"category": "date"}, dossier.date)
    notes = markup.element("notes", {}, note) if dossier.date else ""
    return markup.document(markup.block("xliff", root, markup.block("file", file, notes, *units)))


def read(root: Element) -> Iterator[Unit]:
    """Yield the units of an XLIFF 2 file; segments of one unit are joined."""
    for file in markup.children(root, "file"):
        for node in file.iter(f"{{{NAMESPACE}}}unit"):
            yield replace(
                _read(node), release=file.get("id", ""), language=root.get("trgLang", "")
            )


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes one text: ids by name, original data by spelling, and what each code shows."""

    ids: Ids
    data: Mapping[str, str]
    shown: Mapping[str, str]

    def content(self, parts: Sequence[Piece]) -> str:
        return "".join(markup.words(p) if isinstance(p, str) else self._code(p) for p in parts)

    def _code(self, code: Code) -> str:
        of_type, subtype = _type(code)
        kept = "" if code.mark else "no"
        common = {"id": self.ids.of(code), "canCopy": kept, "canDelete": kept}
        start, shown = self.data[code.opening], self.shown.get(code.opening, "")
        kind = {"type": of_type, "subType": subtype}
        if code.inside is None:
            rest = {"dataRef": start, "equiv": code.opening, "disp": shown}
            return markup.element("ph", common | kind | rest)
        end = self.data[code.closing]
        rest = {"dataRefStart": start, "dataRefEnd": end, "dispStart": shown}
        return markup.element("pc", common | kind | rest, self.content(code.inside))


def _unit(unit: Unit) -> str:
    source, target = codes.pieces(unit.source), codes.pieces(unit.target)
    found = [*codes.codes(source), *codes.codes(target)]
    spelled = dict.fromkeys(w for code in found for w in (code.opening, code.closing) if w)
    data = {word: f"d{number}" for number, word in enumerate(spelled, start=1)}
    texts = [markup.element("source", {}, _Pen(Ids(), data, unit.shown).content(source))]
    if unit.target:
        texts.append(markup.element("target", {}, _Pen(Ids(), data, unit.shown).content(target)))
    segment = {"state": "translated" if unit.state == "translated" else "initial"}
    if unit.state == "fuzzy":
        segment["subState"] = FUZZY
    return markup.block(
        "unit",
        {"id": unit.id, "name": unit.context, "dg:was": unit.was},
        _notes(unit),
        markup.block("originalData", {}, *(_datum(word, data[word]) for word in data))
        if data
        else "",
        markup.block("segment", segment, *texts),
    )


def _notes(unit: Unit) -> str:
    said = [
        *(("description", note) for note in unit.notes),
        *(("comment", comment) for comment in unit.comments),
        *(("location", place) for place in unit.places),
    ]
    lines = (markup.element("note", {"category": c}, markup.words(text)) for c, text in said)
    return markup.block("notes", {}, *lines) if said else ""


def _datum(word: str, name: str) -> str:
    return markup.element("data", {"id": name}, markup.words(word))


def _type(code: Code) -> tuple[str, str]:
    if code.fact:
        return ("ui", "xlf:var")
    return _TYPES.get(code.name.rstrip("0123456789"), ("other", ""))


def _read(unit: Element) -> Unit:
    data = {
        datum.get("id", ""): markup.inner(datum)
        for listed in markup.children(unit, "originalData")
        for datum in markup.children(listed, "data")
    }
    data = data | _origins(unit, data)
    segments = markup.children(unit, "segment", "ignorable")
    sources = [text for s in segments for text in markup.children(s, "source")]
    return Unit(
        codes.told(part for text in sources for part in _parts(text, data)),
        codes.told(part for s in segments for part in _translated(s, data)),
        context=unit.get("name", ""),
        state=_state(segments),
        was=unit.get(_WAS, ""),
        key=unit.get("id", ""),
        line=markup.line(unit),
    )


def _origins(unit: Element, data: Mapping[str, str]) -> dict[str, str]:
    """Return what each code of a unit spells by ``id of the code``, for copies and ends."""
    found: dict[str, str] = {}
    for node in unit.iter(f"{{{NAMESPACE}}}pc", f"{{{NAMESPACE}}}ph", f"{{{NAMESPACE}}}sc"):
        word = data.get(node.get("dataRefStart", "") or node.get("dataRef", ""))
        if word:
            found.setdefault(_CODE + node.get("id", ""), word)
    return found


def _translated(segment: Element, data: Mapping[str, str]) -> Iterator[str | Token]:
    """Yield the target of a segment; between segments the source stands where it has none."""
    texts = markup.children(segment, "target")
    if not texts and markup.local(segment) == "ignorable":
        texts = markup.children(segment, "source")
    for text in texts:
        yield from _parts(text, data)


def _parts(node: Element, data: Mapping[str, str]) -> Iterator[str | Token]:
    yield node.text or ""
    for child in node:
        name = _name(child, data)
        match markup.local(child):
            case "pc":
                yield codes.opening(name)
                yield from _parts(child, data)
                yield codes.closing(name)
            case "sc":
                yield codes.opening(name)
            case "ec":
                yield codes.closing(name)
            case "ph":
                yield codes.empty(name)
            case "cp":
                yield "\ufffd"
            case _:  # an annotation: only its text is the translation's
                yield from _parts(child, data)
        yield child.tail or ""


def _name(node: Element, data: Mapping[str, str]) -> str:
    reference = node.get("dataRefStart", "") or node.get("dataRef", "")
    origin = node.get("copyOf", "") or node.get("startRef", "") or node.get("id", "")
    return codes.name(data.get(reference) or data.get(_CODE + origin, ""), origin)


def _state(segments: Sequence[Element]) -> State:
    """Return the state of the whole: half a translation is a draft."""
    whole = all(
        markup.children(segment, "target")
        and segment.get("subState") != FUZZY
        and segment.get("state") != "initial"
        for segment in segments
        if markup.local(segment) == "segment"
    )
    return "translated" if whole else "fuzzy"
