"""Where lines and pages break: even lines in display type, and what stays on one page.

Word looks no further than the next line, so what a careful setter would do is written into
the paragraphs: captions and statements drawn in until their lines come out even, short lists
and the contact box kept whole.
"""

from __future__ import annotations

from lxml import etree

from pipeline.word import boxes
from pipeline.word.measure import balanced, reach
from pipeline.word.nodes import NEW_PAGE
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, drop, every, make, need, put, tag, text_of, value

BOLD, LIGHT = (0.98, 1.02, 1.06, 1.1), (0.88, 0.93, 0.98, 1.04, 1.1)
"""How broad faces for titles and captions, and for statements, run: all have to come out even."""

_CAPTIONS = ("TableCaption", "ChartCaption", "ImageCaption")
_TWICE = (*_CAPTIONS, "ClosingLine")
"""Styles of what stands below itself in the other language."""

_CONTACT, _TIMELINE = ("ContactHeading", "Contact"), ("Timeline",)
_LISTS = ("ListBullet", "ListNumber", "ListContinue")
_LEAD = ("BodyText", "FirstParagraph", "")
_SHORT = 6
"""Lists up to so many paragraphs stay on one page, with the line that leads up to them."""


def settle(root: Element, sheet: Sheet) -> None:
    """Write the breaks of the text into its paragraphs."""
    _new_pages(root)
    _balance(root, sheet)
    _columned(root, sheet, _CONTACT, boxes.INSET)
    _columned(root, sheet, _TIMELINE, 0)
    _lists(root)


def _balance(root: Element, sheet: Sheet) -> None:
    for paragraph in every(root, "w:p"):
        style = value(paragraph, "w:pPr/w:pStyle")
        if style in _TWICE:
            _follow(paragraph, style)
        if style in _CAPTIONS:
            _draw_in(paragraph, sheet.size("label") + 0.5, sheet.width, BOLD)
        elif style == "PullStatement":
            left, right = boxes.PULL
            width = sheet.width - left - right
            _draw_in(paragraph, sheet.size("subtitle") + 1, width, LIGHT, right)
            _led(paragraph)


def _follow(paragraph: Element, style: str) -> None:
    """Set what both languages say below each other close together."""
    before = paragraph.getprevious()
    if before is not None and value(before, "w:pPr/w:pStyle") == style:
        _space(paragraph, "before", 0)
        _space(before, "after", 40)
        put(need(before, "w:pPr"), make("w:keepNext"))


def _led(paragraph: Element) -> None:
    """Keep a statement on the page of the text that leads to it."""
    before = paragraph.getprevious()
    if (
        before is not None
        and value(before, "w:pPr/w:pStyle") in _LEAD
        and before.tag == paragraph.tag
    ):
        put(need(before, "w:pPr"), make("w:keepNext"))


def _space(paragraph: Element, side: str, twips: int) -> None:
    properties = need(paragraph, "w:pPr")
    old = properties.find(tag("w:spacing"))
    line = make("w:spacing") if old is None else old
    line.set(tag(f"w:{side}"), str(twips))
    put(properties, line)


def _new_pages(root: Element) -> None:
    for comment in [c for c in root.iter(etree.Comment) if c.text == NEW_PAGE]:
        paragraph = next(comment.iterancestors(tag("w:p")))
        put(need(paragraph, "w:pPr"), make("w:pageBreakBefore"))
        drop(comment)


def _draw_in(
    paragraph: Element, size: float, width: int, breadths: tuple[float, ...], right: int = 0
) -> None:
    spare = inset(text_of(paragraph), size, width, breadths)
    if spare:
        put(need(paragraph, "w:pPr"), make("w:ind", right=right + spare))


def inset(text: str, size: float, width: int, breadths: tuple[float, ...]) -> int:
    """Return how many twips to draw a text in, so that its lines come out even."""
    ems = width / 20 / size
    return int((ems - balanced(text, ems, breadths)) * size * 20)


def _columned(root: Element, sheet: Sheet, styles: tuple[str, ...], inset: int) -> None:
    """Make the first column of a box as wide as its longest term; keep a contact box whole."""
    box = [p for p in every(root, "w:p") if value(p, "w:pPr/w:pStyle") in styles]
    terms = [reach(_term(paragraph)) for paragraph in box]
    points = max(terms, default=0) * sheet.size("label") * 1.2 + 14
    wide = min(round(points * 20), sheet.width * 2 // 5)
    for paragraph in box:
        properties = need(paragraph, "w:pPr")
        if inset:
            put(properties, make("w:keepNext", val=int(paragraph is not box[-1])))
        put(properties, boxes.hanging(wide, inset))


def _lists(root: Element) -> None:
    for first in every(root, "w:p"):
        lead = first.getprevious()
        if _listed(first) and (lead is None or not _listed(lead)):
            run = [first]
            while (after := run[-1].getnext()) is not None and _listed(after):
                run.append(after)
            if (
                lead is not None
                and value(lead, "w:pPr/w:pStyle") in _LEAD
                and lead.tag == first.tag
            ):
                run.insert(0, lead)
            if len(run) <= _SHORT:
                for paragraph in run[:-1]:
                    put(need(paragraph, "w:pPr"), make("w:keepNext"))


def _listed(node: Element) -> bool:
    return node.tag == tag("w:p") and value(node, "w:pPr/w:pStyle") in _LISTS


def _term(paragraph: Element) -> str:
    """Return the text before the tab of a line of the contact box, if it has one."""
    text = ""
    for node in paragraph.iter(tag("w:t"), tag("w:tab")):
        if node.tag == tag("w:tab"):
            return text
        text += node.text or ""
    return ""
