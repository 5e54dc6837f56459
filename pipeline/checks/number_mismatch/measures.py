"""Amounts with their units: 15 hectares, 225亩, 1.5 GW, 150万千瓦, half an hour, 一个半小时.

Two amounts are one if they agree to two percent once both are in the same unit, so that what was
converted is no error; the same number of another unit is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pipeline.checks.number_mismatch import english, han
from pipeline.checks.number_mismatch.figures import Value

_TABLE = """
length 1: metre metres meter meters 米 公尺 メートル
length 1000: km kilometre kilometres kilometer kilometers 公里 千米 キロメートル
length 0.01: cm centimetre centimetres centimeter centimeters 厘米 公分 センチメートル
length 0.001: mm millimetre millimetres millimeter millimeters 毫米 ミリメートル
length 1609.344: mile miles 英里 マイル
length 0.3048: ft foot feet 英尺 フィート
length 0.0254: inch inches 英寸 インチ
length 1852: 海里 nautical_mile nautical_miles
area 1: m² m2 sqm sq_m square_metre square_metres square_meter square_meters
area 1: 平方米 平米 平方メートル
area 1000000: km² km2 sq_km square_kilometre square_kilometres square_kilometer square_kilometers
area 1000000: 平方公里 平方千米 平方キロメートル
area 10000: ha hectare hectares 公顷 公頃 ヘクタール
area 666.6667: mu 亩 畝
area 4046.856: acre acres 英亩
mass 1: kg kilo kilos kilogram kilograms kilogramme kilogrammes 公斤 千克 キログラム
mass 0.001: gram grams 克
mass 0.000001: mg 毫克
mass 1000: t ton tons tonne tonnes metric_ton metric_tons 吨 公吨 噸 トン
mass 0.5: jin 斤
mass 0.4535924: lb lbs 磅
volume 1: litre litres liter liters 升 公升 リットル
volume 0.001: ml millilitre millilitres milliliter milliliters 毫升
volume 1000: m³ m3 cubic_metre cubic_metres cubic_meter cubic_meters 立方米
power 1: kW kilowatt kilowatts 千瓦
power 0.001: watt watts 瓦
power 1000: MW megawatt megawatts 兆瓦
power 1000000: GW gigawatt gigawatts 吉瓦
energy 1: kWh kilowatt-hour kilowatt-hours kilowatt_hours 千瓦时 度电
energy 1000: MWh megawatt-hours 兆瓦时
energy 1000000: GWh gigawatt-hours 吉瓦时
energy 1000000000: TWh terawatt-hours 太瓦时
time 1: second seconds 秒 秒钟
time 60: minute minutes min mins 分钟 分鐘
time 3600: hour hours 小时 小時 個小時 个小时 時間
time 86400: day days 天
time 604800: week weeks 周 星期 个星期 礼拜
time 1209600: fortnight fortnights
time 2626560: month months 个月 個月 か月 ヶ月
time 31536000: year years 年
time 7884000: 个季度
time 900: 刻钟
data 0.001: KB
data 1: MB
data 1000: GB
data 1000000: TB
data 1000000000: PB
temperature 1: °C ℃ 摄氏度 degrees_Celsius 度
temperature 2: °F ℉ 华氏度 degrees_Fahrenheit
dollar 1: US$ $ USD dollar dollars 美元 美金 ドル
yuan 1: RMB CNY CN¥ yuan Chinese_yuan ¥ ￥ 元 人民币 元人民币
euro 1: € EUR euro euros 欧元 歐元 ユーロ
pound 1: £ GBP 英镑 ポンド
yen 1: JPY JP¥ yen 日元 円
Hong_Kong_dollar 1: HK$ HKD 港元 港币
franc 1: CHF Swiss_franc Swiss_francs 瑞士法郎 法郎
won 1: KRW ₩ won 韩元
ruble 1: RUB ruble rubles 卢布
rupee 1: INR ₹ rupee rupees 卢比
Australian_dollar 1: A$ AUD 澳元
Canadian_dollar 1: C$ CAD 加元
Singapore_dollar 1: S$ SGD 新加坡元 新元
"""
_MONEY = (
    "dollar", "yuan", "euro", "pound", "yen", "Hong Kong dollar", "franc", "won", "ruble", "rupee",
    "Australian dollar", "Canadian dollar", "Singapore dollar",
)  # fmt: skip
_UNITS = {
    name.replace("_", " "): (dimension.replace("_", " "), float(factor))
    for line in _TABLE.strip().splitlines()
    for dimension, factor in [line.partition(":")[0].split(" ")]
    for name in line.partition(":")[2].split()
}
_BEFORE = [
    name
    for name in _UNITS
    if name
    in ("US$", "$", "¥", "￥", "CN¥", "JP¥", "€", "£", "₩", "₹", "HK$", "A$", "C$", "S$", "RMB")
    or (len(name) == len("EUR") and name.isascii() and name.isupper())
]
_AFTER = [name for name in _UNITS if name not in _BEFORE or name.isalpha()]
_CLOSE = 0.02
_WARMTH, _FAHRENHEIT, _DEGREE = "temperature", 2.0, 0.6
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_EN_SCALE = r"trillion|billion|million|thousand|hundred|bn|tn|mn|m(?![²³a-z])|k(?![a-z])"
_HAN_SCALE = "|".join(han.SCALES)
_WORDS = "|".join(sorted((*english.COUNTS, "a", "an", "half a", "half an"), key=len, reverse=True))


def _names(names: list[str]) -> str:
    listed = sorted(names, key=len, reverse=True)
    return "|".join(
        re.escape(name) + (r"(?![A-Za-z])" if name[-1].isascii() and name[-1].isalnum() else "")
        for name in listed
    )


_UNIT = (
    rf"(?P<and>个半| and a half)?[多余]?[\s-]*(?P<unit>{_names(_AFTER)})"
    r"(?P<more>半(?![径岛])| and a half)?"
)
_SCALED = (
    rf"(?P<n>{_NUMBER})\s?"
    rf"(?:(?P<scale>{_EN_SCALE})\b|(?P<myriad>{_HAN_SCALE})(?![克米瓦卡伏赫帕]))?"
)
_IN_DIGITS = re.compile(rf"(?=\d)(?<![A-Za-z\d.,]){_SCALED}{_UNIT}")
_IN_HAN = re.compile(rf"(?:(?<![\d.{han.NUMERALS}])(?P<han>{han.RUN})|(?P<half>半个?)){_UNIT}")
_IN_WORDS = re.compile(rf"\b(?P<word>{_WORDS}){_UNIT}")
_PRICE = re.compile(rf"(?P<unit>{_names(_BEFORE)})\s?{_SCALED}")
_HALF = re.compile("half|半")
_MONEYED = re.compile(r"[$€£¥￥₩₹]|\b[A-Z]{3}\b")
_LETTERS = {"bn": 10**9, "tn": 10**12, "mn": 10**6, "m": 10**6, "k": 1000}
_SCALES = han.SCALES | english.SCALES | _LETTERS
_LONGEST_YEARS = 200
_SPELLED = re.compile(r"half|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten)[ -]")
_HAN_SPELLED = re.compile(f"[半{han.NUMERALS}]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount: as written, its number, and what it comes to in the base of ``dimension``."""

    text: str
    number: Value
    dimension: str
    amount: float

    def equals(self, other: Measure) -> bool:
        """Tell whether two amounts are one, written in two units or not."""
        gap = abs(self.amount - other.amount)
        most = max(self.amount, other.amount)
        close = _DEGREE if self.dimension == _WARMTH else _CLOSE * most
        return self.dimension == other.dimension and gap <= close


@lru_cache(maxsize=1024)
def measures(text: str) -> tuple[Measure, ...]:
    """Return the amounts of a text in which units are written out."""
    return tuple(_measures(text))


def converted(
    number: frozenset[Value], here: tuple[Measure, ...], there: tuple[Measure, ...]
) -> bool:
    """Tell whether a figure is the number of an amount that stands there in another unit."""
    mine = [one for one in here if one.number in number]
    return any(one.equals(other) for one in mine for other in there)


def other_units(
    source: tuple[Measure, ...], target: tuple[Measure, ...]
) -> tuple[list[Measure], list[Measure]]:
    """Return the amounts that kept their number and lost their unit: 15 hectares, 15亩."""
    lost = [one for one in source if not any(one.equals(other) for other in target)]
    made = [one for one in target if not any(one.equals(other) for other in source)]
    for one in lost:
        for other in made:
            money = one.dimension in _MONEY and other.dimension in _MONEY
            if one.number == other.number and (money or one.dimension == other.dimension):
                return [one], [other]
    for dimension in {one.dimension for one in lost if _HALF.search(one.text)}:
        mine = [one for one in source if one.dimension == dimension]
        theirs = [one for one in target if one.dimension == dimension]
        if len(mine) == len(theirs) == 1 and not mine[0].equals(theirs[0]):
            return mine, theirs
    return [], []


def _measures(text: str) -> Iterator[Measure]:
    for pattern in _patterns(text):
        for match in pattern.finditer(text):
            number = _value(match)
            dimension, factor = _UNITS[match["unit"]]
            year = match["unit"] == "年" and (number is None or number > _LONGEST_YEARS)
            if number is not None and not year:
                warm = dimension == _WARMTH and factor == _FAHRENHEIT
                amount = (float(number) - 32) * 5 / 9 if warm else float(number) * factor
                yield Measure(match[0].strip(), number, dimension, amount)


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that may find something in a text."""
    if _DIGIT.search(text):
        yield _IN_DIGITS
        if _MONEYED.search(text):
            yield _PRICE
    if text.isascii() or not _HAN_SPELLED.search(text):
        if _SPELLED.search(text):
            yield _IN_WORDS
    else:
        yield _IN_HAN


def _value(match: re.Match[str]) -> Value | None:
    found = match.groupdict()
    half = Fraction(1, 2) if found.get("and") or found.get("more") else 0
    if found.get("n"):
        written = found["n"].replace(",", "")
        number: Value = Fraction(written) if "." in written else int(written)
        scale = found["scale"] or found["myriad"]
        return (number * _SCALES[scale.lower()] if scale else number) + half
    if found.get("half"):
        return Fraction(1, 2)
    if found.get("han"):
        read = han.value(found["han"])
        return None if read is None else read + half
    word = (found.get("word") or "").lower()
    if word.startswith("half"):
        return Fraction(1, 2)
    return english.COUNTS.get(word, 1) + half
