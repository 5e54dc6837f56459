"""Faces: characters that none has, or not the one that was asked for; fonts left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.preflight.sighting import Sighting

_FILES = ("FontFile", "FontFile2", "FontFile3")


def bare(character: str) -> Sighting:
    """Make the sighting of a character that no face of the theme has.

    It is looked for before a page is set: a box in the place of a character is worse than no
    page.

    >>> 到访的客人有🙂。
    error: no face of the theme has `🙂` (U+1F642, slightly smiling face)
    hint: write something else, or give the theme a face that has it
    """
    hint = "write something else, or give the theme a face that has it"
    message = f"no face of the theme has {_named(character)}"
    return Sighting("missing-glyph", 0, message, hint, "", character)


def fallback_face(strays: Mapping[str, tuple[str, str]]) -> Iterator[Sighting]:
    """Find a character that none of the faces of its role has, so that another one sets it.

    ``strays`` maps it to the family it was asked in and the one that set it.

    >>> <h2>Visit to Ελλάδα</h2>
    warning: `Ε` (U+0395, greek capital letter epsilon) is not in Newsreader: Inter sets it
    hint: name a family for its script in [font] of the theme
    """
    hint = "name a family for its script in [font] of the theme"
    for character, (asked, answered) in strays.items():
        message = f"{_named(character)} is not in {asked}: {answered} sets it"
        yield Sighting("fallback-face", 0, message, hint, "", character)


def plain_chinese(message: str, hint: str) -> Sighting:
    """Find that Chinese is not set by our rules.

    They change functions inside WeasyPrint. Another version of it, or of Pango, sets a paragraph
    on trial first; where that does not come out right, WeasyPrint sets Chinese its own way.

    >>> WeasyPrint 99
    warning: Chinese is set as WeasyPrint 99 on Pango 1.50 sets it, not by our rules
    hint: install the version they know: `pip install weasyprint==70.0`
    """
    return Sighting("plain-chinese", 0, message, hint)


def font_not_embedded(pdf: Any) -> Iterator[Sighting]:
    """Find a font that the file names and does not hold: another machine would show another one.

    >>> a PDF made with a font whose licence forbids embedding
    error: the font `Helvetica` is not in the file
    hint: give the theme a font file that may be embedded
    """
    hint = "give the theme a font file that may be embedded"
    for thing in pdf.objects:
        if not isinstance(thing, dict):
            continue
        simple = thing.get("Type") == "/Font" and thing.get("Subtype") in ("/Type1", "/TrueType")
        loose = simple and "FontDescriptor" not in thing
        described = thing.get("Type") == "/FontDescriptor"
        if loose or (described and not any(name in thing for name in _FILES)):
            name = str(thing.get("FontName") or thing.get("BaseFont") or "").lstrip("/")
            yield Sighting("font-not-embedded", 0, f"the font `{name}` is not in the file", hint)


def _named(character: str) -> str:
    name = unicodedata.name(character, "no name").lower()
    return f"`{character}` (U+{ord(character):04X}, {name})"
