"""What stands around the text: the cover band, the headers, the footer, the page itself.

The band is one cell as wide as the page, so that it grows with its title; above it, in the
header of the first page, a plain rectangle carries the colour to the edge of the paper. The
rectangle is marked as decoration: nobody has it read aloud.
"""

from __future__ import annotations

import re
import struct

from pipeline.word.breaks import BOLD, LIGHT, inset
from pipeline.word.letters import identity
from pipeline.word.measure import reach
from pipeline.word.sheet import Sheet, emu
from pipeline.word.xml import SPACES, Element, make, props, write

_FIELD = re.compile(r"\{(page|pages)\}")
_CODE = {"page": "PAGE", "pages": "NUMPAGES"}
_OVERLAP_MM = 8.0
"""How far the rectangle reaches below the band's upper edge: no gap shows, whatever rounds."""

_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_COVER = {"kicker": "Kicker", "title": "Title", "subtitle": "Subtitle", "dateline": "Date"}
"""What the cover shows, in order, and in which style."""

_BALANCED = {"title": BOLD, "subtitle": LIGHT}
_DECLARED = ("w", "m", "r", "a", "pic", "wp")
"""The prefixes that pandoc's writer uses."""

LOGO = "logo"
"""The relationship of the first header to the theme's logo, and the name of its file."""

_LOGO_MM = 34.0

PAGES = "Page {page} of {pages}"
"""The msgid of the folio among the words of the templates."""


def template(sheet: Sheet) -> str:
    """Return the openxml template: the cover band, then the body."""
    spaces = " ".join(f'xmlns:{name}="{SPACES[name]}"' for name in _DECLARED)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<w:document {spaces}><w:body>\n{_cover(sheet)}$body$\n$sectpr$</w:body></w:document>\n"
    )


def section(sheet: Sheet) -> Element:
    """Return the properties of the section: page, margins, headers, footers."""
    root = make("w:sectPr")
    for kind, name in (("default", "header1"), ("first", "header2")):
        root.append(make("w:headerReference", type=kind, r_id=name))
    for kind in ("default", "first"):
        root.append(make("w:footerReference", type=kind, r_id="footer1"))
    page = sheet.page
    root.append(make("w:pgSz", w=page("width"), h=page("height")))
    sides = {side: page(side) for side in ("top", "right", "bottom", "left")}
    beyond = {"header": page("top") // 2, "footer": page("bottom") // 2, "gutter": 0}
    root.append(make("w:pgMar", **sides, **beyond))
    root.append(make("w:cols", space=425))
    root.append(make("w:titlePg"))
    if sheet.mirrored:
        root.append(make("w:bidi"))
    return root


def header(sheet: Sheet) -> bytes:
    """Return the running header: the publisher, else the day, and what kind of paper this is."""
    publisher, kicker = sheet.text("author") or sheet.text("dateline"), sheet.text("kicker")
    return write(make("w:hdr", _margin("header", publisher, _run(kicker))))


def first_header(sheet: Sheet) -> bytes:
    """Return the header of the first page: logo or publisher, on the band's colour."""
    line = make("w:spacing", line=240, lineRule="auto") if sheet.logo else None
    paragraph = make("w:p", props("w:pPr", make("w:pStyle", val="Publisher"), line))
    shown = _logo(sheet) if sheet.logo else _run(sheet.text("author"))
    paragraph.extend([make("w:r", _band(sheet)), shown])
    return write(make("w:hdr", paragraph))


def _logo(sheet: Sheet) -> Element:
    """Return the logo of the theme, as wide as it says, named after the publisher."""
    wide, tall = struct.unpack(">II", sheet.logo[16:24])
    across = emu(float(sheet.theme.tokens.get("brand", {}).get("logo_mm", _LOGO_MM)))
    size = {"cx": across, "cy": across * tall // max(wide, 1)}
    name = sheet.text("author") or sheet.text("title")
    fill = make(
        "pic:blipFill", make("a:blip", r_embed=LOGO), make("a:stretch", make("a:fillRect"))
    )
    form = make("a:xfrm", make("a:off", x=0, y=0), make("a:ext", **size))
    look = make("pic:spPr", form, make("a:prstGeom", make("a:avLst"), prst="rect"))
    named = make("pic:nvPicPr", make("pic:cNvPr", id=3, name="Logo"), make("pic:cNvPicPr"))
    data = make("a:graphicData", make("pic:pic", named, fill, look), uri=SPACES["pic"])
    inline = make("wp:inline", distT=0, distB=0, distL=0, distR=0)
    inline.append(make("wp:extent", **size))
    inline.append(make("wp:docPr", id=2, name="Logo", descr=name))
    inline.extend([make("wp:cNvGraphicFramePr"), make("a:graphic", data)])
    return make("w:r", make("w:drawing", inline))


def footer(sheet: Sheet) -> bytes:
    """Return the footer: the title if it is short enough, and page x of y."""
    title = sheet.text("title")
    points = reach(title) * (sheet.size("label") - 0.5)
    shown = title if points < sheet.width / 20 * 0.72 else sheet.text("place")
    return write(make("w:ftr", _margin("footer", shown, *_folio(sheet))))


def _margin(style: str, first: str, *last: Element) -> Element:
    paragraph = make("w:p", props("w:pPr", make("w:pStyle", val=identity(style))))
    paragraph.extend([_run(first), make("w:r", make("w:tab")), *last])
    return paragraph


def _folio(sheet: Sheet) -> list[Element]:
    pieces = _FIELD.split(sheet.words.get(PAGES, PAGES))
    return [
        _field(piece) if index % 2 else _run(piece) for index, piece in enumerate(pieces) if piece
    ]


def _run(text: str) -> Element:
    return make("w:r", make("w:t", text, xml_space="preserve"))


def _field(name: str) -> Element:
    return make("w:fldSimple", _run("1"), instr=f" {_CODE[name]} ")


def _band(sheet: Sheet) -> Element:
    """Return a rectangle as wide as the page and a little taller than its upper margin."""
    page = sheet.theme.tokens["page"]
    wide, tall = emu(page["width_mm"]), emu(page["top_mm"] + _OVERLAP_MM)
    mark = make("a:ext", make("adec:decorative", val=1), uri=_DECORATIVE)
    named = make("wp:docPr", make("a:extLst", mark), id=1, name="Band", descr="")
    anchor = make("wp:anchor", **_anchored())
    anchor.append(make("wp:simplePos", x=0, y=0))
    for way in ("H", "V"):
        anchor.append(make(f"wp:position{way}", make("wp:posOffset", "0"), relativeFrom="page"))
    anchor.append(make("wp:extent", cx=wide, cy=tall))
    anchor.append(make("wp:effectExtent", l=0, t=0, r=0, b=0))
    anchor.extend([make("wp:wrapNone"), named, make("wp:cNvGraphicFramePr")])
    anchor.append(
        make(
            "a:graphic",
            make("a:graphicData", _rectangle(wide, tall, sheet.color("primary")), uri=_SHAPE),
        )
    )
    choice = make("mc:Choice", make("w:drawing", anchor), Requires="wps")
    return make("mc:AlternateContent", choice)


def _anchored() -> dict[str, int]:
    flat = {"distT": 0, "distB": 0, "distL": 0, "distR": 0, "simplePos": 0}
    return flat | {
        "relativeHeight": 1,
        "behindDoc": 1,
        "locked": 0,
        "layoutInCell": 1,
        "allowOverlap": 1,
    }


def _rectangle(wide: int, tall: int, color: str) -> Element:
    form = make("a:xfrm", make("a:off", x=0, y=0), make("a:ext", cx=wide, cy=tall))
    paint = make("a:solidFill", make("a:srgbClr", val=color))
    shape = make("a:prstGeom", make("a:avLst"), prst="rect")
    look = make("wps:spPr", form, shape, paint, make("a:ln", make("a:noFill")))
    return make("wps:wsp", make("wps:cNvSpPr"), look, make("wps:bodyPr"))


def _cover(sheet: Sheet) -> str:
    page, start = sheet.page("width"), sheet.page("left")
    aside = sheet.page("right") if sheet.mirrored else start
    mirrored = "<w:bidiVisual/>" if sheet.mirrored else ""
    return (
        f'<w:tbl><w:tblPr>{mirrored}<w:tblW w:w="{page}" w:type="dxa"/>'
        f'<w:tblInd w:w="-{aside}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{start}" w:type="dxa"/>'
        f'<w:right w:w="{sheet.page("right")}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0000"/></w:tblPr><w:tblGrid><w:gridCol w:w="{page}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{page}" w:type="dxa"/>'
        f'<w:tcBorders><w:bottom w:val="single" w:sz="36" w:space="0"'
        f' w:color="{sheet.color("accent")}"/></w:tcBorders><w:shd w:val="clear"'
        f' w:color="auto" w:fill="{sheet.color("primary")}"/></w:tcPr>\n'
        + "\n".join(_line(sheet, name, style) for name, style in _COVER.items())
        + "</w:tc></w:tr></w:tbl>\n"
    )


def _line(sheet: Sheet, name: str, style: str) -> str:
    indent = ""
    if name in _BALANCED:
        spare = inset(sheet.lines.get(name, ""), sheet.size(name), sheet.width, _BALANCED[name])
        indent = f'<w:ind w:right="{spare}"/>' if spare else ""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{indent}</w:pPr>'
    return f"$if({name})$<w:p>{properties}${name}$</w:p>$endif$"
