"""A paragraph as one text, and the line of it that is being set.

WeasyPrint breaks each piece of a paragraph by itself: before, inside and after an ``<em>``.
What may stand at the end of a line depends on what follows in the paragraph, so the paragraph
is kept beside the pieces, with what is above the line written as glue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from pipeline.engines.composition import rules

_AHEAD = 16


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a line box, and where in it each text box begins, by identity."""

    children: Any
    text: str
    starts: dict[int, int]

    def ahead(self, box: Any) -> str:
        """Return what follows a text box, up to a forced line break."""
        end = self.starts[id(box)] + len(box.text)
        return self.text[end : end + _AHEAD].split("\n")[0]


@dataclass(slots=True)
class Line:
    """The line that is being set; ``start`` is None until its first text is known.

    ``flush`` tells whether an opening mark at its start may lose its blank half; ``held``
    that the line stands in another line, as a box.
    """

    paragraph: Paragraph
    flush: bool
    held: bool
    style: Any
    start: int | None = None

    def starts_with(self, box: Any, skipped: int) -> bool:
        """Return whether a text box, after so many characters, is where the line starts."""
        at = self.paragraph.starts[id(box)] + skipped
        if self.start is None:
            self.start = at
        return self.start == at


def paragraph_of(line_box: Any) -> Paragraph:
    """Return the paragraph of an unbroken line box, which remembers it."""
    known: Paragraph | None = line_box.__dict__.get("paragraph")
    if known is None or known.children is not line_box.children:
        known = line_box.paragraph = _read(line_box)
    return known


def is_raised(box: Any) -> bool:
    """Return whether an inline box stands above or below its line, as a note's number does."""
    return isinstance(box, boxes.InlineBox) and box.style["vertical_align"] != "baseline"


def pieces(box: Any, *, raised: bool = False) -> Iterator[tuple[Any, bool]]:
    """Yield what stands in a line, text boxes and other things, and whether it is raised."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.InlineBox):
            yield from pieces(child, raised=raised or is_raised(child))
        else:
            yield child, raised


def _read(line_box: Any) -> Paragraph:
    text, starts, at = [], {}, 0
    for box, raised in pieces(line_box):
        piece = box.text if isinstance(box, boxes.TextBox) else rules.THING
        starts[id(box)] = at
        at += len(piece)
        text.append(rules.GLUE * len(piece) if raised else piece)
    return Paragraph(line_box.children, "".join(text), starts)
