"""The two plug points: what every output format and every check is.

Both are rows in a table (``formats.FORMATS``, ``checks.CHECKS``), not plugins: the set
is known when the program is written, and reading one file tells you all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.diagnostics import Fix as Fix
from pipeline.diagnostics import Severity
from pipeline.model import (
    Chart,
    Edition,
    Exemption,
    Json,
    Locale,
    Medium,
    Message,
    Page,
    Place,
    Release,
    Translation,
)
from pipeline.themes import Theme
from pipeline.world import World


@dataclass(frozen=True, slots=True)
class Sibling:
    """The same release in another language, or in this one.

    ``tag`` is BCP 47, ``hreflang`` what search engines know, ``name`` the language's own name.
    ``files`` maps each medium that is made of it to its path below ``output/``.
    """

    locale: Locale
    tag: str
    hreflang: str
    name: str
    files: Mapping[Medium, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Download:
    """A finished file that a page offers: its path below ``output/``, and what it holds."""

    medium: Medium
    path: str
    kind: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a page once all is published; paths are below ``output/``.

    ``source`` is the locale of the release. ``siblings`` are its editions that really speak
    their language, this one among them if it does, the source first. ``base`` is the address
    of ``output/`` on the web, or empty. ``site`` means that pages share their assets.
    """

    path: str = ""
    source: Locale = Locale("en")  # noqa: RUF009  (a NewType is the value itself)
    base: str = ""
    siblings: tuple[Sibling, ...] = ()
    downloads: tuple[Download, ...] = ()
    site: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """An edition with all its parts made: what ``lay_out`` puts on a page.

    ``markup`` maps ``body`` and the names of the front-matter texts (``title`` …) to HTML
    fragments. ``pictures`` maps each picture's target in the document (``charts/chart-1.svg``,
    ``figures/plan.png``) to its files by type (``{"svg": b"…", "png": b"…"}``). ``original``
    is the copy in the language of the release, for what shows both.
    """

    edition: Edition
    markup: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    around: Around = Around()
    original: Copy | None = None


def _never(_chart: Chart, _locale: Locale) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that an artefact was made from: the release, or the catalog of its language.

    ``date`` is that of the release, an ISO date.
    """

    path: str
    data: bytes
    date: str


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file we make.

    ``lay_out`` runs always and takes milliseconds; ``emit`` is an engine: slow, cached, run
    by the executor, reading only through the World it is given. Change ``version`` when
    ``emit`` would make different bytes; ``engines`` are the distributions whose versions
    decide them too, and ``faces`` names the font files that do. Its files end in ``suffix``
    and are of the media type ``kind``; the formats it ``needs`` are finished before it, because
    it speaks of them. A chart that it ``draws`` by itself needs no picture. ``marked`` means
    that it wants HTML; ``paired`` that it sets an edition beside the source, and so does not
    exist in the language of the source; ``halved`` that a column of its page is half as wide.
    ``prove`` is an ``emit`` that also says what it saw on
    the pages; ``enclose`` lays into a finished file what it was made from, in milliseconds.
    """

    name: Medium
    version: str
    engines: tuple[str, ...]
    lay_out: Callable[[Copy, World, Theme], bytes]
    emit: Callable[[Page, World], bytes]
    faces: Callable[[], str] = str
    suffix: str = ""
    kind: str = "application/octet-stream"
    needs: tuple[Medium, ...] = ()
    draws: Callable[[Chart, Locale], bool] = _never
    marked: bool = True
    paired: bool = False
    halved: bool = False
    prove: Callable[[Page, World], tuple[bytes, Json]] | None = None
    enclose: Callable[[bytes, tuple[Origin, ...]], bytes] | None = None

    def path(self, slug: str, locale: Locale) -> str:
        """Return where its file of an edition is published, below ``output/``.

        Without a slug that is the index of a language, or of the site.
        """
        if not slug:
            return f"{locale}/index.html" if locale else "index.html"
        return f"{slug}/{locale}/{slug}.{self.suffix or self.name}"


@dataclass(frozen=True, slots=True)
class House:
    """How a house writes one language; the keys of ``[style.<locale>]`` in ``diglot.toml``.

    ``spacing`` says what stands between Han and Latin: ``none``, ``space``, or
    ``consistent``, whichever of the two most of a catalog does. ``quotes`` are the marks of
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
    that is read for its own sake is its own translation, in its own language. ``barred`` maps a
    term to the translations that the house forbids, ``introduced`` to the one that must stand
    where the term is first mentioned.
    """

    message: Message
    translation: Translation
    locale: Locale
    glossary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: Locale = field(default=Locale("en"))
    house: House = field(default_factory=House)
    barred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    introduced: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A release as its author left it: what a check of the source looks at.

    ``messages`` are its texts in reading order.
    """

    release: Release
    messages: tuple[Message, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every exemption of a project, and what became of it.

    ``rules`` are the names of all rules. ``idle`` are the exemptions that hid nothing,
    though all that they could hide was looked at.
    """

    rules: tuple[str, ...]
    exemptions: tuple[Exemption, ...] = ()
    idle: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class ExemptionCheck:
    """One rule about exemptions, which is asked after all others."""

    name: str
    severity: Severity
    run: Callable[[Ledger], Iterator[tuple[Place, Finding]]]


Rule: TypeAlias = Check | CatalogCheck | SourceCheck | ExemptionCheck
