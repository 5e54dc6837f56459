"""The nouns of the preview: what a pane shows, and what became of making it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.diagnostics import Diagnostic
from pipeline.model import Digest, Json, Locale, Medium, Slug, digest

Kind: TypeAlias = Literal["page", "sheets"]
PAGES: tuple[Medium, ...] = ("html", "parallel")
"""Formats that a browser shows as they are; of the others it shows pictures of their pages."""

SHOWN = ("text/html", "application/pdf")
"""Media types that a pane shows; Word files are shown by LibreOffice."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a project lies: its folder, the themes that travel with us, the cache's folder."""

    root: Path
    shipped: Path | None
    cache: Path


@dataclass(frozen=True, slots=True, order=True)
class View:
    """An edition in a format; as it lies now, or as it was at the commit ``revision``."""

    slug: Slug
    locale: Locale
    medium: Medium
    revision: str = ""

    @property
    def kind(self) -> Kind:
        """Whether it is one web page, or sheets of paper."""
        return "page" if self.medium in PAGES else "sheets"

    def __str__(self) -> str:
        at = f"@{self.revision[:8]}" if self.revision else ""
        return f"{self.slug}/{self.locale}/{self.medium}{at}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a text stands on sheets: the page from 1, its sides as shares of the page."""

    key: str
    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Made:
    """What a pane shows: a web page, or a PDF and where its texts stand.

    ``faults`` were seen on its pages. ``sizes`` are those of the pages in points, ``trims`` the
    boxes that a printer cuts and bleeds at, where there are any.
    """

    data: bytes
    marks: tuple[Mark, ...] = ()
    faults: tuple[Json, ...] = ()
    sizes: tuple[tuple[float, float], ...] = ()
    trims: tuple[Mapping[str, tuple[float, float, float, float]], ...] = ()

    @property
    def name(self) -> Digest:
        """The name of its bytes."""
        return digest(self.data)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a view: the thing made, or why not; and all that was read for it."""

    view: View
    made: Made | None
    problems: tuple[Diagnostic, ...] = ()
    reads: Mapping[str, Digest] = field(default_factory=dict)
    seconds: float = 0.0
