"""The nouns: each stage takes one of these and hands on the next.

    Release ─ extract ─▶ Message … Catalog
       └──────── localize ───────────┴─▶ Edition ─ compose ─▶ Page ─ emit ─▶ Artifact

Every type here is frozen, made of plain values, and picklable, so any stage may run in
another process. This module imports nothing from the package.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NewType, TypeAlias

Json: TypeAlias = Any  # a pandoc tree: dict | list | str | int | float | bool | None
Address: TypeAlias = tuple[str | int, ...]
"""Keys and indices that lead from the root of a document to one of its nodes."""

Slug = NewType("Slug", str)
Locale = NewType("Locale", str)
"""A gettext locale name: ``en``, ``zh_CN``, ``pt_BR``."""

Digest = NewType("Digest", str)
Medium: TypeAlias = Literal[
    "html",
    "pdf",
    "docx",
    "print",
    "parallel",
    "ninjs",
    "text",
    "epub",
    "icml",
    "kit",
    "social",
    "parallel-pdf",
    "parallel-docx",
]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was written; ``line`` counts from 1, and 0 means the whole file.

    ``column`` counts characters from 1, and 0 means the whole line.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure or date of a release, written once.

    ``kind`` is ``integer``, ``decimal``, ``percent``, ``quantity``, ``money`` or ``date``.
    ``value`` is a decimal number or an ISO date (``2022``, ``2022-07`` or ``2022-07-31``) as text.
    ``unit`` is a CLDR unit for a quantity (``square-meter``), the code of a currency for money,
    else a plain noun or empty. ``date`` is when the figure held, empty if always. ``parts`` are
    the facts it is computed from.
    """

    name: str
    kind: str
    value: str
    unit: str = ""
    date: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """Somebody's word that a rule is wrong of some text, and the ``reason``; empty if none.

    It holds in files whose path matches one of the globs ``paths`` (none: everywhere), for what
    was found within ``text`` (empty: anywhere), and of one catalog's message only if ``key``
    names it. ``place`` is where it was written.
    """

    rule: str
    place: Place
    reason: str = ""
    paths: tuple[str, ...] = ()
    text: str = ""
    key: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """What the author wrote: one Markdown file, parsed.

    ``document`` is a pandoc tree without positions; its front-matter texts are MetaInlines
    under ``meta``. ``lines`` holds the source line of nodes, by address. ``theme`` and the
    format of the ``page`` are the project's if empty; ``cover`` is a picture, or none.
    """

    slug: Slug
    locale: Locale
    path: str
    date: str
    document: Json
    facts: Mapping[str, Fact] = field(default_factory=dict)
    lines: Mapping[Address, int] = field(default_factory=dict)
    theme: str = ""
    page: str = ""
    cover: str = ""

    def place(self, address: Address) -> Place:
        """Return where the node at ``address`` was written, or the nearest node around it."""
        for end in range(len(address), -1, -1):
            if line := self.lines.get(address[:end]):
                return Place(self.path, line)
        return Place(self.path)


@dataclass(frozen=True, slots=True)
class Segment:
    """One translatable run of inlines, its address and the role it plays.

    ``context`` is the msgctxt: empty unless the same words need two translations. ``depth``
    counts the segments around it (a footnote lies in its paragraph); ``bare`` means that the
    node at ``address`` is a string, such as the title of a link.
    """

    address: Address
    role: str
    inlines: Json
    context: str = ""
    depth: int = 0
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What a translator sees: a text, its msgctxt, and what is known of it.

    ``notes`` are the lines for the translator (role, what each tag stands for); ``flags``
    are gettext flags such as ``python-brace-format``. Equal text in equal context is one
    message with several places.
    """

    text: str
    context: str = ""
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """Identity in a catalog: ``(context, text)``."""
        return (self.context, self.text)


@dataclass(frozen=True, slots=True)
class Translation:
    """What a translator wrote for one message; empty ``text`` means not yet."""

    text: str
    fuzzy: bool = False
    flags: frozenset[str] = frozenset()
    place: Place = Place("")


@dataclass(frozen=True, slots=True)
class Catalog:
    """The translations of one release into one locale, by ``(context, text)``."""

    locale: Locale
    entries: Mapping[tuple[str, str], Translation] = field(default_factory=dict)


Lacuna: TypeAlias = Literal["source", "stale", "hide", "mark", "fail"]
"""What a reader sees where a translation is missing or fuzzy.

The source text; the outdated translation where there is one; nothing; either of these, marked
as such; or no page at all.
"""


@dataclass(frozen=True, slots=True)
class Chart:
    """The data of one chart in the locale's words, row by row.

    ``values[row][column]`` belongs to ``categories[row]`` and ``series[column]``; ``labels``
    are the same figures as the locale writes them. ``address`` leads to the chart's Div.
    """

    name: str
    kind: str
    caption: str
    categories: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    labels: tuple[tuple[str, ...], ...]
    address: Address


@dataclass(frozen=True, slots=True)
class Edition:
    """A release in one locale, ready to be designed; ``missing`` fell back to the source.

    In ``document`` every fact stands in the form of ``cldr``, the CLDR locale of dates and
    numbers; ``charts`` are the data of its charts. ``words`` are the words of the templates.
    ``anchored`` is the same document with an anchor before every text; ``cover`` is the picture
    of the cover, or empty.
    """

    slug: Slug
    locale: Locale
    date: str
    document: Json
    charts: tuple[Chart, ...] = ()
    missing: tuple[Message, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    cldr: str = "en"
    anchored: Json = None
    cover: str = ""

    def word(self, text: str) -> str:
        """Return a word of the templates in the language of the edition."""
        return self.words.get(text) or text

    def __str__(self) -> str:
        return f"{self.slug}/{self.locale}"


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One file that the project promises to make; without a slug it is one of the site."""

    slug: Slug
    locale: Locale
    medium: Medium

    def __str__(self) -> str:
        return f"{self.slug or 'site'}/{self.locale or 'all'}/{self.medium}"


@dataclass(frozen=True, slots=True)
class Page:
    """An edition laid out in a theme: all that an engine needs but the files it reads."""

    target: Target
    body: bytes

    def __str__(self) -> str:
        return str(self.target)


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: its path below ``output/``, its bytes, and what they were made from.

    ``inputs`` maps what was read to its digest; ``engines`` are the names and versions of
    what made it.
    """

    target: Target
    path: str
    data: bytes
    inputs: Mapping[str, Digest] = field(default_factory=dict)
    engines: tuple[str, ...] = ()


def digest(*parts: bytes | str) -> Digest:
    """Name a value, or a sequence of values, by content: 64 hex digits of SHA-256.

    One value has the digest that ``sha256sum`` prints. Of several, the lengths are hashed with
    the parts, so ``digest("ab", "c") != digest("a", "bc")``.
    """
    values = [part.encode() if isinstance(part, str) else part for part in parts]
    if len(values) == 1:
        return Digest(hashlib.sha256(values[0]).hexdigest())
    sha = hashlib.sha256()
    for data in values:
        sha.update(len(data).to_bytes(8, "big") + data)
    return Digest(sha.hexdigest())


def canonical(value: Json) -> bytes:
    """Serialise JSON so that equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
