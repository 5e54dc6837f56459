"""The tags of a translation must be those of the source, and pair up."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import inlines
from pipeline.diagnostics import Severity
from pipeline.model import Json
from pipeline.plugs import Check, Finding, Unit

_KINDS = {tag: kind for kind, tag in (inlines.SHELLS | inlines.ATOMS).items()}


def broken_tag(unit: Unit) -> Iterator[Finding]:
    """Find tags that the translation lost, doubled, made up or did not close.

    Such a translation cannot be set: the reader would see the source text. ``<em>``,
    ``<strong>``, ``<sub>`` and their like may be added or dropped as long as they pair up;
    what names a link, a note, code or a picture must stand exactly once.

    >>> "see <link>the guide</link>" -> "见指南"
    error: the translation lacks `<link>`
    hint: set the tags as the source has them
    """
    try:
        inlines.decode(unit.translation.text, _shells(unit.message.text))
    except inlines.TagError as reason:
        yield Finding(str(reason), ("set the tags as the source has them",))


def _shells(text: str) -> list[Json]:
    """Return nodes with the same tags as a message text, in the same order."""
    found: list[Json] = []
    for token in inlines.TOKEN.finditer(text):
        kind = _KINDS.get((token["tag"] or "").rstrip("0123456789"))
        if not kind or token["closing"]:
            continue
        shell = kind in inlines.SHELLS
        found.append(
            {"t": kind, "c": [["", [], []], [], ["", ""]] if shell else [["", [], []], ""]}
        )
    return found


BROKEN_TAG = Check("broken-tag", Severity.ERROR, broken_tag)
