"""Blanks before and after a text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Fix, Unit


def outer_blank(unit: Unit) -> Iterator[Finding]:
    """Find blanks at the beginning or the end of a translation that the source does not have.

    They indent a line, or push a mark away. An ideographic blank is one too: the layout
    indents paragraphs.

    >>> "Press release" -> "新闻稿 "
    warning: a blank stands at the end
    hint: delete it
    """
    text, source = unit.translation.text, unit.message.text
    bare = text.strip()
    if bare == text or not bare:
        return
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if before and not source[:1].isspace():
        yield _found("beginning", (0, len(before)))
    if after and not source[-1:].isspace():
        yield _found("end", (len(text) - len(after), len(text)))


def _found(where: str, span: tuple[int, int]) -> Finding:
    several = span[1] - span[0] > 1
    message = f"{'blanks stand' if several else 'a blank stands'} at the {where}"
    hint = f"delete {'them' if several else 'it'}"
    return Finding(message, (hint,), (span,), Fix(span, "", safe=True))


OUTER_BLANK = Check("outer-blank", Severity.WARNING, outer_blank)
