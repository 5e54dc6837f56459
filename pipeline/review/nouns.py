"""The nouns of a review: what travels in a Word file, what came back, what is to be done.

    Unit ── stands in ──▶ Paragraph ── read twice ──▶ Finding ── together ──▶ Plan

A unit is a text of the release at one place; a paragraph is what a Word file shows. Every type
is frozen and made of plain values. This module imports nothing of the package but the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.model import Locale, Place, Slug, digest

FORMAT = 1
"""Change it when a file that travels now could not be understood later."""

OBJECT = "\ufffc"
"""The one character that stands for what is no text: a note, a picture, a formula."""

Verdict: TypeAlias = Literal[
    "same", "edited", "format", "split", "merged", "moved", "deleted", "new", "doubled"
]
"""What became of a unit or, for ``new``, of a paragraph that no unit stands in."""

Fate: TypeAlias = Literal["kept", "applied", "refused", "conflict", "unsure"]
"""What is done about it: nothing to do · taken home · told and left · both sides moved on ·
told, because too little is certain."""

State: TypeAlias = Literal["new", "fuzzy", "translated", "source"]
Part: TypeAlias = Literal["document", "footnotes"]
Kind: TypeAlias = Literal["insert", "delete", "move", "format"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Which build a review edition was: digests of the release's file and of its catalog."""

    slug: Slug
    locale: Locale
    source: str
    catalog: str
    kind: Literal["page", "table"] = "page"
    format: int = FORMAT

    @property
    def build(self) -> str:
        """Sixteen hex digits that name the build."""
        return digest(str(self))[:16]

    def __str__(self) -> str:
        head = f"diglot/{self.format} {self.kind}"
        return f"{head} {self.slug} {self.locale} {self.source} {self.catalog}"


@dataclass(frozen=True, slots=True)
class Unit:
    """One text at one place; ``was`` is its translation as exported, empty if it had none.

    ``context`` and ``text`` are the message's key. An alt text is a unit of the role ``alt``.
    """

    id: str
    role: str
    context: str
    text: str
    was: str
    state: State
    place: Place

    @property
    def key(self) -> tuple[str, str]:
        """Identity in a catalog: ``(context, text)``."""
        return (self.context, self.text)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look: ``marks`` as the tags of messages name them, and where they lead.

    What is no text is ``OBJECT`` with its kind (``note``, ``image``, ``math``) as the mark, and
    what is known of it (description, formula) in ``href``.
    """

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change; ``date`` is as the file has it, and ``¶`` is a paragraph's end."""

    kind: Kind
    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment, with the words it is about (``quote``, may be empty).

    ``at`` is the paragraph of the reading in which it begins, and how many characters on;
    ``unit`` is the id of the text it belongs to, empty until that is known.
    """

    author: str
    date: str
    text: str
    quote: str = ""
    at: tuple[int, int] = (-1, 0)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a unit's bookmark lies in the text of a paragraph, counted in characters."""

    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one paragraph of a Word file shows, once its tracked changes are taken or left.

    ``cell`` is ``(table, row, column)`` or None; ``note`` the number of a footnote, or empty;
    ``style`` a name in small letters; ``level`` the depth in a list, from 0, or -1.
    """

    part: Part
    style: str
    runs: tuple[Run, ...] = ()
    spans: tuple[Span, ...] = ()
    para_id: str = ""
    cell: tuple[int, int, int] | None = None
    note: str = ""
    level: int = -1
    changes: tuple[Change, ...] = ()

    @property
    def text(self) -> str:
        """The letters of the paragraph."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file as read: paragraphs of the text, then of the notes; comments; identity.

    ``identity`` is the build property, ``base`` the manifest that travelled along, ``build`` the
    sixteen digits that a bookmark carries; each may be empty. ``doubled`` are the unit ids that
    stand on more than one text.
    """

    paragraphs: tuple[Paragraph, ...]
    remarks: tuple[Remark, ...] = ()
    identity: str = ""
    build: str = ""
    base: bytes = b""
    doubled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """What was exported: the release's texts, the paragraphs as shown, our own comments.

    Not every unit stands in a paragraph: Word has no place for some.
    """

    identity: Identity
    units: tuple[Unit, ...]
    paragraphs: tuple[Paragraph, ...]
    comments: tuple[str, ...] = ()

    @property
    def shown(self) -> frozenset[str]:
        """The ids of the units that stand in a paragraph."""
        return frozenset(span.unit for p in self.paragraphs for span in p.spans)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one unit, and what is done about it; texts are as a reader sees them.

    ``unit`` is None for what is new. ``translation`` is the text that goes home, in the catalog's
    spelling. ``authors`` are those of its tracked changes, ``reason`` and ``remedy`` empty where
    nothing was refused; an applied text may have been moved, which was not. ``warnings`` are what
    the checks say of the new text.
    """

    verdict: Verdict
    fate: Fate
    unit: Unit | None
    place: Place
    before: str = ""
    after: str = ""
    translation: str = ""
    authors: tuple[str, ...] = ()
    moved: bool = False
    reason: str = ""
    remedy: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import would do, decided before anything is written.

    ``writes`` are the files that it changes, ``(path, bytes)``; ``patch`` the unified diff
    against the release, empty for a translation.
    """

    identity: Identity
    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...] = ()
    writes: tuple[tuple[str, bytes], ...] = ()
    patch: str = ""
    notes: tuple[str, ...] = ()
