"""A page without the weight of its pictures, while it is read as text.

A page holds its photographs as ``data:`` addresses of megabytes, and each reading of it as text
would copy them: where the page has Han, in two bytes a letter. In their place stand
addresses of a few letters, which every rule judges as it would judge the long ones.

Law: ``whole(*light(page)) == page``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_LETTERS = 100_000
"""Of base64: what is shorter stays, as it weighs nothing."""

PHOTOGRAPHS, PICTURES = b"png|jpeg", rb"png|jpeg|svg\+xml"
"""Kinds of pictures: those without words, and all."""

_END = re.compile(rb"[^A-Za-z0-9+/=]|\Z")
_LIGHT = re.compile(rb"data:image/[a-z+]+;base64,[0-9a-f]{64}(?![A-Za-z0-9+/=])")


def light(page: bytes, kinds: bytes = PHOTOGRAPHS) -> tuple[bytes, Mapping[bytes, bytes]]:
    """Return a page with short addresses for long ones, and the long by the short."""
    if len(page) < _LETTERS:
        return page, {}
    kept, aside, at = [], dict[bytes, bytes](), 0
    begin = re.compile(b"data:image/(?:%s);base64," % kinds)
    while start := begin.search(page, at):
        end = _END.search(page, start.end())
        assert end
        given = page[start.start() : end.start()]
        if len(given) > _LETTERS:
            short = start[0] + hashlib.sha256(given).hexdigest().encode()
            aside[short] = given
            given = short
        kept += [page[at : start.start()], given]
        at = end.start()
    return b"".join([*kept, page[at:]]), aside


def whole(page: bytes, aside: Mapping[bytes, bytes]) -> bytes:
    """Return a page with the long addresses again."""
    return _LIGHT.sub(lambda found: aside.get(found[0], found[0]), page) if aside else page
