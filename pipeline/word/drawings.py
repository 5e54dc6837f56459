"""Pictures: numbered, described, named after nothing on the machine that made the file.

Pandoc notes the path of each picture in it; the path goes, the description stays. A vector
picture lies beside its pixels, which older readers show instead; a chart that Word can draw
takes the place of its picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.word import charts
from pipeline.word.charts import Figure
from pipeline.word.reference import OFFICE, Links
from pipeline.word.sheet import Sheet
from pipeline.word.xml import SPACES, Element, every, get, make, need, put, tag

_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
CHART = "chart"
"""What the names of charts begin with: as pictures, they are two thirds of the text wide."""

EMU_A_TWIP = 635
_FIRST = 100
"""Where the numbers of pictures begin, above those of the headers."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a file by name.

    What pandoc placed, vector forms beside some, and the charts that stand in for others.
    """

    pixels: Mapping[str, bytes] = field(default_factory=dict)
    vectors: Mapping[str, bytes] = field(default_factory=dict)
    charts: Mapping[str, Figure] = field(default_factory=dict)


def settle(root: Element, links: Links, sheet: Sheet, pictures: Pictures) -> dict[str, str]:
    """Number and describe every picture; return the new name of each media file."""
    names: dict[str, str] = {}
    for number, drawing in enumerate(every(root, "w:drawing"), 1):
        shown = drawing.find(".//wp:docPr", SPACES)
        inner = drawing.find(".//pic:cNvPr", SPACES)
        blip = drawing.find(".//a:blip", SPACES)
        if shown is None or inner is None or blip is None:
            continue
        name = inner.get("descr", "")
        inner.attrib.pop("descr", "")
        for node, shift in ((shown, 0), (inner, 1)):
            node.set("id", str(_FIRST + 2 * number + shift))
            node.set("name", f"Picture {number}")
            if not node.get("title"):
                node.attrib.pop("title", "")
        if name in pictures.charts:
            shown.set("name", f"Chart {number}")
            _chart(drawing, name, charts.height(pictures.charts[name], sheet), sheet)
        else:
            names[links[get(blip, "r:embed")][1]] = f"media/{name}"
            _picture(drawing, name, sheet, vector=name in pictures.vectors)
        for side in ("distT", "distB", "distL", "distR"):
            drawing[0].set(side, "0")
        _room(drawing)
    return names


def beside(named: Mapping[str, str], vectors: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the relationships to the vector forms of the pictures that the document shows."""
    shown = [name for name in vectors if f"media/{name}" in named.values()]
    return {_id(name): (f"{OFFICE}/image", f"media/{vector(name)}") for name in shown}


def vector(name: str) -> str:
    """Return the name of the vector form of a picture."""
    return name.rpartition(".")[0] + ".svg"


def _picture(drawing: Element, name: str, sheet: Sheet, *, vector: bool) -> None:
    if vector:
        _vector(drawing, name)
    if name.startswith(CHART):
        _widen(drawing, sheet.width * EMU_A_TWIP * 2 // 3)


def _chart(drawing: Element, name: str, tall: float, sheet: Sheet) -> None:
    """Put a chart where its picture stands, as wide as the text and ``tall`` points high."""
    place = drawing.find(".//a:graphic", SPACES)
    extent = drawing.find(".//wp:extent", SPACES)
    if place is None or extent is None:
        return
    place[:] = charts.frame(name)
    extent.set("cx", str(sheet.width * EMU_A_TWIP))
    extent.set("cy", str(round(tall * 20) * EMU_A_TWIP))
    locks = drawing.find(".//wp:cNvGraphicFramePr", SPACES)
    if locks is not None:
        locks[:] = []


def _id(name: str) -> str:
    return "vector-" + name.rpartition(".")[0]


def _widen(drawing: Element, width: int) -> None:
    """Scale a picture to a width in the unit of drawings."""
    frames = [*drawing.iter(tag("wp:extent")), *drawing.iter(tag("a:ext"))]
    for frame in (f for f in frames if f.get("cx")):
        tall = int(frame.get("cy", "0")) * width // int(frame.get("cx", "1"))
        frame.set("cx", str(width))
        frame.set("cy", str(tall))


def _vector(drawing: Element, name: str) -> None:
    for blip in every(drawing, "a:blip"):
        for old in blip.findall(tag("a:extLst")):
            blip.remove(old)
        form = make("asvg:svgBlip", r_embed=_id(name))
        blip.append(make("a:extLst", make("a:ext", form, uri=_SVG)))


def _room(drawing: Element) -> None:
    """Let the line of a picture grow: an exact pitch would cut it off."""
    paragraph = next(drawing.iterancestors(tag("w:p")), None)
    if paragraph is not None:
        properties = need(paragraph, "w:pPr")
        old = properties.find(tag("w:spacing"))
        line = make("w:spacing") if old is None else old
        line.set(tag("w:line"), "240")
        line.set(tag("w:lineRule"), "auto")
        put(properties, line)
