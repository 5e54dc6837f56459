"""Make the edition of a release in one locale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from pipeline import anchors, facts, inlines, lacunae, languages, tree
from pipeline.diagnostics import Diagnostic, error
from pipeline.facts import Spoken
from pipeline.model import (
    Address,
    Catalog,
    Chart,
    Edition,
    Fact,
    Json,
    Lacuna,
    Locale,
    Message,
    Release,
    Segment,
    Translation,
)
from pipeline.segments import ONLY, UNIT, segments

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufffe\uffff]")
_REMEDY = "set the tags as the source has them; until then the page shows the source text"

_FIGURES = "write the facts as the source has them; until then the page shows the source text"


class _FigureError(inlines.TagError):
    """A translation that lost a fact, or names one that there is not."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one locale speaks: its catalog, its CLDR locale, the words of the templates.

    ``native`` is the CLDR locale of the source: text that falls back keeps its figures.
    """

    catalog: Catalog
    cldr: str
    words: Mapping[str, str]
    show: Lacuna = "source"
    native: str = "en"


def localize(release: Release, tongue: Tongue) -> tuple[Edition, tuple[Diagnostic, ...]]:
    """Return the edition, and a diagnostic for every translation that cannot be used.

    Every segment with a finished translation is replaced; the others are named ``missing``.
    Fuzzy and broken translations count as missing: a reader sees the source text, never a
    guess, unless the house's policy says otherwise. Whether so little may be published is for
    the build to say, not for us.
    """
    text = _translated(release, tongue)
    marked = _shown(text.document, text.gaps, release, tongue)
    shown = _shown(anchors.without(text.document), text.gaps, release, tongue)
    spoken = Spoken(release.facts, _nouns(shown), tongue.cldr)
    edition = Edition(
        release.slug,
        tongue.catalog.locale,
        release.date,
        _filled(shown, spoken),
        tuple(_charts(shown, spoken)),
        tuple(dict.fromkeys(text.missing)),
        tongue.words,
        tongue.cldr,
        _filled(marked, spoken),
        release.cover,
    )
    return edition, tuple(dict.fromkeys(text.problems))


@dataclass(slots=True)
class _Text:
    """A document on its way into another language, and what could not be translated so far."""

    document: Json
    gaps: list[Segment] = field(default_factory=list)
    missing: list[Message] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def _shown(document: Json, gaps: list[Segment], release: Release, tongue: Tongue) -> Json:
    shown = lacunae.shown(document, gaps, tongue.show)
    return _only(shown, tongue.catalog.locale, release.locale)


def _translated(release: Release, tongue: Tongue) -> _Text:
    """Replace every segment that can be, inner ones first: a paragraph holds its footnotes.

    Before each stands its anchor. Text that falls back says its language and its own figures.
    """
    text = _Text(release.document)
    foreign = release.locale != tongue.catalog.locale
    native = Spoken(release.facts, _nouns(release.document), tongue.native)
    pieces = list(segments(release.document))
    names = anchors.names(pieces)
    for _, level in groupby(sorted(pieces, key=lambda p: -p.depth), key=lambda p: p.depth):
        changes: dict[Address, Json] = {}
        for piece in level:
            found, lang = tree.at(text.document, piece.address), ""
            said = _said_in(piece, text, release, tongue) if foreign else found
            if said is None:
                lang = languages.tag(release.locale)
                found = found if piece.bare else _native(found, native)
            else:
                found = said
            name = names.get(piece.address)
            changes[piece.address] = anchors.before(name, found, lang) if name else found
        text.document = tree.replace(text.document, changes)
    return text


def _said_in(piece: Segment, text: _Text, release: Release, tongue: Tongue) -> Json | None:
    """Return a segment as the locale says it, or nothing; note what is missing."""
    place = release.place(piece.address)
    message = Message(inlines.encode(piece.inlines), piece.context, (place,))
    entry = tongue.catalog.entries.get(message.key, Translation(""))
    said = None
    usable = entry.text and (not entry.fuzzy or tongue.show in ("stale", "mark"))
    try:
        said = _put(entry, piece, text.document, release.facts) if usable else None
    except _FigureError as reason:
        if not entry.fuzzy:
            text.problems.append(error("placeholder-mismatch", entry.place, str(reason), _FIGURES))
    except inlines.TagError as reason:
        if not entry.fuzzy:
            text.problems.append(error("broken-tag", entry.place, str(reason), _REMEDY))
    if said is None or entry.fuzzy:
        text.missing.append(message)
        text.gaps.append(piece)
    return said


def _native(nodes: Json, spoken: Spoken) -> Json:
    """Return inlines with their own facts as the source says them; notes speak for themselves."""
    if isinstance(nodes, list):
        return inlines.joined([_native(node, spoken) for node in nodes])
    if not isinstance(nodes, dict) or nodes.get("t") in (None, "Note", "Image"):
        return nodes
    if name := inlines.reference(nodes):
        return {"t": "Str", "c": spoken.form(name).joined}
    if nodes["t"] in (*inlines.MARKS, *inlines.SHELLS):
        return inlines.fill(nodes, _native(inlines.children(nodes), spoken))
    return nodes


def _put(entry: Translation, piece: Segment, document: Json, known: Mapping[str, Fact]) -> Json:
    """Return what stands at the address of a segment once it is translated."""
    source = piece.inlines if piece.bare else tree.at(document, piece.address)
    if hidden := _CONTROL.search(entry.text):
        raise inlines.TagError(
            f"the translation holds a control character, U+{ord(hidden[0]):04X}"
        )
    found = inlines.decode(entry.text, source)
    said = _references(found)
    for name in said:
        _known(name, known)
    kept = {name.partition(".")[0] for name in said}
    if lost := [n for n in _references(piece.inlines) if n.partition(".")[0] not in kept]:
        raise _FigureError(f"the translation lacks `{{{lost[0]}}}`")
    return tree.plain(found) if piece.bare else found


def _references(nodes: Json) -> list[str]:
    """Return the facts that inlines name; those of a footnote are the footnote's own."""
    outer = tree.rewrite(nodes, lambda n: [] if n.get("t") in ("Note", "Image") else n)
    return [name for _, node in tree.nodes(outer) if (name := inlines.reference(node))]


def _known(reference: str, known: Mapping[str, Fact]) -> None:
    name, _, form = reference.partition(".")
    if name not in known:
        raise _FigureError(f"`{{{reference}}}` is no fact of this release")
    if form not in facts.forms(known[name]):
        raise _FigureError(f"fact `{name}` has no form `{form}`")


def _nouns(document: Json) -> dict[str, str]:
    meta = document["meta"].items()
    return {k.partition(" ")[2]: tree.plain(v["c"]) for k, v in meta if k.startswith(f"{UNIT} ")}


def _filled(document: Json, spoken: Spoken) -> Json:
    """Return the document with every fact as text; in a figures band, number and unit apart."""

    def visit(node: Json) -> Json:
        if node.get("t") == "Div" and "figures" in tree.classes(node):
            return tree.rewrite(node, _figure)
        return node

    meta = {k: v for k, v in document["meta"].items() if not k.startswith(f"{UNIT} ")}
    marked = tree.rewrite({"meta": meta, "blocks": document["blocks"]}, visit)
    return _joined(tree.rewrite(marked, lambda node: _said(node, spoken)))


def _figure(node: Json) -> Json:
    if node.get("t") == "DefinitionList":
        pairs = [[[_banded(n) for n in term], definitions] for term, definitions in node["c"]]
        return node | {"c": pairs}
    return node


def _banded(node: Json) -> Json:
    name = inlines.reference(node)
    return {"t": "Span", "c": [["", ["fact", "band"], [["ref", name]]], []]} if name else node


def _said(node: Json, spoken: Spoken) -> Json:
    if node.get("t") != "Span":
        return node
    classes, pairs = node["c"][0][1], node["c"][0][2]
    if classes[:1] != [inlines.FACT]:
        return node
    form = spoken.form(pairs[0][1])
    if "band" not in classes:
        return {"t": "Str", "c": form.joined}
    gap = [{"t": "Space"}] if form.joined != form.number + form.unit else []
    rest = [*gap, _span("unit", form.unit)] if form.unit else []
    return [_span("number", form.number), *rest]


def _span(kind: str, text: str) -> Json:
    return {"t": "Span", "c": [["", [kind], []], [{"t": "Str", "c": text}]]}


def _joined(node: Json) -> Json:
    """Join words at every depth, now that facts have become words."""
    if isinstance(node, dict):
        return {key: _joined(value) for key, value in node.items()}
    if isinstance(node, list):
        children = [_joined(child) for child in node]
        if all(isinstance(child, dict) and "t" in child for child in children):
            return inlines.joined(children)
        return children
    return node


def _only(document: Json, locale: Locale, source: Locale) -> Json:
    """Drop the blocks that exist in other locales only."""

    def visit(node: Json) -> Json:
        if node.get("t") == "Div" and ONLY in tree.classes(node):
            wanted = dict(node["c"][0][2]).get("lang", source)
            return node["c"][1] if _same(wanted, locale) else []
        return node

    return tree.rewrite(document, visit)


def _same(written: str, locale: Locale) -> bool:
    return written.replace("-", "_") in (locale, locale.partition("_")[0])


def _charts(document: Json, spoken: Spoken) -> Iterator[Chart]:
    divs = ((a, n) for a, n in tree.nodes(document) if n["t"] == "Div")
    charts = (found for found in divs if "chart" in tree.classes(found[1]))
    for number, (address, node) in enumerate(charts, start=1):
        table = node["c"][1][0]["c"]
        caption = tree.plain(_filled({"meta": {}, "blocks": table[1][1]}, spoken)["blocks"])
        rows = [row[1] for body in table[4] for row in body[3]]
        names = [_words(cell, spoken) for cell in table[3][1][0][1][1:]]
        references = [[_reference(cell) for cell in row[1:]] for row in rows]
        yield Chart(
            name=f"chart-{number}",
            kind=dict(node["c"][0][2])["type"],
            caption=caption,
            categories=tuple(_words(row[0], spoken) for row in rows),
            series=tuple(names),
            values=tuple(tuple(facts.amount(_fact(r, spoken)) for r in row) for row in references),
            labels=tuple(tuple(spoken.form(r).joined for r in row) for row in references),
            address=address,
        )


def _words(cell: Json, spoken: Spoken) -> str:
    return tree.plain(_filled({"meta": {}, "blocks": cell[4]}, spoken)["blocks"])


def _reference(cell: Json) -> str:
    return next(name for _, node in tree.nodes(cell[4]) if (name := inlines.reference(node)))


def _fact(reference: str, spoken: Spoken) -> Fact:
    return spoken.facts[reference.partition(".")[0]]
