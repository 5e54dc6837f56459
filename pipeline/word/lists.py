"""Lists: Word's own list styles, marks in the brand's colour, one step a level.

What continues an item is a paragraph drawn in by as much, not an item with a blank mark.
"""

from __future__ import annotations

from lxml import etree

from pipeline.word import boxes
from pipeline.word.letters import faces
from pipeline.word.nodes import BOXED
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, drop, every, get, make, need, parse, props, put, tag, value
from pipeline.word.xml import write as written

STEP = 360
"""How far each level of a list is drawn in, in twips."""

_BLANK = "1000"
"""The number that pandoc gives to paragraphs which continue an item."""

_BOXES = ("☐", "☒")
"""The marks of a list of tasks."""

_MARKS = ("•", "–", "·")


def settle(root: Element, numbering: bytes, sheet: Sheet) -> bytes:
    """Style the list paragraphs of the text; return ``word/numbering.xml`` to match."""
    numbers = parse(numbering)
    bullets = _bullets(numbers)
    for paragraph in every(root, "w:p"):
        number = value(paragraph, "w:pPr/w:numPr/w:numId")
        if number:
            level = int(value(paragraph, "w:pPr/w:numPr/w:ilvl") or 0)
            _paragraph(paragraph, number, level, bullets)
    for mark in every(numbers, "w:lvl"):
        _level(mark, sheet)
    return written(numbers)


def _bullets(numbers: Element) -> set[str]:
    """Return the numbers whose marks are bullets."""
    plain = {
        node.get(tag("w:abstractNumId"))
        for node in numbers.iter(tag("w:abstractNum"))
        if value(node, "w:lvl/w:numFmt") == "bullet"
    }
    return {
        node.get(tag("w:numId")) or ""
        for node in numbers.iter(tag("w:num"))
        if value(node, "w:abstractNumId") in plain
    }


def _paragraph(paragraph: Element, number: str, level: int, bullets: set[str]) -> None:
    properties = need(paragraph, "w:pPr")
    old = value(paragraph, "w:pPr/w:pStyle")
    boxed = _marked(paragraph)
    inset = boxes.INSET if boxed else 0
    if number == _BLANK:
        for blank in properties.findall(tag("w:numPr")):
            drop(blank)
        put(properties, make("w:ind", left=inset + STEP * (level + 1)))
        style = "ListContinue"
    else:
        style = "ListBullet" if number in bullets else "ListNumber"
        if boxed:
            put(properties, make("w:ind", left=inset + STEP * (level + 1), hanging=STEP))
    put(properties, make("w:pStyle", val="SideNote" if boxed else style))
    if not boxed:
        _space(paragraph, tight=old == "Compact")


def _marked(paragraph: Element) -> bool:
    """Tell whether a paragraph is marked as part of a side note, and take the mark off."""
    found = [node for node in paragraph.iter(etree.Comment) if node.text == BOXED]
    for node in found:
        drop(node)
    return bool(found)


def _space(paragraph: Element, *, tight: bool) -> None:
    """Set items of any kind close in a tight list, and apart in a loose one."""
    properties, after = need(paragraph, "w:pPr"), paragraph.getnext()
    if not tight:
        put(properties, make("w:contextualSpacing", val=0))
    elif after is not None and value(after, "w:pPr/w:pStyle") == "Compact":
        put(properties, make("w:spacing", after=0))


def _level(level: Element, sheet: Sheet) -> None:
    depth = int(level.get(tag("w:ilvl")) or 0)
    for name in ("w:pPr", "w:rPr"):
        for property_ in level.findall(tag(name)):
            drop(property_)
    text = level.find(tag("w:lvlText"))
    if text is not None and value(level, "w:numFmt") == "bullet" and get(text) not in _BOXES:
        text.set(tag("w:val"), _MARKS[depth % len(_MARKS)])
    level.append(props("w:pPr", make("w:ind", left=STEP * (depth + 1), hanging=STEP)))
    color = make("w:color", val=sheet.color("accent"))
    level.append(props("w:rPr", faces(sheet, "label"), color))
