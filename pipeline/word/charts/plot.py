"""The chart part: axes, bars, lines and slices, in the order of the schema.

Word's own defaults are a title, a frame, grid lines and greys: each is said away. Where bars
carry their figures no axis repeats them.

Source: ECMA-376, part 1, 21.2 DrawingML charts.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from pipeline.word.charts.labels import group, last, letters, plot_width
from pipeline.word.charts.shape import (
    BAR,
    HOLE,
    RIM,
    Figure,
    em,
    gap,
    height,
    legend,
    names,
    rows,
    span,
)
from pipeline.word.charts.workbook import cell, number, reference
from pipeline.word.measure import reach
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, make

_CATEGORIES, _VALUES = 111111, 222222
"""The ids of the two axes: any numbers, as long as they are always the same."""

_LINE = 28575
_HAIR = 6350


def chart_space(figure: Figure, sheet: Sheet) -> Element:
    """Return the root of the chart part."""
    plot = make("c:plotArea", _room(figure, sheet), *_plot(figure, sheet))
    plot.append(make("c:spPr", make("a:noFill"), make("a:ln", make("a:noFill"))))
    chart = make("c:chart", make("c:autoTitleDeleted", val=1), plot)
    if figure.keyed:
        chart.append(_legend(figure, sheet))
    chart.append(make("c:plotVisOnly", val=1))
    chart.append(make("c:dispBlanksAs", val="gap"))
    return make(
        "c:chartSpace",
        make("c:date1904", val=0),
        make("c:lang", val=sheet.tongues["eastAsia" if sheet.han else "val"]),
        make("c:roundedCorners", val=0),
        chart,
        make("c:spPr", make("a:noFill"), make("a:ln", make("a:noFill"))),
        letters(f"#{sheet.color('text')}", sheet),
        make("c:externalData", make("c:autoUpdate", val=0), r_id="workbook"),
    )


def _plot(figure: Figure, sheet: Sheet) -> Iterator[Element]:
    columns = range(len(figure.series))
    axes = [make("c:axId", val=axis) for axis in (_CATEGORIES, _VALUES)]
    if figure.kind == "donut":
        slices = _series(figure, sheet, 0)
        ends = [make("c:firstSliceAng", val=0), make("c:holeSize", val=round(100 * HOLE))]
        yield make("c:doughnutChart", make("c:varyColors", val=1), slices, *ends)
        return
    listed = [_series(figure, sheet, column) for column in columns]
    if figure.kind == "line":
        head = [make("c:grouping", val="standard"), make("c:varyColors", val=0)]
        yield make("c:lineChart", *head, *listed, make("c:marker", val=1), *axes)
    else:
        grouping = {"stacked": "stacked", "share": "percentStacked"}.get(figure.kind, "clustered")
        head = [
            make("c:barDir", val="bar"),
            make("c:grouping", val=grouping),
            make("c:varyColors", val=0),
        ]
        gaps = [make("c:gapWidth", val=round(100 * gap(figure) / BAR))]
        gaps.append(make("c:overlap", val=100 if figure.piled else 0))
        yield make("c:barChart", *head, *listed, *gaps, *axes)
    yield _category_axis(figure, sheet)
    yield _value_axis(figure, sheet)


def _series(figure: Figure, sheet: Sheet, column: int) -> Element:
    rows = len(figure.categories)
    root = make("c:ser", make("c:idx", val=column), make("c:order", val=column))
    named = reference(cell(0, column + 1), cell(0, column + 1))
    root.append(make("c:tx", _strings(named, (figure.series[column],))))
    root.extend(_paint(figure, sheet, column))
    root.append(group(figure, sheet, column))
    categories = reference(cell(1, 0), cell(rows, 0))
    root.append(make("c:cat", _strings(categories, figure.categories)))
    values = reference(cell(1, column + 1), cell(rows, column + 1))
    root.append(make("c:val", _numbers(values, [row[column] for row in figure.values])))
    if figure.kind == "line":
        root.append(make("c:smooth", val=0))
    return root


def _paint(figure: Figure, sheet: Sheet, column: int) -> Iterator[Element]:
    ink = figure.inks[column % len(figure.inks)]
    seam = make("a:ln", _fill(f"#{sheet.color('paper')}"), w=_HAIR)
    if figure.kind == "line":
        yield make("c:spPr", make("a:ln", _fill(ink), make("a:round"), w=_LINE, cap="rnd"))
        dot = make("c:spPr", _fill(ink), make("a:ln", make("a:noFill")))
        yield make("c:marker", make("c:symbol", val="circle"), make("c:size", val=5), dot)
    elif figure.kind == "donut":
        for row in range(len(figure.categories)):
            inked = make("c:spPr", _fill(figure.inks[row % len(figure.inks)]), deepcopy(seam))
            yield make("c:dPt", make("c:idx", val=row), make("c:bubble3D", val=0), inked)
    else:
        edge = seam if figure.piled else make("a:ln", make("a:noFill"))
        yield make("c:spPr", _fill(ink), edge)
        yield make("c:invertIfNegative", val=0)


def _fill(ink: str) -> Element:
    return make("a:solidFill", make("a:srgbClr", val=ink.lstrip("#").upper()))


def _strings(formula: str, texts: tuple[str, ...]) -> Element:
    held = make("c:strCache", make("c:ptCount", val=len(texts)))
    held.extend(make("c:pt", make("c:v", text), idx=at) for at, text in enumerate(texts))
    return make("c:strRef", make("c:f", formula), held)


def _numbers(formula: str, values: list[float]) -> Element:
    held = make("c:numCache", make("c:formatCode", "General"))
    held.append(make("c:ptCount", val=len(values)))
    held.extend(make("c:pt", make("c:v", number(v)), idx=at) for at, v in enumerate(values))
    return make("c:numRef", make("c:f", formula), held)


def _category_axis(figure: Figure, sheet: Sheet) -> Element:
    upright = figure.kind == "line"
    base = make("c:spPr", make("a:ln", _fill(f"#{sheet.color('muted')}"), w=_HAIR))
    return make(
        "c:catAx",
        make("c:axId", val=_CATEGORIES),
        make("c:scaling", make("c:orientation", val="minMax" if upright else "maxMin")),
        make("c:delete", val=0),
        make("c:axPos", val="b" if upright else "l"),
        make("c:numFmt", formatCode="General", sourceLinked=0),
        make("c:majorTickMark", val="none"),
        make("c:minorTickMark", val="none"),
        make("c:tickLblPos", val="low"),
        base,
        letters(f"#{sheet.color('text')}", sheet),
        make("c:crossAx", val=_VALUES),
        make("c:crosses", val="autoZero"),
        make("c:auto", val=0),
        make("c:lblAlgn", val="ctr"),
        make("c:lblOffset", val=100),
        make("c:noMultiLvlLbl", val=1),
    )


def _value_axis(figure: Figure, sheet: Sheet) -> Element:
    upright = figure.kind == "line"
    low, high = span(figure)
    scaling = make("c:scaling", make("c:orientation", val="minMax"))
    if not upright:
        scaling.extend([make("c:max", val=number(high)), make("c:min", val=number(low))])
    root = make("c:valAx", make("c:axId", val=_VALUES), scaling)
    root.append(make("c:delete", val=0 if upright else 1))
    root.append(make("c:axPos", val="l" if upright else "b"))
    if upright:
        hair = make("a:ln", _fill(f"#{sheet.color('rule')}"), w=_HAIR)
        root.append(make("c:majorGridlines", make("c:spPr", hair)))
    root.extend(
        [
            make("c:numFmt", formatCode="#,##0", sourceLinked=0),
            make("c:majorTickMark", val="none"),
            make("c:minorTickMark", val="none"),
            make("c:tickLblPos", val="nextTo"),
            make("c:spPr", make("a:ln", make("a:noFill"))),
            letters(f"#{sheet.color('muted')}", sheet),
            make("c:crossAx", val=_CATEGORIES),
            make("c:crosses", val="autoZero"),
            make("c:crossBetween", val="between"),
        ]
    )
    return root


def _room(figure: Figure, sheet: Sheet) -> Element:
    """Make the place of the plot: below the legend, beside the names of the categories."""
    tall = height(figure, sheet) / em(sheet)
    top = legend(figure) / tall
    if figure.kind == "donut":
        wide = tall * em(sheet) / (sheet.width / 20)
        place = (wide * RIM, RIM, wide * (1 - 2 * RIM), 1 - 2 * RIM)
    elif figure.kind == "line":
        place = (
            0.07,
            top + 0.06,
            0.93 - last(figure, sheet),
            0.94 - top - (0.75 + 1.25 * rows(figure)) / tall,
        )
    else:
        wide, named = plot_width(figure, sheet), names(figure, sheet)
        place = (named, top, wide, 1 - top)
    return _layout(*place, inner=True)


def _legend(figure: Figure, sheet: Sheet) -> Element:
    beside = figure.kind == "donut"
    tall = height(figure, sheet) / em(sheet)
    if beside:
        wide = min((max(map(reach, figure.categories)) + 3) * em(sheet) / (sheet.width / 20), 0.6)
        rows = min(1.8 * len(figure.categories) / tall, 0.96)
        start = tall * em(sheet) / (sheet.width / 20) + 0.03
        place = (start, (1 - rows) / 2, wide, rows)
    else:
        total = sum(reach(name) + 3.2 for name in figure.series) * em(sheet) / (sheet.width / 20)
        start = max(names(figure, sheet) - em(sheet) / sheet.width * 14, 0.0)
        wide = min(total, 1.0 - start)
        place = (start, 0.0, wide, 1.6 / tall)
    return make(
        "c:legend",
        make("c:legendPos", val="r" if beside else "t"),
        _layout(*place),
        make("c:overlay", val=0),
        letters(f"#{sheet.color('text')}", sheet),
    )


def _layout(x: float, y: float, wide: float, tall: float, *, inner: bool = False) -> Element:
    root = make("c:manualLayout")
    if inner:
        root.append(make("c:layoutTarget", val="inner"))
    root.extend([make("c:xMode", val="edge"), make("c:yMode", val="edge")])
    for name, value in (("x", x), ("y", y), ("w", wide), ("h", tall)):
        root.append(make(f"c:{name}", val=f"{value:.4f}"))
    return make("c:layout", root)
