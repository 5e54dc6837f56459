"""A web page finished: its own faces in it, and a policy that lets in nothing but what it holds.

Each face holds just the characters that the styles give it to set, so that the page looks the
same where its fonts are not installed, and a Chinese one stays small.
"""

from __future__ import annotations

import base64
import hashlib
import re

from pipeline.engines import fonts, weasy
from pipeline.model import Page
from pipeline.world import World

ENGINES = ("nh3", "weasyprint", "uharfbuzz", "fonttools", "brotli")
"""The distributions whose versions decide the bytes of a page."""

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; font-src data:"
_SEALED = {
    "style-src": re.compile(rb"<style>(.*?)</style>", re.DOTALL),
    "script-src": re.compile(rb"<script[^>]*>(.*?)</script>", re.DOTALL),
}
_FACE = re.compile(r"@font-face \{[^}]*\}\n")
_META = b'<meta charset="utf-8">'


def emit(page: Page, world: World) -> bytes:
    """Return a composed page with its faces in it, sealed."""
    return seal(_with_faces(page.body, world))


def seal(page: bytes) -> bytes:
    """Return a page with a policy that lets in its own styles, script and ``data:``, no more."""
    policy = POLICY
    for source, pattern in _SEALED.items():
        sums = (hashlib.sha256(text).digest() for text in pattern.findall(page))
        allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in sums)
        policy += f"; {source} {allowed}" if allowed else ""
    line = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page.replace(_META, _META + b"\n" + line.encode(), 1)


def _with_faces(page: bytes, world: World) -> bytes:
    """Return a page with its faces inside; one that has nothing to set is left out."""
    source = page.decode()
    bare = _FACE.sub("", source)
    shares = fonts.shares(page, weasy.runs(bare.encode()), world)

    def fill(rule: re.Match[str]) -> str:
        address = fonts.ADDRESS.search(rule[0])
        text = shares.get(address[0]) if address else None
        if not address or not text:
            return ""
        data = base64.b64encode(fonts.serve_woff2(address[0], world, text)).decode()
        return rule[0].replace(address[0], f"data:font/woff2;base64,{data}")

    return _FACE.sub(fill, source).encode()
