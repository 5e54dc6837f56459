"""Words in bold or in italics that stand plain in the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Unit

_MARK = re.compile(r"<(strong|em|u|del|sc)>")
_ANY = re.compile(r"<(?:strong|em|u|del|sc)>|[《“「*_]")
_CLOSING = re.compile(r"</(?:strong|em|u|del|sc)>")
"""A tag that nothing opened is broken, which another rule says."""

_BOLD = ("strong", "u", "del")


def lost_emphasis(unit: Unit) -> Iterator[Finding]:
    """Find bold, underlined or struck text of which nothing is set off in the translation.

    A translator may move `<strong>` or write another mark for it, and Chinese, which has no
    italics, sets a title in `《》` and a word in `“”`; but what the author stresses should not
    go under. `<em>` alone is only found where a whole sentence of it lost its tag.

    >>> "<strong>Note:</strong> bring your passport." -> "注意：请携带护照。"
    note: nothing is set off as `<strong>` is in the source
    hint: set the tag where the words of the source stand, or set them off otherwise
    """
    source, text = unit.message.text, unit.translation.text
    if "<" not in source or _ANY.search(text) or _CLOSING.search(text):
        return
    marks = dict.fromkeys(_MARK.findall(source))
    whole = source.startswith("<em>") and source.rstrip(".").endswith("</em>")
    lost = [mark for mark in marks if mark in _BOLD or (mark == "em" and whole)]
    if lost:
        shown = ", ".join(f"`<{mark}>`" for mark in lost)
        hint = "set the tag where the words of the source stand, or set them off otherwise"
        yield Finding(f"nothing is set off as {shown} is in the source", (hint,))


LOST_EMPHASIS = Check("lost-emphasis", Severity.NOTE, lost_emphasis)
