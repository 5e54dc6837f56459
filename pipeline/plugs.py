"""The two plug points: what every output format and every check is.

Both are rows in a table (``formats.FORMATS``, ``checks.CHECKS``), not plugins: the set
is known when the program is written, and reading one file tells you all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.diagnostics import Severity
from pipeline.model import Edition, Locale, Medium, Message, Page, Translation
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
class Unit:
    """One message with its translation: what a check looks at.

    ``glossary`` maps a source term to the translations the house allows.
    """

    message: Message
    translation: Translation
    locale: Locale
    glossary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says about one unit; the caller adds the rule and the place."""

    message: str
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One rule.

    ``name`` says what is wrong, so that the flag ``ignore-<name>`` reads well in a .po
    file. The docstring of ``run`` is the rule's manual: what, why, an example.
    """

    name: str
    severity: Severity
    run: Callable[[Unit], Iterator[Finding]]
