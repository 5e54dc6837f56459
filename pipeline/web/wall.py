"""The last look at a page before it is sealed: whatever made it, it runs and fetches nothing.

Templates are looked at as they are written, texts as they are let in; what a template puts
together while it is filled is seen only here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline import burdens
from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.model import Place
from pipeline.web import script

_BARRED = ("applet", "base", "embed", "foreignobject", "form", "frame", "iframe", "object")
_LED = re.compile(r"(https?|mailto|tel):|#|data:text/(csv|vcard)[;,]|(?![\w+.-]*:)", re.IGNORECASE)
_SHOWN = re.compile(r"data:image/(svg\+xml|png|jpe?g|webp|avif)[;,]", re.IGNORECASE)
_SHOWING = ("src", "srcset", "poster", "background")
_OURS = re.compile(r"(?!//)[\w./%~-]+$|$")
"""Files that a site lays beside its pages."""

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_FETCHED = re.compile(
    r"url\(\s*[\"']?\s*(?!#|data:|font:|[\"'])([^\"')\s]*)|@import\s*([^;\s]*)|image-set\(([^)]*)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0]")
_HINT = "let the page hold what it needs: see templates/README.md, in Diglot's own folder"


def guarded(page: bytes) -> bytes:
    """Return a page that neither runs nor fetches anything, nor leads astray.

    Raises ``PipelineError`` with all that does.
    """
    from lxml import html

    root = html.document_fromstring(burdens.light(page)[0].decode())
    if found := tuple(fault for node in root.iter() for fault in _node(node)):
        raise PipelineError(*dict.fromkeys(found))
    return page


def _node(node: Any) -> Iterator[Diagnostic]:
    if not isinstance(node.tag, str):
        return
    name = node.tag.lower()
    if name in _BARRED or (name == "meta" and _steers(node)) or (name == "link" and _loads(node)):
        yield _markup(f"<{name}>")
    elif name == "script" and not _known(node):
        yield _markup("a script of its own")
    elif name == "style":
        yield from _style(node.text or "")
    for key, value in node.items():
        yield from _attribute(name, key.lower().rpartition(":")[2], value)


def _steers(node: Any) -> bool:
    return node.get("http-equiv", "").lower() in ("refresh", "set-cookie")


def _loads(node: Any) -> bool:
    """Tell whether a link in the head is one that browsers follow by themselves."""
    kinds = node.get("rel", "").lower().split()
    loading = {"stylesheet", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload",
               "prerender", "import", "manifest", "attachment"}  # fmt: skip
    return bool(loading.intersection(kinds))


def _known(node: Any) -> bool:
    text = (node.text or "").strip()
    return not node.get("src") and (
        node.get("type") == "application/ld+json" or text == script.TEXT.strip()
    )


def _attribute(name: str, key: str, value: str) -> Iterator[Diagnostic]:
    plain = _HIDDEN.sub("", value)
    if key.startswith("on") or key in ("srcdoc", "formaction", "ping"):
        yield _markup(f"{key}=")
    elif key == "style" or (key in ("fill", "stroke", "filter", "mask") and "(" in value):
        yield from _style(value)
    elif key in ("href", "action") and not _LED.match(plain):
        if not (name in ("image", "link", "use") and _SHOWN.match(plain)):
            yield _address(value)
    elif key in _SHOWING and not (_SHOWN.match(plain) or (key == "src" and _OURS.match(plain))):
        yield _address(value)


def _style(text: str) -> Iterator[Diagnostic]:
    for found in _FETCHED.finditer(_ESCAPE.sub(_letter, text)):
        yield _address(next(filter(None, found.groups()), found[0]))


def _letter(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 else ""


def _markup(shown: str) -> Diagnostic:
    message = f"the page holds `{shown}`, which would run or lead elsewhere"
    return error("forbidden-markup", Place("templates"), message, _HINT)


def _address(target: str) -> Diagnostic:
    message = f"the page asks for `{target.strip()[:80]}`"
    return error("forbidden-address", Place("templates"), message, _HINT)
