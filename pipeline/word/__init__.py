"""Word files: what pandoc is given, and what is made of what it returns.

    Edition ─ arrange ─▶ tree ─ pandoc (skeleton, template) ─▶ raw ─ finish ─▶ .docx

Styles, cover, headers and properties come from the tokens that make the CSS. Law: the same
edition, theme and pictures give the same bytes, wherever and whenever.
"""

from pipeline.word.abreast import side_by_side, titled
from pipeline.word.arrange import CONTACT, DATELINE, FIGURE, TABLE, arrange, lines, texts
from pipeline.word.charts import KINDS, Figure, joined
from pipeline.word.drawings import Pictures
from pipeline.word.finish import finish
from pipeline.word.furniture import PAGES, template
from pipeline.word.look import skeleton
from pipeline.word.reference import reference
from pipeline.word.sheet import Sheet
from pipeline.word.tables import KEY_FIGURES

WORDS = (CONTACT, DATELINE, FIGURE, TABLE, KEY_FIGURES, PAGES)
"""The words of the templates that a Word file needs."""

__all__ = [
    "KINDS",
    "WORDS",
    "Figure",
    "Pictures",
    "Sheet",
    "arrange",
    "finish",
    "joined",
    "lines",
    "reference",
    "side_by_side",
    "skeleton",
    "template",
    "texts",
    "titled",
]
