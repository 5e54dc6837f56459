"""A title that does not fit its cover."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.prose import prose

_ROLE = "title"
_LETTERS = 110
"""Four lines and a half of the largest type on A4; then it runs into the drawing of the cover."""

_HAN = 2.5
"""So many letters take the room of a Han character."""


def long_title(unit: Unit) -> Iterator[Finding]:
    """Find titles longer than 110 letters, or 44 Chinese characters.

    The cover sets them in its largest type, a line of 26 letters or 12 characters: a longer one
    takes six lines and more, and no running head has room for it.

    >>> "大兴国际航空城诚邀欧洲、美洲和亚洲跨国公司来京共建具有全球竞争力的生命健康产业集群，共享机遇" in zh_CN with role = title
    warning: the title is 46 characters long; the cover has room for 44
    hint: shorten it, or put a part of it into the subtitle
    """  # noqa: E501  (a title too long for a line)
    if not unit.message.notes or unit.message.notes[0] != _ROLE:
        return
    text = prose(unit.translation.text).text.replace("\n", " ")
    wide = sum(c > "\u2e7f" for c in text)
    length = len(text) - wide + wide * _HAN
    if length > _LETTERS:
        han = wide > len(text) / 2
        kind, room = ("characters", int(_LETTERS / _HAN)) if han else ("letters", _LETTERS)
        shown = round(length / _HAN) if han else round(length)
        message = f"the title is {shown} {kind} long; the cover has room for {room}"
        yield Finding(message, ("shorten it, or put a part of it into the subtitle",))


LONG_TITLE = Check("long-title", Severity.WARNING, long_title, solo=True)
