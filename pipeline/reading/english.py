"""English text as an editor reads it."""

from __future__ import annotations

from functools import lru_cache

from pipeline.languages import language
from pipeline.model import Locale
from pipeline.prose import prose

_CODE = ("{", ">>>", "();", " = ")


@lru_cache(maxsize=64)
def english(locale: Locale) -> bool:
    """Tell whether a locale is English."""
    return language(locale).code == "en"


def worded(message: str, locale: Locale) -> str:
    """Return an English message as it is read, addresses and code hidden; else nothing."""
    if not english(locale):
        return ""
    text = prose(message).sheltered
    return "" if "\n" in text and any(mark in text for mark in _CODE) else text
