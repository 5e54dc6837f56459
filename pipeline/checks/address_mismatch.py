"""Web and mail addresses must reach the reader as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.plugs import Check, Finding, Fix, Unit
from pipeline.reading.addresses import addresses, place

_BROKEN = re.compile(
    r"(?:https?|ftp)(?:：[/／]{2}|:／[/／]|:/／|\s+://|:\s+//|://\s+(?=[a-z]))"
    r"[\w/-]*(?:[.。．][\w/-]+)*"
    r"|[a-z0-9.]+＠[a-z0-9-]+(?:[.。．][a-z0-9-]+)*|[a-z0-9.]+@[a-z0-9-]+[。．][a-z]{2,}"
    r"|(?:://|www)[a-z0-9.-]*[。．][a-z0-9]+(?:[.。．/][a-z0-9-]+)*",
    re.IGNORECASE | re.ASCII,
)
_HALF = str.maketrans("：／＠。．", ":/@..")
_CHEAP = ("//", "：/", "／", "@", "＠", "www", "WWW", "http")


def address_mismatch(unit: Unit) -> Iterator[Finding]:
    """Find web and mail addresses that the translation lost, changed or spoilt.

    Whoever follows them arrives somewhere else, or nowhere. ``https：//`` with a full-width
    colon is no address. Another language of one site (``/en/``, ``/zh/``) is fine.

    >>> "Write to info@example.org." -> "请致信info@example.com。"
    error: the source has `info@example.org`, the translation has `info@example.com`
    hint: write the address as the source has it
    """
    text = unit.translation.text
    broken = _BROKEN.search(text) if any(map(text.__contains__, _CHEAP)) else None
    if broken and broken[0] not in unit.message.text:
        mended = re.sub(r"\s", "", broken[0]).translate(_HALF)
        fix = Fix(broken.span(), mended, safe=True)
        yield Finding(
            f"`{broken[0]}` is no address", (f"write `{mended}`",), (broken.span(),), fix
        )
        return
    before = {place(one): one for one in addresses(unit.message.text)}
    after = {place(one): one for one in addresses(text)}
    lost = [one for key, one in before.items() if key not in after]
    made = [one for key, one in after.items() if key not in before]
    if lost or (made and before):
        yield Finding(
            _said(lost, made), ("write the address as the source has it",), _spans(made, text)
        )


def _said(lost: list[str], made: list[str]) -> str:
    if lost and made:
        return f"the source has {_listed(lost)}, the translation has {_listed(made)}"
    return (
        f"the translation lacks {_listed(lost)}"
        if lost
        else f"the translation adds {_listed(made)}"
    )


def _listed(some: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in some)


def _spans(made: list[str], text: str) -> tuple[tuple[int, int], ...]:
    found = ((text.find(one), one) for one in made)
    return tuple((start, start + len(one)) for start, one in found if start >= 0)


ADDRESS_MISMATCH = Check("address-mismatch", Severity.ERROR, address_mismatch)
