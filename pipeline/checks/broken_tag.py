"""The tags of a translation must be those of the source, and pair up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline import inlines
from pipeline.diagnostics import Severity
from pipeline.model import Json
from pipeline.plugs import Check, Finding, Unit

_KINDS = {tag: kind for kind, tag in (inlines.SHELLS | inlines.ATOMS).items()}
_NAME = re.compile(
    rf"(?:{'|'.join((*inlines.MARKS.values(), inlines.BREAK))})|(?:{'|'.join(_KINDS)})\d*"
)

_ATTRIBUTED = re.compile(r"<[A-Za-z][\w:.-]*\s+[\w:-]+=")
_FOREIGN = re.compile(r"<(/?[A-Za-z][\w:.-]*)[^<>]*>")


def broken_tag(unit: Unit) -> Iterator[Finding]:
    """Find tags that the translation lost, doubled, made up or did not close.

    Such a translation cannot be set: the reader would see the source text. ``<em>``,
    ``<strong>``, ``<sub>`` and their like may be added or dropped as long as they pair up;
    what names a link, a note, code or a picture must stand exactly once.

    >>> "see <link>the guide</link>" -> "见指南"
    error: the translation lacks `<link>`
    hint: set the tags as the source has them
    """
    if "<" not in unit.message.text and "<" not in unit.translation.text:
        return
    strange = _strange(unit.message.text, unit.translation.text)
    try:
        inlines.decode(_escaped(unit.translation.text, strange), _shells(unit.message.text))
    except inlines.TagError as reason:
        said = str(reason) if _ours(unit.message.text, strange) else _lost(unit) or _uneven(unit)
        spans = tuple(_extra(unit.message.text, unit.translation.text))
        if said:
            yield Finding(said, ("set the tags as the source has them",), spans)
        return
    if any(tag[1] == "/" for tag in strange) and (said := _uneven(unit)):
        yield Finding(said, ("set the tags as the source has them",))


def _ours(text: str, strange: frozenset[str]) -> bool:
    """Tell whether the tags of a source are Diglot's, and not those of another program."""
    try:
        inlines.decode(_escaped(text, strange), _shells(text))
    except inlines.TagError:
        return False
    return True


def _lost(unit: Unit) -> str:
    """Return a tag of another program that the translation lacks."""
    names = [_FOREIGN.findall(text) for text in (unit.message.text, unit.translation.text)]
    lost = Counter(names[0]) - Counter(names[1])
    return f"the translation lacks `<{next(iter(lost))}>`" if lost else ""


def _uneven(unit: Unit) -> str:
    """Return which tags of another program pair up in the source only."""
    before, after = (
        Counter(found[1] for found in _FOREIGN.finditer(text))
        for text in (unit.message.text, unit.translation.text)
    )
    for tag in before | after:
        if after[tag] != after[f"/{tag}"] and before[tag] == before[f"/{tag}"] and tag[0] != "/":
            return f"`<{tag}>` and `</{tag}>` do not pair up"
    return ""


def _extra(source: str, translation: str) -> Iterator[tuple[int, int]]:
    """Yield where tags stand that the source does not have, or not as often."""
    left = Counter(token[0] for token in inlines.TOKEN.finditer(source))
    for token in inlines.TOKEN.finditer(translation):
        left[token[0]] -= 1
        if token["tag"] and left[token[0]] < 0 and token["tag"] != inlines.BREAK:
            yield token.span()


def _strange(source: str, translation: str) -> frozenset[str]:
    """Return what looks like tags and is none: ``Vec<u8>`` in a foreign catalog.

    What the source has is text, and so is what a translation adds where code stands in backticks
    or where tags have attributes.
    """
    both = source + translation if "`" in source else source
    if "<" not in both:
        return frozenset()
    if _ATTRIBUTED.search(source):
        both = source + translation
    found = (token for token in inlines.TOKEN.finditer(both) if token["tag"])
    return frozenset(token[0] for token in found if not _NAME.fullmatch(token["tag"]))


def _escaped(text: str, strange: frozenset[str]) -> str:
    if not strange:
        return text
    return inlines.TOKEN.sub(lambda t: "&lt;" + t[0][1:] if t[0] in strange else t[0], text)


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
