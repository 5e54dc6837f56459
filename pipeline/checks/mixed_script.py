"""Traditional characters in simplified text, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading import variants
from pipeline.reading.hanzi import Slip, Verdict, marked, plain

_BEFORE_AT = "位由关對对基至终等大小高低处處用属生善甘勇便限出过鉴致助利忠"
_BEFORE_WHILE = "随隨意味看有朝沿跟穿带帶拿试試临臨伴等忙活"
_WORDS = (
    ("乾", "干", r"乾(?=[净淨燥旱脆杯粮枯涸洗扰货果冰电])|(?<=[饼烘晒风])乾"),
    ("瞭", "了", r"瞭(?=[解])|(?<=明)瞭(?!望)"),
    (
        "於",
        "于",
        rf"(?<=[{_BEFORE_AT}])於|於(?=[是此其])",
    ),
    ("徵", "征", r"徵(?=[求收集兆用稿税询象信])|(?<=[象特表])徵"),
    (
        "著",
        "着",
        rf"(?<=[{_BEFORE_WHILE}])著(?![作名称稱述书書录錄者文译譯])",
    ),
    ("藉", "借", r"藉(?=[由助着著])"),
    ("夥", "伙", r"夥(?=[伴同])"),
    ("祕", "秘", r"祕(?=[密书訣诀方])"),
    ("昇", "升", r"(?<=[提上])昇|昇(?=[级級华華])"),
    ("釐", "厘", r"釐(?=[清米定])"),
    ("彷", "仿", r"彷(?=[彿佛])"),
)
"""Characters that are proper in both scripts, and the words in which they are not."""

_ENDONYM = re.compile(
    "(?:繁體|正體|簡體|简体|繁体)(?:中文|字|漢語|華語|华语)?|漢語|國語|粵語|日本語|臺語|閩南語"
)


def mixed_script(unit: Unit) -> Iterator[Finding]:
    """Find characters of the other Chinese script.

    They come from a source in the other script or from a converter. What is proper in both
    (乾隆, 瞭望, 於 as a surname), what the source itself shows, and the name of a script in
    its own characters (繁體中文) are left alone. Japanese texts are searched for simplified
    Chinese characters.

    >>> "大兴機场临空区" in zh_CN
    warning: `機` is a traditional character
    hint: write `机`
    """
    written = script(unit.locale)
    text = plain(unit.translation.text) if written in _KINDS else ""
    if not text:
        return
    slips = [] if _table(written).keys().isdisjoint(text) else list(_alien(unit, text))
    if written == "Hans":
        slips += _misused(text)
        slips.sort(key=lambda slip: slip.start)
    hint = "" if all(slip.text for slip in slips) else f"write it in {_WANTED[written]}"
    yield from marked(unit, slips, Verdict(f"is a {_KINDS[written]} character", hint))


_KINDS = {"Hans": "traditional", "Hant": "simplified", "Jpan": "simplified Chinese"}
_WANTED = {"Hans": "simplified characters", "Hant": "traditional characters", "Jpan": "kanji"}


def _alien(unit: Unit, text: str) -> Iterator[Slip]:
    """Yield the characters that are in no text of this script."""
    table = _table(script(unit.locale))
    shown = set(unit.message.text) if unit.message.text != unit.translation.text else set()
    named = {i for found in _ENDONYM.finditer(text) for i in range(*found.span())}
    for i, character in enumerate(text):
        wanted = table.get(character)
        if wanted is not None and i not in named and character not in shown:
            yield Slip(i, i + 1, wanted if len(wanted) == 1 else None)


@cache
def _table(written: str) -> dict[str, str]:
    if written == "Jpan":
        return dict.fromkeys(variants.foreign(), "")
    return variants.simplified() if written == "Hans" else variants.traditional()


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((old, new, re.compile(words)) for old, new, words in _WORDS)


def _misused(text: str) -> Iterator[Slip]:
    """Yield characters that are proper in simplified text, but not in this word."""
    for old, new, words in _patterns():
        if old in text:
            yield from (Slip(*found.span(), new) for found in words.finditer(text))


MIXED_SCRIPT = Check("mixed-script", Severity.WARNING, mixed_script, solo=True)
