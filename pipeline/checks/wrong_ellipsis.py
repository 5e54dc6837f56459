"""What is not a Chinese ellipsis, though it means one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import CJK, OPEN, SHUT, Slip, Verdict, chinese, marked, plain

_BESIDE = f"{CJK}{OPEN}{SHUT}"
_DOTS = re.compile(
    rf"(?<=[{_BESIDE}])[ ]?(?:\.[ ]?){{2,}}\.?|\.{{3,}}(?=[{CJK}{OPEN}])"
    r"|。{3,}|、{3,}|，{3,}|(?<![·・•])(?:[·・•]{3}|[·・•]{6})(?![·・•])|⋯+|…(?:\s?…)*"
)
_CLUES = ("…", "..", ". .", "。。", "、、", "，，", "⋯", "··", "・・", "••", "·・")
_ET_CETERA = re.compile(r"(?<=\w)……?等+")
_WANTED = "……"
_DOTTED = re.compile(r"…|\.\.\.")
_RIGHT = ("……", "…………")
_CONTROL = re.compile(
    "点击|单击|按下|按钮|菜单|选择|选项|命令|对话框|點擊|點選|按鈕|選單|選擇|選取|對話"
    r"|\b(?:[Pp]ress|[Cc]lick|[Ss]elect|[Cc]hoose|button|menu|dialog)\b"
)


def wrong_ellipsis(unit: Unit) -> Iterator[Finding]:
    """Find dots, rows of full stops and single `…` where Chinese has `……`.

    The Chinese ellipsis is six dots in the room of two characters (GB/T 15834, 4.11). It says
    *and so on* by itself: `等` after it says so twice. The name of a button or a menu within a
    sentence may end in `…`, as it does on the screen.

    >>> "研究型医院、加速器..." in zh_CN
    warning: `...` is no Chinese ellipsis
    hint: write `……`
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if not any(map(text.__contains__, _CLUES)):
        return
    slips = [
        Slip(*found.span(), _WANTED)
        for found in _DOTS.finditer(text)
        if found[0] not in _RIGHT and not _label(unit, text, found)
    ]
    yield from marked(unit, slips, Verdict("is no Chinese ellipsis", safe=True))
    twice = [
        Slip(found.start() + found[0].index("等"), found.end(), "")
        for found in _ET_CETERA.finditer(text)
    ]
    yield from marked(unit, twice, Verdict("says again what `……` says", "delete one of the two"))


def _label(unit: Unit, text: str, found: re.Match[str]) -> bool:
    """Tell whether a single one belongs to the name of a menu or a button."""
    if found[0].strip() != "…":
        return False
    return bool(_DOTTED.search(unit.message.text)) and bool(
        _CONTROL.search(unit.message.text + text)
    )


WRONG_ELLIPSIS = Check("wrong-ellipsis", Severity.WARNING, wrong_ellipsis, solo=True)
