"""What is asked for and what comes of it: small values that travel between processes.

    Wish ─▶ Order: a release in one locale ─▶ Sheaf: its finished files, and facts about them

Nothing here loads a stage, a format or an engine, so that a build that has nothing to make
loads none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.config import Project
from pipeline.diagnostics import Diagnostic
from pipeline.model import Artifact, Digest, Json, Locale, Place, Slug, Target

Reads = dict[str, Digest]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which part of the project to make; an empty field means all of it."""

    slugs: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def grants(self, target: Target) -> bool:
        """Tell whether a target is wished for."""
        return (
            (not self.slugs or target.slug in self.slugs)
            and (not self.locales or target.locale in self.locales)
            and (not self.formats or target.medium in self.formats)
        )


@dataclass(frozen=True, slots=True)
class Card:
    """A release at the door, in a few words; ``place`` is that of its slug.

    ``manuscript`` is the digest of the release as parsed, and ``read`` that of its file.
    ``spoken`` are the locales that it speaks, its own first; ``promised`` the paths of all its
    targets below ``output/``. One with ``problems`` was refused.
    """

    path: str
    slug: Slug
    place: Place = field(default=Place(""))
    read: Digest = field(default=Digest(""))
    manuscript: Digest = field(default=Digest(""))
    spoken: tuple[Locale, ...] = ()
    promised: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """One task: a release to be made in one locale, and what of the project that takes.

    ``manuscript`` is the release as parsed, or empty: then it is parsed again. In a site, pages
    come without what they share, and that beside them.
    """

    project: Project
    wish: Wish
    card: Card
    locale: Locale
    manuscript: bytes = b""
    site: bool = False

    def __str__(self) -> str:
        return f"{self.card.slug}/{self.locale}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was seen on the pages of one target, with its places in the source.

    ``path`` is the release. ``faults`` are rule, place, message and hint (which may be empty).
    Without ``pages`` it has none.
    """

    target: Target
    path: str
    pages: int = 0
    faults: tuple[tuple[str, Place, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The finished files of a release in one locale, in order, and what is to be said of them.

    ``entries`` are what a site says of its pages.
    """

    artifacts: tuple[Artifact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    entries: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """All that a build made, held together: for small projects.

    ``promised`` are the paths below ``output/`` of all targets of the project.
    """

    artifacts: tuple[Artifact, ...]
    promised: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
