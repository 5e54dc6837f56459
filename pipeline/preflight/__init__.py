"""Preflight: faults of finished pages, found before a reader or a printer finds them.

    laid-out document ─ reading ─▶ proofs ─ rules ─▶ sightings ─ places ─▶ diagnostics

A rule is a generator over the pages; its docstring is its manual, its row in ``RULES`` says how
bad it is where the project says nothing. A fault names its page, its box and its text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from inspect import getdoc
from typing import Any

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.engines import fonts
from pipeline.model import Json
from pipeline.preflight import (
    breaks,
    edges,
    faces,
    gaps,
    images,
    inks,
    links,
    lint,
    overlaps,
    reading,
    spots,
)
from pipeline.preflight.faces import bare
from pipeline.preflight.proof import Proof, Run
from pipeline.preflight.sighting import Sighting, packed, unpacked
from pipeline.world import World

__all__ = [
    "MANUALS",
    "OF_CHARACTERS",
    "OF_FILES",
    "OF_STYLES",
    "PAGES",
    "RULES",
    "Sighting",
    "Watch",
    "bare",
    "packed",
    "prove",
    "seen",
    "unpacked",
]  # fmt: skip

PAGES: dict[str, Callable[[Sequence[Proof]], Iterator[Sighting]]] = {
    "outside-page": edges.outside_page,
    "outside-box": edges.outside_box,
    "overprinted": overlaps.overprinted,
    "widow": breaks.widow,
    "orphan": breaks.orphan,
    "heading-at-foot": breaks.heading_at_foot,
    "short-last-line": breaks.short_last_line,
    "low-contrast": inks.low_contrast,
    "empty-area": gaps.empty_area,
    "coarse-image": images.coarse_image,
}
OF_CHARACTERS = ("missing-glyph", "fallback-face")
"""Rules about one character, wherever it stands."""

OF_STYLES = ("ignored-property", "opacity", "auto-track")
OF_ENGINES = ("plain-chinese",)
OF_FILES = ("dead-link", "font-not-embedded", "page-count")
RULES: dict[str, Severity | None] = {
    **dict.fromkeys((*PAGES, *OF_STYLES), Severity.WARNING),
    "dead-link": Severity.WARNING,
    "fallback-face": Severity.WARNING,
    "page-count": Severity.WARNING,
    "plain-chinese": Severity.NOTE,
    "missing-glyph": Severity.ERROR,
    "font-not-embedded": Severity.ERROR,
}
"""How bad each rule is where the project says nothing."""


class Watch:
    """Looks at a document while it is printed, and keeps what it saw."""

    def __init__(self) -> None:
        self.pages = 0
        self.runs: list[Run] = []
        self.sightings: list[Sighting] = []
        self.spots: tuple[spots.Spot, ...] = ()

    def taught(self, lesson: Callable[[], tuple[Diagnostic, ...]]) -> None:
        """Teach WeasyPrint, and keep what could not be taught."""
        for note in lesson():
            self.sightings.append(faces.plain_chinese(note.message, note.hints[0]))

    def look(self, document: Any) -> None:
        """See the pages of a laid-out document."""
        proofs = reading.read(document)
        self.pages = len(proofs)
        self.spots = spots.read(document)
        self.runs = [run for page in proofs for line in page.lines for run in line.runs]
        self.sightings += _once([seen for rule in PAGES.values() for seen in rule(proofs)])
        self.sightings += links.dead_link(document.pages[0]._page_box.children[0].element)

    @property
    def text(self) -> frozenset[str]:
        """Return the characters on the pages that are seen."""
        letters = {c for run in self.runs for c in run.text}
        return frozenset(c for c in letters if unicodedata.category(c)[0] not in "CZ")

    def check(self, pdf: Any) -> None:
        """See the PDF before it is written."""
        self.sightings += faces.font_not_embedded(pdf)

    def seen(self, strays: Mapping[str, tuple[str, str]]) -> Json:
        """Return what was seen; ``strays`` are characters with the face that set them."""
        found = [*self.sightings, *faces.fallback_face(strays)]
        told = seen(self.pages, sorted(found, key=lambda sighting: sighting.page))
        return {**told, "spots": spots.packed(self.spots)}


MANUALS: dict[str, str] = {
    name: getdoc(rule) or ""
    for name, rule in {
        **PAGES,
        "dead-link": links.dead_link,
        "fallback-face": faces.fallback_face,
        "missing-glyph": faces.bare,
        "font-not-embedded": faces.font_not_embedded,
        "page-count": gaps.page_count,
        "plain-chinese": faces.plain_chinese,
        "ignored-property": lint.ignored_property,
        "opacity": lint.opacity,
        "auto-track": lint.auto_track,
    }.items()
}
"""What each rule finds, why, and an example."""


def prove(
    body: bytes, world: World, print_pages: Callable[[frozenset[str], Watch], bytes]
) -> tuple[bytes, Json]:
    """Print a page, and return the file with what was seen on it.

    ``print_pages`` is given the characters to cut faces for. A style may add some that are not in
    the page, such as the bullets of a list: then it is asked once more. Without a face for all
    of them there is no file.
    """
    text, data, watch = fonts.text_of(body), b"", Watch()
    for _ in range(2):
        if absent := fonts.uncovered(body, text, world):
            return b"", seen(0, map(bare, absent))
        watch = Watch()
        data = print_pages(text, watch)
        if watch.text <= text:
            break
        text |= watch.text
    return data, watch.seen(fonts.strays(body, watch.runs, world))


def _once(sightings: list[Sighting]) -> list[Sighting]:
    """Return sightings less those of a box that leaves the page anyway."""
    beyond = [s for s in sightings if s.rule == "outside-page"]

    def told(sighting: Sighting) -> bool:
        return any(s.page == sighting.page and s.block in sighting.block for s in beyond)

    return [s for s in sightings if s.rule != "outside-box" or not told(s)]


def seen(pages: int, sightings: Iterable[Sighting]) -> Json:
    """Return what an engine hands on with a file."""
    return {"pages": pages, "sightings": packed(sightings)}
