"""The charts of an edition: what to draw, what to say of it, and where it stands.

    bar · stacked · share   horizontal bars, names above them, so that long names fit
    line                    a course, every point with its figure
    donut                   the parts of one whole, named beside it

The figures are set as the locale writes them; right-to-left editions are mirrored. Colours
and families are the theme's tokens.

Law: the picture and its alt text say the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline import tree
from pipeline.languages import direction, script
from pipeline.model import Chart, Edition, Json
from pipeline.stages.draw import barred, ink, lined, ring
from pipeline.stages.draw.brush import Brush, canvas, lettering
from pipeline.stages.draw.describe import WORDS, describe, unsaid
from pipeline.stages.draw.sheet import WIDTH, Sheet
from pipeline.themes import Theme

__all__ = ["KINDS", "WORDS", "Column", "column", "describe", "place", "screened", "specification"]

KINDS = ("bar", "stacked", "share", "line", "donut")
"""The kinds of chart that an author may ask for."""

_PIXEL_MM = 25.4 / 96
_PHONE_EM = 24.0
"""How wide the column of a phone is, in ems of the labels there."""

_HALVED = 0.92
"""The size of captions on a page of two columns, as a share of that elsewhere."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a chart is drawn for: how wide its column is, and the size of its type; in pixels."""

    width: float
    em: float


def column(theme: Theme, *, halved: bool = False) -> Column:
    """Return what a chart is drawn for on paper, so that no format has to scale its letters.

    That is the column of the text, a panel of a leaflet, or, ``halved``, one of the two columns
    of a page, whose type is a little smaller.
    """
    page = theme.tokens["page"]
    text = page["width_mm"] / page["panels"] - page["left_mm"] - page["right_mm"]
    beside = 0.0 if theme.folded or halved else page["side_mm"] + page["gap_mm"]
    wide = (text - page["gap_mm"]) / 2 if halved else text - beside
    return Column(round(float(wide) / _PIXEL_MM, 2), _em(theme) * (_HALVED if halved else 1.0))


def specification(
    chart: Chart, theme: Theme, edition: Edition, place: Column | None = None
) -> Json:
    """Return the Vega-Lite specification of a chart; it holds its data, places and all.

    Its letters have the size of those in captions and tables, however wide it is.
    """
    shown = _shares(chart) if chart.kind == "share" else chart
    of = place or Column(WIDTH, _em(theme))
    sheet = Sheet(shown, of.em, direction(edition.locale) == "rtl", of.width)
    families = theme.families("label", script(edition.locale))
    if chart.kind == "donut":
        brush = Brush(sheet, theme, ink.wheel(theme, len(chart.categories)))
        layers = [*ring.marks(brush), *lettering(brush, ring.texts(brush), families)]
        return canvas(brush, ring.height(sheet), layers)
    brush = Brush(sheet, theme, ink.colors(chart, theme, edition))
    if chart.kind == "line":
        layers = [*lined.marks(brush), *lettering(brush, lined.texts(brush), families)]
        return canvas(brush, lined.height(sheet), layers)
    layers = [*barred.boxes(brush), *lettering(brush, barred.texts(brush), families)]
    return canvas(brush, sheet.height, layers)


def screened(edition: Edition, theme: Theme) -> Mapping[str, Json]:
    """Return the specifications of an edition's charts for the narrowest screen, by name.

    A page draws them out to its column. A course of many points needs more than a phone has:
    its reader pushes it aside.
    """
    em = _em(theme)
    return {
        chart.name: specification(
            chart, theme, edition, Column(max(_PHONE_EM * em, lined.least(chart, em)), em)
        )
        for chart in edition.charts
    }


def _em(theme: Theme) -> float:
    """Return the size of the letters in a chart, in pixels: that of captions and tables."""
    return (theme.size("label") + 0.5) * 96 / 72


def _shares(chart: Chart) -> Chart:
    """Return a chart whose rows are all of one length; its figures stay what they are."""
    rows = [[max(value, 0.0) for value in row] for row in chart.values]
    values = tuple(tuple(v / (sum(row) or 1.0) for v in row) for row in rows)
    return replace(chart, values=values)


def place(edition: Edition, document: Json = None) -> Json:
    """Return the edition's document, or that given, with a picture in each chart's Div.

    It stands before the table of figures. The Div holds a Figure (caption, then
    ``charts/<name>.svg`` with its alt text) and a Div of class ``data`` with the table, whose
    caption moves to the figure.
    """
    shown = document or edition.document
    changes = {
        chart.address: _placed(tree.at(shown, chart.address), chart, edition)
        for chart in edition.charts
    }
    return tree.replace(shown, changes)


def _placed(node: Json, chart: Chart, edition: Edition) -> Json:
    attributes, (table, *rest) = node["c"]
    parts = list(table["c"])
    caption, parts[1] = _counted(parts[1][1], chart), [None, []]
    target = [f"charts/{chart.name}.svg", ""]
    image = {"t": "Image", "c": [["", [], []], tree.text(describe(chart, edition)), target]}
    figure = {"t": "Figure", "c": [["", [], []], [None, caption], [{"t": "Plain", "c": [image]}]]}
    data = {"t": "Div", "c": [["", ["data"], []], [table | {"c": parts}, *rest]]}
    return node | {"c": [attributes, [figure, data]]}


def _counted(caption: Json, chart: Chart) -> Json:
    """Return a caption that says what a single series counts, if it does not say so already.

    Several series are named in the legend; one has none. It is a text of its own, so that an
    edited caption comes home as the caption.
    """
    name = unsaid(chart)
    if not name or not caption:
        return caption
    return [*caption, {"t": "Para", "c": tree.text(name)}]
