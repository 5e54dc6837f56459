"""Numbers must survive translation, whatever they are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from pipeline.checks.number_mismatch.contrasts import Contrast, contrasts, opposed
from pipeline.checks.number_mismatch.figures import Figure, Value
from pipeline.checks.number_mismatch.measures import Measure, converted, measures, other_units
from pipeline.checks.number_mismatch.reading import figures
from pipeline.diagnostics import Severity
from pipeline.languages import language
from pipeline.plugs import Check, Finding, Unit

_STRICT = ("zh", "en", "ja", "ko", "th", "he")
"""Languages that write 1,234.5; elsewhere a comma or a point may mean either."""

_SPELLED = ("zh", "en", "ja")
"""Languages whose number words we read; elsewhere a small number may stand in words."""

_Written: TypeAlias = Figure | Measure | Contrast
_IN_WORDS = 13
_BOTH = Fraction(2)  # "more than once", "the same", "this and that" all say two
_PERIODS = (
    "季度", "上半年", "下半年", "年底", "年末", "年初", "年中",
    "quarter", "half", "end of the year",
)  # fmt: skip


def number_mismatch(unit: Unit) -> Iterator[Finding]:
    """Find figures that the translation lost, changed or made up.

    A wrong figure in a release is a wrong promise. Figures are compared as values: 400,000
    may become 40万 or 四十万, 23 August 8月23日, 12 % 百分之十二, eight 8家, the 1990s
    20世纪90年代, 20% off 八折. What was converted is the same (10 hectares, 150亩); the same
    number of another unit is not. Words that only sound like numbers (一体, 十分) count for
    nothing, and a placeholder is no number.

    >>> "400,000 m² by 2023" -> "到2023年建成4万平方米"
    error: the source has `400,000`, the translation has `4万`
    hint: compare the figures
    """
    code, texts = language(unit.locale).code, (unit.message.text, unit.translation.text)
    source, target = figures(texts[0]), figures(texts[1], strict=code in _STRICT)
    lost = [f for f in _alone(source, target) if code in _SPELLED or _long(f)]
    invented = [f for f in _alone(target, source) if f.values != {_BOTH}]
    if code in _SPELLED:
        lost = [f for f in lost if not _excused(f, *texts)]
        invented = [f for f in invented if not _excused(f, *reversed(texts))]
        if not lost or not invented:
            lost, invented = _both((lost, invented), _months(source, target))
        for swapped in (_small, _shares):
            if not lost and not invented:
                lost, invented = swapped(source, target)
    clashing = (lost, invented) if lost or invented else _opposed(code, *texts)
    if any(clashing):
        spans = tuple(_standing(clashing[1], texts[1]))
        yield Finding(_said(*clashing), ("compare the figures",), spans)


def _alone(these: Iterable[Figure], those: tuple[Figure, ...]) -> Iterator[Figure]:
    """Yield the sure figures of one text that nothing in the other may mean."""
    values = _values(those)
    for one in these:
        if one.weight == "sure" and not one.values & values:
            yield one


def _long(one: Figure) -> bool:
    """Tell whether a figure is one that no language is likely to write in words."""
    in_digits = any(c.isdigit() for c in one.text)
    return in_digits and min(one.values) >= _IN_WORDS and one.kind != "month"


def _excused(one: Figure, own: str, other: str) -> bool:
    """Tell whether a month hides behind a period, or an amount was converted to another unit.

    January to March is 一季度, and 150亩 are 10 hectares.
    """
    if one.kind == "month":
        return any(period in other for period in _PERIODS)
    return converted(one.values, measures(own), measures(other))


def _opposed(code: str, source: str, target: str) -> tuple[Sequence[_Written], Sequence[_Written]]:
    """Return the figures that only speak against their like, and amounts of wrong units."""
    before = measures(source) if code in _SPELLED else ()
    units = other_units(before, measures(target)) if before else ([], [])
    if units[0] or code not in _SPELLED:
        return units
    return opposed(*contrasts(source, target))


_Pair: TypeAlias = tuple[list[Figure], list[Figure]]


def _both(some: _Pair, more: _Pair) -> _Pair:
    lost, invented = (list(dict.fromkeys(a + b)) for a, b in zip(some, more, strict=True))
    return lost, invented


def _months(source: tuple[Figure, ...], target: tuple[Figure, ...]) -> _Pair:
    """Return the months that changed places with other months (9 August, 9月9日)."""
    before, after = ({f.values: f for f in text if f.kind == "month"} for text in (source, target))
    lost = [f for values, f in before.items() if values not in after]
    invented = [f for values, f in after.items() if values not in before]
    return (lost, invented) if lost and invented else ([], [])


def _small(source: tuple[Figure, ...], target: tuple[Figure, ...]) -> _Pair:
    """Return the small numbers in words that became others; one alone proves nothing."""
    lost, invented = (
        [f for f in these if f.weight in ("small", "faint") and not f.values & known]
        for these, known in ((source, _values(target)), (target, _values(source)))
    )
    small = any(f.weight == "small" for f in (*lost, *invented))
    return (lost, invented) if lost and invented and small else ([], [])


def _shares(source: tuple[Figure, ...], target: tuple[Figure, ...]) -> _Pair:
    """Return the percentages that became plain numbers, or the other way round."""
    for these, those in ((source, target), (target, source)):
        if any(f.kind == "percent" for f in those):
            continue
        for one in these:
            if one.kind != "percent" or one.weight != "sure":
                continue
            plain = [f for f in those if f.weight == "sure" and max(one.values) in f.values]
            if plain:
                return ([one], plain) if these is source else (plain, [one])
    return [], []


def _values(text: tuple[Figure, ...]) -> frozenset[Value]:
    return frozenset().union(*(one.values for one in text))


def _said(lost: Sequence[_Written], invented: Sequence[_Written]) -> str:
    if lost and invented:
        return f"the source has {_listed(lost)}, the translation has {_listed(invented)}"
    if lost:
        return f"the translation lacks {_listed(lost)}"
    return f"the translation adds {_listed(invented)}"


def _standing(some: Sequence[_Written], text: str) -> Iterator[tuple[int, int]]:
    """Yield where figures stand in a text, in order and none within a longer number."""
    written = sorted({one.text for one in some if one.text}, key=len, reverse=True)
    if written:
        ends = (re.escape(w) + (r"(?!\d)" if w[-1].isdigit() else "") for w in written)
        pattern = rf"(?<![\d.,])(?:{'|'.join(ends)})"
        yield from (found.span() for found in re.finditer(pattern, text))


def _listed(some: Sequence[_Written]) -> str:
    return ", ".join(dict.fromkeys(f"`{one.text}`" for one in some))


NUMBER_MISMATCH = Check("number-mismatch", Severity.ERROR, number_mismatch)
