"""Pictures that authors bring: verified before any engine sees them.

A picture is small enough to open, is what its name says, and an SVG fetches and runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.limits import MB, Limits

SUFFIXES = ("svg", "png", "jpg", "jpeg")

_ACTIVE = re.compile(
    rb"<\s*(script|foreignObject|iframe|animate|set|handler)\b|\bon[a-z]+\s*=|<!DOCTYPE|<!ENTITY"
    rb"|javascript:|@import",
    re.IGNORECASE,
)
_REFERENCE = re.compile(rb"(?:href\s*=\s*[\"']|url\(\s*[\"']?)\s*([^\"')\s]+)", re.IGNORECASE)


def faults(data: bytes, suffix: str, most: Limits = Limits()) -> Iterator[tuple[str, str]]:  # noqa: B008
    """Yield what is wrong with a picture, as the end of a sentence, and what to do."""
    if suffix == "svg":
        yield from _vector(data)
    else:
        yield from _pixels(data, suffix, int(most.picture_megapixels * MB))


def size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG in pixels, or ``None`` if it is neither."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return _jpeg(data) if data[:2] == b"\xff\xd8" else None


def _vector(data: bytes) -> Iterator[tuple[str, str]]:
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        yield "is not well-formed SVG", "export it anew as plain SVG"
        return
    if etree.QName(root).localname != "svg":
        yield "is no SVG", "export it anew as plain SVG"
    if found := _ACTIVE.search(data):
        shown = found[0].decode("ascii", "replace").strip("< =")
        yield f"is active: it holds {shown}", "export it as plain SVG, without scripts"
    for target in _REFERENCE.findall(data):
        if not target.startswith((b"#", b"data:image/")):
            yield "fetches other files", "export it with everything embedded"
            return


def _pixels(data: bytes, suffix: str, limit: int) -> Iterator[tuple[str, str]]:
    found = size(data)
    wanted = b"\x89PNG" if suffix == "png" else b"\xff\xd8"
    if not found or not data.startswith(wanted):
        yield f"is no {suffix.upper()}", "save it anew in the format its name says"
    elif found[0] * found[1] > limit or not all(found):
        fewer = f"save it with at most {limit / MB:g} million"
        hint = f"{fewer}, or raise picture_megapixels under [limits] in diglot.toml"
        yield f"has {found[0]} × {found[1]} pixels", hint
    elif not _whole(data):
        yield "is damaged: part of it is missing", "save or copy it anew"


def _whole(data: bytes) -> bool:
    """Tell whether the mark that ends every PNG or JPEG is there."""
    end = b"IEND\xaeB`\x82" if data.startswith(b"\x89PNG") else b"\xff\xd9"
    return end in data[-65536:]


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in range(0xC0, 0xD0) and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            high, wide = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(wide, "big"), int.from_bytes(high, "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
