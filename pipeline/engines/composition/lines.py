"""A line of known text is set: gaps, half-width marks at its ends, and both edges even.

Law: nothing is inserted and no character changes; characters only move. A justified line is as
wide as its column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from pipeline.engines.composition import rules
from pipeline.engines.composition.measure import Measured, unspaced
from pipeline.engines.composition.paragraph import Line, pieces

_NEAR_EM = 0.02


@dataclass(slots=True)
class Setting:
    """How a text box is set: what is put after each character, in pixels.

    ``trim`` is taken off before the first one. ``text`` is None for text that another language
    has set: its own advances stay.
    """

    after: list[float]
    trim: float = 0.0
    text: Measured | None = None
    start: int = 0

    def width(self, size: int) -> float:
        """Return the width of the first characters; only of a measured text."""
        assert self.text
        advances = self.text.advances[self.start : self.start + size]
        return sum(advances) + sum(self.after[:size]) - self.trim

    def drawn(self) -> list[float]:
        """Return what to add after each character of the text as Pango sets it."""
        spacing = self.text.letter_spacing if self.text else 0.0
        return [after + spacing for after in self.after] if spacing else self.after

    def style(self, style: Any) -> Any:
        """Return the style that the text was measured in."""
        return unspaced(style) if self.text else style


@dataclass(slots=True)
class _Piece:
    """A text box in its line: ``text`` with glue for what is raised, ``gone`` if it overlaps."""

    box: Any
    setting: Setting
    text: str
    blank: str

    @property
    def em(self) -> float:
        return float(self.box.style["font_size"])


def cut(text: Measured, start: int, end: int) -> Setting:
    """Return how a part of a text is set, before its neighbours in the line are known."""
    size = end - start
    after = list(text.joints[start:end])
    if size:
        after[-1] = 0.0
    return Setting(after, 0.0, text, start)


def is_ours(line: Any) -> bool:
    """Return whether a line holds text that was measured."""
    return any(_setting(box) for box, _ in pieces(line) if isinstance(box, boxes.TextBox))


def settle(line: Any, room: float, now: Line | None, *, last: bool) -> None:
    """Set a line as wide as its text is, or narrower if it has to be tightened."""
    groups = _groups(line)
    for group in groups:
        for left, right in pairwise(group):
            _join(left, right)
    inner = now is not None and now.held
    if groups and not inner:
        _trim_start(line, groups[0][0], now)
    if groups and not (inner and last):
        _trim_end(line, groups[-1][-1])
    everything = [piece for group in groups for piece in group]
    _place(line, {id(p.box): _growth(p) for p in everything})
    if line.width > room and line.style["text_align_all"] == "justify":
        _tighten(line, everything, line.width - room)


def spread(line: Any, extra: float) -> bool:
    """Share out the spare room of a line; tell whether there was where to put it."""
    places = list(_stretchable(line))
    held = _held(places, extra)
    rest = [place for place in places if id(place) not in held]
    total = sum(place.parts for place in rest)
    extra -= sum(held.values())
    growth: dict[int, float] = {}
    for place in places:
        share = held[id(place)] if id(place) in held else extra * place.parts / total
        piece = place.piece
        piece.setting.after[place.at] += share
        growth[id(piece.box)] = growth.get(id(piece.box), 0.0) + share
    _place(line, growth)
    return bool(total)


@dataclass(slots=True)
class _Place:
    """Where a line can be stretched: after a character of a piece, by so many parts."""

    piece: _Piece
    at: int
    parts: float
    mixed: bool


def _stretchable(line: Any) -> Iterator[_Place]:
    for group in _groups(line):
        for piece, following in zip(group, [*group[1:], None], strict=True):
            text = piece.text + (following.text[0] if following else "")
            for i in range(len(text) - 1):
                parts = rules.stretch(text[i], text[i + 1])
                if parts and text[i : i + 2] != "……":
                    yield _Place(piece, i, parts, rules.mixed(text[i], text[i + 1]))


def _held(places: list[_Place], extra: float) -> dict[int, float]:
    """Return what the gaps between Han and Latin take, if an even share were too much for them."""
    total = sum(place.parts for place in places)
    if all(place.mixed for place in places):
        return {}
    return {
        id(place): rules.MORE * place.piece.em
        for place in places
        if place.mixed and extra * place.parts / total > rules.MORE * place.piece.em
    }


def _groups(line: Any) -> list[list[_Piece]]:
    """Return the texts of a line, those together that touch each other."""
    groups: list[list[_Piece]] = []
    end: float | None = None
    for box, raised in pieces(line):
        if not isinstance(box, boxes.TextBox):
            end = None
        elif box.text:
            em = box.style["font_size"]
            if end is None or abs(box.position_x - end) > _NEAR_EM * em:
                groups.append([])
            groups[-1].append(_piece(box, raised=raised))
            end = box.position_x + box.width
    return groups


def _piece(box: Any, *, raised: bool) -> _Piece:
    size = len(box.text)
    setting = _setting(box)
    if setting is None:
        setting = box.pango_layout.setting = Setting([0.0] * size)
    blank = " " * size
    if setting.text and not raised:
        blank = setting.text.blank[setting.start : setting.start + size]
    return _Piece(box, setting, rules.GLUE * size if raised else box.text, blank)


def _join(left: _Piece, right: _Piece) -> None:
    """Put between two texts what belongs there."""
    text, blank = left.text[-2:] + right.text[:2], left.blank[-2:] + right.blank[:2]
    at, em = len(left.text[-2:]) - 1, left.em
    left.setting.after[len(left.text) - 1] = rules.joint(text, blank, at, _space_em(left)) * em
    if right.text[0] == " " and len(right.text) > 1:
        joint = rules.joint(text, blank, at + 1, _space_em(right, 0))
        right.setting.after[0] = joint * right.em


def _space_em(piece: _Piece, at: int = -1) -> float:
    measured = piece.setting.text
    if measured is None:
        return rules.GAP  # another language's space stays as it is
    place = piece.setting.start + (at if at >= 0 else len(piece.text) - 1)
    return measured.advances[place] / piece.em


def _trim_start(line: Any, piece: _Piece, now: Line | None) -> None:
    begins = abs(piece.box.position_x - line.position_x) < _NEAR_EM * piece.em
    if now and now.flush and begins and piece.blank[0] == "<":
        piece.setting.trim = rules.HALF * piece.em


def _trim_end(line: Any, piece: _Piece) -> None:
    measured = piece.setting.text
    ends = piece.box.position_x + piece.box.width - line.position_x - line.width
    if measured and abs(ends) < _NEAR_EM * piece.em:
        at = len(piece.text) - 1
        half = rules.HALF * piece.em if piece.blank[at] == ">" else 0.0
        piece.setting.after[at] = -half - measured.letter_spacing


def _growth(piece: _Piece) -> float:
    size = len(piece.box.text)
    if piece.setting.text is None:
        return sum(piece.setting.after)
    return piece.setting.width(size) - float(piece.box.width)


def _tighten(line: Any, everything: list[_Piece], excess: float) -> None:
    """Take away what is too much, from gaps and from the blank halves of marks."""
    gives: list[tuple[_Piece, int, float]] = []
    for piece in everything:
        if measured := piece.setting.text:
            start = piece.setting.start
            gives += [
                (piece, i, measured.slacks[start + i])
                for i in range(len(piece.text) - 1)
                if measured.slacks[start + i]
            ]
    total = sum(slack for *_, slack in gives)
    if not total:
        return
    share = min(1.0, excess / total)
    growth: dict[int, float] = {}
    for piece, i, slack in gives:
        piece.setting.after[i] -= slack * share
        growth[id(piece.box)] = growth.get(id(piece.box), 0.0) - slack * share
    _place(line, growth)


def _place(line: Any, growth: dict[int, float]) -> None:
    """Widen text boxes, and move all that stands after them in the line."""

    def walk(parent: Any, moved: float) -> float:
        for child in parent.children:
            if not child.is_in_normal_flow():
                continue
            if isinstance(child, boxes.TextBox):
                child.position_x += moved
                child.width += growth.get(id(child), 0.0)
                moved += growth.get(id(child), 0.0)
            elif isinstance(child, boxes.InlineBox):
                child.position_x += moved
                grown = walk(child, moved) - moved
                child.width += grown
                moved += grown
            else:
                child.translate(moved)
        return moved

    line.width += walk(line, 0.0)


def _setting(box: Any) -> Setting | None:
    return getattr(getattr(box, "pango_layout", None), "setting", None)
