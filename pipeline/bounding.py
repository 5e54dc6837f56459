"""What WeasyPrint stops at: pages of nothing, boxes measured over and over, endless styles.

Its time doubles with each flex or grid around a box, is unbounded in a selector, and a custom
property can mean billions of words. What can be counted before it is done is counted, so that
the answer is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from pipeline import limits
from pipeline.diagnostics import fatal
from pipeline.model import Place

_FEW, _MANY, _WORDS = 12, 100, 2000
"""Boxes whose measuring takes no time worth a word, pages that do, words of a style that do."""


def teach() -> None:
    """Teach WeasyPrint to stop at what no page needs: of pages, boxes in boxes, and styles."""
    from weasyprint import css, document, layout

    if getattr(layout.make_all_pages, "bounded", False):
        return
    layout.make_all_pages = _counted(layout.make_all_pages)
    document.build_formatting_structure = _weighed(document.build_formatting_structure)
    document.get_all_computed_styles = partial(_styled, document.get_all_computed_styles)
    css.resolve_var = partial(_meant, css.resolve_var)


def _counted(make: Callable[..., Any]) -> Callable[..., Any]:

    def bounded(context: Any, root: Any, source: Any, pages: Any) -> Iterator[Any]:
        letters = _letters(source)
        for count, page in enumerate(make(context, root, source, pages), start=1):
            if count > limits.here().pages:
                said = f"the document has more than {limits.here().pages:g} pages"
                raise limits.reached("pages", said)
            if count > _MANY and count * limits.here().page_letters > letters:
                said = (
                    f"the document has more than {count - 1} pages, with hardly any text on them"
                )
                raise limits.reached("page_letters", said)
            yield page

    bounded.bounded = True  # type: ignore[attr-defined]
    return bounded


def _weighed(form: Callable[..., Any]) -> Callable[..., Any]:
    def weighed(root: Any, style_for: Any, *given: Any) -> Any:
        _weigh(root, style_for)
        return form(root, style_for, *given)

    return weighed


def _meant(mean: Callable[..., Any], *given: Any) -> Any:
    meant = mean(*given)
    if _long(meant or ()):
        said = f"a custom property means more than {_WORDS} words"
        hint = "let properties not repeat each other"
        raise fatal("page-failed", Place("templates"), said, hint)
    return meant


def _long(tokens: Iterable[Any]) -> bool:
    """Tell whether a value has more words than any style needs, those in brackets included."""
    left, count = list(tokens), 0
    while left and count <= _WORDS:
        token = left.pop()
        count += 1
        left += getattr(token, "arguments", None) or getattr(token, "content", None) or ()
    return count > _WORDS


def _styled(style: Callable[..., Any], page: Any, *given: Any, **more: Any) -> Any:
    with limits.reckoning(sum(1 for _ in page.etree_element.iter())):
        return style(page, *given, **more)


def _letters(source: Any) -> int:
    body = source.etree_element.find("body")
    return 0 if body is None else sum(map(len, body.itertext()))


def _weigh(root: Any, style_for: Any) -> None:
    """Refuse boxes that are measured over and over: WeasyPrint's time doubles with each level."""
    count, total, left = 0, 0, [(root, 1)]
    while left:
        element, times = left.pop()
        if (style := style_for(element)) is None or "none" in style["display"]:
            continue
        count, total = count + 1, total + times
        deeper = min(times * _measured(style), 1 << 40)
        left += ((child, deeper) for child in element if isinstance(child.tag, str))
    if total > limits.here().nesting * (count + _FEW):
        said = f"each of its boxes would be measured {total / count:.0f} times, on average"
        hint = (
            "lay fewer boxes of flex, grid or columns into one another, or raise nesting"
            " under [limits] in diglot.toml"
        )
        raise fatal("limit-reached", Place("templates"), said, hint)


def _measured(style: Any) -> int:
    """Return how often WeasyPrint measures what a box holds."""
    if style["column_count"] != "auto" or style["column_width"] != "auto":
        return 4
    return 2 if {"flex", "grid"}.intersection(style["display"]) else 1
