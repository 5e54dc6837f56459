"""The figures beside and inside the bars: written as the locale writes them.

A label is a number format wherever one says the same as the text of the locale, so that it
follows the workbook; where none does (40万 for 400,000), it is that text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.word.charts.shape import HOLE, Figure, em, height, lengths, names, span
from pipeline.word.measure import reach
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, make

_NUMBER = re.compile(r"[-−‎‏]*\d(?:[\d.,'’٫٬\s]*\d)?")
_DECIMALS = 3
_BREADTH = 1.15
"""How much wider than ours the digits of some faces run."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label: its number format, or its text; ``shift`` and ``fall`` move it, in parts."""

    point: int
    code: str
    text: str
    color: str
    shift: float = 0.0
    fall: float = 0.0
    place: str = ""


def labels(figure: Figure, sheet: Sheet, column: int) -> Iterator[Label]:
    """Yield the labels of one series, from the first category to the last."""
    for row, values in enumerate(figure.values):
        text = figure.labels[row][column]
        code = form(text, values[column])
        if figure.piled:
            yield _segment(figure, sheet, row, column)
        elif figure.kind == "donut":
            yield _slice(figure, sheet, row, code)
        else:
            place = "outEnd" if figure.kind == "bar" else ("r" if figure.keyed else "t")
            yield Label(row, code, text, f"#{sheet.color('text')}", place=place)


def _slice(figure: Figure, sheet: Sheet, row: int, code: str) -> Label:
    """Return the label of a slice of a ring: on it, or outside if the slice is too thin."""
    text = figure.labels[row][0]
    sizes = [max(values[0], 0.0) for values in figure.values]
    whole = sum(sizes) or 1.0
    tall = height(figure, sheet)
    arc = sizes[row] / whole * math.pi * tall * (1 + HOLE) / 2
    if arc >= reach(text, _BREADTH) * em(sheet):
        return Label(row, code, text, figure.on[row % len(figure.on)])
    turn = 2 * math.pi * (sum(sizes[:row]) + sizes[row] / 2) / whole
    away = tall * (1 - HOLE) / 4 + (0.4 + reach(text, _BREADTH) / 2) * em(sheet)
    wide, up = sheet.width / 20, tall * (1 - HOLE) / 4 + 0.8 * em(sheet)
    x, y = away * math.sin(turn) / wide, -up * math.cos(turn) / tall
    return Label(row, code, text, f"#{sheet.color('text')}", x, y)


def form(text: str, value: float) -> str:
    """Return the number format that writes a value as the locale does, or nothing.

    >>> form("2,908", 2908), form("400,000 m²", 400000), form("40万平方米", 400000)
    ('#,##0', '#,##0" m²"', '')
    """
    found = _NUMBER.search(text)
    if not found:
        return ""
    digits = "".join(str(unicodedata.digit(c)) for c in found[0] if c.isdigit())
    for places in range(_DECIMALS + 1):
        if digits == re.sub(r"\D", "", f"{abs(value):.{places}f}"):
            grouped = len(re.findall(r"\D", found[0].strip("-−"))) > bool(places)
            code = ("#,##0" if grouped or abs(value) < 1000 else "0") + "." * bool(places)
            before, after = text[: found.start()], text[found.end() :]
            return _quoted(before) + code + "0" * places + _quoted(after)
    return ""


def _quoted(text: str) -> str:
    return f'"{text}"' if text and '"' not in text else ""


def _segment(figure: Figure, sheet: Sheet, row: int, column: int) -> Label:
    """Return the label of a segment: inside, or after the bar if it has no room for it."""
    value, text = figure.values[row][column], figure.labels[row][column]
    scale = _Scale(figure, sheet)
    code, inside = form(text, value), scale.fits(row, column)
    if inside:
        return Label(row, code, text, figure.on[column % len(figure.on)], place="inBase")
    bars = lengths(figure)[row]
    start, end = sum(bars[:column]) + bars[column] / 2, sum(bars)
    ahead = sum(scale.wide(row, c) for c in range(column) if not scale.fits(row, c))
    shift = scale.part(end - start) + ahead + scale.wide(row, column) / 2
    color = f"#{sheet.color('text')}"
    return Label(row, code, text, color, shift, place="ctr")


@dataclass(frozen=True, slots=True)
class _Scale:
    """How long figures and their labels are, in parts of the width of the chart."""

    figure: Figure
    sheet: Sheet

    def part(self, value: float) -> float:
        low, high = span(self.figure)
        return value / (high - low) * plot_width(self.figure, self.sheet)

    def wide(self, row: int, column: int) -> float:
        points = (reach(self.figure.labels[row][column], _BREADTH) + 0.8) * em(self.sheet)
        return points / (self.sheet.width / 20)

    def fits(self, row: int, column: int) -> bool:
        return self.part(abs(lengths(self.figure)[row][column])) >= self.wide(row, column)


def last(figure: Figure, sheet: Sheet) -> float:
    """Return the part of the width that labels at the ends of lines take."""
    widest = max(reach(text, _BREADTH) for text in figure.labels[-1]) if figure.keyed else 0.5
    return (widest + 0.8) * em(sheet) / (sheet.width / 20)


def plot_width(figure: Figure, sheet: Sheet) -> float:
    """Return the part of the width that bars may fill: what names and labels leave."""
    size = em(sheet) / (sheet.width / 20)
    texts = [text for row in figure.labels for text in row]
    widest = max((reach(text, _BREADTH) for text in texts), default=0) + 1.2
    if figure.piled:
        widest *= min(2, len(figure.series) - 1) or 1
    return 1 - names(figure, sheet) - widest * size


def group(figure: Figure, sheet: Sheet, column: int) -> Element:
    """Make the labels of one series; of several lines, only the ends are labelled."""
    made = list(labels(figure, sheet, column))
    common = made[0]
    root = make("c:dLbls")
    hidden = made[:-1] if figure.kind == "line" and figure.keyed else []
    for label in hidden:
        idle = (make("c:idx", val=label.point), make("c:delete", val=1))
        root.append(make("c:dLbl", *idle))
    for label in made[len(hidden) :]:
        if label != _at(common, label.point) or label.shift or label.fall or not label.code:
            root.append(_one(label, sheet))
    root.extend(_look(common, sheet))
    root.append(make("c:showLeaderLines", val=0))
    return root


def _at(label: Label, point: int) -> Label:
    return replace(label, point=point)


def _one(label: Label, sheet: Sheet) -> Element:
    root = make("c:dLbl", make("c:idx", val=label.point))
    if label.shift or label.fall:
        x, y = (f"{part:.4f}" for part in (label.shift, label.fall))
        moved = make("c:manualLayout", make("c:x", val=x), make("c:y", val=y))
        root.append(make("c:layout", moved))
    if not label.code:
        root.append(_said(label, sheet))
    root.extend(_look(label, sheet))
    return root


def _said(label: Label, sheet: Sheet) -> Element:
    run = make("a:r", _properties(label, sheet, "a:rPr"), make("a:t", label.text))
    paragraph = make("a:p", run)
    return make("c:tx", make("c:rich", make("a:bodyPr", wrap="none"), paragraph))


def _look(label: Label, sheet: Sheet) -> Iterator[Element]:
    yield make("c:numFmt", formatCode=label.code or "General", sourceLinked=0)
    yield make("c:spPr", make("a:noFill"), make("a:ln", make("a:noFill")))
    yield letters(label.color, sheet, "none")
    if label.place:
        yield make("c:dLblPos", val=label.place)
    for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
        yield make(f"c:show{name}", val=int(name == "Val"))


def letters(color: str, sheet: Sheet, wrap: str = "square") -> Element:
    """Make the look of text in a chart: the label faces in a colour."""
    label = Label(0, "", "", color)
    said = make("a:pPr", _properties(label, sheet, "a:defRPr"))
    end = make("a:endParaRPr", lang=sheet.tongues["val"])
    return make("c:txPr", make("a:bodyPr", wrap=wrap), make("a:lstStyle"), make("a:p", said, end))


def _properties(label: Label, sheet: Sheet, name: str) -> Element:
    faces = sheet.faces("label")
    paint = make("a:solidFill", make("a:srgbClr", val=label.color.lstrip("#").upper()))
    root = make(name, paint, sz=round(em(sheet) * 100), b=0)
    for part, face in (("latin", faces.latin), ("ea", faces.east), ("cs", faces.complex)):
        root.append(make(f"a:{part}", typeface=face))
    return root
