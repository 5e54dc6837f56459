"""What every Word file of a theme and a locale has in common, made once in a process.

Styles, faces and settings depend on the theme alone; headers and footers say what the release
is. A designer's own reference.docx, if the theme has one, is laid over the styles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from pipeline.model import Locale, canonical
from pipeline.themes import Theme
from pipeline.word import furniture, own, runs
from pipeline.word.package import pack
from pipeline.word.reference import FURNITURE, LOOK, wrapped
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, every, get, make, parse, tag, value, write


def standing(sheet: Sheet) -> dict[str, bytes]:
    """Return the parts that every file of the sheet has, by name."""
    return dict(_look(canonical(sheet.theme.tokens), sheet.locale, sheet.own)) | {
        name: _settled(part(sheet), sheet) for name, part in FURNITURE.items()
    }


def skeleton(sheet: Sheet) -> bytes:
    """Return the reference.docx for pandoc: the names of the styles, and the page.

    Pandoc looks up names and measures pictures against the page; the rest is ours to add, and
    would only be read and written again.
    """
    return _skeleton(canonical(sheet.theme.tokens), sheet.locale, sheet.own)


@lru_cache(maxsize=16)
def _look(tokens: bytes, locale: Locale, designed: bytes) -> tuple[tuple[str, bytes], ...]:
    sheet = _sheet(tokens, locale)
    made = {name: part(sheet) for name, part in LOOK.items()}
    return tuple((own.laid_over(made, designed, han=sheet.han) if designed else made).items())


@lru_cache(maxsize=16)
def _skeleton(tokens: bytes, locale: Locale, designed: bytes) -> bytes:
    sheet = _sheet(tokens, locale)
    book = parse(dict(_look(tokens, locale, designed))["word/styles.xml"])
    named = make("w:styles", *_named(book, spare=not designed))
    page = make("w:sectPr", *[n for n in furniture.section(sheet) if n.tag in _PAGE])
    text = make("w:p", make("w:r", make("w:t", "Diglot")))
    document = write(make("w:document", make("w:body", text, page)))
    return pack(wrapped({"word/styles.xml": write(named), "word/document.xml": document}))


def _named(book: Element, *, spare: bool) -> Iterator[Element]:
    """Yield styles as names and ids; with ``spare``, those that pandoc would not guess.

    It guesses a name without its blanks, and takes four milliseconds to read them all.
    """
    for style in every(book, "w:style"):
        name, key = value(style, "w:name"), get(style, "w:styleId")
        if not (spare and key == name.replace(" ", "")):
            yield make("w:style", make("w:name", val=name), type=get(style, "w:type"), styleId=key)


_PAGE = (tag("w:pgSz"), tag("w:pgMar"))


def _sheet(tokens: bytes, locale: Locale) -> Sheet:
    return Sheet(Theme("look", ("look",), json.loads(tokens)), locale, {}, {})


def _settled(data: bytes, sheet: Sheet) -> bytes:
    root = parse(data)
    runs.settle(root, sheet)
    return write(root)
