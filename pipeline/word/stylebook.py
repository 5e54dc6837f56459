"""Every paragraph style of a Word file, from the tokens that make the CSS.

Names are those of Word's own menus where it has one. Body text keeps the exact pitch of the
brochure: Word's *auto* would be nearly half as tall again in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.word import boxes
from pipeline.word.letters import Style, mono, spacing, strong, type_of, weight
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, make

_STEP_IN = boxes.STEP


def stylebook(sheet: Sheet) -> Iterator[Style]:
    """Yield the paragraph styles, parents first."""
    for group in (
        _text,
        _margins,
        _asides,
        _cover,
        _headings,
        _parts,
        _openers,
        _fittings,
        _ends,
        _lists,
        _captions,
        _figures,
    ):
        yield from group(sheet)


def _gap(sheet: Sheet) -> float:
    """Return the distance between two paragraphs, in points."""
    return round(sheet.size("body") * sheet.line * 0.45, 1)


def _pitch(sheet: Sheet) -> str:
    """Return how strictly lines keep their pitch: vowel signs need what they need."""
    return "exact" if sheet.han or sheet.script == "Latn" else "atLeast"


def _small(sheet: Sheet, more: float = 0.5) -> float:
    return sheet.size("label") + more


def _text(sheet: Sheet) -> Iterator[Style]:
    body, lede, rule = sheet.size("body"), sheet.size("lede"), _pitch(sheet)
    breaking = [make(f"w:{n}") for n in ("kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN")]
    way = make("w:bidi") if sheet.mirrored else None
    lines = spacing(0, 0, body * sheet.line, rule)
    base = (make("w:widowControl"), *breaking, way, make("w:snapToGrid", val=0), lines)
    yield Style("Normal", "", base)
    even = make("w:jc", val="both") if sheet.han else None
    yield Style("Body Text", paragraph=(spacing(0, _gap(sheet)), even))
    yield Style("First Paragraph", "Body Text", follow="Body Text")
    yield Style("Compact", "Body Text", (spacing(0, 2),))
    wide = lede * (1.75 if sheet.han else 1.5)
    yield Style(
        "Lede",
        "Body Text",
        (spacing(0, lede * 1.2, wide, rule), make("w:jc", val="left")),
        type_of(sheet, "body", lede, "primary"),
    )


def _asides(sheet: Sheet) -> Iterator[Style]:
    body, gap = sheet.size("body"), _gap(sheet)
    indent = make("w:ind", left=_STEP_IN, right=_STEP_IN)
    quoted = (boxes.bar(sheet, "rule"), spacing(gap, gap), indent)
    yield Style("Block Text", "Body Text", quoted, (make("w:color", val=sheet.color("muted")),))
    yield Style("Thematic Break", paragraph=(spacing(gap, gap), make("w:jc", val="center")))
    whole = (make("w:keepLines"), make("w:wordWrap", val=0))
    ground = (boxes.shade(sheet.color("tint")), make("w:bidi", val=0))
    lines = spacing(gap / 2, gap, body * 1.4)
    letters = (mono(), make("w:sz", val=round(body * 1.7)), make("w:noProof"))
    yield Style("Source Code", paragraph=(*whole, *ground, lines), letters=letters)


def _cover(sheet: Sheet) -> Iterator[Style]:
    title, subtitle, small = sheet.size("title"), sheet.size("subtitle"), _small(sheet, 1)
    inverse = type_of(sheet, "label", small, "inverse")
    lines = spacing(0, 0, small * 1.5)
    yield Style("Publisher", "header", paragraph=(lines,), letters=(*inverse, *strong()))
    spread = None if sheet.mirrored else make("w:spacing", val=12)
    yield Style(
        "Kicker",
        paragraph=(make("w:keepNext"), spacing(0, 6, small * 1.5)),
        letters=(*type_of(sheet, "label", small, "fourth"), *strong(), spread),
    )
    lines = spacing(0, title * 0.3, title * sheet.tight)
    yield Style(
        "Title",
        paragraph=(make("w:keepNext"), make("w:keepLines"), lines, make("w:jc", val="left")),
        letters=(*type_of(sheet, "title", title, "inverse"), *weight(sheet, "title")),
        follow="Subtitle",
    )
    lines = spacing(0, 16, subtitle * (1.6 if sheet.han else 1.4))
    letters = type_of(sheet, "body", subtitle, "inverse")
    yield Style("Subtitle", paragraph=(make("w:keepNext"), lines), letters=letters)
    inverse = type_of(sheet, "label", small, "inverse")
    yield Style("Date", paragraph=(spacing(0, 16, small * 1.5),), letters=inverse)


def _headings(sheet: Sheet) -> Iterator[Style]:
    sizes = (sheet.size("h2"), sheet.size("h3"), *[sheet.size("body") + 0.5] * 4)
    for level, size in enumerate(sizes):
        first = level == 0
        held = (make("w:keepNext"), make("w:keepLines"))
        rule = boxes.top(sheet, "primary") if first else None
        lines = spacing(size * (1.3 if first else 1), size * 0.35, size * sheet.tight * 1.05)
        yield Style(
            f"heading {level + 1}",
            paragraph=(*held, rule, lines, make("w:outlineLvl", val=level)),
            letters=(*type_of(sheet, "heading", size, "primary"), *weight(sheet, "heading")),
            follow="Body Text",
        )


def _parts(sheet: Sheet) -> Iterator[Style]:
    small, pull = _small(sheet), sheet.size("pull")
    lines = spacing(12, 12, pull * (1.6 if sheet.han else 1.4))
    indent = make("w:ind", left=boxes.PULL[0], right=boxes.PULL[1])
    yield Style(
        "Pull Statement",
        paragraph=(make("w:keepLines"), boxes.bar(sheet, "accent"), lines, indent),
        letters=type_of(sheet, "title", pull, "primary"),
    )
    lines = spacing(14, 14, small * 1.65)
    edges = (*boxes.note(sheet), make("w:contextualSpacing"))
    yield Style(
        "Side Note",
        paragraph=(make("w:keepLines"), lines, *edges),
        letters=type_of(sheet, "label", small),
    )
    lines = spacing(18, 12, pull * (1.6 if sheet.han else 1.4))
    yield Style(
        "Closing Line",
        paragraph=(make("w:keepLines"), boxes.crown(sheet), lines, make("w:jc", val="left")),
        letters=(*type_of(sheet, "title", pull, "primary"), *strong()),
    )


def _openers(sheet: Sheet) -> Iterator[Style]:
    """Yield the styles of the band that opens a section, which share their borders."""
    small, large = _small(sheet, 1), sheet.size("subtitle") + 2
    letters = (*type_of(sheet, "number", small, "fourth"), *strong())
    lines = spacing(18, 0, small * 1.6)
    yield Style("Opener Number", paragraph=(*_held(), *boxes.band(sheet), lines), letters=letters)
    letters = (*type_of(sheet, "title", large, "inverse"), *weight(sheet, "title"))
    lines = spacing(0, 0, large * sheet.tight)
    edges = (*_held(), *boxes.band(sheet), lines)
    yield Style("Opener Heading", "heading 1", edges, letters, "Opener Lead")
    lines = spacing(0, 14, sheet.size("body") * sheet.line)
    letters = (make("w:color", val=sheet.color("inverse")),)
    edges = (*_held(), *boxes.band(sheet), lines)
    yield Style("Opener Lead", paragraph=edges, letters=letters, follow="Body Text")


def _held() -> tuple[Element, ...]:
    return (make("w:keepNext"), make("w:keepLines"))


def _fittings(sheet: Sheet) -> Iterator[Style]:
    small, body = _small(sheet), sheet.size("body")
    named = (*type_of(sheet, "heading", sheet.size("h2"), "primary"), *weight(sheet, "heading"))
    above = (make("w:keepNext"), spacing(12, 4, sheet.size("h2") * 1.4))
    yield Style("TOC Heading", paragraph=above, letters=named, follow="toc 1")
    for level in (1, 2):
        stop = make("w:tabs", make("w:tab", val="right", leader="dot", pos=sheet.width))
        indent = make("w:ind", left=_STEP_IN * (level - 1))
        lines = spacing(3 if level == 1 else 0, 3, body * sheet.line)
        yield Style(f"toc {level}", paragraph=(stop, indent, lines))
    lines = spacing(0, 5, body * sheet.line)
    hanging = boxes.hanging(boxes.TERM, 0)
    yield Style("Timeline", paragraph=(make("w:keepLines"), lines, hanging))
    indent = make("w:ind", left=_STEP_IN, right=sheet.width // 3)
    edge = (boxes.bar(sheet, "rule"), spacing(4, 6, small * 1.6), indent)
    letters = type_of(sheet, "label", small, "muted")
    yield Style("Margin Note", paragraph=(*_held(), *edge), letters=letters)
    yield Style("Logos", paragraph=(_open(200, 200), _stops(sheet)))
    yield Style("Code", paragraph=(make("w:keepNext"), _open(200, 0)))
    letters = type_of(sheet, "label", small, "muted")
    lines = spacing(0, 12, small * 1.6)
    yield Style("Code Words", paragraph=(make("w:keepLines"), lines), letters=letters)


def _stops(sheet: Sheet) -> Element:
    """Make the stops at which logos stand: six to a line."""
    places = (sheet.width * step // 6 for step in range(1, 6))
    return make("w:tabs", *[make("w:tab", val="left", pos=place) for place in places])


def _ends(sheet: Sheet) -> Iterator[Style]:
    small, title = _small(sheet), _small(sheet, 1)
    named = (*type_of(sheet, "label", title, "primary"), *strong())
    above = (boxes.top(sheet, "rule"), spacing(18, 3, title * 1.6))
    yield Style("Matter Heading", "heading 1", above, named, "Boilerplate")
    lines = spacing(0, 4, small * 1.6)
    letters = type_of(sheet, "label", small)
    yield Style("Boilerplate", paragraph=(make("w:keepLines"), lines), letters=letters)
    named = (*type_of(sheet, "label", title, "primary"), *strong())
    box = (*boxes.panel(sheet), spacing(18, 0, title * 1.9))
    yield Style("Contact Heading", "heading 1", box, named, "Contact")
    lines = spacing(0, 0, small * 1.75)
    box = (make("w:keepLines"), *boxes.panel(sheet), lines)
    yield Style("Contact", paragraph=box, letters=type_of(sheet, "label", small))
    lines = spacing(14, 0, sheet.size("label") * 1.5)
    letters = type_of(sheet, "label", sheet.size("label"), "muted")
    yield Style("Colophon", paragraph=(make("w:keepLines"), lines), letters=letters)


def _lists(sheet: Sheet) -> Iterator[Style]:
    gap = _gap(sheet)
    for name in ("List Bullet", "List Number"):
        yield Style(name, "Body Text", (spacing(0, gap), make("w:contextualSpacing")))
    yield Style("List Continue", "Body Text", (spacing(0, gap),))
    yield Style(
        "Definition Term",
        paragraph=(make("w:keepNext"), spacing(2, 0)),
        letters=(*strong(), make("w:color", val=sheet.color("primary"))),
        follow="Definition",
    )
    yield Style("Definition", "Body Text", (make("w:ind", left=_STEP_IN),))


def _captions(sheet: Sheet) -> Iterator[Style]:
    size = _small(sheet)
    above = (make("w:keepNext"), make("w:keepLines"), spacing(12, 5, size * 1.5))
    letters = (*type_of(sheet, "label", size, "primary"), *strong())
    yield Style("caption", paragraph=above, letters=letters)
    yield Style("Table Caption", "caption")
    yield Style("Chart Caption", "caption")
    below = (make("w:keepNext", val=0), spacing(4, 12))
    yield Style("Image Caption", "caption", below)
    yield Style("Figure", paragraph=(_open(0, 240),))
    yield Style("Captioned Figure", paragraph=(make("w:keepNext"), _open(240, 0)))


def _open(before: int, after: int) -> Element:
    """Make the distances of a line that grows with the picture on it."""
    return make("w:spacing", before=before, after=after, line=240, lineRule="auto")


def _figures(sheet: Sheet) -> Iterator[Style]:
    size, number, label = _small(sheet), sheet.size("figure"), sheet.size("label")
    lines = spacing(0, 0, size * 1.45)
    yield Style("Table Text", paragraph=(lines,), letters=type_of(sheet, "label", size))
    below = (*type_of(sheet, "label", size - 0.5, "muted"),)
    yield Style("Table Translation", "Table Text", letters=below)
    letters = (*type_of(sheet, "label", size, "muted"), *strong())
    yield Style("Table Heading", "Table Text", (make("w:keepNext"),), letters)
    lines = spacing(0, 2, number * 1.15)
    letters = (*type_of(sheet, "number", number, "inverse"), *weight(sheet, "number"))
    yield Style("Key Figure", paragraph=(make("w:keepNext"), lines), letters=letters)
    lines = spacing(0, 3, label * 1.5)
    letters = (*type_of(sheet, "label", size, "inverse"), *strong())
    yield Style("Key Figure Unit", paragraph=(make("w:keepNext"), lines), letters=letters)
    lines = spacing(0, 0, label * 1.5)
    letters = type_of(sheet, "label", label, "inverse")
    yield Style("Key Figure Label", paragraph=(lines,), letters=letters)


def _margins(sheet: Sheet) -> Iterator[Style]:
    small = _small(sheet, -0.5)
    for name in ("header", "footer"):
        stop = make("w:tabs", make("w:tab", val="right", pos=sheet.width))
        letters = type_of(sheet, "label", small, "muted")
        yield Style(name, paragraph=(stop, spacing(0, 0, small * 1.5)), letters=letters)
    size = sheet.size("label")
    lines = (spacing(0, 2, size * 1.5), make("w:jc", val="left"))
    letters = type_of(sheet, "label", size, "muted")
    yield Style("footnote text", paragraph=lines, letters=letters)
    yield Style("Footnote Block Text", "footnote text")
