"""A language that nobody speaks, to see a page in before anyone has translated it.

    Read the <em>guide</em> of {year}  →  【Ŕéáď ťĥé <em>ğúíďé</em> ôf {year} 测试译】

Accents show what was never marked for translation, the longer text shows boxes that are too
tight, the Han characters show fonts that lack them, and a missing end mark shows text cut off.

Law: tags, entities, doubled braces and facts stay as they are, so ``decode`` never fails on it.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable

from pipeline.model import Catalog, Locale, Message, Translation

LOCALE = Locale("qps")
"""ISO 639 keeps ``qaa`` to ``qtz`` for private use; ``qps`` is the custom for pseudo-locales."""

GROWTH = 0.3
"""How much longer the text becomes: what English gains on its way into German or French."""

KEPT = re.compile(r"\{\{|\}\}|\{[a-z][a-z0-9_]*(?:\.[a-z]+)?\}|</?[a-z]+\d*\s*/?>|&(?:lt|amp);")
"""What a message text holds besides words."""

_ACCENTS = str.maketrans(
    "acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ",
    "áçďéğĥíĵķļñôŕšťúŵýžÅÇĎÉĞĤÎĴĶĻÑÖŔŠŤÛŴÝŽ",
)
"""Latin-1 and Latin Extended-A, which every text face has."""

_PADDING = "测试译文排版繁體龘鬱"
_ENDS = "【", "】"


def pseudo(text: str) -> str:
    """Return a message text in the pseudo-language; nothing stays nothing."""
    if not text:
        return ""
    words = KEPT.sub("", text)
    padding = "".join(itertools.islice(itertools.cycle(_PADDING), _missing(len(words))))
    kept = KEPT.findall(text)
    literals = (literal.translate(_ACCENTS) for literal in KEPT.split(text))
    pairs = itertools.zip_longest(literals, kept, fillvalue="")
    body = "".join(part for pair in pairs for part in pair)
    return f"{_ENDS[0]}{body} {padding}{_ENDS[1]}"


def catalog(messages: Iterable[Message]) -> Catalog:
    """Return the whole catalog of a release in the pseudo-language."""
    entries = {m.key: Translation(pseudo(m.text), flags=m.flags) for m in messages}
    return Catalog(LOCALE, entries)


def _missing(length: int) -> int:
    """Return how many characters to add, beyond the end marks and a space; one at least."""
    return max(1, math.ceil(length * GROWTH) - 3)
