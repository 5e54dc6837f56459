"""A paragraph set on trial: whether our rules hold in the WeasyPrint and Pango that are here.

Law: what passes the trial keeps the text, and its justified lines are as wide as their column.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

COLUMN_EM, EM = 19, 16.0
_OFF_EM = 0.05
TEXT = "临空经济区（自贸区）面向IBM等8家企业，“生命健康”——产业、机场与集群，共2,961家。" * 3
_PAGE = f"""<html lang="zh-Hans-CN"><meta charset="utf-8"><style>@page {{ size: 800px 900px }}
p {{ font: {EM}px/1.5 serif; width: {COLUMN_EM}em; text-align: justify }}</style><p>{TEXT}</p>"""


KNOWN = {
    "get_next_linebox": "context linebox position_y bottom_space skip_stack containing_block"
    " absolute_boxes fixed_boxes first_letter_style first_line_style",
    "split_inline_level": "context box position_x max_x bottom_space skip_stack containing_block"
    " absolute_boxes fixed_boxes line_placeholders waiting_floats line_children"
    " first_letter_style first_line_style",
    "split_text_box": "context box available_width skip is_line_start",
    "_adjust_line_height": "box",
    "split_first_line": "text style context max_width justification_spacing is_line_start minimum",
    "can_break_text": "text lang",
    "text_align": "context line available_width last",
    "justify_line": "context line extra_width",
    "inline_line_widths": "context box outer is_line_start minimum skip_stack first_line",
    "draw_first_line": "stream textbox text_overflow block_ellipsis matrix",
    "reactivate": "self style",
    "get_first_line": "self",
}
"""What we replace, as WeasyPrint 70.0 calls it."""


def fits(functions: Mapping[str, Any]) -> bool:
    """Return whether what we replace is called as we know it."""
    return all(
        list(inspect.signature(function).parameters) == KNOWN[name].split()
        for name, function in functions.items()
    )


def passed() -> bool:
    """Set a paragraph with our rules at work, and return whether they hold."""
    import weasyprint

    try:
        document = weasyprint.HTML(string=_PAGE, base_url="about:blank").render()
        lines = [line for page in document.pages for line in _lines(page._page_box)]
        texts = ["".join(_texts(line)) for line in lines]
        even = [abs(line.width - COLUMN_EM * EM) < _OFF_EM * EM for line in lines[:-1]]
    except Exception:
        return False
    return len(lines) > 1 and "".join(texts) == TEXT and all(even)


def _lines(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield child
        else:
            yield from _lines(child)


def _texts(box: Any) -> Iterator[str]:
    for child in getattr(box, "children", ()):
        yield from _texts(child)
    if type(box).__name__ == "TextBox":
        yield box.text
