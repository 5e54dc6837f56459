"""Blanks between Chinese and Latin that are not as the house writes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, eastern, marked
from pipeline.reading.spacing import gaps, missing


def wrong_spacing(unit: Unit) -> Iterator[Finding]:
    """Find blanks between Chinese and Latin that the house does not want, or lacks.

    `spacing` in `[style.zh_CN]` of `diglot.toml` is `none` or `space`; where it is
    `consistent`, the rule `uneven-spacing` looks at the catalog as a whole, and this one at a
    word with a blank on one side only. What stands round facts, code and pictures is left alone.

    >>> "基于 Rust编写的平台" in zh_CN
    warning: `t编` lacks a blank, and the other side of the word has one
    hint: write the blank on both sides, or on neither
    """
    if not eastern(unit.locale):
        return
    found = gaps(unit.translation.text)
    if unit.house.spacing == "none":
        slips = [Slip(gap.start, gap.end, "") for gap in found if gap.blank]
        said = Verdict("has a blank beside Chinese characters", "delete the blank", safe=True)
        yield from marked(unit, slips, said)
    elif unit.house.spacing == "space":
        slips = missing(gap for gap in found if not gap.blank and not gap.soft)
        said = Verdict("lacks a blank between Chinese and Latin", safe=True)
        yield from marked(unit, slips, said)
    else:
        slips = [Slip(g.start - 1, g.start + 1) for g in found if g.lonely]
        said = Verdict(
            "lacks a blank, and the other side of the word has one",
            "write the blank on both sides, or on neither",
        )
        yield from marked(unit, slips, said)


WRONG_SPACING = Check("wrong-spacing", Severity.WARNING, wrong_spacing, solo=True)
