"""Figures that speak only against their like: Q1, 上半年, two thirds, 翻两番, 数十万, 3 p.m.

    first quarter  {quarter: 1}      第三季度  {quarter: 3}      one of the two is wrong

Where one text says such a thing and the other does not, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.checks.number_mismatch import english, han
from pipeline.checks.number_mismatch.figures import Value

_NTH = "first|second|third|fourth|1st|2nd|3rd|4th"
_ORDERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_HAN_ORDERS = {
    "十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "億": 8,
    "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
}  # fmt: skip
_HAN_ORDER = "|".join(sorted(_HAN_ORDERS, key=len, reverse=True))
_PARTS = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_FOLDS = {
    "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "triple": 3,
    "tripled": 3, "triples": 3, "tripling": 3, "threefold": 3, "quadruple": 4, "quadrupled": 4,
    "fourfold": 4,
    "fivefold": 5, "sixfold": 6, "tenfold": 10,
}  # fmt: skip
_OF_THAT = re.compile("的(?:近|约|逾|超过)?$")
_GROWTH = re.compile("(?:增长|增加|提高|上升|扩大|增|涨|提升|高出?|多)了?(?:近|约|超|逾|超过)?$")


@dataclass(frozen=True, slots=True)
class Contrast:
    """One such figure: as written, its kind, and all the values it may have."""

    text: str
    kind: str
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class _Reader:
    """How figures of a kind are read; ``marks`` are letters one of which stands in each."""

    kind: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], tuple[Fraction | int, ...]]

    def has_mark(self, lowered: str) -> bool:
        return any(map(lowered.__contains__, self.marks))


def contrasts(source: str, target: str) -> tuple[tuple[Contrast, ...], tuple[Contrast, ...]]:
    """Return the figures of two texts that speak only against their like, if both have some."""
    theirs = _within(target, _READERS)
    kinds = {reader.kind for reader in theirs}
    ours = _within(source, tuple(reader for reader in _READERS if reader.kind in kinds))
    said = tuple(_contrasts(source, ours))
    return (said, tuple(_contrasts(target, theirs))) if said else ((), ())


def _within(text: str, readers: Iterable[_Reader]) -> tuple[_Reader, ...]:
    """Return the readers of which a mark stands in a text."""
    lowered = text.lower()
    return tuple(reader for reader in readers if reader.has_mark(lowered))


def multiple(number: Value, before: str) -> tuple[Value, ...]:
    """Return what N倍 may be: 增长四倍 is four or five times, 增至四倍 four or three more."""
    if _OF_THAT.search(before):
        return (number,)
    return (number, number + 1) if _GROWTH.search(before) else (number, number - 1)


def opposed(
    source: tuple[Contrast, ...], target: tuple[Contrast, ...]
) -> tuple[list[Contrast], list[Contrast]]:
    """Return what stands against each other, by kind: that of the source, that of the target."""
    lost: list[Contrast] = []
    made: list[Contrast] = []
    for kind in dict.fromkeys(one.kind for one in source):
        before = [one for one in source if one.kind == kind]
        after = [one for one in target if one.kind == kind]
        mine, theirs = _unmatched(before, after), _unmatched(after, before)
        if mine and theirs:
            lost, made = lost + mine, made + theirs
    return lost, made


def _unmatched(these: list[Contrast], those: list[Contrast]) -> list[Contrast]:
    return [one for one in these if not any(one.values & other.values for other in those)]


def _contrasts(text: str, readers: Iterable[_Reader]) -> Iterator[Contrast]:
    for reader in readers:
        for match in reader.pattern.finditer(text):
            if values := reader.read(match):
                yield Contrast(match[0].strip(), reader.kind, frozenset(values))
    yield from _beside_a_number(text, text.lower())


def _beside_a_number(text: str, lowered: str) -> Iterator[Contrast]:
    """Yield what a number says by its neighbours: a code, below zero, percentage points."""
    for match in _CODE.finditer(text):
        kind = f"code {match['letters'].lower()}"
        yield Contrast(match[0], kind, frozenset({int(match["digits"])}))
    if "degree" in lowered or any(map(text.__contains__, _DEGREES)):
        for match in _DEGREE.finditer(text):
            below = bool(match["sign"] or match["below"])
            yield Contrast(match[0].strip(), f"{match['n']} degrees", frozenset({int(below)}))
    if "%" in text or "percent" in lowered or "百分点" in text or "per cent" in lowered:
        for match in _POINTS.finditer(text):
            kind = f"{match['n']} percent"
            yield Contrast(match[0].strip(), kind, frozenset({int(bool(match["points"]))}))


def _digit(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int(han.value(text) or 0) if text[0] in han.NUMERALS else english.nth(text)


def _first(match: re.Match[str]) -> tuple[int, ...]:
    return (_digit(next(filter(None, match.groups()))),)


def _half(match: re.Match[str]) -> tuple[int, ...]:
    return (1 if re.match("first|1st|H1|上|前", match[0], re.IGNORECASE) else 2,)


def _share(match: re.Match[str]) -> tuple[Fraction, ...]:
    word = re.sub(r"s$", "", match["part"].lower())
    count = english.COUNTS.get(match["count"].lower(), 1)
    return (Fraction(count, _PARTS[word]),)


def _fraction(match: re.Match[str]) -> tuple[Fraction, ...]:
    below, above = han.value(match[1]), han.value(match[2])
    return (above / below,) if below and above is not None and match[1] != "百" else ()


def _a_half(match: re.Match[str]) -> tuple[Fraction, ...]:
    return (Fraction(1, 2),) if match[0] else ()


def _in_tenths(match: re.Match[str]) -> tuple[Fraction, ...]:
    tenths = _digit(match[1])
    return tuple(Fraction(n, 10) for n in range(tenths, tenths + 1 + bool(match[2])))


def _slash(match: re.Match[str]) -> tuple[Fraction, ...]:
    return (Fraction(int(match[1]), int(match[2])),) if int(match[2]) else ()


def _off(match: re.Match[str]) -> tuple[Fraction, ...]:
    return (Fraction(match[1]),)


def _zhe(match: re.Match[str]) -> tuple[Fraction, ...]:
    tenths, more = (_digit(d) if d else 0 for d in match.groups())
    return (Fraction(100 - 10 * tenths - more),)


def _order(match: re.Match[str]) -> tuple[int, ...]:
    words = [w.removesuffix("s") for w in re.findall(r"[a-z]+", match[0].lower())]
    small = {"ten": 1, "dozen": 1, "score": 1} | _ORDERS
    return (sum(small[word] for word in words if word in small),)


def _han_order(match: re.Match[str]) -> tuple[int, ...]:
    return (_HAN_ORDERS[match["order"]],)


def _fold(match: re.Match[str]) -> tuple[int, ...]:
    return (_FOLDS[match[0].lower()],)


def _fan(match: re.Match[str]) -> tuple[int, ...]:
    return (2 ** min(_digit(match[1]), 10),)


def _bei(match: re.Match[str]) -> tuple[Value, ...]:
    number = Fraction(match[1]) if match[1][0].isdigit() else han.value(match[1])
    return () if number is None else multiple(number, match.string[: match.start()])


def _clock(match: re.Match[str]) -> tuple[int, ...]:
    late = re.search("p|下午|晚|傍|夜|午后|午後", match[0], re.IGNORECASE)
    hour = _digit(match["hour"])
    if not 1 <= hour <= 12:
        return ()
    return (hour % 12 + 12,) if late else (hour % 12,)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _century(match: re.Match[str]) -> tuple[int, ...]:
    found = next(filter(None, match.groups()))
    number = sum(_digit(part) if part != "twenty" else 20 for part in found.lower().split("-"))
    return (number,) if number else ()


def _of_ten(match: re.Match[str]) -> tuple[int, ...]:
    word = match["count"].lower()
    return (int(word) if word.isdigit() else english.COUNTS.get(word) or _digit(word),)


_CODE = re.compile(
    r"(?<![A-Za-z0-9_./-])(?P<letters>[A-Z]{1,6})-?(?P<digits>\d{1,6})(?![A-Za-z0-9.])"
)
_POINTS = re.compile(
    r"(?P<n>\d+(?:\.\d+)?)(?:[ -]?%|[ -]per ?cent\b(?! points?\b)"
    r"|(?P<points>[ -]per ?cent(?:age)?[ -]points?\b|\s?个百分点))",
    re.IGNORECASE,
)
_ROUND = tuple(
    [f"{word}s of" for word in ("ten", "dozen", "score", *list(english.SCALES)[:4])]
    + [f"{article} {scale}" for article in ("a", "an") for scale in english.SCALES]
)
_ONE = "[一二两三四五六七八九十]"
_DEGREES = "°℃℉度"
_DEGREE = re.compile(
    r"(?P<sign>(?<![A-Za-z0-9℃°度])[-−–](?=\d)|\b(?:minus|negative) |零下|负)?(?P<n>\d+(?:\.\d+)?)"
    r"\s?(?:[°℃℉]|摄?氏?度|degrees?)[CF]?(?P<below> (?:\w+ )?below)?",
    re.IGNORECASE,
)
_READERS = (
    _Reader("share", ("half of", "half the"), _compiled(r"\bhalf (?:of|the)\b"), _a_half),
    _Reader("share", ("半",), re.compile("(?<![一二三四五六七八九])(?:一半|半数|过半)"), _a_half),
    _Reader("share", ("成",), re.compile(
        "([一二三四五六七八九1-9])成([多半以余一二三四五六七八九]?)(?![为立功员本熟长就果效交都年人])"
    ), _in_tenths),
    _Reader("quarter", ("quarter", "q1", "q2", "q3", "q4", "季"), _compiled(
        rf"\bQ([1-4])\b|\b({_NTH})[ -]quarter\b(?!-?final)"
        r"|(?<![前头])第?([一二三四1-4])季(?:度|报)"
    ), _first),
    _Reader("half", ("half", "h1", "h2", "上半", "下半"), _compiled(
        r"\bH[12]\b(?= |,|$)|\b(?:first|second|1st|2nd) half\b|[上下](?:半年|半场|半叶)"
    ), _half),
    _Reader("fraction", tuple(_PARTS), _compiled(
        rf"\b(?P<count>a|one|two|three|four|five|six|seven|eight|nine)[ -]"
        rf"(?P<part>(?:{'|'.join(_PARTS)})s?)\b"
        r"(?! (?:party|parties|time|person|hand|century|year|day))"
    ), _share),
    _Reader("fraction", ("分之",), re.compile(rf"({han.RUN})分之({han.RUN})"), _fraction),
    _Reader("fraction", ("/",), re.compile(r"(?<![\d/.])([1-9])/([1-9]\d?)(?![\d/])"), _slash),
    _Reader("tenth", ("ten", "10"), _compiled(
        r"\b(?P<count>one|two|three|four|five|six|seven|eight|nine|[1-9]) (?:in|out of)"
        r"(?: every)? (?:ten|10)\b"
    ), _of_ten),
    _Reader("tenth", ("成",), re.compile(
        "(?P<count>[一二三四五六七八九])成(?![半为立功员本熟长就果效交都一二三四五六七八九])"
    ), _of_ten),
    _Reader("century", ("century",), _compiled(
        r"\b(\d{1,2})(?:st|nd|rd|th)[ -]century|\b((?:twenty-)?[a-z]+(?:st|nd|rd|th))[ -]century"
    ), _century),
    _Reader("century", ("世纪",), re.compile(
        rf"(\d{{1,2}}|{han.RUN})世纪(?!\s*(?:\d0|[二三四五六七八九]+十)年代)"
    ), _century),
    _Reader("discount", ("off", "discount", "reduction", "cut"), _compiled(
        r"(\d{1,2})\s*(?:%|percent|per cent)\s*(?:off\b|discount|reduction in price|price cut)"
    ), _off),
    _Reader("discount", ("折",), re.compile(
        "([一二三四五六七八九1-9])([一二三四五六七八九1-9]?)折(?![叠射磨扣腾旧合中返回算线页断戟])"
    ), _zhe),
    _Reader("order", _ROUND, _compiled(
        r"\b(?:(?:tens|hundreds|thousands|dozens|scores|millions|billions) of"
        r"(?: (?:thousands?|millions?|billions?|trillions?))?\b"
        r"|(?:over|more than|nearly|almost|some) an? (?:hundred|thousand|million|billion)\b)"
    ), _order),
    _Reader("order", ("数", "几", "上", "近"), re.compile(
        rf"(?:[数几]|(?<![以之千])上|近)(?P<order>{_HAN_ORDER})(?![一二三四五六七八九十百千万亿分年])"
    ), _han_order),
    _Reader("order", ("余", "多"), re.compile(
        rf"(?<![{han.NUMERALS}\d.])(?P<order>百|千|万)[余多](?=[名家人个位件种项户万亿])"
    ), _han_order),
    _Reader("fold", tuple(_FOLDS), _compiled(rf"\b(?:{'|'.join(_FOLDS)})\b"), _fold),
    _Reader("fold", ("翻",), re.compile("翻(?:了)?([一两二三四])番"), _fan),
    _Reader("fold", ("倍",), re.compile(rf"(\d+(?:\.\d+)?|{_ONE}+)倍"), _bei),
    _Reader("clock", (".m", "am", "pm"), _compiled(
        r"\b(?P<hour>\d{1,2})(?:[:.]\d{2})?\s*(?:[ap]\.m\.|[ap]m\b)"
    ), _clock),
    _Reader("clock", ("晨", "午", "上", "晚", "夜", "早"), re.compile(
        r"(?:凌晨|清晨|早上|早晨|上午|下午|傍晚|晚上|晚间|夜间|午前|午後)"
        rf"(?P<hour>\d{{1,2}}|{_ONE}+)(?=[:：时時点點])"
    ), _clock),
)  # fmt: skip
