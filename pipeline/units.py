"""Units of measure by their CLDR names, and what somebody means who writes another.

``km``, ``kilometre``, ``square metres`` and ``m2`` are no CLDR names. They must not pass for
nouns, which say nothing in a text unless they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.numerals import shape

NOUNS = {"item", "part", "portion", "point", "dot", "pixel", "em", "person"}
"""Units to chemists and printers; a release counts them for readers."""

_TABLE = """
meter: m metre 米 公尺 メートル
kilometer: km kilometre 公里 千米 キロメートル kilometro
centimeter: cm 厘米
millimeter: mm 毫米
nautical-mile: nmi 海里
mile: mi 英里
foot: ft feet 英尺
inch: inches 英寸
yard: yd
square-meter: m2 m² m^2 m^2^ sqm sq-m 平方米 平米 平方公尺 平方メートル
square-kilometer: km2 km² km^2 km^2^ sq-km sqkm 平方公里 平方千米
square-centimeter: cm2 cm²
square-foot: sq-ft sqft ft2 ft² square-feet
square-mile: sq-mi sqmi
hectare: ha 公顷 公頃 ヘクタール
cubic-meter: m3 m³ m^3 m^3^ cbm 立方米
cubic-centimeter: cm3 cm³
gram: g gramme 克
kilogram: kg kilo kilos kilogramme 千克 公斤
milligram: mg 毫克
tonne: t metric-ton metric-tonne 吨 公吨 噸
pound: lb lbs
ounce: oz
liter: l litre 升 公升 リットル
milliliter: ml 毫升
hectoliter: hl
watt: w 瓦
kilowatt: kw 千瓦
megawatt: mw 兆瓦
gigawatt: gw 吉瓦
kilowatt-hour: kwh 千瓦时 度电
kilometer-per-hour: km/h kmh kph km-h 公里/小时
mile-per-hour: mph
meter-per-second: m/s
celsius: °c ℃ degree-celsius degrees-celsius c° 摄氏度
fahrenheit: °f ℉ degree-fahrenheit degrees-fahrenheit
degree: °
second: s sec secs
minute: min mins
hour: h hr hrs
kilobyte: kb
megabyte: mb
gigabyte: gb
terabyte: tb
petabyte: pb
percent: % ％ 百分之
"""
_MEANT = {
    name: unit
    for line in _TABLE.strip().splitlines()
    for unit, _, names in [line.partition(": ")]
    for name in names.split()
}
_PLAIN = re.compile(
    r"(?!hour\Z)(?:square|cubic|metric|nautical|deci|centi|milli|micro|hecto|kilo|mega|giga|tera|peta|per"
    r"|hour|meter|gram|liter|watt|byte|bit|hertz|joule|hectare|acre|mile|tonne|ton|foot|inch"
    r"|yard|celsius|fahrenheit|kelvin|volt|ampere|ohm|pascal|calorie|newton|gallon|barrel|pint|-)+"
)
"""Measures that cannot be taken for a noun: eight ``kilometers``, but not eight ``parts``."""

_WORDS = {
    "bushes", "cart", "evolution", "gain", "gran", "grin", "kart", "lire", "lite", "manometer",
    "mere", "minuet", "mont", "moth", "once", "parse", "pond", "rain", "resolution", "tone",
}  # fmt: skip
"""What is counted, and only looks like a unit with a slip in it."""

_SHORT, _LONG, _LONGEST = 5, 8, 12
"""In shorter names than these any slip makes another word, some do, and two of them may."""


@cache
def known(unit: str) -> bool:
    """Tell whether CLDR has words for a unit; "items" and "dots" are nouns to us."""
    return unit in _names() and unit not in NOUNS


@cache
def meant(noun: str) -> str:
    """Return the unit of measure that somebody means by a noun, or nothing: it is a noun."""
    if known(noun) or not noun:
        return ""
    for name in _readings(noun):
        if found := _MEANT.get(name) or (name if known(name) and _PLAIN.fullmatch(name) else ""):
            return found
    found = _slip(noun)
    return found if _PLAIN.fullmatch(found) else ""


@cache
def near(noun: str) -> str:
    """Return the unit that a noun may have become by a slip of the pen, or nothing.

    A letter left out or two that changed places; in a long name also one too many, or another;
    a capital, a blank, British spelling. What is a unit, or the plural of what is called like
    one, one of our nouns or a word of its own, is no slip.
    """
    return "" if not noun or known(noun) or meant(noun) else _slip(noun)


def _slip(noun: str) -> str:
    readings = tuple(_readings(noun))
    sure = readings if readings[0] != readings[1] else readings[:1]  # no plural, if not British
    if found := next(filter(known, sure), ""):
        return found
    if any(known(r) or r in NOUNS | _WORDS for r in readings):
        return ""
    units = sorted(filter(known, _bare()))
    spelt = {_british(name): name for name in units} | {name: name for name in units}
    names = (name for name in spelt if any(_slipped(r, name) for r in readings[:-1]))
    return next((spelt[name] for name in names), "")


def _slipped(written: str, name: str) -> bool:
    from rapidfuzz.distance import OSA

    most = 2 if len(name) >= _LONGEST else 1
    if len(name) < _SHORT or not 0 < OSA.distance(written, name, score_cutoff=most) <= most:
        return False
    lost = len(written) < len(name) or sorted(written) == sorted(name)
    return lost or len(name) >= _LONG


def _british(name: str) -> str:
    return name.replace("liter", "litre").replace("meter", "metre")


def _readings(noun: str) -> Iterator[str]:
    """Yield a noun as CLDR would spell it: with hyphens, American, in the singular."""
    text = re.sub(r"[\s_-]+", "-", noun.strip().casefold()).rstrip(".")
    yield text
    text = text.replace("gramme", "gram").replace("litre", "liter").replace("metre", "meter")
    yield text
    yield re.sub(r"(?<=[a-z])s(?=-|\Z)", "", text)
    yield re.sub(r"(?<=ch)es\Z", "", text.replace("feet", "foot"))


@cache
def _names() -> frozenset[str]:
    """Return the CLDR names of units, with their kind (length-meter) and without."""
    return frozenset((*_whole(), *_bare()))


@cache
def _bare() -> frozenset[str]:
    return frozenset(name.partition("-")[2] for name in _whole())


def _whole() -> list[str]:
    """Return the names with their kind; Babel would take any ending for one: ``t`` of ``foot``."""
    data = shape("en")._data
    return [name for name in data["unit_patterns"] if name in data["unit_display_names"]]
