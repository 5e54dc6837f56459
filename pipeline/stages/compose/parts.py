"""The body of an edition, cut into the parts that a template puts on a page.

    lede · figures · body · closing · boilerplate · contact · notes

Pictures go inline, inline styles become classes (a content security policy forbids them),
headers of tables say what they head. What leaves here went through an allow-list of tags,
attributes and schemes: the second wall behind ``stages/admit.py``.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

import nh3
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

from pipeline import languages, tree
from pipeline.model import Edition, Locale, Medium
from pipeline.plugs import Copy
from pipeline.stages.compose import (
    facing,
    fittings,
    lines,
    moor,
    notes,
    pairing,
    reach,
    tables,
    tasks,
    words,
)

SHORT_EM = 22
"""A heading up to this width fits into three lines beside the text."""

_BRIEF_EM = 60
"""A paragraph narrower than this may be shorter than the heading beside it."""

LIFTED = ("lede", "figures", "closing", "boilerplate", "contact", "colophon")
TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}

_MATH = (
    "math semantics annotation mrow mi mo mn ms mtext mspace mfrac msqrt mroot mstyle mover munder"
    " munderover msub msup msubsup mtable mtr mtd mpadded mphantom"
)
_INLINES = "a abbr b br code del em i ins kbd mark q s samp small span strong sub sup u var"
_TAGS = {*_MATH.split(), *fittings.BLOCKS, *_INLINES.split(), "img"}
_ATTRIBUTES: Final = {
    "*": {"id", "class", "lang", "dir", "role", "tabindex", "aria-label", "aria-hidden", "data-t"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "math": {"display", "xmlns"},
    "annotation": {"encoding"},
    "mo": {"stretchy", "fence", "form", "accent"},
}
_TITLES: Final = {"*": {"lang", "dir", "class"}}
_SCHEMES = {"http", "https", "mailto", "tel", "data"}
_TEXT = ("p", "ul", "ol", "blockquote")
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_WIDTH = re.compile(r"(width|height):\s*([\d.]+(?:%|px|in|cm|mm|pt|em)?)")
_SIDES = {"left": "start", "right": "end", "center": "center"}


@dataclass(frozen=True, slots=True)
class Measure:
    """How many ems of their type a title, a heading, and a heading beside the text may take.

    ``closing_em`` is that of the closing line; ``noted`` means that pages have notes at their
    foot. ``band_em`` is the room for key figures, in ems of their units; a figure is set
    ``figure`` times as large as those. ``caption_em`` is the room for the caption of a chart.
    """

    title_em: float
    text_em: float
    side_em: float
    closing_em: float = 0.0
    noted: bool = True
    band_em: float = 0.0
    figure: float = 1.0
    caption_em: float = 0.0


def parts(copy: Copy, medium: Medium, measure: Measure | None) -> Mapping[str, Markup]:
    """Return the parts that the edition has, by name, as HTML that is safe to put on a page."""
    found = _prepared(copy, medium, measure)
    return {name: clean(_inner(part), medium) for name, part in found.items()}


def paired(
    first: Copy, second: Copy, tongues: pairing.Tongues, measures: tuple[Measure, Measure]
) -> Mapping[str, Markup]:
    """Return the parts of two editions on paper, text beside text, the first one leading."""
    one, other = (
        _prepared(copy, "pdf", measure)
        for copy, measure in zip((first, second), measures, strict=True)
    )
    found = pairing.paired(one, other, tongues)
    notes.beneath(found)
    return {name: clean(_inner(part), "pdf") for name, part in found.items()}


def facing_each_other(
    first: Copy, second: Copy, tongues: pairing.Tongues, hole: str
) -> Mapping[str, Markup]:
    """Return the parts of two editions on a screen; ``hole`` stands for a missing translation."""
    one, other = (_prepared(copy, "html", None, hole) for copy in (first, second))
    found = pairing.paired(one, other, tongues)
    facing.settle(found, hole)
    return {name: clean(_inner(part), "html") for name, part in found.items()}


def _prepared(
    copy: Copy, medium: Medium, measure: Measure | None, hole: str = ""
) -> dict[str, HtmlElement]:
    root = html.fragment_fromstring(copy.markup.get("body", ""), create_parent="div")
    moor.moor(root, medium, beside=bool(hole))
    if hole:
        facing.holes(root, hole)
    _settle(root, copy.pictures, _kinds(copy.edition.locale, medium))
    tasks.box(root, copy.edition, medium)
    if medium == "pdf":
        tables.cut(root)
        tables.align(root, measure.band_em if measure else 0.0)
    fittings.fit(root, copy.edition.word("Contents"), paper=medium == "pdf")
    if medium == "pdf" and languages.spaced(copy.edition.locale):
        column = measure is not None and not measure.noted
        fittings.keep_company(root, narrow=column)
        if column:
            fittings.keep_names(root)
    if medium == "html":
        reach.fold(root, copy.edition.word("The figures of this chart"))
        reach.scroll(root)
    notes.settle(root, medium, floating=measure is not None and measure.noted)
    found = _lifted(root, medium)
    _headings(root, copy.edition, measure)
    if medium == "html" and not languages.spaced(copy.edition.locale):
        lines.phrased((*found.values(), root), copy.edition)
    if measure:
        _measured(found, root, copy.edition, measure)
    found["body"] = root
    return found


def _measured(
    found: Mapping[str, HtmlElement], root: HtmlElement, edition: Edition, measure: Measure
) -> None:
    """Fit the parts that stand in places of their own on paper."""
    if measure.band_em and "figures" in found:
        fittings.crowd(found["figures"], measure.band_em, measure.figure)
    if "closing" in found:
        for line in found["closing"].iter("p"):
            lines.lined(line, root.text_content(), edition, measure.closing_em)
    if measure.caption_em and not languages.spaced(edition.locale):
        text = root.text_content()
        for line in root.xpath(
            ".//div[contains(@class, 'chart')]//figcaption/descendant-or-self::*"
        ):
            lines.lined(line, text, edition, measure.caption_em)


def _lifted(root: HtmlElement, medium: Medium) -> dict[str, HtmlElement]:
    """Take the parts that have places of their own out of the text, and make them ready."""
    found = {name: part for name in LIFTED if (part := _lift(root, name)) is not None}
    boxed = [found[name] for name in ("figures", "contact") if name in found]
    for part in (*boxed, *root.iterfind(".//div[@class='timeline']")):
        for listed in part.iter("dl"):
            fittings.pair(listed)
    if (listed := _lift(root, "footnotes")) is not None:
        found["notes"] = _inside(listed, "ol")
    for name in ("boilerplate", "contact", "colophon") if medium == "pdf" else ():
        if name in found:
            fittings.tight(found[name])
    return found


def title(copy: Copy, measure: Measure | None) -> Markup:
    """Return the title in even lines; a title with ``<br>`` is broken as its writer wants."""
    written, lang = moor.front(copy.markup["title"])
    if lang:
        return inline(copy.markup["title"])
    pieces = re.split(r"<br\s*/?>", written)
    if any("<" in piece for piece in pieces):
        return inline(written)
    document = copy.edition.document
    text = " ".join(map(tree.plain, [document["blocks"], *document["meta"].values()]))
    limit = measure.title_em if measure else None
    if limit and any(words.ems(unescape(piece)) > limit for piece in pieces):
        gap = " " if languages.spaced(copy.edition.locale) else ""
        pieces = [gap.join(piece.strip() for piece in pieces)]  # too narrow for the writer's lines
    root = html.Element("div")
    for piece in pieces:
        root.extend(lines.boxes(unescape(piece), text, copy.edition, limit))
        if limit is None and piece is not pieces[-1]:
            root.append(html.Element("br"))
    return inline(_inner(root))


def beside(fragment: str, hole: str) -> Markup:
    """Return one run of text as ``inline`` does, or the hole if it fell back."""
    if not moor.front(fragment)[1]:
        return inline(fragment)
    return Markup(_written(facing.hole(hole)))  # noqa: S704  (escaped there)


def inline(fragment: str) -> Markup:
    """Return one run of text as HTML that is safe to put on a page; it says its language."""
    text, lang = moor.front(fragment)
    fell = f'<span lang="{lang}" class="{moor.FELL}">{text}</span>' if lang else text
    return Markup(nh3.clean(fell, tags={*_INLINES.split()} - {"a"}, attributes=_TITLES))  # noqa: S704


def _kinds(locale: Locale, medium: Medium) -> tuple[str, ...]:
    """Return the kinds of picture files, best first.

    WeasyPrint sets the letters of a drawing from left to right, whatever the script.
    """
    reversed_letters = medium == "pdf" and languages.direction(locale) == "rtl"
    return ("png", "svg", "jpg", "jpeg") if reversed_letters else ("svg", "png", "jpg", "jpeg")


def _settle(
    root: HtmlElement, pictures: Mapping[str, Mapping[str, bytes]], kinds: tuple[str, ...]
) -> None:
    deeper = root.find(".//h1") is not None
    for node in list(root.iter("*")):
        _unstyle(node)
        if deeper and re.fullmatch("h[1-5]", str(node.tag)):
            node.tag = f"h{int(node.tag[1]) + 1}"  # the title of the release is the only h1
        match node.tag:
            case "img":
                node.set("src", data(pictures.get(node.get("src", ""), {}), kinds) or "data:,")
            case "th":
                node.set("scope", "col" if _inside_of(node, "thead") else "row")
            case "table":
                tables.frame(node)
            case "figure":
                _caption(node)
            case "div" if node.get("class") == "aside":
                node.tag = "aside"


def _headings(root: HtmlElement, edition: Edition, measure: Measure | None) -> None:
    """Mark headings that fit beside the text, and end their lines between words."""
    text = root.text_content()
    for heading in root.iter("h2", "h3"):
        beside = _beside(heading)
        limit = measure and (measure.side_em if beside else measure.text_em)
        lines.lined(heading, text, edition, limit or None)


def _beside(heading: HtmlElement) -> bool:
    """Mark a heading that fits beside its text, and a text that is shorter than a heading."""
    after = _after(heading)
    opens = heading.tag != "h2" or _inside_of(heading, "section", "opener")
    if after is None or after.tag not in _TEXT or opens:
        return False
    if words.ems(heading.text_content()) > SHORT_EM:
        return False
    heading.set("class", "short")
    if after.tag == "p" and words.ems(after.text_content()) < _BRIEF_EM:
        after.set("class", f"{after.get('class', '')} brief".strip())
    return True


def _after(heading: HtmlElement) -> HtmlElement | None:
    """Return what stands below a heading in its column; notes in the margin are beside it."""
    after = heading.getnext()
    while after is not None and after.get("class") == "side":
        after = after.getnext()
    return after


def _unstyle(node: HtmlElement) -> None:
    style = node.attrib.pop("style", "")
    if found := _ALIGN.search(style):
        node.set("class", f"{node.get('class', '')} {_SIDES[found[1]]}".strip())
    if node.tag == "img":
        for name, value in _WIDTH.findall(style):
            node.set(name, value.removesuffix("px"))


def data(
    files: Mapping[str, bytes], kinds: tuple[str, ...] = ("svg", "jpg", "jpeg", "png")
) -> str:
    """Return a picture as an address that holds it, the best of its kinds; or nothing."""
    for kind in kinds:
        if found := files.get(kind):
            return f"data:{TYPES[kind]};base64,{base64.b64encode(found).decode()}"
    return ""


def _caption(figure: HtmlElement) -> None:
    """Set the caption of a chart above it, where a reader looks for what it shows."""
    caption = figure.find("figcaption")
    if caption is not None:
        caption.attrib.pop("aria-hidden", None)
        if _inside_of(figure, "div", "chart"):
            figure.insert(0, caption)


def _lift(root: HtmlElement, name: str) -> HtmlElement | None:
    """Take the first part of a class out of the text, wherever its section ended up."""
    for node in root.iter("div", "section"):
        around = {box.tag for box in node.iterancestors()} - {"section", "div"}
        if name in node.get("class", "").split() and not around:
            notes.drop(node)
            return node
    return None


def _inside(section: HtmlElement, tag: str) -> HtmlElement:
    box = html.Element("div")
    box.extend(section.findall(tag))
    return box


def _inside_of(node: HtmlElement, tag: str, name: str = "") -> bool:
    boxes = (box for box in node.iterancestors(tag))
    return any(not name or name in box.get("class", "").split() for box in boxes)


def _inner(node: HtmlElement) -> str:
    return (node.text or "") + "".join(_written(child) for child in node)


def _written(node: HtmlElement) -> str:
    return str(html.tostring(node, encoding="unicode"))


def bare(copy: Copy) -> Markup:
    """Return the body of a copy without its pictures, charts as their tables."""
    root = html.fragment_fromstring(copy.markup.get("body", ""), create_parent="div")
    moor.moor(root, "pdf")
    for picture in list(root.iter("img")):
        notes.drop(picture)
    return clean(_inner(root), "html")


def clean(fragment: str, medium: Medium) -> Markup:
    """Return a fragment with the tags, attributes and addresses that a page may have."""

    def allowed(_tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return value if value.startswith("data:image/") else None
        if name == "href" and value.startswith("data:"):
            return None
        if name == "href" and medium == "pdf" and not re.match(r"#|[a-z]+:", value):
            return None  # WeasyPrint would make it the path of a folder of this machine
        return value

    return Markup(  # noqa: S704  (nh3 has cleaned it)
        nh3.clean(
            fragment,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=allowed,
            url_schemes=_SCHEMES,
            link_rel=None,
        )
    )
