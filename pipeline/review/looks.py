"""How letters look, told in the marks of messages: ``em``, ``strong``, ``code`` and their like.

Only what somebody set by hand counts: a heading is bold by its style, so bold letters in it say
nothing. Styles are known by name, for every program gives them ids of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.word.xml import Element, get, tag

_OFF = ("0", "false", "off", "none")
_SWITCHES = {
    "w:b": "strong", "w:i": "em", "w:em": "em", "w:strike": "del", "w:dstrike": "del",
    "w:smallCaps": "sc",
}  # fmt: skip
_NAMED = {
    "strong": "strong", "emphasis": "em", "verbatim char": "code", "source text": "code",
    "html code": "code",
}  # fmt: skip
"""Character styles that say what a mark says."""

_RAISED = {"superscript": "sup", "subscript": "sub"}
_LINKS = ("hyperlink", "internet link", "visited internet link", "followedhyperlink")


class Looks:
    """The styles of a file, by id; made from ``word/styles.xml``, or from nothing."""

    def __init__(self, book: Element | None) -> None:
        found = book.iter(tag("w:style")) if book is not None else ()
        self._styles: Mapping[str, Element] = {get(s, "w:styleId"): s for s in found}
        self._known: dict[str, frozenset[str]] = {}

    def name(self, style: str) -> str:
        """Return the name of a style in small letters; a style that is not there names itself."""
        node = self._styles.get(style)
        return (get(node.find(tag("w:name"))) if node is not None else style).lower()

    def marks(self, properties: Element | None, paragraph: str, href: str) -> frozenset[str]:
        """Return the marks of a run in a paragraph of a style."""
        if properties is None:
            return frozenset()
        letters = get(properties.find(tag("w:rStyle")))
        name = self.name(letters) if letters else ""
        styled = self._of(paragraph) | (self._of(letters) if name not in _LINKS else set())
        found = set(_switched(properties)) - styled
        if name in _NAMED:
            found.add(_NAMED[name])
        if not href and name not in _LINKS and _on(properties, "w:u"):
            found.add("u")
        if raised := _RAISED.get(get(properties.find(tag("w:vertAlign")))):
            found.add(raised)
        return frozenset(found)

    def _of(self, style: str) -> frozenset[str]:
        """Return the marks that a style gives to all its letters, by itself or from above."""
        if style not in self._known:
            self._known[style] = frozenset(self._inherited(style))
        return self._known[style]

    def _inherited(self, style: str) -> Iterator[str]:
        settled: set[str] = set()
        for _ in range(12):  # styles that are their own ancestors end here too
            node = self._styles.get(style)
            if node is None:
                return
            properties = node.find(tag("w:rPr"))
            if properties is not None:
                said = {n for n in _SWITCHES if properties.find(tag(n)) is not None}
                yield from (_SWITCHES[n] for n in said - settled if _on(properties, n))
                settled |= said
            style = get(node.find(tag("w:basedOn")))


def hidden(properties: Element | None) -> bool:
    """Tell whether nobody sees a run."""
    return properties is not None and _on(properties, "w:vanish")


def _switched(properties: Element) -> Iterator[str]:
    return (mark for name, mark in _SWITCHES.items() if _on(properties, name))


def _on(properties: Element, name: str) -> bool:
    found = properties.find(tag(name))
    return found is not None and get(found) not in _OFF
