"""Links that do not say where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import tree
from pipeline.diagnostics import Severity
from pipeline.model import Json, Place
from pipeline.plugs import Draft, Finding, SourceCheck

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:click |tap |see )?here|this|this (?:link|page)|link|more|read more|click|details"
    r"|(?:请?点击)?(?:这里|此处|链接|此链接)|点此|更多|点击|详情|查看(?:更多|详情)|こちら|ここ",
    re.IGNORECASE,
)
_CONTACT = "contact"


def bare_link(draft: Draft) -> Iterator[tuple[Place, Finding]]:
    """Find links whose text is their address, or *here*.

    Who listens to a page hears the texts of its links, and an address letter by letter. In the
    contact, on paper too, addresses are at home; so are mail addresses everywhere.

    >>> "See [https://example.org/zone](https://example.org/zone)." in release
    warning: the text of the link is its address: `https://example.org/zone`
    hint: say in the brackets what is found there
    """
    blocks = draft.release.document["blocks"]
    for address, node in tree.nodes(blocks, ("blocks",)):
        if node["t"] != "Link" or _in_contact(blocks, address[1:]):
            continue
        text = tree.plain(node["c"][1])
        target = node["c"][2][0]
        hint = ("say in the brackets what is found there",)
        if not target.startswith("mailto:") and (text == target or _ADDRESS.fullmatch(text)):
            message = f"the text of the link is its address: `{text}`"
            yield draft.release.place(address), Finding(message, hint)
        elif _EMPTY.fullmatch(text.strip(" .。！!")):
            message = f"the text of the link says nothing: `{text}`"
            yield draft.release.place(address), Finding(message, hint)


def _in_contact(node: Json, address: tuple[str | int, ...]) -> bool:
    for key in address:
        if isinstance(node, dict) and node.get("t") == "Div" and _CONTACT in tree.classes(node):
            return True
        node = node[key]
    return False


BARE_LINK = SourceCheck("bare-link", Severity.WARNING, bare_link)
