"""A chart in words, for those who do not see it; the words are translated like any other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.model import Chart, Edition

BAR = "Bar chart: {caption}. {figures}."
STACKED = "Stacked bar chart: {caption}. {figures}."
SHARE = "Stacked bar chart of shares: {caption}. {figures}."
LINE = "Line chart: {caption}. {figures}."
DONUT = "Ring chart: {caption}. {figures}."
CATEGORY = "{category}: {figures}"
CHAIN = "{first}; {rest}"
FIGURE = "{name} {figure}"
WORDS = (BAR, STACKED, SHARE, LINE, DONUT, CATEGORY, CHAIN, FIGURE)
"""The patterns that charts are described in, for translators."""


_PATTERNS = {"stacked": STACKED, "share": SHARE, "line": LINE, "donut": DONUT}


def describe(chart: Chart, edition: Edition) -> str:
    """Return the alt text of a chart: its kind, its caption and all its figures."""
    pattern = edition.word(_PATTERNS.get(chart.kind, BAR))
    caption = chart.caption.rstrip(".。 ")
    return _fill(pattern, {"caption": caption, "figures": _figures(chart, edition)})


def unsaid(chart: Chart) -> str:
    """Return what a single series counts where the caption does not say it, or nothing."""
    name = chart.series[0] if len(chart.series) == 1 else ""
    squeezed = ("".join(text.casefold().split()) for text in (name, chart.caption))
    return name if next(squeezed) not in next(squeezed) else ""


def _figures(chart: Chart, edition: Edition) -> str:
    """Return the figures by category and series, or by category alone."""
    pattern, chain = edition.word(CATEGORY), edition.word(CHAIN)
    if len(chart.series) == 1:
        alone = (row[0] for row in chart.labels)
        listed = _listed(zip(chart.categories, alone, strict=True), edition)
        name = unsaid(chart)
        return _fill(pattern, {"category": name, "figures": listed}) if name else listed
    said: list[str] = []
    for name, labels in zip(chart.categories, chart.labels, strict=True):
        figures = _listed(zip(chart.series, labels, strict=True), edition)
        said.append(_fill(pattern, {"category": name, "figures": figures}))
    text = said[-1]
    for first in reversed(said[:-1]):
        text = _fill(chain, {"first": first, "rest": text})
    return text


def _listed(pairs: Iterable[tuple[str, str]], edition: Edition) -> str:
    from babel.lists import format_list

    pattern = edition.word(FIGURE)
    said = [_fill(pattern, {"name": name, "figure": figure}) for name, figure in pairs]
    return str(format_list(said, locale=edition.cldr))


def _fill(pattern: str, words: Mapping[str, str]) -> str:
    """Put words into a translated pattern, which is text and never a format string."""
    return re.sub(r"\{(\w+)\}", lambda hole: words.get(hole[1], hole[0]), pattern)
