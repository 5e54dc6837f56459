"""Pictures: numbered, described, named after nothing on the machine that made the file.

Pandoc notes the path of each picture in it; the path goes, the description stays. A vector
picture lies beside its pixels, which older readers show instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.word.reference import OFFICE, Links
from pipeline.word.sheet import Sheet
from pipeline.word.xml import SPACES, Element, every, get, make, need, put, tag

_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
CHART = "chart"
"""What the names of charts begin with: two thirds of the text wide, lettered like captions."""

EMU_A_TWIP = 635
_FIRST = 100
"""Where the numbers of pictures begin, above those of the headers."""


def settle(root: Element, links: Links, sheet: Sheet, vectors: Iterable[str]) -> dict[str, str]:
    """Number and describe every picture; return the new name of each media file.

    ``vectors`` names the pictures that have a vector form beside their pixels.
    """
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
        target = links[get(blip, "r:embed")][1]
        names[target] = f"media/{name}"
        if name in vectors:
            _vector(blip, name)
        if name.startswith(CHART):
            _widen(drawing, sheet.width * EMU_A_TWIP * 2 // 3)
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


def _id(name: str) -> str:
    return "vector-" + name.rpartition(".")[0]


def _widen(drawing: Element, width: int) -> None:
    """Scale a picture to a width in the unit of drawings."""
    frames = [*drawing.iter(tag("wp:extent")), *drawing.iter(tag("a:ext"))]
    for frame in (f for f in frames if f.get("cx")):
        tall = int(frame.get("cy", "0")) * width // int(frame.get("cx", "1"))
        frame.set("cx", str(width))
        frame.set("cy", str(tall))


def _vector(blip: Element, name: str) -> None:
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
