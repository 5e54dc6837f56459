"""HTML: the page composed for a screen, whole in one file and sealed by a policy of its own.

Each face holds just the characters that the styles give it to set, so that the page looks
the same where its fonts are not installed, and a Chinese one stays small.
"""

from __future__ import annotations

import base64
import hashlib
import re

from pipeline.engines import fonts, weasy
from pipeline.model import Page
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import compose
from pipeline.themes import Theme
from pipeline.world import World

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; font-src data:"
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_FACE = re.compile(r"@font-face \{[^}]*\}\n")
_META = b'<meta charset="utf-8">'


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    return fonts.pinned(compose(copy, world, theme, "html"), world)


def _emit(page: Page, world: World) -> bytes:
    return seal(_with_faces(page.body, world))


def seal(page: bytes) -> bytes:
    """Return a page with a policy that lets in its own styles and ``data:``, nothing else."""
    sums = (hashlib.sha256(style).digest() for style in _STYLE.findall(page))
    styles = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in sums)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}; style-src {styles}">'
    return page.replace(_META, _META + b"\n" + policy.encode(), 1)


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


ENGINES = ("nh3", "weasyprint", "uharfbuzz", "fonttools", "brotli")
HTML = Format("html", "1", ENGINES, _lay_out, _emit)
