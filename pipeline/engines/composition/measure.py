"""A text measured once, character by character; what is cut from it is not measured again.

WeasyPrint shapes the rest of a paragraph anew for every line and every trial; here the
paragraph is shaped once, and lines are counted out of its advances.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from pipeline.engines.composition import rules

_ORDINARY = ("normal", "nowrap", "pre-line")
_SPECIAL = frozenset("\n\t\f\r\u0085\u2028\u2029\u00ad")
_LINES = (
    "ascent", "underline_position", "strikethrough_position", "underline_thickness",
    "strikethrough_thickness",
)  # fmt: skip
"""What a layout knows of its face, for lines under and through the text."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A text of one style; lengths in pixels, one a character, 0 inside a cluster.

    ``advances`` hold the letter spacing; ``joints`` and ``slacks`` are what is put after a
    character and what of it can be taken away; ``breaks`` tell where a line may start.
    """

    text: str
    style: Any
    em: float
    advances: tuple[float, ...]
    blank: str
    joints: tuple[float, ...]
    slacks: tuple[float, ...]
    breaks: tuple[bool, ...]
    height: float
    baseline: float
    lines: dict[str, float]

    @property
    def letter_spacing(self) -> float:
        return _letter_spacing(self.style)


def measured(text: str, style: Any, context: Any) -> tuple[Measured, int] | None:
    """Return the text measured, or a longer one and where in it the text begins.

    None when the text is not ours: another language, preserved lines, right to left.
    """
    if not _ours(text, style):
        return None
    known: dict[int, dict[str, Measured | None]] = context.__dict__.setdefault("measured", {})
    of_style = known.setdefault(id(style), {})  # the style lives on in what is measured
    if text not in of_style:
        for longer in of_style.values():
            if longer and longer.text.endswith(text):
                return longer, len(longer.text) - len(text)
        of_style[text] = _measure(text, style)
    found = of_style[text]
    return (found, 0) if found else None


def unspaced(style: Any) -> Any:
    """Return a style without its letter spacing: Pango halves it at the ends of a run."""
    if style["letter_spacing"] == "normal":
        return style
    style = style.copy()
    style["letter_spacing"] = "normal"
    return style


def clusters(line: Any, text: str) -> list[tuple[Any, int, bool]] | None:
    """Return the glyphs of a line, the character of each, and whether it ends a cluster.

    None when a part of the line runs from right to left.
    """
    at, offset = {}, 0
    for index, character in enumerate(text):
        at[offset] = index
        offset += len(character.encode())
    found: list[tuple[Any, int, bool]] = []
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        if item.analysis.level % 2:
            return None
        starts = [item.offset + glyphs.log_clusters[k] for k in range(glyphs.num_glyphs)]
        for k, start in enumerate(starts):
            ends = k + 1 == len(starts) or starts[k + 1] != start
            found.append((glyphs.glyphs[k], at.get(start, len(text)), ends))
    return found


def _ours(text: str, style: Any) -> bool:
    return bool(
        text
        and style["font_size"]
        and rules.in_squares(style["lang"])
        and style["direction"] == "ltr"
        and style["white_space"] in _ORDINARY
        and not style["word_spacing"]
        and not _SPECIAL.intersection(text)
    )


def _measure(text: str, style: Any) -> Measured | None:
    em, spacing = style["font_size"], _letter_spacing(style)
    layout = line_break.Layout(unspaced(style))
    layout.set_text(text)
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    glyphs = clusters(line, text)
    if glyphs is None:
        return None
    bare = [0.0] * len(text)
    for glyph, at, _ in glyphs:
        bare[at] += glyph.geometry.width * FROM_UNITS
    blank = rules.blanks(text, [width / em for width in bare], style["lang"])
    joints = [rules.joint(text, blank, i, bare[i] / em) for i in range(len(text) - 1)] + [0.0]
    slacks = [rules.slack(text, blank, joints, i) for i in range(len(text))]
    return Measured(
        text,
        style,
        em,
        tuple(width + spacing if width else 0.0 for width in bare),
        blank,
        tuple(joint * em for joint in joints),
        tuple(slack * em for slack in slacks),
        _breaks(text, layout),
        line_break.line_size(line, unspaced(style))[1],
        pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS,
        {name: getattr(layout, name) for name in _LINES if hasattr(layout, name)},
    )


def _breaks(text: str, layout: Any) -> tuple[bool, ...]:
    allowed = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    return (
        False,
        *(
            rules.may_break(text[i - 1], text[i], unicode_allows=bool(allowed[i].is_line_break))
            for i in range(1, len(text))
        ),
    )


def _letter_spacing(style: Any) -> float:
    spacing = style["letter_spacing"]
    return 0.0 if spacing == "normal" else float(spacing)
