"""Runs of text: joined where they say the same, then cut where the script asks for it.

Word takes the Latin face for “ ” — … unless a run says that it is East Asian; it slants Han
letters by force, so emphasis becomes dots; and a run from right to left must say so, or its
marks and figures go astray. Law: cutting and joining change no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from pipeline.word.letters import faces
from pipeline.word.sheet import Sheet
from pipeline.word.xml import Element, drop, every, make, need, put, tag

_HAN = "\u2e80-\u2fff\u3001-\u30ff\u31c0-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_EAST = re.compile(rf"[{_HAN}“”‘’—…·×±°‰′″※→←↑↓①-⑳Ⅰ-Ⅻ]")
_LETTERS = re.compile(r"([\u3005\u3400-\u9fff\uf900-\ufaff]+)")
_APOSTROPHE = re.compile(r"((?<=[A-Za-z])’(?=[A-Za-z]))")
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_WEST = "A-Za-z\u00c0-\u024f"
_WESTERN = re.compile(rf"(^[^{_RTL}]*[{_WEST}][^{_RTL}]*$|[{_WEST}](?:[^{_RTL}]*[{_WEST}\d])?)")
_BACKWARDS = re.compile(rf"([{_RTL}](?:[{_RTL}\s\d،؛؟]*[{_RTL}])?)")


def settle(root: Element, sheet: Sheet) -> None:
    """Join the runs of every paragraph of a part, then cut them for the edition's script."""
    _unhint(root)
    _join(root)
    for run in every(root, "w:r"):
        if _bare(run):
            _replace(run, list(_cut(run, sheet)))


def _unhint(root: Element) -> None:
    """Take off pandoc's own hints: it gives them to whole runs, and only to some."""
    for fonts in every(root, "w:rFonts"):
        fonts.attrib.pop(tag("w:hint"), "")
        properties = fonts.getparent()
        if properties is not None and not fonts.attrib:
            properties.remove(fonts)
            if not len(properties):
                drop(properties)


def _join(root: Element) -> None:
    for run in every(root, "w:r"):
        before = run.getprevious()
        if before is not None and _alike(before, run):
            _text(run).text = (_text(before).text or "") + (_text(run).text or "")
            drop(before)


def _alike(one: Element, other: Element) -> bool:
    both = one.tag == other.tag and _bare(one) and _bare(other)
    return both and _look(one) == _look(other)


def _bare(run: Element) -> bool:
    """Tell whether a run holds one text and nothing else."""
    inside = [child.tag for child in run if child.tag != tag("w:rPr")]
    return inside == [tag("w:t")]


def _text(run: Element) -> Element:
    return run[-1]


def _look(run: Element) -> tuple[object, ...]:
    """Return how a run looks, to be compared with another's."""
    found = run.find(tag("w:rPr"))
    return () if found is None else tuple((n.tag, sorted(n.items())) for n in found.iter())


def _cut(run: Element, sheet: Sheet) -> Iterator[Element]:
    text = _text(run).text or ""
    if sheet.han:
        pattern = _LETTERS if _slanted(run) else _APOSTROPHE
    else:
        pattern = _WESTERN if sheet.mirrored else _BACKWARDS
    for piece in filter(None, pattern.split(text)):
        made = deepcopy(run)
        _text(made).text = piece
        _text(made).set(tag("xml:space"), "preserve")
        if sheet.han:
            _east(made, piece)
        elif sheet.mirrored != bool(pattern.fullmatch(piece)):
            _backwards(made, sheet)
        yield made


def _east(run: Element, piece: str) -> None:
    slanted = _slanted(run)
    if slanted and not re.search("[A-Za-z]", piece):
        _upright(run)
        if _LETTERS.fullmatch(piece):
            put(need(run, "w:rPr"), make("w:em", val="dot"))
    if _EAST.search(piece) and not (piece == "’" and not slanted):
        properties = need(run, "w:rPr")
        fonts = properties.find(tag("w:rFonts"))
        if fonts is None:
            fonts = put(properties, make("w:rFonts"))
        fonts.set(tag("w:hint"), "eastAsia")


def _backwards(run: Element, sheet: Sheet) -> None:
    """Let a run go from right to left; what was slanted is set in the other face."""
    properties = put(need(run, "w:rPr"), make("w:rtl")).getparent()
    if properties is not None and _slanted(run):
        _upright(run)
        put(properties, faces(sheet, "label"))


def _upright(run: Element) -> None:
    for name in ("w:i", "w:iCs"):
        for old in need(run, "w:rPr").findall(tag(name)):
            drop(old)


def _slanted(run: Element) -> bool:
    return run.find(f"{tag('w:rPr')}/{tag('w:i')}") is not None


def _replace(run: Element, pieces: list[Element]) -> None:
    parent = run.getparent()
    if parent is not None and pieces:
        at = parent.index(run)
        parent[at : at + 1] = pieces
