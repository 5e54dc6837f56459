"""A page of a site: what is in it by weight becomes files by content, which pages share.

    page with all inside ─▶ page + assets/<digest>.woff2, .avif, .webp, .jpg

What is equal has one name, so it is stored once and may be cached for ever. Styles stay in the
page: they are short, and no page waits for them. The policy of the page lets in pictures and
faces that lie beside it, and still no script or style but its own.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from pipeline.model import digest
from pipeline.web.links import relative

ASSETS = "assets"
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self' file: data:;"
    " font-src 'self' file:; connect-src 'self'"
)
"""``file:`` lets a copy of the site on a disk be read; on the web it names nothing."""

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_FACE = re.compile(r"@font-face \{[^}]*\}\n")
_HOLDER = re.compile(r'<svg class="faces".*?</svg>\n?', re.DOTALL)
_WOFF = re.compile(r"data:font/woff2;base64,([\w+/=]+)")
_IMG = re.compile(r'<img\b[^>]*\bsrc="data:image/(png|jpeg);base64,([\w+/=]+)"[^>]*>')
_ALT = re.compile(r'\balt="([^"]*)"')
_SIZES = "(min-width: 60rem) 44rem, 92vw"
_SUFFIX = {"jpeg": "jpg"}


@dataclass(slots=True)
class Unpacked:
    """A page without what it shares, and that by its path below ``output/``."""

    page: str
    assets: dict[str, bytes] = field(default_factory=dict)


def pictures(page: str) -> tuple[bytes, ...]:
    """Return the photographs in a page, each once."""
    return tuple(dict.fromkeys(base64.b64decode(found[2]) for found in _IMG.finditer(page)))


def unpack(page: str, path: str, made: Mapping[bytes, Mapping[str, bytes]]) -> Unpacked:
    """Return a page, to stand at ``path``, and its assets; ``made`` are its pictures' variants."""
    done = Unpacked(page)

    def keep(data: bytes, suffix: str) -> str:
        name = f"{ASSETS}/{digest(data)[:16]}.{suffix}"
        done.assets[name] = data
        return relative(name, path)

    faces = "".join(_FACE.findall(page))
    done.page = _HOLDER.sub("", page)

    def style(found: re.Match[str]) -> str:
        linked = _WOFF.sub(lambda m: keep(base64.b64decode(m[1]), "woff2"), faces)
        swapped = linked.replace("@font-face {", "@font-face { font-display: swap;")
        return f"<style>{swapped}{_FACE.sub('', found[1])}</style>"

    def picture(found: re.Match[str]) -> str:
        alt = _ALT.search(found[0])
        files = made[base64.b64decode(found[2])]
        return _picture({name: keep(data, _suffix(name)) for name, data in files.items()},
                        unescape(alt[1]) if alt else "")  # fmt: skip

    done.page = _IMG.sub(picture, _STYLE.sub(style, done.page, count=1))
    return done


def _picture(files: Mapping[str, str], alt: str) -> str:
    """Return a picture element: sources best first, the widest of the last kind for all."""
    from markupsafe import escape

    kinds: dict[str, list[tuple[str, str]]] = {}
    for name, address in sorted(files.items(), key=lambda file: _rank(file[0])):
        kind, _, size = name.partition("-")
        kinds.setdefault(kind, []).append((size, address))
    *better, last = kinds
    lines = []
    for kind in better:
        srcset = ", ".join(f"{address} {size.partition('x')[0]}w" for size, address in kinds[kind])
        lines.append(f'<source type="image/{kind}" srcset="{srcset}" sizes="{_SIZES}">')
    size, address = kinds[last][-1]
    width, _, height = size.partition("x")
    lines.append(
        f'<img src="{address}" alt="{escape(alt)}" width="{width}" height="{height}"'
        ' loading="lazy" decoding="async">'
    )
    return f"<picture>{''.join(lines)}</picture>"


def _rank(name: str) -> tuple[int, int]:
    kind, _, size = name.partition("-")
    return ("avif", "webp", "png", "jpeg").index(kind), int(size.partition("x")[0])


def _suffix(name: str) -> str:
    kind = name.partition("-")[0]
    return _SUFFIX.get(kind, kind)
