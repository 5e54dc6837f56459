"""Numbers in Han characters: 二十三, 两千九百六十一, 二〇二二, 三分之一, 百分之十二, 八成.

A run of numerals is sure only where a measure word or 第 says that something is counted: 万一,
十分, 双十一 and 四面八方 are words. What may be meant is kept as loose: 十四五 is 14, 5, 10 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from pipeline.checks.number_mismatch.figures import Figure, Value, Weight, figure

_DIGITS = {c: n for n, chars in enumerate(
    ("零〇", "一壹", "二两兩貳贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for c in chars}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
NUMERALS = "".join((*_DIGITS, *_UNITS, *_MYRIADS))
RUN = f"[{NUMERALS}]+"
SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "億": 10**8,
    "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "萬": 10**4, "千": 1000, "百": 100,
    "兆": 10**12,
}  # fmt: skip
"""What may follow digits: 40万, 3.5亿, 1.2万亿."""

_COUNTED = (
    "家个項项名位条件年日天岁人次台套座所户间种类点分秒时小米里吨元块倍页章节届度层号期轮场批只头辆架艘列"
    "站口颗株亩顷平立英斤克升瓦款部本册篇封张幅对组队支班门级代世周星国省市县区院校公美欧"
    "版届强环章条节卷栋幢座笔份批趟副枚粒间艇列集刊课讲步招型档段室馆厅科系团员村镇乡洲圈线厘毫社つ"
)
_SAYING: dict[str, tuple[int, ...]] = {
    "全天候": (24, 7), "全年无休": (365, 24, 7), "昼夜": (24,), "全方位": (360,), "双": (2,),
    "俩": (2,), "首": (1,), "亚军": (2,), "季军": (3,), "全部": (100,), "全体": (100,),
    "全额": (100,), "减半": (50,),
}  # fmt: skip
_SAID = re.compile("|".join(_SAYING))
_NUMBERED = "期级届章节卷"
_NUMBER = re.compile(rf"(?P<first>第?)(?P<run>{RUN})(?P<about>[多余来]?)(?P<next>.?)", re.DOTALL)
_FRACTION = re.compile(
    rf"({RUN})分之(?:(\d+(?:\.\d+)?)|({RUN})(?:点([零〇一二三四五六七八九]+))?)"
)
_DECIMAL = re.compile(rf"({RUN})点([零〇一二三四五六七八九]+)")
_TENTHS = re.compile(
    r"([一二两三四五六七八九\d])(?:成(半|[一二三四五六七八九])?|割(?!引|合|り))(?![为立功员本熟长就果效交都])"
)
_ZHE = re.compile(
    "([一二三四五六七八九])([一二三四五六七八九]?)折(?![叠射磨扣腾旧合中返回算线页断戟])"
)
_ABOUT = re.compile("([一二三四五六七八九])(?=[一二三四五六七八九]([十百千万亿]))")
_PAIR = re.compile("([一二两三四五六七八九])([一二两三四五六七八九])")
_LARGE = 11


@lru_cache(maxsize=4096)
def value(run: str) -> Fraction | None:
    """Return the number that a run of numerals spells, or None if it spells none."""
    if all(c in _DIGITS for c in run):
        return Fraction(int("".join(str(_DIGITS[c]) for c in run)))
    total = section = 0
    digit, unit = -1, 0
    for c in run:
        if c in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[c]
        elif c in _UNITS:
            if unit and _UNITS[c] >= unit and section:
                return None
            unit = _UNITS[c]
            section += (1 if digit < 0 or (digit == 0 and unit == 10) else digit) * unit
            digit = -1
        else:
            below = section + max(digit, 0)
            if 0 < total < _MYRIADS[c]:
                total = (total + below) * _MYRIADS[c]  # 一万亿
            else:
                total += (below or 1) * _MYRIADS[c]
            section, digit, unit = 0, -1, 0
    return Fraction(total + section + max(digit, 0))


@lru_cache(maxsize=4096)
def readings(run: str) -> frozenset[Fraction]:
    """Return all that a run may mean: 两万五 is 20,005 and 25,000."""
    plain = value(run)
    found = set() if plain is None else {plain}
    scale = (_UNITS | _MYRIADS).get(run[-2:-1], 0)
    if plain is not None and run[-1] in _DIGITS and scale > 10:
        found.add(plain + _DIGITS[run[-1]] * (scale // 10 - 1))
    return frozenset(found)


def compounds(text: str) -> Iterator[tuple[re.Match[str], Figure]]:
    """Yield 百分之…, fractions, decimals and 八成, each with its match."""
    for match in _FRACTION.finditer(text):
        below = value(match[1])
        above = Fraction(match[2]) if match[2] else _decimal(match[3], match[4] or "")
        if not below or above is None:
            continue
        if match[1] == "百":
            yield match, percent(match[0], above)
        else:
            values = (above / below, above * 100 / below, above, below)
            yield match, figure(match[0], *values, weight="loose", kind="percent")
    for match in _DECIMAL.finditer(text):
        exact = _decimal(match[1], match[2])
        if exact is not None:
            rest = value(match[2]) or Fraction()
            yield match, figure(match[0], exact, exact // 1, rest, weight="loose")
    yield from _tenths(text)


def _tenths(text: str) -> Iterator[tuple[re.Match[str], Figure]]:
    """Yield 八成, 七成半, 三割, and 八五折, which costs 85 % or is 15 % off."""
    for match in _TENTHS.finditer(text):
        tenths = Fraction(match[1]) if match[1].isdigit() else Fraction(_DIGITS[match[1]])
        if match[2]:
            tenths += Fraction(_DIGITS.get(match[2], 5), 10)
        before = _DIGITS.get(text[match.start() - 1 : match.start()] or " ", 0)
        if before == tenths - 1:  # 六七成
            about = figure(match[0], before * 10, weight="loose", kind="percent")
            yield match, about
        made = figure(match[0], tenths * 10, tenths / 10, weight="loose", kind="percent")
        yield match, made
    for match in _ZHE.finditer(text):
        paid = 10 * _DIGITS[match[1]] + (_DIGITS[match[2]] if match[2] else 0)
        yield match, figure(match[0], paid, 100 - paid, weight="loose", kind="percent")


def _decimal(whole: str, part: str) -> Fraction | None:
    known = value(whole)
    digits = "".join(str(_DIGITS[c]) for c in part)
    return None if known is None else known + Fraction(f"0.{digits or 0}")


def percent(text: str, number: Value) -> Figure:
    """Make a percentage; the whole (100 %) may be said in words."""
    weight: Weight = "loose" if number == 100 else "sure"
    return figure(text, number, Fraction(number) / 100, weight=weight, kind="percent")


def runs(text: str) -> Iterator[tuple[re.Match[str], Figure]]:
    """Yield every run of numerals: what it spells, and loosely what its parts may spell."""
    for match in _NUMBER.finditer(text):
        run = match["run"]
        for part in _within(run):
            yield match, part
        whole = readings(run)
        if whole:
            weight = _weight(match, min(whole))
            yield match, Figure(match["first"] + run, whole, weight)


@lru_cache(maxsize=4096)
def _within(run: str) -> tuple[Figure, ...]:
    """Return what the parts of a run may spell."""
    parts = [Figure(part, meant, "loose") for part in _parts(run) if (meant := readings(part))]
    about = [first + unit for first, unit in _ABOUT.findall(run)]
    return (*parts, *(figure(one, *readings(one), weight="loose") for one in about))


def sayings(text: str) -> Iterator[Figure]:
    """Yield what words without numerals may say: 双 is 2, 全天候 24."""
    for said in dict.fromkeys(_SAID.findall(text)):
        yield figure(said, *_SAYING[said], weight="loose")


def _weight(match: re.Match[str], least: Fraction) -> Weight:
    run, after, before = match["run"], match["next"], match.string[: match.start()][-1:]
    if all(c in _DIGITS for c in run) and len(run) > 1:
        return "sure" if len(run) == 4 and after == "年" else "loose"
    counted = bool(after) and after in _COUNTED
    vague = run[0] in (_UNITS | _MYRIADS) and (run[0] not in "十拾" or before in tuple("数几好"))
    if vague:
        return "loose"
    if (counted or match["first"]) and least >= _LARGE:
        return "sure"
    if not (counted or match["first"] or after == "大"):
        return "loose"
    ordinal = match["first"] or after in _NUMBERED
    return "small" if 3 <= least <= 10 else "faint" if least == 2 or ordinal else "loose"


def _parts(run: str) -> Iterator[str]:
    """Yield the parts of a run that spells no number, or may spell two: 两三百, 十五六, 十四五."""
    pair = _PAIR.search(run)
    if not pair and value(run) is not None:
        return
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + 8) + 1):
            if end - start < len(run):
                yield run[start:end]
    if pair:
        yield run[: pair.start()] + pair[2] + run[pair.end() :]
