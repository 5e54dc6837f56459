"""WeasyPrint's functions, in the shape it calls them in, that set Chinese our way.

Each asks its original first whether the text is ours to set; all that is not Chinese goes the
way it always went.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import Any

from weasyprint.draw import text as draw
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from pipeline.engines.composition import breaking, copying, drawing, lines, rules
from pipeline.engines.composition.measure import Measured, measured
from pipeline.engines.composition.paragraph import Line, is_raised, paragraph_of, pieces

HOOKED = (
    (inline, "get_next_linebox"),
    (inline, "split_inline_level"),
    (inline, "split_text_box"),
    (inline, "_adjust_line_height"),
    (inline, "split_first_line"),
    (inline, "can_break_text"),
    (inline, "text_align"),
    (inline, "justify_line"),
    (preferred, "inline_line_widths"),
    (preferred, "split_first_line"),
    (preferred, "can_break_text"),
    (draw, "draw_first_line"),
    (line_break.Layout, "reactivate"),
    (line_break.Layout, "get_first_line"),
)
"""Where WeasyPrint keeps what we replace; the function here has the same name."""

STOCK: dict[str, Any] = {name: getattr(place, name) for place, name in HOOKED}

_SHY = 0.01
"""Pixels that a tightened piece leaves of its room: WeasyPrint widens the room of inner boxes
a little, to be safe from rounding, and not that of outer ones."""

_lines: list[Line] = []
"""Lines being set, the inner ones last: a box in a line has lines of its own."""

_spot: list[tuple[Any, int]] = []
"""The text box being split, and how many bytes of it stand in earlier lines."""


def get_next_linebox(context: Any, linebox: Any, *rest: Any) -> Any:
    """Return the next line, with its paragraph kept at hand."""
    _, _, skip_stack, containing_block, *_ = rest
    _lines.append(
        Line(
            paragraph_of(linebox),
            flush=not linebox.text_indent or skip_stack is not None,
            held=isinstance(containing_block, boxes.InlineBlockBox),
            style=linebox.style,
        )
    )
    try:
        return STOCK["get_next_linebox"](context, linebox, *rest)
    finally:
        _lines.pop()


def split_inline_level(context: Any, box: Any, *rest: Any) -> Any:
    """Split a box; the number of a note is glued to the word before it."""
    new, resume, preserved, first, last, floats = STOCK["split_inline_level"](context, box, *rest)
    if first and is_raised(box) and rules.in_squares(box.style["lang"]):
        first = rules.GLUE
    return new, resume, preserved, first, last, floats


def split_text_box(
    context: Any, box: Any, available_width: Any, skip: int, *rest: Any, **more: Any
) -> Any:
    """Split a text box, and let the splitter know which it is.

    Its share of the line is what the style says, whichever faces its characters come from.
    """
    _spot.append((box, skip))
    try:
        new, *after = STOCK["split_text_box"](context, box, available_width, skip, *rest, **more)
    finally:
        _spot.pop()
    if new is not None and new.style["line_height"] != "normal":
        line_height, baseline = _pitch(new.style)
        above = new.baseline - new.margin_top
        new.margin_top = baseline - above
        new.margin_bottom = line_height - new.height - new.margin_top
        new.baseline = baseline
    return (new, *after)


def _adjust_line_height(box: Any) -> None:
    """Give an inline box its share of the line, inside that of the line if it is no larger."""
    STOCK["_adjust_line_height"](box)
    if box.style["line_height"] != "normal" and box.style["vertical_align"] == "baseline":
        _, box.baseline = _pitch(box.style)


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **more: Any
) -> Any:
    """Return the first line of a text: layout, bytes, bytes to skip, width, height, baseline."""
    box = _spot[-1][0] if _spot else None
    whole = box.text if box is not None and box.style is style else text
    if found := measured(whole, style, context):
        known, start = found[0], found[1] + len(whole) - len(text)
        room = inf if max_width is None or style["white_space"] == "nowrap" else max_width
        stretch = _stretch(known, start, room, at_start=more.get("is_line_start", True))
        if (end := _end(known, stretch)) is not None:
            return _first_line(known, stretch, end)
    return STOCK["split_first_line"](text, style, context, max_width, *rest, **more)


def can_break_text(text: str, lang: str | None) -> bool:
    """Return whether a line may end inside a text; of two characters, by the Chinese rules."""
    allowed = bool(STOCK["can_break_text"](text, lang))
    if rules.in_squares(lang) and text and len(text) == len("中文"):
        return rules.may_break(text[0], text[1], unicode_allows=allowed)
    return allowed


def text_align(context: Any, line: Any, available_width: float, *, last: bool) -> Any:
    """Return how far a line is moved, once it is set."""
    if line.style["direction"] == "ltr" and lines.is_ours(line):
        lines.settle(line, available_width, _lines[-1] if _lines else None, last=last)
    return STOCK["text_align"](context, line, available_width, last)


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Make a line as wide as its column."""
    if not (lines.is_ours(line) and lines.spread(line, extra_width)):
        STOCK["justify_line"](context, line, extra_width)


def inline_line_widths(context: Any, box: Any, *rest: Any, **more: Any) -> Iterator[float]:
    """Yield the widths of lines, with the gaps between the pieces of a paragraph."""
    minimum = more["minimum"] if "minimum" in more else rest[2]
    chinese = isinstance(box, boxes.LineBox) and rules.in_squares(box.style["lang"])
    room = _gaps(box) if chinese and not minimum else 0.0
    for width in STOCK["inline_line_widths"](context, box, *rest, **more):
        yield width + room


def reactivate(layout: Any, style: Any) -> None:
    """Shape a line again to draw it, in the style it was set in."""
    setting = getattr(layout, "setting", None)
    STOCK["reactivate"](layout, setting.style(style) if setting else style)
    layout.drawn = setting


def get_first_line(layout: Any) -> Any:
    """Return the line to draw, its glyphs moved to where they were set."""
    line, index = STOCK["get_first_line"](layout)
    if setting := getattr(layout, "drawn", None):
        layout.drawn = None  # the glyphs are moved once
        layout.places = drawing.write(line, layout, setting)
    return line, index


def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw a line, and say where the gaps in it are no spaces."""
    layout, before = textbox.pango_layout, len(stream.stream)
    drawn = STOCK["draw_first_line"](stream, textbox, *rest)
    if places := layout.__dict__.pop("places", None):
        gaps = copying.gaps(layout.text, layout.setting, textbox.style["font_size"])
        stream.stream[before:] = copying.told(stream.stream[before:], layout.text, places, gaps)
    return drawn


def _pitch(style: Any) -> tuple[float, float]:
    """Return the height of a line of a style, and its baseline as the line being set has it.

    A face with other proportions, such as that of an ``<em>``, does not push lines apart.
    """
    line_height, baseline = line_break.strut(style)
    if not _lines or _lines[-1].style is style or _lines[-1].style["line_height"] == "normal":
        return line_height, baseline
    whole, middle = line_break.strut(_lines[-1].style)
    if line_height > whole:
        return line_height, baseline
    return line_height, max(min(baseline, middle), middle - whole + line_height)


def _stretch(text: Measured, start: int, room: float, *, at_start: bool) -> breaking.Stretch:
    box, skip = _spot[-1] if _spot else (None, 0)
    if not _lines or box is None or id(box) not in _lines[-1].paragraph.starts:
        return breaking.Stretch(start, room, at_start=at_start)
    line = _lines[-1]
    ahead = line.paragraph.ahead(box)
    begins = line.starts_with(box, len(box.text.encode()[:skip].decode())) and at_start
    trims = begins and line.flush and not line.held and text.blank[start] == "<"
    return breaking.Stretch(
        start,
        room,
        trim=rules.HALF * text.em if trims else 0.0,
        ahead=ahead,
        open_end=not ahead or can_break_text(text.text[-1] + ahead[0], text.style["lang"]),
        at_start=begins,
        tighten=text.style["text_align_all"] == "justify",
    )


def _end(text: Measured, stretch: breaking.Stretch) -> int | None:
    """Return where the line ends; None to let WeasyPrint break a word that is too long."""
    if stretch.room == inf:
        return len(text.text)
    end = breaking.end_of_line(text, stretch)
    usual = text.style["overflow_wrap"] == text.style["word_break"] == "normal"
    return breaking.first_chunk(text, stretch) if end is None and usual else end


def _first_line(text: Measured, stretch: breaking.Stretch, end: int) -> Any:
    whole = end == len(text.text)
    line = text.text[stretch.start : end]
    shown = line if whole else line.rstrip(" ")
    setting = lines.cut(text, stretch.start, stretch.start + len(shown))
    setting.trim = stretch.trim
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.__dict__.update(
        text=shown, setting=setting, justification_spacing=0, first_line_direction=0,
        max_width=None if stretch.room == inf else stretch.room, **text.lines,
    )  # fmt: skip
    width = _claimed(text, stretch, setting, shown)
    resume = None if whole else len(line.encode())
    return layout, len(shown.encode()), resume, width, text.height, text.baseline


def _claimed(
    text: Measured, stretch: breaking.Stretch, setting: lines.Setting, shown: str
) -> float:
    """Return how wide a line says it is: what can be taken away from it is not too wide."""
    size = len(shown)
    width = setting.width(size)
    if width <= stretch.room:
        return width
    start, end = stretch.start, stretch.start + size
    half = rules.HALF * text.em if size and text.blank[end - 1] == ">" else 0.0
    spare = sum(text.slacks[start : end - 1]) if stretch.tighten else 0.0
    return stretch.room - _SHY if width - half - spare <= stretch.room + 1e-6 else width


def _gaps(box: Any) -> float:
    """Return what the gaps between the pieces of a paragraph add to its width."""
    more = 0.0
    for (left, above), (right, below) in pairwise(pieces(box)):
        texts = isinstance(left, boxes.TextBox) and isinstance(right, boxes.TextBox)
        if texts and left.text and right.text and not (above or below):
            text = left.text[-2:] + right.text[:2]
            at = len(left.text[-2:]) - 1
            joint = rules.joint(text, " " * len(text), at, rules.GAP)
            more += joint * left.style["font_size"]
    return more
