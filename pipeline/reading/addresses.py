"""Web and mail addresses in a text, and whether two of them lead to one place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.prose import prose

_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s\"'`<>\[\]()|\\]+(?:\([^\s()]*\)[^\s\"'`<>\[\]()|\\]*)*"
    r"|[a-z0-9][\w.+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
    r"|(?<![\w@./-])(?:www\.)?(?:[a-z0-9-]+\.)+(?:com|org|net|cn|gov|edu)\b(?:/[^\s\"'`<>\[\]()|\\]*)?",
    re.ASCII | re.IGNORECASE,
)
_FOREIGN = re.compile(r"[^!-~].*")
_LANGUAGE = re.compile(
    r"(?<=[/.])(?:en|zh|cn|ja|fr|de|es|ko|pt|ru)(?:[-_](?:us|gb|cn|tw|hk|hans|hant|jp|br))?(?:[/.]|$)"
)
_CHEAP = ("://", "@", ".com", ".org", ".net", ".cn", ".gov", ".edu")


def addresses(text: str) -> Iterator[str]:
    """Yield the addresses of a message text as they are written, without the marks behind them."""
    lowered = text.lower()
    if not any(map(lowered.__contains__, _CHEAP)):
        return
    for match in _ADDRESS.finditer(prose(text).text):
        found = _FOREIGN.sub("", match[0]).rstrip(".,;:!?*_~")
        if "." in found or "@" in found or "://" in found:
            yield found


def place(address: str) -> str:
    """Return what two addresses have in common that lead to one place.

    The scheme, capitals, a last slash and the language of a site (``/en/``, ``zh.``) do not count.
    """
    bare = "/" + address.casefold().partition("://")[2] if "://" in address else "/" + address
    bare = _LANGUAGE.sub("", bare.casefold().replace("/www.", "/")).strip("/")
    return "wikipedia.org" if "wikipedia.org" in bare else bare.partition("#")[0].rstrip("/")
