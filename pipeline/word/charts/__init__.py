"""Charts that Word's reader may edit: DrawingML from the figures that the pictures show.

    chart-1 ─▶ word/charts/chart-1.xml ─▶ word/embeddings/chart-1.xlsx

Colours, faces and sizes are the theme's; nothing of the look that Office gives by default.
Law: every figure in a chart is the figure in its workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.word.charts.plot import chart_space
from pipeline.word.charts.shape import KINDS, Figure, height, joined
from pipeline.word.charts.workbook import workbook
from pipeline.word.package import pack
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, make, write

__all__ = ["KINDS", "Charts", "Figure", "frame", "height", "joined", "parts"]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"


@dataclass(frozen=True, slots=True)
class Charts:
    """The figures of an edition that Word draws itself, by the names of their pictures."""

    figures: Mapping[str, Figure] = field(default_factory=dict)

    def links(self) -> dict[str, tuple[str, str]]:
        """Return the relationships of the document to its charts."""
        return {_stem(n): (f"{OFFICE}/chart", f"charts/{_stem(n)}.xml") for n in self.figures}


def parts(charts: Charts, sheet: Sheet) -> dict[str, bytes]:
    """Return the parts of the charts: each with its workbook, and what links the two."""
    made: dict[str, bytes] = {}
    for name, figure in charts.figures.items():
        stem = _stem(name)
        made[f"word/charts/{stem}.xml"] = write(chart_space(figure, sheet))
        made[f"word/charts/_rels/{stem}.xml.rels"] = _beside(stem)
        made[f"word/embeddings/{stem}.xlsx"] = pack(workbook(figure))
    return made


def frame(name: str) -> Iterable[Element]:
    """Return what stands in a drawing where the picture stood."""
    return [make("a:graphicData", make("c:chart", r_id=_stem(name)), uri=_SPACE)]


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _beside(stem: str) -> bytes:
    target = f"../embeddings/{stem}.xlsx"
    link = make("pr:Relationship", Id="workbook", Type=f"{OFFICE}/package", Target=target)
    return write(make("pr:Relationships", link))
