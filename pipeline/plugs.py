"""The two plug points: what every output format and every check is.

Both are rows in a table (``formats.FORMATS``, ``checks.CHECKS``), not plugins: the set
is known when the program is written, and reading one file tells you all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.diagnostics import Severity
from pipeline.model import Edition, Locale, Medium, Message, Page, Place, Release, Translation
from pipeline.themes import Theme
from pipeline.world import World


@dataclass(frozen=True, slots=True)
class Copy:
    """An edition with all its parts made: what ``lay_out`` puts on a page.

    ``markup`` maps ``body`` and the names of the front-matter texts (``title`` …) to HTML
    fragments. ``pictures`` maps each picture's target in the document (``charts/chart-1.svg``,
    ``figures/plan.png``) to its files by type (``{"svg": b"…", "png": b"…"}``).
    """

    edition: Edition
    markup: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file we make.

    ``lay_out`` runs always and takes milliseconds; ``emit`` is an engine: slow, cached, run
    by the executor, reading only through the World it is given. Change ``version`` when
    ``emit`` would make different bytes; ``engines`` are the distributions whose versions
    decide them too, and ``faces`` names the font files that do.
    """

    name: Medium
    version: str
    engines: tuple[str, ...]
    lay_out: Callable[[Copy, World, Theme], bytes]
    emit: Callable[[Page, World], bytes]
    faces: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class House:
    """How a house writes one language; the keys of ``[style.<locale>]`` in ``diglot.toml``.

    ``spacing`` says what stands between Han and Latin: ``none``, ``space``, or
    ``consistent``, whichever of the two a catalog began with. ``quotes`` are the marks of
    first rank (``“”``, ``「」``, ``‘’``), and ``dates`` the order of a date in English,
    ``dmy`` or ``mdy``; an empty one leaves the choice open.
    """

    spacing: str = "consistent"
    quotes: str = ""
    dates: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One message with its translation: what a check looks at.

    ``glossary`` maps a source term to the translations the house allows. ``source`` is the
    language of the message, ``locale`` that of the translation. A text of the source release
    that is read for its own sake is its own translation, in its own language.
    """

    message: Message
    translation: Translation
    locale: Locale
    glossary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: Locale = field(default=Locale("en"))
    house: House = field(default_factory=House)


@dataclass(frozen=True, slots=True)
class Draft:
    """A release as its author left it: what a check of the source looks at.

    ``messages`` are its texts in reading order.
    """

    release: Release
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """Other words for a part of a translation: ``text`` for what lies in ``span``.

    A ``safe`` one changes no meaning and is applied by ``check --fix``; others are only shown.
    """

    span: tuple[int, int]
    text: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says about one unit; the caller adds the rule and the place.

    ``spans`` are the offending characters in the translation's text, from and to, in code
    points; none means all of it.
    """

    message: str
    hints: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One rule about one translation.

    ``name`` says what is wrong, so that the flag ``ignore-<name>`` reads well in a .po
    file. The docstring of ``run`` is the rule's manual: what, why, an example. A rule that is
    ``solo`` looks at the translation alone; the texts of the source release are held to it too.
    """

    name: str
    severity: Severity
    run: Callable[[Unit], Iterator[Finding]]
    solo: bool = False


@dataclass(frozen=True, slots=True)
class CatalogCheck:
    """One rule about all finished translations of a release in one locale, in reading order."""

    name: str
    severity: Severity
    run: Callable[[tuple[Unit, ...]], Iterator[tuple[Unit, Finding]]]


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """One rule about what the author wrote; each finding comes with its place."""

    name: str
    severity: Severity
    run: Callable[[Draft], Iterator[tuple[Place, Finding]]]


Rule: TypeAlias = Check | CatalogCheck | SourceCheck
