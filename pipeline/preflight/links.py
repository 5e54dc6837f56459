"""Where links lead, as far as can be told without going there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.preflight import proof
from pipeline.preflight.sighting import Sighting

_HOST = re.compile(r"(?=.{4,253}$)([\w-]{1,63}\.)+[\w-]{2,63}|localhost|\[[0-9a-fA-F:]+\]")
_INLINE = ("a", "span", "em", "strong", "b", "i", "sup", "sub", "small", "u", "del", "code", "q")
_MAIL = re.compile(r"[^@\s]+@([\w-]+\.)+[\w-]{2,}")
_PHONE = re.compile(r"\+?[\d\s().-]{3,}")


def dead_link(root: Any) -> Iterator[Sighting]:
    """Find a link that leads nowhere: to a place that the document does not have, or no address.

    >>> [the table](#figuers)
    warning: the link leads to `#figuers`, which the document does not have
    hint: correct the address
    """
    around = {child: parent for parent in root.iter() for child in parent}
    known = {name for e in root.iter() for name in (e.get("id"), _name(e)) if name}
    for element in root.iter("a"):
        target = element.get("href")
        if target is None or (message := _fault(target.strip(), known)) is None:
            continue
        text = proof.said(element)
        while element is not None and element.tag in _INLINE:
            element = around.get(element)
        block = proof.said(element)
        yield Sighting("dead-link", 0, message, "correct the address", "a", text or target, block)


def _name(element: Any) -> str | None:
    return element.get("name") if element.tag == "a" else None


def _fault(target: str, known: set[str]) -> str | None:
    if target.startswith("#"):
        if unquote(target[1:]) in known or target == "#":
            return None
        return f"the link leads to `{target}`, which the document does not have"
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return f"the link leads to `{target}`, which is no address"
    whole = {
        "http": bool(_HOST.fullmatch(host)),
        "https": bool(_HOST.fullmatch(host)),
        "mailto": all(map(_MAIL.fullmatch, unquote(parts.path).split(","))),
        "tel": bool(_PHONE.fullmatch(unquote(parts.path))),
    }
    if parts.scheme not in whole:
        return f"the link leads to `{target}`, which is not in the document"
    sound = whole[parts.scheme] and not re.search(r"\s", target)
    return None if sound else f"the link leads to `{target}`, which is no address"
