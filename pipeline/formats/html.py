"""HTML: the page composed for a screen, sealed by a content security policy of its own."""

from __future__ import annotations

import base64
import hashlib
import re

from pipeline.model import Page
from pipeline.plugs import Copy, Format
from pipeline.stages.compose import compose
from pipeline.themes import Theme
from pipeline.world import World

POLICY = b"default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; font-src data:"
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_FACE = re.compile(rb"@font-face \{[^}]*\}\n")


def _lay_out(copy: Copy, world: World, theme: Theme) -> bytes:
    return compose(copy, world, theme, "html")


def _emit(page: Page, _world: World) -> bytes:
    return seal(_FACE.sub(b"", page.body))


def seal(page: bytes) -> bytes:
    """Return a page with a policy that lets in its own styles and ``data:``, nothing else."""
    sums = (hashlib.sha256(style).digest() for style in _STYLE.findall(page))
    styles = b" ".join(b"'sha256-" + base64.b64encode(s) + b"'" for s in sums)
    policy = POLICY + b"; style-src " + styles
    meta = b'<meta http-equiv="Content-Security-Policy" content="' + policy + b'">'
    return page.replace(b'<meta charset="utf-8">', b'<meta charset="utf-8">\n' + meta, 1)


HTML = Format("html", "1", ("nh3",), _lay_out, _emit)
