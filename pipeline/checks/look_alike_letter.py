"""Letters of another script that look like those around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Fix, Unit
from pipeline.prose import prose

_LIKE = dict(zip(
    "АВСЕНІЈКМОРЅТХУаеорсухіјѕԁһԛԝѵ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοικνυ" "ıɡɑℓ",
    "ABCEHIJKMOPSTXYaeopcyxijsdhqwv" "ABEZHIKMNOPTYXoiKvu" "igal", strict=True,
))  # fmt: skip
_FOREIGN = re.compile(f"[{''.join(_LIKE)}]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0250-\u03ff\u0400-\u052f\u2113]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0130\u0132-\u024f]")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")


def look_alike_letter(unit: Unit) -> Iterator[Finding]:
    """Find Cyrillic and Greek letters in Latin words, and radicals that pose as Han characters.

    A reader sees no difference; a search, a link and a screen reader do. Greek letters that
    look like no others (``μm``, ``kΩ``, ``ΔT``) are left alone, and so are whole words.

    >>> "ВDIAEZ签约" in zh_CN
    error: `В` in `ВDIAEZ` is CYRILLIC CAPITAL LETTER VE
    hint: write `BDIAEZ`
    """
    text = unit.translation.text
    if text.isascii():
        return
    if _FOREIGN.search(text):
        yield from _mixed(unit)
    for match in _RADICAL.finditer(text):
        plain = unicodedata.normalize("NFKC", match[0])
        if plain != match[0] and len(plain) == 1:
            message = f"`{match[0]}` (U+{ord(match[0]):04X}) only looks like `{plain}`"
            fix = Fix(match.span(), plain, safe=True)
            yield Finding(message, (f"write `{plain}`",), (match.span(),), fix)


def _mixed(unit: Unit) -> Iterator[Finding]:
    text = unit.translation.text
    read = prose(text)
    native = script(unit.locale) in ("Cyrl", "Grek")
    known = {*unit.glossary, *_WORD.findall(unit.message.text)}
    for match in _WORD.finditer(read.text):
        word = match[0]
        strange = [i for i, c in enumerate(word) if c in _LIKE]
        latin = "".join(_LIKE.get(c, c) for c in word)
        whole = len(strange) == len(word) > 1 and (not native or word.isupper())
        mixed = _LATIN.search(word) and not _dotless(word, unit)
        if not strange or not latin.isascii() or not (mixed or (whole and latin in known)):
            continue
        start = match.start()
        letters = dict.fromkeys(word[i] for i in strange)
        shown = ", ".join(f"`{c}`" for c in letters)
        names = ", ".join(unicodedata.name(c) for c in letters)
        spans = tuple(read.span(start + i, start + i + 1) for i in strange)
        span = read.span(start, match.end())
        fix = Fix(span, latin, safe=True) if text[slice(*span)] == word else None
        said = f"{shown} in `{word}` {'is' if len(letters) == 1 else 'are'} {names}"
        yield Finding(said, (f"write `{latin}`",), spans, fix)


def _dotless(word: str, unit: Unit) -> bool:
    """Tell whether ı is at home, as in Turkish."""
    return "ı" in word and unit.locale[:2] in ("tr", "az", "tt", "kk")


LOOK_ALIKE_LETTER = Check("look-alike-letter", Severity.ERROR, look_alike_letter, solo=True)
