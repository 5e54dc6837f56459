"""A web page finished: its own faces in it, and a policy that lets in nothing but what it holds.

Each face holds just the characters that the styles give it to set, so that the page looks the
same where its fonts are not installed, and a Chinese one stays small.
"""

from __future__ import annotations

import base64
import hashlib
import re

from pipeline import burdens
from pipeline.engines import fonts, weasy
from pipeline.model import Page
from pipeline.web import styles, wall
from pipeline.world import World

ENGINES = ("nh3", "weasyprint", "tinycss2", "uharfbuzz", "fonttools", "brotli")
"""The distributions whose versions decide the bytes of a page."""

POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; font-src data:;"
    " connect-src 'self'"
)
"""``connect-src`` is for tools that ask the page's own server for robots.txt from within it."""

_SEALED = {
    "style-src": re.compile(rb"<style>(.*?)</style>", re.DOTALL),
    "script-src": re.compile(rb"<script[^>]*>(.*?)</script>", re.DOTALL),
}
_FACE = re.compile(r"@font-face \{[^}]*\}\n")
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_HEAVY = 16_000  # letters of base64
HOLDER = '<svg class="faces" width="0" height="0" aria-hidden="true">'
_META = b'<meta charset="utf-8">'


def emit(page: Page, world: World) -> bytes:
    """Return a composed page with its faces in it, sealed; raise for what it must not hold."""
    bare, aside = burdens.light(page.body)
    return burdens.whole(seal(_with_faces(wall.guarded(bare), world)), aside)


def seal(page: bytes, policy: str = POLICY) -> bytes:
    """Return a page with a policy that lets in its own styles and script, and no other."""
    bare = _POLICY.sub(b"", page, 1)
    for source, pattern in _SEALED.items():
        sums = [hashlib.sha256(text).digest() for text in pattern.findall(bare)]
        allowed = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in sums]
        policy += f"; {source} {' '.join(allowed)}" if allowed else ""
    line = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return bare.replace(_META, _META + b"\n" + line.encode(), 1)


def _with_faces(page: bytes, world: World) -> bytes:
    """Return a page with its faces inside; one that has nothing to set is left out.

    Light faces stand before the text. Heavy ones stand behind it, so that a reader on a slow
    line reads at once: Han characters are as wide in any face, and nothing moves. A style has
    no place in a body but in a drawing, so an empty one holds them.
    """
    source = styles.lean(page.decode())
    bare = _FACE.sub("", source)
    shares = fonts.shares(page, weasy.runs(bare.encode()), world)
    used = {name: share for name, share in shares.items() if any(map(str.strip, share.text))}
    faces = fonts.serve_woff2(used, world)
    late: list[str] = []

    def fill(rule: re.Match[str]) -> str:
        address = fonts.ADDRESS.search(rule[0])
        if not address or address[0] not in faces:
            return ""
        data = base64.b64encode(faces[address[0]]).decode()
        filled = rule[0].replace(address[0], f"data:font/woff2;base64,{data}")
        if len(data) < _HEAVY:
            return filled
        late.append(filled)
        return ""

    filled = _FACE.sub(fill, source)
    holder = f"{HOLDER}<style>{''.join(late)}</style></svg>\n" if late else ""
    return filled.replace("</body>", f"{holder}</body>", 1).encode()
