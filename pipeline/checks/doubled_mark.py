"""Two marks where one belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, Slip, Verdict, eastern, marked, plain

_SAME = (
    r"(?P<point>[，、；：])(?:\s*(?P=point))+|(?<!。)。\s*。(?!\s*。)|(?P<cry>[！？])(?P=cry){3,}"
)
_MIXED = (
    r"[，、；：](?:\s*[，、；：。])+|[。！？]\s*[，、；：]+|[！？]\s*。"
    r"|[，。、；：！？][,;:]|[，、；：]\.(?![.A-Za-z0-9])|[！？。]\.(?![.\w])|[,;:][，。、；：！？]"
)
_QUOTED = r"(?<=。)[”」』’]+。"
_DOUBLED = re.compile(f"(?P<same>{_SAME})|(?P<mixed>{_MIXED})|(?P<quoted>{_QUOTED})")
_CRIED = re.compile(r"[!?！？]{4}")
_RANK = ".:;, 、：；，。？！"
_HALF = re.compile(rf"(?<=[{CJK}])([,;])\1+")
_NEAR = re.compile(r"[，。、；：！？,;:”’」』]\s*[，。、；：！？,;:.]")


def doubled_mark(unit: Unit) -> Iterator[Finding]:
    """Find marks written twice, and pairs of marks of which only one can be meant.

    A sentence that was cut and joined leaves them: `，，`, `，。`, `。”。`. Two or three
    exclamation or question marks are the writer's voice and stay, as do `？！` and `……`; so do
    more of them where the source cries as loud.

    >>> "目前，，已有231家企业落地。" in zh_CN
    warning: `，，` is one mark too many
    hint: write `，`
    """
    text = plain(unit.translation.text) if eastern(unit.locale) else ""
    if not _NEAR.search(text):
        return
    cried = unit.message.text != unit.translation.text and _CRIED.search(unit.message.text)
    slips = [_slip(f) for f in _DOUBLED.finditer(text) if not (cried and f["cry"])]
    slips += (Slip(*found.span(), found[1]) for found in _HALF.finditer(text))
    safe = all(text[slip.start] == text[slip.end - 1] == slip.text for slip in slips)
    yield from marked(unit, slips, Verdict("is one mark too many", safe=safe))


def _slip(found: re.Match[str]) -> Slip:
    start, end = found.span()
    if found["quoted"]:
        return Slip(start, end, found[0][:-1])
    if found["same"]:
        return Slip(start, end, found[0][0])
    meant = sorted(found[0].strip(), key=_RANK.find)[-1]
    return Slip(start, end, meant)


DOUBLED_MARK = Check("doubled-mark", Severity.WARNING, doubled_mark, solo=True)
