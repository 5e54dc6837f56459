"""Let into the walk only what we know: node types, classes, attributes, targets, facts.

Authors may be careless and sources hostile: what passes here may be written to any format.
Everything wrong in a release is reported at once.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipeline import facts, inlines, tree
from pipeline.diagnostics import Diagnostic, PipelineError, error, nearest
from pipeline.model import Address, Json, Place, Release
from pipeline.pictures import SUFFIXES, faults
from pipeline.segments import KEPT, ONLY
from pipeline.world import World, exists

PARTS = {
    "lede": (), "figures": (), "table": ("caption",), "chart": ("type", "caption"), "pull": (),
    "aside": (), "closing": (), "contact": (), "boilerplate": (), KEPT: (), ONLY: ("lang",),
}  # fmt: skip
"""The fenced divs an author may write, and the attributes of each."""

CHARTS = ("bar", "stacked")
SPANS = (KEPT, "smallcaps", "underline", "mark", inlines.FACT)
SCHEMES = ("", "http", "https", "mailto", "tel")
DEEPEST = 60
"""How many nodes may lie in one another; a brochure needs ten."""

_ATTRIBUTES = ("width", "height", "lang", "dir", "ref", "type")
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


@dataclass(frozen=True, slots=True)
class _Gate:
    """A release and the World it lies in: what every check needs."""

    release: Release
    world: World

    def fault(
        self, address: Address, rule: str, message: str, hints: tuple[str, ...]
    ) -> Diagnostic:
        """Return the problem at the line of the node, or where the quoted text really stands."""
        place = self.release.place(address)
        quoted = re.search(r"`([^`]+)`", message)
        return error(rule, self._exact(place, quoted[1] if quoted else ""), message, *hints)

    def _exact(self, place: Place, text: str) -> Place:
        source = self.world.read(self.release.path).decode().splitlines()
        for number in range(max(place.line, 1), len(source) + 1):
            if text and text in source[number - 1]:
                return Place(place.path, number)
        return place


def admit(release: Release, world: World) -> tuple[Diagnostic, ...]:
    """Return everything in a release that we do not let in, in the order of the page."""
    gate = _Gate(release, world)
    found: list[Diagnostic] = []
    for address, node in tree.nodes(release.document):
        if len(address) > DEEPEST * 3:
            found.append(
                gate.fault(address, "too-deep", "lists or quotes lie too deep", ("flatten them",))
            )
            break
        found.extend(gate.fault(address, *fault) for fault in _faults(node, gate))
    found.extend(_cover(gate))
    found.extend(_unclosed(gate))
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


def _cover(gate: _Gate) -> Iterator[Diagnostic]:
    """Find what is wrong with the picture of the cover."""
    if target := gate.release.cover:
        for fault in _file(target, gate):
            yield gate.fault(("cover",), *fault)


def _unclosed(gate: _Gate) -> Iterator[Diagnostic]:
    """Find a part that is never closed: it would swallow the rest of the release."""
    opened: list[int] = []
    fence = ""
    lines = gate.world.read(gate.release.path).decode("utf-8-sig", "replace").splitlines()
    for number, line in enumerate(lines, start=1):
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
        shown = lines[number - 1].strip()
        yield error(
            "unclosed-part", place, f"`{shown}` is never closed", "add a line `:::` below it"
        )


def target_of(release: Release, picture: str) -> str:
    """Return the project path of a picture that a release names, relative to its folder."""
    folder = posixpath.dirname(release.path)
    return posixpath.normpath(posixpath.join(folder, unquote(picture)))


_Fault = tuple[str, str, tuple[str, ...]]
_STARS = re.compile(rf"[{tree.HAN}“”‘’]?\*\*[{tree.HAN}“”‘’]|[{tree.HAN}“”‘’]\*\*")


def _faults(node: Json, gate: _Gate) -> Iterator[_Fault]:
    kind = node["t"]
    if kind in ("RawBlock", "RawInline"):
        yield _raw(node)
        return
    if kind not in (*_BLOCKS, *_INLINES, *_INSIDE, *_SILENT):
        yield "unknown-markup", f"{kind} is not allowed here", ("write plain Markdown",)
        return
    yield from _attributes(node)
    match kind:
        case "Str":
            yield from _stars(node["c"])
        case "Div":
            yield from _division(node)
        case "Span":
            yield from _span(node, gate)
        case "Link":
            yield from _link(node)
            yield from _anchor(node, gate)
        case "Image":
            yield from _picture(node, gate)


def _stars(text: str) -> Iterator[_Fault]:
    """Find emphasis that Markdown's rules do not see beside Chinese marks."""
    if found := _STARS.search(text):
        hint = "set the marks outside, as in “**健康**”, or put a blank beside the stars"
        yield "stray-emphasis", f"`{found[0]}`: the stars are no emphasis here", (hint,)
    if found := re.search(r"\[\^[^\]\s]+\]", text):
        hint = f"add a line `{found[0]}: …` with the text of the note"
        yield "undefined-note", f"the footnote `{found[0]}` does not exist", (hint,)


def _raw(node: Json) -> _Fault:
    form, text = node["c"]
    shown = text.strip().splitlines()[0][:40] if text.strip() else form
    if form == "html":
        return (
            "raw-html",
            f"raw HTML `{shown}` is not allowed",
            ("write Markdown; put code in backticks",),
        )
    return "raw-markup", f"raw {form} `{shown}` is not allowed", ("write Markdown instead",)


def _attributes(node: Json) -> Iterator[_Fault]:
    attributes = tree.attributes_of(node)
    part = next((c for c in tree.classes(node) if c in PARTS), "") if node["t"] == "Div" else ""
    for key, _ in attributes[2] if attributes else ():
        if key not in (*_ATTRIBUTES, *PARTS.get(part, ())):
            known = PARTS.get(part) or ("width", "height", "lang")
            hint = nearest(key, known, f"write one of {', '.join(known)}, or delete it")
            yield "unknown-attribute", f"unknown attribute `{key}`", (hint,)


def _division(node: Json) -> Iterator[_Fault]:
    classes = tree.classes(node)
    for name in classes:
        if name not in PARTS:
            hint = nearest(name, PARTS, f"write one of {', '.join(PARTS)}")
            yield "unknown-part", f"unknown part `{name}`", (hint,)
    blocks = node["c"][1]
    kinds = [block["t"] for block in blocks]
    if "figures" in classes and kinds != ["DefinitionList"]:
        hint = "write a line `{fact}` and below it a line `: its label`"
        yield "wrong-part", "the part `figures` holds no list of figures", (hint,)
    elif "table" in classes and kinds != ["Table"]:
        yield "wrong-part", "the part `table` holds no table", ("write one pipe table in it",)
    elif "chart" in classes:
        yield from _chart(node, kinds)


def _chart(node: Json, kinds: list[str]) -> Iterator[_Fault]:
    kind = dict(node["c"][0][2]).get("type", "")
    if kind not in CHARTS:
        hint = nearest(kind, CHARTS, f'write type="{CHARTS[0]}" or type="{CHARTS[1]}"')
        yield "unknown-chart", f"unknown chart type `{kind}`", (hint,)
    if kinds != ["Table"]:
        yield (
            "wrong-part",
            "the part `chart` holds no table",
            ("write one pipe table of facts in it",),
        )
        return
    rows = [row[1] for body in node["c"][1][0]["c"][4] for row in body[3]]
    if not rows or len(rows[0]) < 2:
        yield "wrong-part", "the table of the `chart` has no figures", ("add a row with facts",)
    for row in rows:
        for cell in row[1:]:
            named = [name for _, n in tree.nodes(cell[4]) if (name := inlines.reference(n))]
            if len(named) != 1 or re.search(r"\d", tree.plain(cell[4])):
                shown = tree.plain(cell[4]) or " "
                hint = "write the figure as a fact, such as `{registered}`"
                yield "chart-without-fact", f"`{shown}` in a chart is no fact", (hint,)


def _span(node: Json, gate: _Gate) -> Iterator[_Fault]:
    if name := inlines.reference(node):
        yield from _fact(name, gate)
        return
    for name in tree.classes(node):
        if name not in SPANS or name == inlines.FACT:
            hint = nearest(name, SPANS[:-1], f"write one of {', '.join(SPANS[:-1])}")
            yield "unknown-part", f"unknown class `{name}`", (hint,)


def _fact(reference: str, gate: _Gate) -> Iterator[_Fault]:
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
        if form in facts.NUMBER_FORMS:
            hint = f"give the fact a `date`, or write one of {', '.join(forms)}"
        yield "unknown-form", f"`{{{reference}}}`: fact `{name}` has no form `{form}`", (hint,)


def _link(node: Json) -> Iterator[_Fault]:
    target = node["c"][2][0]
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme not in SCHEMES or re.match(r"[\\s\x00-\x1f]", target) or target.startswith("/"):
        hint = "link to https, mailto, tel, or a heading such as #about"
        yield "unsafe-link", f"a link to `{target[:60]}` is not allowed", (hint,)


def _anchor(node: Json, gate: _Gate) -> Iterator[_Fault]:
    target = node["c"][2][0]
    if target.startswith("#"):
        parts = (tree.attributes_of(n) for _, n in tree.nodes(gate.release.document))
        known = {"", "top"} | {attributes[0] for attributes in parts if attributes}
        if target[1:] not in known:
            near = nearest(target[1:], known, "link to a heading, such as #about-the-zone")
            yield "unknown-anchor", f"a link to `{target}` leads nowhere", (near,)


def _picture(node: Json, gate: _Gate) -> Iterator[_Fault]:
    target = node["c"][2][0]
    yield from _file(target, gate)
    if not tree.plain(node["c"][1]):
        yield (
            "no-alt-text",
            f"image `{target}` has no alt text",
            ("say in the brackets what it shows",),
        )


def _file(target: str, gate: _Gate) -> Iterator[_Fault]:
    path = target_of(gate.release, target)
    if urlsplit(target).scheme or target.startswith("//"):
        yield (
            "remote-image",
            f"image `{target[:60]}` is not in the project",
            ("save it beside release.md",),
        )
    elif target.startswith("/") or path.startswith("..") or "\\" in target:
        yield (
            "outside-project",
            f"image `{target}` lies outside the project",
            ("copy it into the release's folder",),
        )
    elif path.rpartition(".")[2].lower() not in SUFFIXES:
        yield (
            "unknown-image",
            f"image `{target}` is of no kind we know",
            (f"save it as {', '.join(SUFFIXES)}",),
        )
    elif not exists(gate.world, path):
        yield "missing-image", f"image `{target}` does not exist", _similar(path, gate)
    else:
        yield from _readable(target, path, gate)


def _similar(path: str, gate: _Gate) -> tuple[str, ...]:
    folder = posixpath.dirname(gate.release.path)
    near = [
        posixpath.relpath(p, folder)
        for s in SUFFIXES
        for p in gate.world.glob(f"{folder}/**/*.{s}")
    ]
    return (nearest(posixpath.relpath(path, folder), near, "add the file, or correct the name"),)


def _readable(target: str, path: str, gate: _Gate) -> Iterator[_Fault]:
    try:
        data = gate.world.read(path)
    except PipelineError as reason:
        yield "missing-image", f"image `{target}`: {reason.diagnostics[0].message}", ()
        return
    for why, hint in faults(data, path.rpartition(".")[2].lower()):
        yield "broken-image", f"image `{target}` {why}", (hint,)
