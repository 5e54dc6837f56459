"""Lines that end between words: titles, headings, and short lines where a script has no blanks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from lxml import html
from lxml.html import HtmlElement

from pipeline import languages
from pipeline.model import Edition
from pipeline.stages.compose import words

_SHORT_LINES = " | ".join(
    [
        f"descendant-or-self::*[contains(concat(' ', @class, ' '), ' {name} ')]//{line}"
        for name, line in (("closing", "p"), ("pull", "p"), ("figures", "dd"))
    ]
    + [".//figcaption", ".//caption"]
)
"""Lines of a screen that are too short to hide a word cut in two."""


def lined(line: HtmlElement, text: str, edition: Edition, limit_em: float | None) -> None:
    """End the lines of a text between words; one with marks in it is left to its column."""
    if line.text and not len(line):
        pieces = list(boxes(line.text, text, edition, limit_em))
        line.text = ""
        line.extend(pieces)


def phrased(parts: Iterable[HtmlElement], edition: Edition) -> None:
    """Let the short lines of a screen end between words too, where a script has no blanks."""
    listed = list(parts)
    text = " ".join(part.text_content() for part in listed)
    for line in itertools.chain.from_iterable(part.xpath(_SHORT_LINES) for part in listed):
        if line.text and all(node.tag == "br" and not len(node) for node in line):
            pieces = [line.text, *(node.tail or "" for node in line)]
            for node in list(line):
                line.remove(node)
            line.text = ""
            for number, piece in enumerate(pieces):
                line.extend([html.Element("br")] if number else [])
                line.extend(boxes(piece, text, edition, None))


def boxes(
    heading: str, text: str, edition: Edition, limit_em: float | None
) -> Iterator[HtmlElement]:
    """Yield the lines of a heading, or the phrases between which a browser may end one."""
    spaced = languages.spaced(edition.locale)
    known = "" if spaced else text
    if limit_em:
        pieces, name = words.lines(heading, known, limit_em), "line"
    else:
        pieces, name = (heading,) if spaced else words.phrases(heading, known), "word"
    made: list[HtmlElement] = []
    for piece in pieces:
        words_only = piece.strip(" ")
        if words_only:
            made.append(html.Element("span", {"class": name}))
            made[-1].text = words_only
        if made and piece.endswith(" "):  # a blank inside a box would be lost
            made[-1].tail = " "
    yield from made
