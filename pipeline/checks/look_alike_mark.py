"""Marks that only look like the ones that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import HAN, Slip, Verdict, eastern, marked, plain

_EVERYWHERE = {
    "｡": "。", "､": "、", "｢": "「", "｣": "」", "﹐": "，", "﹑": "、", "﹒": "。", "﹔": "；",
    "﹕": "：", "﹖": "？", "﹗": "！", "︰": "：", "﹙": "（", "﹚": "）", "﹁": "「", "﹂": "」",
    "︽": "《", "︾": "》", "︿": "〈", "﹀": "〉",
}  # fmt: skip
_SIMPLIFIED = {"〝": "“", "〞": "”", "〟": "”", "„": "“", "‟": "“", "〜": "～", "˙": "·", "‧": "·"}
_QUOTE = re.compile(r"[＂″]([^＂″\n]*)[＂″]")
_PLAIN = re.compile(f"[{''.join(_EVERYWHERE)}]")
_CHINESE = re.compile(
    f"[{''.join(_EVERYWHERE)}{''.join(_SIMPLIFIED)}]"
    rf"|(?<=[{HAN}])[•・･∙⋅](?=[{HAN}A-Za-z])|(?<=[A-Za-z])[•・･∙⋅](?=[{HAN}])"
    rf"|(?<=[{HAN}])．|(?<=\d)．(?=\d)|(?<=[{HAN}])∶(?=[{HAN}])"
)


def look_alike_mark(unit: Unit) -> Iterator[Finding]:
    """Find marks of other scripts and old encodings that pass for Chinese ones.

    `｡` is a half-width Japanese full stop, `．` a decimal point, `•` a bullet where a name
    wants `·`. They break lines wrongly, and no search finds what they part.

    >>> "列奥纳多•达•芬奇" in zh_CN
    warning: `•` only looks like the right mark
    hint: write `·` for `•`
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if not text:
        return
    hans = script(unit.locale) == "Hans"
    found = (_CHINESE if hans else _PLAIN).finditer(text)
    slips = [Slip(*one.span(), _meant(text, one)) for one in found]
    for one in _QUOTE.finditer(text) if hans else ():
        if re.search(f"[{HAN}]", one[1]):
            slips += (Slip(one.start(), one.start() + 1, "“"), Slip(one.end() - 1, one.end(), "”"))
    slips.sort(key=lambda slip: slip.start)
    yield from marked(unit, slips, Verdict("only looks like the right mark", safe=True))


def _meant(text: str, found: re.Match[str]) -> str:
    if found[0] == "．":
        return "." if text[found.start() - 1].isdigit() else "。"
    if found[0] == "∶":
        return "："
    return _EVERYWHERE.get(found[0]) or _SIMPLIFIED.get(found[0], "·")


LOOK_ALIKE_MARK = Check("look-alike-mark", Severity.WARNING, look_alike_mark, solo=True)
