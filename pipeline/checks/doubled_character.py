"""Chinese words written twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, chinese, marked, plain

_TWICE = re.compile(
    r"(?<!目)的的(?![确確士哥])|是是(?![非否])|(?<![实存现所内潜自好旨外])在在(?![处處线線职職校建籍场場押位读讀野逃编編岗崗])"
    r"|(?<![参赋给授參賦給])[与與](?=[与與])[与與]|(?<![以涉普波触埃])及及(?![时時格早])|被被(?![子告褥])"
    r"|(?<![总饱温柔缓總飽溫緩])和和(?![气氣美睦乐樂平谐諧尚服解])|(?<![不未没小明])了了(?![解结断之无如然却])"
    r"|(?P<word>进行|以及|其中|关于|对于|由于|因为|并且|而且|已经|目前|同时|我们|他们|可以|包括|根据"
    r"|進行|關於|對於|由於|因為|並且|已經|同時|我們|他們|為了|为了|如果|虽然|但是|或者)(?P=word)"
    r"|(?P<verb>通过|提供|通過)(?P=verb)(?![率商者方])"
)


def doubled_character(unit: Unit) -> Iterator[Finding]:
    """Find 的的, 在在, 进行进行: particles and plain words written twice.

    An edit leaves them, and the eye skips them. Words that are doubled on purpose (研究研究,
    的的确确, 等等) are left alone.

    >>> "全国唯一的的综合保税区" in zh_CN
    warning: `的的` is written twice
    hint: write `的`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    slips = [
        Slip(*found.span(), found[0][: len(found[0]) // 2]) for found in _TWICE.finditer(text)
    ]
    yield from marked(unit, slips, Verdict("is written twice"))


DOUBLED_CHARACTER = Check("doubled-character", Severity.WARNING, doubled_character, solo=True)
