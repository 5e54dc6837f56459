"""`、` and `，` in the wrong place of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import HAN, Slip, Verdict, chinese, marked, plain

_WORDS_WITH_AND = (
    "和平|和谐|和諧|和睦|和解|和气|和氣|和蔼|和藹|和声|和聲|和弦|和服|和田|和县|和牧|和缓|和緩|和美|和善|和风|和風|和牛|和食"
    "|和记|和記|和林|和硕|和碩|和田|和合|和煦|和乐|和樂|和约|和約|及时|及時|及格|及第|及早|与会|與會|与时俱进|與時俱進|与众|與眾"
    "|与日|與日|或许|或許|或然|或缺|或者是|同济|同濟|同仁|同花|同心|同业|同業|跟踪|跟蹤|跟进|跟進"
)
_JOINED = re.compile(
    rf"、(?=(?:以及|和|与|與|及|或者|或|并且|而且).)(?!{_WORDS_WITH_AND})"
    "|、(?=等(?![候级級待离離分同价價号號式边邊腰闲閒高速温溫额額]))"
)
_PLACES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州"
    "|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|广州|深圳|杭州|南京|苏州|成都|武汉|西安|青岛|大连"
    "|厦门|宁波|郑州|长沙|合肥|济南|福州|昆明|雄安|廊坊|重慶|遼寧|江蘇|廣東|臺灣|台灣|臺北|台北|高雄|廣州"
    "|中国|美国|英国|法国|德国|日本|韩国|加拿大|澳大利亚|俄罗斯|印度|巴西|意大利|西班牙|新加坡|瑞士|荷兰|瑞典|比利时"
    "|亚洲|欧洲|非洲|北美|南美|北美洲|南美洲|大洋洲|東京|日本|英國|法國|德國|美國|韓國"
)
_MIXED = re.compile(
    rf"(?<![{HAN}])(?:在|位于|来自|從|从|覆盖|包括|有|为|横跨|连接)?(?:{_PLACES})(?P<first>，)(?=(?:{_PLACES})(?:、|和|与|與|及))"
    rf"|(?<=、)(?:{_PLACES})(?P<last>，)(?=(?:{_PLACES})(?:、|和|与|與|及|等|\Z|[。；]))"
)
_ROW = re.compile(rf"(?:{_PLACES})(?:，(?:{_PLACES})){{2,}}")
_NAMES = re.compile(r"[A-Z]\w+, (?:[A-Z]\w+ ?)+,? ?and (?:the )?[A-Z]")
_PAIR = re.compile(rf"(?:{_PLACES})(?P<comma>，)(?:{_PLACES})(?:和|与|及|以及)(?:{_PLACES})")
_NEAR = re.compile(rf"，[{HAN}]{{1,5}}[，、和与及以]|、[{HAN}]{{1,5}}，")
_NOUN = r"(?:(?:the|an?) )?[A-Za-z-]+"
_LISTED = re.compile(rf"(?<![\w,] )\b{_NOUN}(?:, {_NOUN})+,? and {_NOUN}\b")
_ADVERB = re.compile(
    r"(?:\w+ly|yesterday|today|tomorrow|however|meanwhile|moreover|besides|there|here|now|then|later"
    r"|\w+day|first|second|still|also|instead|otherwise|thus|so|yes|no|well|sadly)\Z",
    re.IGNORECASE,
)
_ITEM = rf"[{HAN}]{{1,5}}"
_CHAIN = re.compile(rf"(?<![{HAN}]){_ITEM}(?:[，、]{_ITEM})+(?:[，、]|和|及|与|以及)(?=[{HAN}])")


def wrong_list_mark(unit: Unit) -> Iterator[Finding]:
    """Find `、` before 和 or 等, and commas between places or between plain nouns of a list.

    The last two items of a list are joined by `、` or by 和, not by both; the items of one
    list are parted by one kind of mark (GB/T 15834, 4.5).

    >>> "罗氏、拜耳、和IBM参加了活动。" in zh_CN
    warning: `、` is not needed before the next word
    hint: delete it
    """
    text = plain(unit.translation.text) if chinese(unit.locale) else ""
    if "、" not in text and "，" not in text:
        return
    mixed: list[Slip] = []
    if "、" in text:
        joined = [Slip(*found.span(), "") for found in _JOINED.finditer(text)]
        yield from marked(unit, joined, Verdict("is not needed before the next word", "delete it"))
        mixed = [Slip(*found.span(found.lastgroup or 0), "、") for found in _MIXED.finditer(text)]
        yield from marked(unit, mixed, Verdict("parts what `、` parts elsewhere in the list"))
    if mixed or not _NEAR.search(text):
        return
    if _NAMES.search(unit.message.text):
        mixed = [
            Slip(found.start("comma"), found.end("comma"), "、") for found in _PAIR.finditer(text)
        ]
    commas = mixed or [slip for found in _ROW.finditer(text) for slip in _commas(found)]
    slips = commas or _counted(unit, text)
    yield from marked(unit, slips, Verdict("parts the items of a list"))


def _commas(found: re.Match[str]) -> Iterator[Slip]:
    """Yield the commas of a list."""
    for at in range(found.start(), found.end()):
        if found.string[at] == "，":
            yield Slip(at, at + 1, "、")


def _counted(unit: Unit, text: str) -> list[Slip]:
    """Return the commas of a list of plain nouns that has as many items in the source."""
    listed = _LISTED.search(unit.message.text) if "，" in text else None
    if not listed or _ADVERB.match(listed[0].partition(",")[0]):
        return []
    items = listed[0].count(", ") + 1 + (", and " not in listed[0])
    for found in _CHAIN.finditer(text):
        slips = list(_commas(found))
        joints = sum(c in "，、" for c in found[0]) + (found[0][-1] not in "，、")
        if found[0][-1] == "，":  # the comma after the list
            slips, joints = slips[:-1], joints - 1
        if slips and joints == items - 1:
            return slips
    return []


WRONG_LIST_MARK = Check("wrong-list-mark", Severity.WARNING, wrong_list_mark, solo=True)
