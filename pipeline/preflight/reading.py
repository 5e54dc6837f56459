"""A laid-out document read into proofs, box by box, in the order of painting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.preflight import proof
from pipeline.preflight.proof import (
    ABSOLUTE,
    FLOW,
    HEADINGS,
    MARGIN,
    NOTE,
    Area,
    Block,
    Frame,
    Line,
    Picture,
    Proof,
    Rect,
    Run,
)

_FORCED = ("page", "always", "left", "right", "recto", "verso", "column", "all")
_HIGH, _DEEP = 0.72, 0.04
"""How far letters surely rise above their baseline and sink below, in ems."""

_LINES, _TEXTS = ("LineBox",), ("TextBox",)
_REPLACED = ("BlockReplacedBox", "InlineReplacedBox", "ReplacedBox")
_INLINES = ("InlineBox", "LineBox")
_PARTS = ("TableRowBox", "TableRowGroupBox", "TableColumnBox", "TableColumnGroupBox")


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of a box from the boxes around it."""

    block: Block
    where: str
    inside: tuple[int, ...] = ()
    layer: int = 0
    heading: int = 0
    outer: Rect | None = None


@dataclass(slots=True)
class _Reader:
    page: Proof
    count: int = 0
    broken: bool = False
    texts: dict[int, str] = field(default_factory=dict)

    def read(self, box: Any, around: _Around) -> None:
        box = getattr(box, "_box", box)
        kind = type(box).__name__
        if box.style["visibility"] == "hidden":
            return
        self.broken |= box.style["break_before"] in _FORCED and kind not in _INLINES
        around = self._around(box, kind, around)
        if kind in _LINES:
            self._line(box, around)
        elif kind in _REPLACED:
            self._picture(box, around)
        else:
            self._area(box, kind, around)
            inner = replace(around, inside=(*around.inside, id(box)))
            for child in _children(box):
                self.read(child, inner)
        self.broken |= box.style["break_after"] in _FORCED and kind not in _INLINES

    def _around(self, box: Any, kind: str, around: _Around) -> _Around:
        where, layer = _placed(box.style, kind, around)
        heading = id(box.element) if box.element_tag in HEADINGS else around.heading
        if kind in (*_INLINES, *_TEXTS):
            return replace(around, where=where, layer=layer, heading=heading)
        block = self._block(box)
        if where == FLOW and kind not in _PARTS and around.outer:
            self.page.frames += _frames(box, kind, block, around.outer)
        outer = around.outer if kind in _PARTS else block.content
        freed = where == ABSOLUTE and around.where == FLOW
        return _Around(block, where, around.inside, layer, heading, None if freed else outer)

    def _block(self, box: Any) -> Block:
        key = id(box.element)
        if key not in self.texts:
            self.texts[key] = proof.said(box.element)
        named = proof.name_of(box)
        tag = (key, str(box.element_tag))
        return Block(tag, named, self.texts[key], proof.of(box), proof.content(box))

    def _order(self, around: _Around) -> tuple[int, int]:
        self.count += 1
        return around.layer, self.count

    def _line(self, line: Any, around: _Around) -> None:
        runs, others, baseline, em = [], [], 0.0, 0.0
        for box in _inline(line):
            if type(box).__name__ not in _TEXTS:
                others.append(box)
            elif box.text.strip():
                size = float(box.style["font_size"])
                base = box.position_y + box.baseline
                if size > em:
                    baseline, em = base, size
                runs.append(_run(box, base, size))
        if runs:
            left, right = min(r.rect.x for r in runs), max(r.rect.right for r in runs)
            rect = Rect(left, baseline - _HIGH * em, right - left, (_HIGH + _DEEP) * em)
            text = "".join(run.text for run in runs)
            self.page.lines.append(
                Line(text, rect, em, tuple(runs), around.block, self._order(around),
                     around.where, around.inside, around.heading, self.broken)
            )  # fmt: skip
            self.broken = False
        for box in others:
            self.read(box, around)

    def _picture(self, box: Any, around: _Around) -> None:
        image = getattr(box, "replacement", None)
        raster = type(image).__name__ == "RasterImage"
        pixels = (int(image.width), int(image.height)) if raster and image else None
        rect, order = proof.of(box), self._order(around)
        self.page.pictures.append(
            Picture(rect, around.block, order, around.where, pixels, around.inside, self.broken)
        )
        self.broken = False

    def _area(self, box: Any, kind: str, around: _Around) -> None:
        background = getattr(box, "background", None)
        edged = any(
            box.style[f"border_{side}_style"] not in ("none", "hidden")
            and getattr(box, f"border_{side}_width", 0)
            for side in ("top", "right", "bottom", "left")
        )
        cuts = box.style["overflow"] != "visible" and kind not in ("PageBox", "MarginBox")
        order = self._order(around)
        if not (background or edged or cuts) or kind in ("PageBox", "MarginBox"):
            return
        color, alpha = proof.color_of(box.style, "background_color")
        self.page.grounds += _grounds(background, around, order)
        painted = bool(background and any(layer.image for layer in background.layers))
        fixed = box.style["height"] != "auto" or box.style["max_height"] != "none"
        rect = proof.of(box)
        self.page.areas.append(
            Area(id(box), rect, around.block, order, around.where, color if alpha else None,
                 alpha, painted, edged, cuts, fixed, around.inside)
        )  # fmt: skip


def read(document: Any) -> list[Proof]:
    """Return a proof of every page of a laid-out document."""
    proofs, broken = [], True
    for number, page in enumerate(document.pages, start=1):
        root = page._page_box
        sheet = Rect(0, 0, root.margin_width(), root.margin_height())
        name = str(getattr(getattr(root, "page_type", None), "name", "") or "")
        made = Proof(number, name, sheet, proof.content(root), _paper(root))
        reader = _Reader(made, broken=broken)
        nowhere = Block((0, ""), "page", "", sheet, proof.content(root))
        for child in root.children:
            reader.read(child, _Around(nowhere, FLOW))
        broken = reader.broken
        proofs.append(made)
    return proofs


def _placed(style: Any, kind: str, around: _Around) -> tuple[str, int]:
    """Return where a box stands, and in which layer it is painted."""
    where, layer = around.where, around.layer
    if kind == "MarginBox":
        where = MARGIN
    elif kind == "FootnoteAreaBox":
        where = NOTE
    elif style["position"] in ("absolute", "fixed") and where == FLOW:
        where = ABSOLUTE
    if style["position"] != "static":
        layer += style["z_index"] if isinstance(style["z_index"], int) else 1
    return where, layer


def _grounds(background: Any, around: _Around, order: tuple[int, int]) -> Iterator[Picture]:
    """Yield the pictures of pixels behind a box, as large as they are shown."""
    for layer in background.layers if background else ():
        if type(layer.image).__name__ == "RasterImage" and layer.size:
            x, y, *_ = layer.painting_area
            rect = Rect(x, y, float(layer.size[0]), float(layer.size[1]))
            pixels = (int(layer.image.width), int(layer.image.height))
            yield Picture(rect, around.block, order, around.where, pixels, around.inside)


def _children(box: Any) -> Iterator[Any]:
    yield from getattr(box, "column_groups", ())
    yield from getattr(box, "children", ())


def _inline(line: Any) -> Iterator[Any]:
    """Yield the texts of a line and the boxes that stand in it."""
    for child in line.children:
        inner = getattr(child, "_box", child)
        if type(inner).__name__ == "InlineBox":
            yield from _inline(inner)
        else:
            yield inner


def _run(box: Any, baseline: float, em: float) -> Run:
    color, alpha = proof.color_of(box.style, "color")
    rect = Rect(box.position_x, baseline - _HIGH * em, box.width, (_HIGH + _DEEP) * em)
    families = tuple(map(str, box.style["font_family"]))
    weight, italic = int(box.style["font_weight"]), box.style["font_style"] != "normal"
    return Run(box.text, rect, color, alpha, families, weight, italic)


def _frames(box: Any, kind: str, block: Block, outer: Rect) -> Iterator[Frame]:
    """Yield a box whose own width may be too large for the one around it."""
    style = box.style
    wide = kind in ("TableBox", *_REPLACED) or style["width"] != "auto" or style["min_width"] != 0
    if wide and style["float"] == "none" and style["position"] == "static":
        margins = [style[f"margin_{side}"] for side in ("left", "right")]
        loose = sum(-m.value for m in margins if getattr(m, "value", 0) < 0)
        yield Frame(block, outer, loose)


def _paper(root: Any) -> tuple[float, float, float]:
    paper = (1.0, 1.0, 1.0)
    for background in (root.background, getattr(root, "canvas_background", None)):
        if background is not None and background.color.alpha:
            red, green, blue = background.color.to("srgb").coordinates[:3]
            paper = (float(red), float(green), float(blue))
    return paper
