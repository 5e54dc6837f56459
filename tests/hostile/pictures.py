"""Pictures that are none, that run, that burst, or that tell who made them."""

from __future__ import annotations

import io
import struct
import zlib
from functools import partial
from hashlib import shake_128
from itertools import product

from PIL import Image

from tests.documents import png
from tests.hostile.case import EVERY, FOLDER, ONE, RELEASE, Bytes, Case, release, toml
from tests.hostile.made import Made

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'
PLACE = b"EXIF-of-a-home-48N-2E"


def _shown(name: str, data: Bytes, **more: Bytes) -> dict[str, Bytes]:
    return {RELEASE: release(f"![A plan]({name})"), f"{FOLDER}/{name}": data, **more}


def _drawn(inside: str) -> dict[str, Bytes]:
    return _shown("plan.svg", _SVG.format(inside)) | {"diglot.toml": EVERY}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(wide: int, high: int, *chunks: bytes, data: bytes = b"") -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    body = _chunk(b"IDAT", data or zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + _chunk(b"IEND", b"")


def _marked() -> bytes:
    whole = png(8, 8)
    text = _chunk(b"tEXt", b"Comment\0" + PLACE) + _chunk(b"eXIf", b"MM\0*" + PLACE)
    return whole[:33] + text + whole[33:]


def _quiet(made: Made):
    if PLACE.decode() in made.text:
        yield "what the camera wrote is in an artefact"


def _clear() -> bytes:
    """Return a PNG at both limits: twelve megapixels of sixteen bits, seen through, eight megabytes."""
    noise = shake_128(b"a").digest(3500 * 2000)
    packer = zlib.compressobj(1)
    rows = (b"\0" + noise[n : n + 2000] + bytes(26_000) for n in range(0, len(noise), 2000))
    data = b"".join(map(packer.compress, rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", 3500, 3500, 16, 6, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _photograph(mode: str, quality: int = 70, wide: int = 3500, **how: object) -> bytes:
    """Return a JPEG of noise, which is as heavy as one of its size can be."""
    tile = Image.frombytes(mode, (250, 250), shake_128(b"b").digest(62_500 * len(mode)))
    whole = Image.new(mode, (wide, wide))
    for x, y in product(range(0, wide, 250), repeat=2):
        whole.paste(tile, (x, y))
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=quality, **how)
    return out.getvalue()


def _turned() -> bytes:
    turn = Image.Exif()
    turn[0x112] = 6
    return _photograph("RGB", 35, exif=turn, progressive=True, subsampling=0)


def _grey() -> bytes:
    whole = _png(9, 9, data=zlib.compress(b"\0" * 9 * 19))
    head = struct.pack(">IIBBBBB", 9, 9, 16, 0, 0, 0, 0)
    return whole[:8] + _chunk(b"IHDR", head) + whole[33:]


def _made(form: str, name: str) -> dict[str, Bytes]:
    """Return a project of one format; the one for networks shows nothing but the cover."""
    cover = {RELEASE: release(front=f"cover: {name}\n")} if form == "social" else {}
    return {"diglot.toml": toml(formats=f'"{form}"')} | cover


def _used(levels: int) -> str:
    first = '<g id="a0"><rect width="1" height="1"/></g>'
    rest = "".join(
        f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, levels)
    )
    return f'<defs>{first}{rest}</defs><use href="#a{levels - 1}"/>'


_HEAVIEST = {
    "png": ("pdf", "print", "epub"),
    "jpeg-of-inks": ("html", "docx"),
    "jpeg-that-is-turned": ("print", "social"),
}
"""The formats that take the most memory for a kind of picture."""

CASES = (
    Case("png-of-ten-gigapixels", "100,000 by 100,000 pixels in a hundred bytes", "broken-image",
         _shown("plan.png", lambda: _png(100_000, 100_000))),
    Case("png-cut-off", "half a picture", "broken-image", _shown("plan.png", lambda: png(64, 64)[:90])),
    Case("png-that-lies", "a head of 100 pixels before data of fifty million", "",
         _shown("plan.png", lambda: _png(10, 10, data=zlib.compress(b"\0" * 50_000_000, 9)))),
    Case("png-with-broken-sums", "a picture whose sums are wrong", "broken-image",
         _shown("plan.png", lambda: png(8, 8)[:40] + b"\xff\xff" + png(8, 8)[42:])),
    Case("png-that-is-a-page", "HTML called plan.png", "broken-image",
         _shown("plan.png", "<html><script>alert(1)</script></html>")),
    Case("png-that-is-a-drawing", "SVG called plan.png", "broken-image",
         _shown("plan.png", _SVG.format("<script>1</script>"))),
    Case("png-with-bursting-text", "a compressed comment of a hundred megabytes", "",
         _shown("plan.png", lambda: png(8, 8)[:33]
                + _chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 100_000_000, 9)) + png(8, 8)[33:])
         | {"diglot.toml": EVERY}),
    Case("png-with-bursting-profile", "an ICC profile of a hundred megabytes", "",
         _shown("plan.png", lambda: png(8, 8)[:33]
                + _chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 100_000_000, 9)) + png(8, 8)[33:])
         | {"diglot.toml": EVERY}),
    Case("png-with-a-place", "where the photographer lives", "",
         _shown("plan.png", _marked) | {"diglot.toml": EVERY}, look=_quiet),
    *(Case(f"{name}-at-the-limit-as-{form}", "a picture of twelve megapixels, as heavy as may be",
           "", _shown(f"plan.{kind}", data) | _made(form, f"plan.{kind}"), verb=ONE, slow=True)
      for name, kind, data in (
          ("png", "png", _clear), ("jpeg-of-inks", "jpg", partial(_photograph, "CMYK", 5)),
          ("jpeg-that-is-turned", "jpg", _turned))
      for form in _HEAVIEST[name]),
    Case("png-of-sixteen-bits-of-grey", "a picture that engines read otherwise", "broken-image",
         _shown("plan.png", _grey)),
    Case("picture-shown-a-thousand-times", "two megabytes, a thousand times", "too-large",
         {RELEASE: release("![A plan](plan.jpg) " * 1000),
          f"{FOLDER}/plan.jpg": partial(_photograph, "RGB", 60, 2000)}),
    Case("pictures-that-are-heavy-together", "fifty pictures of half a megabyte", "too-large",
         {RELEASE: release("\n\n".join(f"![A plan](plan{n}.jpg)" for n in range(50)))}
         | {f"{FOLDER}/plan{n}.jpg": partial(_photograph, "RGB", 60, 1000) for n in range(50)}),
    Case("picture-of-no-size", "a picture of no pixels", "broken-image",
         _shown("plan.png", lambda: _png(0, 0))),
    Case("picture-that-is-empty", "an empty file", "broken-image", _shown("plan.png", b"")),
    Case("jpeg-without-end", "segments that never end", "broken-image",
         _shown("plan.jpg", b"\xff\xd8" + b"\xff\xe1\0\2" * 1_000_000)),
    Case("jpeg-of-four-gigapixels", "65,500 by 65,500 pixels", "broken-image",
         _shown("plan.jpg", b"\xff\xd8\xff\xc0\0\x11\x08\xff\xdc\xff\xdc\3\1\x22\0\2\x11\1\3\x11\1\xff\xd9")),
    Case("gif-of-many-frames", "a film", "unknown-image",
         _shown("plan.gif", b"GIF89a\1\0\1\0\0\0\0" + b"\x21\xf9\4\0\0\0\0\0" * 100_000 + b";")),
    Case("gif-called-png", "a film called plan.png", "broken-image",
         _shown("plan.png", b"GIF89a\1\0\1\0\0\0\0;")),
    Case("postscript", "a program called a picture", "unknown-image", _shown("plan.eps", b"%!PS\n")),
    Case("svgz", "a compressed drawing", "unknown-image", _shown("plan.svgz", b"\x1f\x8b\x08")),
    Case("drawing-with-script", "a drawing that runs", "broken-image", _drawn("<script>alert(1)</script>")),
    Case("drawing-with-event", "a drawing that runs at an event", "broken-image",
         _drawn('<rect onload="alert(1)"/>')),
    Case("drawing-with-foreign-object", "a page in a drawing", "broken-image",
         _drawn('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>')),
    Case("drawing-with-prefixed-script", "the same, its element under a prefix", "broken-image",
         _shown("plan.svg", '<s:svg xmlns:s="http://www.w3.org/2000/svg" width="9" height="9">'
                            '<s:script>alert(1)</s:script></s:svg>')),
    Case("drawing-with-animated-link", "a link that turns into a script", "broken-image",
         _drawn('<a><set attributeName="href" to="javascript:alert(1)"/><text>x</text></a>')),
    Case("drawing-with-escaped-script-link", "a link in character references", "broken-image",
         _drawn('<a href="&#x6a;avascript:alert(1)"><text>x</text></a>')),
    Case("drawing-with-data-page", "a page in an address", "broken-image",
         _drawn('<a href="data:text/html,x"><text>x</text></a>')),
    Case("drawing-in-a-drawing", "a drawing that runs, inside a drawing", "broken-image",
         _drawn('<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>')),
    Case("drawing-of-laughs", "a billion laughs", "broken-image",
         _shown("plan.svg", '<!DOCTYPE svg [<!ENTITY a "ha">'
                + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(10))
                + ']><svg xmlns="http://www.w3.org/2000/svg"><text>&a9;</text></svg>')),
    Case("drawing-of-uses", "a drawing of ten billion squares", "broken-image", _drawn(_used(11))),
    Case("drawing-that-uses-itself", "a drawing in itself", "broken-image",
         _drawn('<g id="a"><use href="#a"/></g>')),
    Case("drawing-of-deep-groups", "ten thousand groups in one another", "broken-image",
         _drawn("<g>" * 10_000 + "</g>" * 10_000)),
    Case("drawing-of-many-parts", "a quarter of a million squares", "broken-image",
         _drawn('<rect width="1" height="1"/>' * 250_000)),
    Case("drawing-of-huge-size", "a drawing of a billion millimetres", "broken-image",
         _shown("plan.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1e9mm" height="1e9mm">'
                            '<rect width="1e9" height="1e9"/></svg>') | {"diglot.toml": EVERY}),
    Case("drawing-with-huge-pattern", "a pattern of a billion tiles", "broken-image",
         _drawn('<pattern id="p" width="1e-6" height="1e-6" patternUnits="userSpaceOnUse">'
                '<rect width="1" height="1"/></pattern><rect width="9" height="9" fill="url(#p)"/>')),
    Case("drawing-with-filter", "a filter that takes minutes", "broken-image",
         _drawn('<filter id="f" width="1e6" height="1e6"><feTurbulence numOctaves="9999"/>'
                '<feGaussianBlur stdDeviation="9e9"/></filter><rect width="9" height="9" filter="url(#f)"/>')),
    Case("drawing-in-utf-7", "another encoding hides the marks", "broken-image",
         _shown("plan.svg", b'<?xml version="1.0" encoding="utf-7"?>+ADw-svg+AD4-')),
    Case("drawing-in-utf-16", "a script in UTF-16, where a search for bytes is blind", "broken-image",
         _shown("plan.svg", lambda: ('<?xml version="1.0" encoding="utf-16"?>'
                + _SVG.format("<script>alert(1)</script>")).encode("utf-16"))),
)  # fmt: skip
