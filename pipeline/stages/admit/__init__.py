"""Let into the walk only what we know: node types, classes, attributes, targets, facts.

Authors may be careless and sources hostile: what passes here may be written to any format.
Everything wrong in a release is reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import facts, inlines, tree
from pipeline.diagnostics import Diagnostic, error, nearest
from pipeline.model import Address, Json, Place, Release
from pipeline.segments import KEPT
from pipeline.stages.admit import letters, notes, parts, pictures, sizes
from pipeline.stages.admit.gate import Fault, Gate
from pipeline.stages.admit.parts import CHARTS, PARTS
from pipeline.stages.admit.pictures import target_of
from pipeline.world import World

__all__ = ["CHARTS", "PARTS", "SCHEMES", "SPANS", "admit", "target_of"]

SPANS = (KEPT, "smallcaps", "underline", "mark", inlines.FACT)
SCHEMES = ("", "http", "https", "mailto", "tel")
_BLOCKS = (
    "Para", "Plain", "Header", "Div", "BulletList", "OrderedList", "DefinitionList", "BlockQuote",
    "Table", "Figure", "CodeBlock", "HorizontalRule", "LineBlock",
)  # fmt: skip
_INLINES = ("Str", "Space", "LineBreak", *inlines.MARKS, *inlines.SHELLS, *inlines.ATOMS)
_INSIDE = ("AlignDefault", "AlignLeft", "AlignRight", "AlignCenter", "ColWidth", "ColWidthDefault")
_SILENT = (
    "MetaInlines", "InlineMath", "DisplayMath", "DefaultStyle", "Example", "Decimal", "LowerRoman",
    "UpperRoman", "LowerAlpha", "UpperAlpha", "DefaultDelim", "Period", "OneParen", "TwoParens",
)  # fmt: skip


def admit(release: Release, world: World) -> tuple[Diagnostic, ...]:
    """Return everything in a release that we do not let in, in the order of the page."""
    found: list[Diagnostic] = []
    listed, deep = _listed(release.document, int(world.most.depth))
    gate = _gate(release, world, [node for _, node in listed])
    for address, node in listed:
        found.extend(gate.fault(address, *fault) for fault in _faults(node, gate))
    if deep:
        hint = "flatten them, or raise depth under [limits] in diglot.toml"
        found.append(gate.fault(deep, "too-deep", "lists or quotes lie too deep", (hint,)))
    found.extend(_cover(gate))
    found.extend(letters.hidden(gate.source, release.locale, release.path))
    found.extend(sizes.large(gate, [node for _, node in listed]))
    found.extend(_unclosed(gate))
    found.extend(notes.uncalled(gate))
    if not release.document["blocks"]:
        message = "the release has no text"
        found.append(
            error(
                "empty-release",
                Place(release.path),
                message,
                "write a paragraph below the front matter",
            )
        )
    return tuple(dict.fromkeys(found))


def _listed(document: Json, deepest: int) -> tuple[list[tuple[Address, Json]], Address]:
    """Return the nodes that may be wrong, down to the first that lies too deep, and that one."""
    listed: list[tuple[Address, Json]] = []
    for address, node in tree.nodes(document):
        if len(address) > deepest * 3:
            return listed, address
        if not _quiet(node):
            listed.append((address, node))
    return listed, ()


def _gate(release: Release, world: World, nodes: list[Json]) -> Gate:
    source = world.read(release.path).decode("utf-8-sig", "replace").splitlines()
    known = {attributes[0] for node in nodes if (attributes := tree.attributes_of(node))}
    return Gate(release, world, tuple(source), frozenset(known | {"", "top"}))


def _quiet(node: Json) -> bool:
    """Tell whether a node is a blank, or a word in which there is nothing to look for."""
    if node["t"] != "Str":
        return bool(node["t"] == "Space")
    text = node["c"]
    return "*" not in text and "[" not in text and text.isprintable()


def _cover(gate: Gate) -> Iterator[Diagnostic]:
    """Find what is wrong with the picture of the cover."""
    if target := gate.release.cover:
        for fault in pictures.file(target, gate):
            yield gate.fault(("cover",), *fault)


def _unclosed(gate: Gate) -> Iterator[Diagnostic]:
    """Find a part that is never closed: it would swallow the rest of the release."""
    opened: list[int] = []
    fence = ""
    for number, line in enumerate(gate.source, start=1):
        code = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if code and (not fence or code[1].startswith(fence)):
            fence = "" if fence else code[1]
        elif not fence and (mark := re.match(r" {0,3}:{3,}(.*)$", line)):
            if mark[1].strip(" :"):
                opened.append(number)
            elif opened:
                opened.pop()
    for number in opened:
        place = Place(gate.release.path, number)
        shown = gate.source[number - 1].strip()
        yield error(
            "unclosed-part", place, f"`{shown}` is never closed", "add a line `:::` below it"
        )


_STARS = re.compile(rf"[{tree.HAN}“”‘’]?\*\*[{tree.HAN}“”‘’]|[{tree.HAN}“”‘’]\*\*")


def _faults(node: Json, gate: Gate) -> Iterator[Fault]:
    kind = node["t"]
    if kind in ("RawBlock", "RawInline"):
        yield _raw(node)
        return
    if kind not in (*_BLOCKS, *_INLINES, *_INSIDE, *_SILENT):
        yield "unknown-markup", f"{kind} is not allowed here", ("write plain Markdown",)
        return
    yield from parts.attributes(node)
    yield from _parts(node, gate)


def _parts(node: Json, gate: Gate) -> Iterator[Fault]:
    match node["t"]:
        case "Str":
            yield from letters.unseen(node["c"])
            yield from _stars(node["c"])
        case "Code" | "CodeBlock" | "Math":
            yield from letters.unseen(node["c"][1])
        case "Div":
            yield from parts.division(node)
        case "Span":
            yield from _span(node, gate)
        case "Link":
            yield from _link(node)
            yield from _anchor(node, gate)
        case "Image":
            yield from pictures.picture(node, gate)
        case "Note":
            yield from notes.noted(node["c"])


def _stars(text: str) -> Iterator[Fault]:
    """Find emphasis that Markdown's rules do not see beside Chinese marks."""
    if found := _STARS.search(text):
        hint = "set the marks outside, as in “**健康**”, or put a blank beside the stars"
        yield "stray-emphasis", f"`{found[0]}`: the stars are no emphasis here", (hint,)
    if found := re.search(r"\[\^[^\]\s]+\]", text):
        hint = f"add a line `{found[0]}: …` with the text of the note"
        yield "undefined-note", f"the footnote `{found[0]}` does not exist", (hint,)


def _raw(node: Json) -> Fault:
    form, text = node["c"]
    shown = text.strip().splitlines()[0][:40] if text.strip() else form
    if form == "html":
        return (
            "raw-html",
            f"raw HTML `{shown}` is not allowed",
            ("write Markdown; put code in backticks",),
        )
    return "raw-markup", f"raw {form} `{shown}` is not allowed", ("write Markdown instead",)


def _span(node: Json, gate: Gate) -> Iterator[Fault]:
    if name := inlines.reference(node):
        yield from _fact(name, gate)
        return
    for name in tree.classes(node):
        if name in notes.REMARKS:
            yield notes.remark(name)
        elif name not in SPANS or name == inlines.FACT:
            hint = nearest(name, SPANS[:-1], f"write one of {', '.join(SPANS[:-1])}")
            yield "unknown-part", f"unknown class `{name}`", (hint,)


def _fact(reference: str, gate: Gate) -> Iterator[Fault]:
    name, _, form = reference.partition(".")
    known = gate.release.facts
    if name not in known:
        hint = nearest(
            name, known, f"add `{name}` to the facts, or write {{{{{name}}}}} for the word itself"
        )
        yield "undefined-fact", f"fact `{{{reference}}}` does not exist", (hint,)
    elif form not in facts.forms(known[name]):
        forms = [f for f in facts.forms(known[name]) if f]
        hint = nearest(form, forms, f"write one of {', '.join(forms)}")
        if form in ("long", "unit") and known[name].kind != "date":
            hint = f"give the fact a `unit`, or write one of {', '.join(forms)}"
        if form == "long" and known[name].unit:
            noun = known[name].unit
            hint = f"write `.unit`: `{noun}` is a noun, and only a unit of measure has a long form"
        if form in ("date", "year"):
            hint = f"give the fact a `date`, or write one of {', '.join(forms)}"
        yield "unknown-form", f"`{{{reference}}}`: fact `{name}` has no form `{form}`", (hint,)


_TARGET = re.compile(
    rf"(?i:{'|'.join(filter(None, SCHEMES))}):[^\s\x00-\x1f\x7f-\x9f\\]*"  # of a scheme we know
    r"|#[^\s\x00-\x1f]*"  # a heading
    r"|(?![/\s])[^:\s\x00-\x1f\x7f-\x9f\\/]*(/[^\s\x00-\x1f\\]*)?"  # no colon before a slash
)


def _link(node: Json) -> Iterator[Fault]:
    target = node["c"][2][0]
    if not _TARGET.fullmatch(target):
        hint = "link to https, mailto, tel, or a heading such as #about"
        yield "unsafe-link", f"a link to `{target[:60]}` is not allowed", (hint,)


def _anchor(node: Json, gate: Gate) -> Iterator[Fault]:
    target = node["c"][2][0]
    if target.startswith("#") and target[1:] not in gate.anchors:
        near = nearest(target[1:], gate.anchors, "link to a heading, such as #about-the-zone")
        yield "unknown-anchor", f"a link to `{target}` leads nowhere", (near,)
