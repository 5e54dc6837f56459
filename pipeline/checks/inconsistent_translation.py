"""The same words of the source, translated in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.inlines import TOKEN
from pipeline.plugs import CatalogCheck, Finding, Unit
from pipeline.segments import UNIT

_MARKS = re.compile(r"[\s.,:;!?。，、：；！？…“”‘’\"'（）()]+")


def inconsistent_translation(units: tuple[Unit, ...]) -> Iterator[tuple[Unit, Finding]]:
    """Find texts of one catalog that differ in capitals or marks alone, but not so in Chinese.

    A reader takes two names for two things. A text in another context (``msgctxt``) may well
    read otherwise; measure words are left alone.

    >>> "Registered enterprises." -> "注册企业。" and "registered enterprises" -> "登记公司"
    note: the same words are `注册企业。` elsewhere
    hint: translate both in one way, or say why not
    """
    first: dict[str, tuple[Unit, str]] = {}
    for unit in units:
        words = _bare(unit.message.text)
        if unit.message.context == UNIT or not any(c.isalpha() for c in words):
            continue
        mine = _bare(unit.translation.text)
        other, theirs = first.setdefault(words, (unit, mine))
        if mine != theirs:
            message = f"the same words are `{other.translation.text}` elsewhere"
            hint = "translate both in one way, or say why not"
            yield unit, Finding(message, (hint,))


def _bare(text: str) -> str:
    plain = text
    if "<" in text or "{" in text or "&" in text:
        plain = TOKEN.sub(lambda token: token[0] if token["fact"] else "", text)
    return (
        _MARKS.sub(" ", plain).strip().casefold().replace(" ", "" if not plain.isascii() else " ")
    )


INCONSISTENT_TRANSLATION = CatalogCheck(
    "inconsistent-translation", Severity.NOTE, inconsistent_translation
)
