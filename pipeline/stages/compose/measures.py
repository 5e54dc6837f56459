"""How much fits into a line of a title or heading, guessed on the safe side.

No face is measured here: Han characters are as wide as they are high, letters about half.
"""

from __future__ import annotations

from pipeline import languages
from pipeline.model import Locale
from pipeline.stages.compose import words
from pipeline.stages.compose.parts import Measure
from pipeline.themes import Theme

_SERIF_EM, _SANS_EM = 0.52, 0.55
"""How wide the letters of a bold face are in the mean."""

_CLOSING_WIDE, _PANEL_WIDE, _CLOSING_SIZE = 0.64, 1.0, 0.78
"""The closing line: its share of the width of a page and of a panel; its size, of the title's."""

_CAPTION_MM = 8.4 * 25.4 / 72
"""The size of the largest caption of a chart, and a little more for its bold figures."""

SECOND = 0.62
"""The size of a title in the second language, as a share of that in the first."""


def of(theme: Theme, locale: Locale) -> Measure:
    """Return the measure of a brochure, or of a panel where the sheet is folded."""
    text_mm = _text_mm(theme)
    side_mm = text_mm if theme.folded else theme.tokens["page"]["side_mm"]
    title = _fitting(theme, locale, text_mm, ("title", "title"))
    band, figure = _band(theme, text_mm)
    return Measure(
        title,
        _fitting(theme, locale, text_mm, ("heading", "h2")),
        _fitting(theme, locale, side_mm, ("heading", "h2")),
        title * (_PANEL_WIDE if theme.folded else _CLOSING_WIDE) / _CLOSING_SIZE,
        noted=not theme.folded,
        band_em=0.0 if theme.folded else band,
        figure=figure,
        caption_em=side_mm / _CAPTION_MM,
    )


def column(theme: Theme, locale: Locale, share: float = 1.0) -> Measure:
    """Return the measure of one of two columns; ``share`` is the size of its title."""
    wide = (_text_mm(theme) - theme.tokens["page"]["gap_mm"]) / 2
    title = _fitting(theme, locale, _text_mm(theme), ("title", "title")) / share
    heading = _fitting(theme, locale, wide, ("heading", "h2"))
    closing = title * _CLOSING_WIDE / _CLOSING_SIZE
    band, figure = _band(theme, _text_mm(theme))
    return Measure(
        title,
        heading,
        heading,
        closing,
        noted=False,
        band_em=band,
        figure=figure,
        caption_em=wide / _CAPTION_MM,
    )


def _band(theme: Theme, mm: float) -> tuple[float, float]:
    """Return the room for key figures, in ems of their units, and how large those are set."""
    label = theme.size("label")
    return mm / 25.4 * 72 / label, theme.size("figure") / label


def _text_mm(theme: Theme) -> float:
    page = theme.tokens["page"]
    return float(page["width_mm"] / page["panels"] - page["left_mm"] - page["right_mm"])


def _fitting(theme: Theme, locale: Locale, mm: float, type_: tuple[str, str]) -> float:
    """Return how many ems of a role at a size fit into a length."""
    role, size = type_
    wide = theme.tokens["role"][role] == "sans"
    letter = (_SANS_EM if wide else _SERIF_EM) / words.LETTER_EM
    scale = letter if languages.spaced(locale) else 1.0
    return float(mm / 25.4 * 72 / theme.size(size) / scale)
