"""Page formats: a size, and how many panels a sheet of it folds into.

    outside   flap · back · cover          inside   second · third · fourth

A leaflet is composed as the two sides of its sheet. The flap folds in, so it is narrower than
the others: on the outside it lies at the far left, on the inside at the far right.

Source: ISO 216; DIN 678 (DL); ANSI/ASME Y14.1 (Letter).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.diagnostics import fatal, nearest
from pipeline.model import Place


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, trimmed; lengths in millimetres. ``panels`` is 1 for a page that is not folded."""

    width_mm: float
    height_mm: float
    panels: int = 1


PAPERS: Mapping[str, Paper] = {
    "a4": Paper(210, 297),
    "letter": Paper(215.9, 279.4),
    "dl": Paper(297, 210, panels=3),
}


def known(tokens: Mapping[str, Any]) -> dict[str, Paper]:
    """Return the formats that a theme has: ours, and those it measures itself."""
    found = dict(PAPERS)
    for name, tables in tokens.get("format", {}).items():
        page = tables.get("page", {})
        if "width_mm" in page and "height_mm" in page:
            found[name] = replace(
                found.get(name, Paper(0, 0)),
                width_mm=page["width_mm"],
                height_mm=page["height_mm"],
            )
    return found


def measured(tokens: Mapping[str, Any], name: str, asked: Place) -> dict[str, Any]:
    """Return what a format changes in the tokens: its measures, and what the theme says of it.

    A4 is a4, in whatever case a theme or an author writes a name.
    Raises ``PipelineError`` at ``asked``, where the format was named, if there is none.
    """
    papers = known(tokens)
    name = {paper.casefold(): paper for paper in papers}.get(name.casefold(), name)
    if name not in papers:
        hint = nearest(name, papers, f"write one of {', '.join(sorted(papers))}")
        raise fatal("unknown-page", asked, f"page format `{name}` does not exist", hint)
    paper = papers[name]
    own = {table: dict(values) for table, values in tokens.get("format", {}).get(name, {}).items()}
    sheet = {
        "format": name,
        "width_mm": paper.width_mm,
        "height_mm": paper.height_mm,
        "panels": paper.panels,
    }
    return own | {"page": own.get("page", {}) | sheet}
