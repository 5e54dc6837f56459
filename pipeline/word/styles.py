"""The styles part of a Word file: the stylebook, the character and the table styles."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.word import boxes
from pipeline.word.letters import Style, faces, identity, mono, strong, type_of
from pipeline.word.sheet import Sheet
from pipeline.word.stylebook import stylebook
from pipeline.word.xml import Element, make, props, tag, write

_PRIORITY = {"Normal": 0, "Title": 10, "Subtitle": 11, "caption": 35}
_WORDS_OWN = frozenset(
    {"Normal", "Title", "Subtitle", "Date", "caption", "header", "footer", "footnote text"}
    | {"TOC Heading", "toc 1", "toc 2"}
    | {"Body Text", "Block Text", "List Bullet", "List Number", "List Continue"}
    | {f"heading {level}" for level in range(1, 7)}
)
"""Names that Word knows; a style of any other name has to say that it is ours."""


def styles(sheet: Sheet) -> bytes:
    """Return ``word/styles.xml``."""
    root = make("w:styles", _defaults(sheet))
    root.extend(_paragraph(style) for style in stylebook(sheet))
    root.extend(_characters(sheet))
    root.extend(_tables(sheet))
    return write(root)


def _defaults(sheet: Sheet) -> Element:
    letters = (
        *type_of(sheet, "body", sheet.size("body"), "text"),
        make("w:lang", **sheet.tongues),
    )
    first = make("w:rPrDefault", props("w:rPr", *letters))
    return make("w:docDefaults", first, make("w:pPrDefault", make("w:pPr")))


def _paragraph(style: Style) -> Element:
    node = _style("paragraph", style.name, style.base)
    if style.name == "Normal":
        node.set(tag("w:default"), "1")
    if style.follow:
        node.append(make("w:next", val=identity(style.follow)))
    priority = 9 if style.name.startswith("heading") else _PRIORITY.get(style.name, 20)
    node.append(make("w:uiPriority", val=priority))
    node.append(make("w:qFormat"))
    if style.paragraph:
        node.append(props("w:pPr", *style.paragraph))
    if style.letters:
        node.append(props("w:rPr", *style.letters))
    return node


def _style(kind: str, name: str, base: str, *, own: bool = False) -> Element:
    node = make("w:style", make("w:name", val=name), type=kind, styleId=identity(name))
    if not own and name not in _WORDS_OWN:
        node.set(tag("w:customStyle"), "1")
    if base:
        node.append(make("w:basedOn", val=identity(base)))
    return node


def _characters(sheet: Sheet) -> Iterator[Element]:
    plain = _style("character", "Default Paragraph Font", "", own=True)
    plain.set(tag("w:default"), "1")
    plain.append(make("w:uiPriority", val=1))
    yield plain
    size = make("w:sz", val=round(sheet.size("body") * 1.8))
    yield _character("Verbatim Char", mono(), size, make("w:noProof"))
    mark = make("w:color", val=sheet.color("accent"))
    yield _character("footnote reference", mark, make("w:vertAlign", val="superscript"), own=True)
    link = make("w:color", val=sheet.color("link"), themeColor="hyperlink")
    yield _character("Hyperlink", link, make("w:u", val="single"), own=True)
    primary = make("w:color", val=sheet.color("primary"))
    yield _character("Contact Term", *strong(), primary)
    number = (faces(sheet, "number"), *strong(), make("w:color", val=sheet.color("accent")))
    yield _character("Timeline Date", *number)
    ink = make("w:color", val=sheet.color("text"))
    yield _character("Not Translated", ink, boxes.shade(_pale(sheet, "fourth")))
    yield _character("Caption Label", make("w:color", val=sheet.color("accent")))
    word = round(sheet.size("label") * 2 + 2)
    sizes = (make("w:sz", val=word), make("w:szCs", val=word))
    yield _character("Key Figure Word", faces(sheet, "label"), *sizes)


def _pale(sheet: Sheet, name: str) -> str:
    """Return a colour as light as the mark of the brochure: a third of it on paper."""
    pairs = zip(bytes.fromhex(sheet.color(name)), bytes.fromhex(sheet.color("paper")), strict=True)
    return bytes(round(0.35 * ink + 0.65 * paper) for ink, paper in pairs).hex().upper()


def _character(name: str, *letters: Element, own: bool = False) -> Element:
    node = _style("character", name, "Default Paragraph Font", own=own)
    node.append(make("w:uiPriority", val=99 if own else 20))
    node.append(props("w:rPr", *letters))
    return node


def _tables(sheet: Sheet) -> Iterator[Element]:
    plain = _style("table", "Normal Table", "", own=True)
    plain.set(tag("w:styleId"), "TableNormal")
    plain.set(tag("w:default"), "1")
    plain.append(make("w:uiPriority", val=99))
    plain.append(props("w:tblPr", make("w:tblInd", w=0, type="dxa"), boxes.padding(0, 108)))
    yield plain
    thick, hair = sheet.color("primary"), sheet.color("rule")
    edges = [boxes.line(side, 8, thick) for side in ("top", "bottom")]
    lines = make("w:tblBorders", *edges, boxes.line("insideH", 4, hair))
    head = make("w:tblStylePr", props("w:rPr", *strong()), type="firstRow")
    head.append(props("w:tcPr", make("w:tcBorders", boxes.line("bottom", 6, thick))))
    yield _table("Table", props("w:tblPr", lines, boxes.padding(70, 100)), head)
    yield _table("Key Figures", props("w:tblPr", boxes.padding(200, 170)))


def _table(name: str, *parts: Element) -> Element:
    node = _style("table", name, "")
    node.append(make("w:basedOn", val="TableNormal"))
    node.append(make("w:uiPriority", val=20))
    node.append(make("w:qFormat"))
    node.extend(parts)
    return node
