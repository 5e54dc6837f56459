"""A page as it was laid out, for eyes that look for faults: lines, pictures, boxes one sees.

Read from the boxes of WeasyPrint, in the order in which they are painted. Lengths are CSS
pixels from the corner of the trimmed page; a line is as high as its letters, not as its pitch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Color: TypeAlias = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

MM = 96 / 25.4
FLOW, NOTE, MARGIN, ABSOLUTE = "flow", "note", "margin", "absolute"
"""Where a line stands: in the text, among the notes, beside the page's text, or placed freely."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: its upper left corner, its width and its height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return where it ends on the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return where it ends below."""
        return self.y + self.height

    def common(self, other: Rect) -> tuple[float, float]:
        """Return how far two rectangles overlap across and down; negative is the distance."""
        across = min(self.right, other.right) - max(self.x, other.x)
        return across, min(self.bottom, other.bottom) - max(self.y, other.y)

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Block:
    """A box of lines: a paragraph, a cell, a heading, or the part of it on one page.

    ``key`` names the element that it is of; ``name`` is what a designer calls it (``p``,
    ``div.aside``), ``text`` all of the element's text.
    """

    key: tuple[int, str]
    name: str
    text: str
    border: Rect
    content: Rect


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of a line that are set alike; families best first."""

    text: str
    rect: Rect
    color: Color
    alpha: float
    families: tuple[str, ...]
    weight: int
    italic: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. ``inside`` are the boxes around it, by identity, the outermost first.

    ``heading`` is the element of the heading it stands in, 0 for none; ``broken`` tells that a
    page was asked for before it.
    """

    text: str
    rect: Rect
    em: float
    runs: tuple[Run, ...]
    block: Block
    order: tuple[int, int]
    where: str
    inside: tuple[int, ...] = ()
    heading: int = 0
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the page; ``pixels`` is its own size, nothing for drawings."""

    rect: Rect
    block: Block
    order: tuple[int, int]
    where: str
    pixels: tuple[int, int] | None
    inside: tuple[int, ...] = ()
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A box that a reader sees or that cuts its contents off.

    ``color`` is nothing where it is not painted; ``painted`` tells of a picture behind the
    text, ``cuts`` that what stands out of it is not shown.
    """

    me: int
    rect: Rect
    block: Block
    order: tuple[int, int]
    where: str
    color: Color | None = None
    alpha: float = 0.0
    painted: bool = False
    edged: bool = False
    cuts: bool = False
    fixed: bool = False
    inside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A box and the one around it, where the inner one should not stand out."""

    block: Block
    outer: Rect
    loose_px: float


@dataclass(slots=True)
class Proof:
    """One page: ``sheet`` is all of it, ``body`` the part for its text; ``name`` its type.

    ``grounds`` are the pictures behind boxes.
    """

    number: int
    name: str
    sheet: Rect
    body: Rect
    paper: Color
    lines: list[Line] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    grounds: list[Picture] = field(default_factory=list)

    @property
    def items(self) -> list[Line | Picture]:
        """Return lines and pictures."""
        return [*self.lines, *self.pictures]


def of(box: Any) -> Rect:
    """Return the border box of a laid-out box."""
    return Rect(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())


def content(box: Any) -> Rect:
    """Return the content box of a laid-out box."""
    return Rect(box.content_box_x(), box.content_box_y(), box.width, box.height)


def color_of(style: Any, key: str) -> tuple[Color, float]:
    """Return a colour of a style, and how far it covers."""
    from weasyprint.draw.color import get_color

    color = get_color(style, key)
    red, green, blue = color.to("srgb").coordinates[:3]
    return (float(red), float(green), float(blue)), float(color.alpha)


def name_of(box: Any) -> str:
    """Return what a designer calls a box: its element with its first class."""
    element, tag = box.element, box.element_tag or "box"
    classes = "" if element is None else str(element.get("class") or "")
    first = classes.split()[0] if classes.split() else ""
    return f"{tag}.{first}" if first and "::" not in tag else str(tag)


def said(element: Any) -> str:
    """Return all the text of an element, and what its pictures show."""
    if element is None:
        return ""
    return " ".join("".join(_said(element)).split())


def by_block(lines: list[Line]) -> Mapping[tuple[int, str], list[Line]]:
    """Return lines by the element they belong to, in order."""
    found: dict[tuple[int, str], list[Line]] = {}
    for line in lines:
        found.setdefault(line.block.key, []).append(line)
    return found


def _said(element: Any) -> Iterator[str]:
    if isinstance(element.tag, str):
        yield element.text or ""
        yield element.get("alt") or ""
        for child in element:
            yield from _said(child)
            yield child.tail or ""
