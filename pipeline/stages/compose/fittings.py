"""What the furnished parts of a release become on a page: plain elements that a style can set.

toc       a nav of links          opener   a section with its number above its heading
logos     a row of pictures       qr       a picture, and the words beside it
side      an aside in the margin
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

from pipeline.stages.compose import words

_TAGS = (
    "aside blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5"
    " h6 hr li nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_TAGS.split())
"""Elements that stand by themselves; blanks around them are nothing."""

_FIGURE = re.compile(r"(.*\d)((?:\s+|[^\x00-\u2fff])\D*)")
"""A number and the word behind it: after a blank, or Han."""


_ABREAST, _THREE = 4, {5: 3, 6: 3, 9: 3}
"""How many key figures stand side by side, as the style sets them: four, or three for some."""

_DIGIT_EM, _BORDER_EM = 0.58, 2.5
"""How wide a digit is, and what the edge of a figure takes of its room."""

_LAST_WORD, _LAST_WORDS = re.compile(r" (\S{1,10}\s*)$"), re.compile(r" (\S{1,14}\s*)$")
_FIRM = re.compile(r"(\b(?:Co|Corp|Pte|Pty|Sdn|Inc)\b[.,]*) (?=(?:Ltd|Limited|Inc|LLC|Bhd)\b)")
"""A name of a company before its last words, which say what it is by law."""

_LONG, _NARROW = 60, 30
"""Letters that a paragraph, or a caption, has before its last line is looked after."""


def fit(root: HtmlElement, contents: str, *, paper: bool) -> None:
    """Make the parts of a body ready; ``contents`` names a table of contents without heading.

    On ``paper`` its entries are lines of their own: WeasyPrint tags no list without marks.
    """
    for node in list(root.iter("div", "section")):
        named = node.get("class", "").split()
        if "toc" in named:
            _contents(node, contents)
            if paper:
                _entries(node)
        elif "opener" in named:
            _opener(node)
        elif "logos" in named:
            _logos(node)
        elif "qr" in named:
            _code(node)
        elif named == ["side"]:
            node.tag = "aside"


def _contents(node: HtmlElement, name: str) -> None:
    node.tag = "nav"
    if node.find("h2") is None and node.find("h3") is None:
        node.set("aria-label", name)


def _entries(node: HtmlElement) -> None:
    """Make a line of each entry, those of the second level marked as such."""
    lines = []
    for link in node.iter("a"):
        deep = sum(1 for box in link.iterancestors("li")) > 1
        line = html.Element("p", {"class": "entry deep" if deep else "entry"})
        link.tail = None
        lines.append((line, link))
    for listed in node.findall("ul"):
        node.remove(listed)
    for line, link in lines:
        line.append(link)
        node.append(line)


def _opener(node: HtmlElement) -> None:
    """Set the number of a section above its heading, as words that are read aloud once."""
    node.set("class", "opener" + (" new-page" if node.get("start") == "page" else ""))
    if number := node.get("data-number") or node.get("number"):
        line = html.Element("p", {"class": "ordinal"})
        line.text = number
        node.insert(0, line)


def _logos(node: HtmlElement) -> None:
    pictures = list(node.iter("img"))
    listed = html.Element("div", {"class": f"row of-{len(pictures)}"})
    for picture in pictures:
        item = html.Element("span")
        picture.tail = None
        item.append(picture)
        listed.append(item)
    for child in list(node):
        node.remove(child)
    node.text = None
    node.append(listed)


def _code(node: HtmlElement) -> None:
    """Keep the picture of a code apart from the words beside it."""
    words = html.Element("div", {"class": "words"})
    picture = node.find(".//img")
    for child in list(node):
        if picture is None or not (child is picture or picture in list(child.iter())):
            words.append(child)
    if picture is not None:
        for child in list(node):
            node.remove(child)
        picture.tail = None
        box = html.Element("div", {"class": "code"})
        box.append(picture)
        node.append(box)
    node.append(words)


def pair(listed: HtmlElement) -> None:
    """Box each term with its definitions, so that a style can set them side by side."""
    for number in listed.findall(".//span[@class='number']"):
        _part(number)
    children = list(listed)
    boxes: list[HtmlElement] = []
    for node in children:
        if node.tag == "dt" or not boxes:
            boxes.append(html.Element("div"))
            listed.append(boxes[-1])
        boxes[-1].append(node)
    listed.set("class", f"of-{len(boxes)}")


def crowd(part: HtmlElement, band_em: float, figure: float) -> None:
    """Mark key figures of which one has no room for its unit beside it: then none is there."""
    for listed in part.iter("dl"):
        boxes = listed.findall("div")
        abreast = len(boxes) if len(boxes) < _ABREAST else _THREE.get(len(boxes), _ABREAST)
        room = band_em / max(abreast, 1) - _BORDER_EM
        wide = (
            figure * _DIGIT_EM * len((box.findtext("dt/span[@class='number']") or "").strip())
            + words.ems((box.findtext("dt/span[@class='unit']") or "").strip())
            for box in boxes
        )
        if max(wide, default=0.0) > room:
            listed.set("class", f"{listed.get('class', '')} long".strip())


def tight(part: HtmlElement) -> None:
    """Take out the blanks between blocks: at the foot of a page each would be a line."""
    for node in part.iter():
        if node.tag in BLOCKS and not len(node) and node.text:
            node.text = node.text.strip()
        elif node.tag in BLOCKS and node.text:
            node.text = node.text.lstrip()
        if node.tag in BLOCKS and node.tail:
            node.tail = node.tail.strip()


def _part(number: HtmlElement) -> None:
    """Set the word behind a number, such as 万, with its unit: figures are large, words small."""
    found = _FIGURE.fullmatch(number.text or "")
    if not found:
        return
    unit = number.getnext()
    if unit is None:
        unit = html.Element("span", {"class": "unit"})
        number.addnext(unit)
    gap = number.tail or "" if found[2].isascii() else ""
    number.text, number.tail = found[1], found[2].partition(found[2].strip())[0]
    unit.text = f"{found[2].strip()}{gap}{unit.text or ''}"


def keep_names(root: HtmlElement) -> None:
    """Bind what a company is by law to itself: in a narrow column `Ltd.` would stand alone."""
    for node in root.iter():
        node.text = _FIRM.sub("\\1\u00a0", node.text) if node.text else node.text
        node.tail = _FIRM.sub("\\1\u00a0", node.tail) if node.tail else node.tail


def keep_company(root: HtmlElement, *, narrow: bool = False) -> None:
    """Bind the last two words of paragraphs and captions: no last line is a single word.

    In a ``narrow`` column a long word is as lonely as a short one.
    """
    pattern = _LAST_WORDS if narrow else _LAST_WORD
    for paragraph in root.iter("p", "figcaption"):
        last = paragraph[-1] if len(paragraph) else None
        text = paragraph.text if last is None else last.tail
        whole = len(paragraph.text_content())
        if (
            text
            and whole > (_LONG if paragraph.tag == "p" else _NARROW)
            and (found := pattern.search(text))
        ):
            bound = f"{text[: found.start()]}\u00a0{found[1]}"
            if last is None:
                paragraph.text = bound
            else:
                last.tail = bound
