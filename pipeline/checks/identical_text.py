"""A translation that only repeats the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.inlines import TOKEN
from pipeline.languages import script
from pipeline.plugs import CatalogCheck, Finding, Unit

_WEB = re.compile(
    r"(?:https?://|www\.)[!-~]+|[!-?A-~]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE
)
_CODE = re.compile(
    r"`+[^`]+`+|(?<=\])\([^()\s]*\)|\{[^{}]*\}|[\w.-]*[\\/_][\w./\\-]*|\w+(?:::|\.)\w[\w.:]*|\w+\("
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LITERAL = re.compile(
    r"""\s*\w*#*(?:"[^"]*"|'[^']*')#*[,;:]?\s*|\s*(?:[#>$]|//|/\*).*|\[\w+\]\(.*\)"""
)
_HAN = re.compile("[\u3400-\u9fff]{2}")
_SHARED = 4
"""So many words may well be the same in two languages of one script: ``Transport``."""


def identical_text(units: tuple[Unit, ...]) -> Iterator[tuple[Unit, Finding]]:
    """Find translations that are the source itself, where that has words to translate.

    Names (two words or more, each with a capital), codes (``IMEC``, ``mRNA``, ``A350``), code
    and terms that the glossary keeps are left alone, and so is what other translations of the
    catalog keep amid their Chinese.

    >>> "Media contact" -> "Media contact"
    warning: the translation is the source itself
    hint: translate it; for a name, add it to the glossary with the note `do not translate`
    """
    same = [unit for unit in units if _same(unit) and _translatable(unit)]
    kept = _kept(units) if any(unit.message.text.isascii() for unit in same) else ""
    hint = "translate it; for a name, add it to the glossary with the note `do not translate`"
    for unit in same:
        words = re.escape(unit.message.text.strip())
        if not re.search(rf"(?<![A-Za-z0-9_`]){words}(?![A-Za-z0-9_`])", kept):
            yield unit, Finding("the translation is the source itself", (hint,))


def _same(unit: Unit) -> bool:
    source = unit.message.text.strip()
    if unit.translation.text.strip() != source or "\n" in source:
        return False
    return not _LITERAL.fullmatch(source)


def _translatable(unit: Unit) -> bool:
    bare = _bare(unit)
    if _HAN.search(bare):
        return script(unit.locale) not in ("Hans", "Hant", "Jpan")
    plain = [word for word in _WORD.findall(bare) if not _code(word)]
    if script(unit.locale) == "Latn" and len(plain) < _SHARED:
        return False
    return bool(plain) and not (len(plain) > 1 and all(word[0].isupper() for word in plain))


def _kept(units: tuple[Unit, ...]) -> str:
    """Return all translations with words of their own script, to look what they keep."""
    texts = (unit.translation.text for unit in units if not unit.translation.text.isascii())
    return "\n".join(texts)


def _bare(unit: Unit) -> str:
    """Return the source without tags, facts, addresses, code, and terms that stay as they are."""
    text = _WEB.sub(" ", TOKEN.sub(" ", unit.message.text))
    for term, forms in unit.glossary.items():
        if term in forms:
            text = text.replace(term, " ")
    return _CODE.sub(" ", text)


def _code(word: str) -> bool:
    return len(word) == 1 or any(c.isupper() for c in word[1:])


IDENTICAL_TEXT = CatalogCheck("identical-text", Severity.WARNING, identical_text)
