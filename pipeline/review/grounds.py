"""What an import stands on: the project as it is now, and what was exported then.

What was exported is found by the name of its build: beside the project, else in the file
itself, else it is made once more if nothing has changed since. Law: an edition that was
exported here is found here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline import inlines
from pipeline.admission import parsed
from pipeline.config import Project
from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Place, Segment
from pipeline.review import base as bases
from pipeline.review import edition, tabling
from pipeline.review.edition import Original
from pipeline.review.nouns import Base, Identity, Reading, Unit
from pipeline.review.speech import Speech, spoken
from pipeline.segments import segments
from pipeline.workshop import Workshop
from pipeline.world import exists

STORE = ".diglot/review"
"""Where what was exported lies beside the project, by the name of its build."""

_AGAIN = "export the edition once more, and copy the edits into it"


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is wanted: whose tracked changes are taken, everybody's if none is named.

    ``tracked`` leaves edits alone that were not tracked; ``draft`` enters translations as fuzzy;
    ``base`` is what was exported, if the file may not say it itself.
    """

    authors: frozenset[str] = frozenset()
    tracked: bool = False
    draft: bool = False
    base: bytes = b""


@dataclass(frozen=True, slots=True)
class Ground:
    """All that decides what an edit becomes.

    ``pieces`` are the texts of the release now, by the ids of their units, and ``like`` by their
    keys; ``notes`` is what should be said of the base. ``recounted`` are the keys of texts that
    stand in more or fewer places now than when the file was exported.
    """

    path: str
    project: Project
    shop: Workshop
    found: Original
    base: Base
    speech: Speech
    native: Speech
    pieces: Mapping[str, Segment]
    like: Mapping[tuple[str, str], Segment]
    options: Options = field(default_factory=Options)
    notes: tuple[str, ...] = ()
    recounted: frozenset[tuple[str, str]] = frozenset()

    def piece(self, unit: Unit) -> Segment | None:
        """Return the text of a unit in the release now, or nothing if it is gone."""
        return self.pieces.get(unit.id) or self.like.get(unit.key)

    def place(self, unit: Unit | None) -> Place:
        """Return where the text of a unit stands in the release now, or the release."""
        piece = self.piece(unit) if unit else None
        release = self.found.release
        return release.place(piece.address) if piece else Place(release.path)


def ground(
    project: Project,
    shop: Workshop,
    file: tuple[str, Reading, Reading],
    options: Options = Options(),
) -> Ground:
    """Return what a file that was read stands on; raise ``PipelineError`` if it stands on nothing.

    ``file`` is its path, what it says with its tracked changes, and what without.
    """
    path, reading, original = file
    base, notes = _exported(options) or _base(project, shop, reading, original)
    if base is None:
        raise _baseless(reading, path)
    found = _ours(project, shop, base.identity, path)
    speech, native = spoken(found, project)
    pieces = edition.sited(found.release)
    whole = reversed(list(segments(found.release.document)))
    like = {(p.context, inlines.encode(p.inlines)): p for p in whole}
    then = Counter(unit.key for unit in base.units)
    now = Counter((p.context, inlines.encode(p.inlines)) for p in pieces.values())
    recounted = frozenset(key for key, count in then.items() if count != now[key])
    return Ground(
        path, project, shop, found, base, speech, native, pieces, like, options, notes, recounted
    )


def _baseless(reading: Reading, path: str) -> PipelineError:
    hint = "add --base FILE, the review edition as it was exported"
    if not reading.build and bases.identified(reading.identity) is None:
        message = "the file is no review edition: it has neither build property nor bookmarks"
        return fatal("no-review-edition", Place(path), message, hint)
    message = f"what was exported as build {reading.build} is neither in the file nor here"
    return fatal("unknown-base", Place(path), message, hint)


_FROM_TRACKS = (
    "what was exported is neither in the file nor under .diglot/review; "
    "the text before tracked changes stands in for it, and only tracked edits are seen",
)


def _exported(options: Options) -> tuple[Base | None, tuple[str, ...]] | None:
    """Return the base that somebody named; raise ``PipelineError`` if it is none."""
    if not options.base:
        return None
    try:
        return bases.unpacked(options.base), ()
    except ValueError as reason:
        message = f"this is no review edition as it was exported: {reason}"
        raise fatal("unknown-base", Place("--base"), message, _AGAIN) from reason


def _base(
    project: Project, shop: Workshop, reading: Reading, original: Reading
) -> tuple[Base | None, tuple[str, ...]]:
    """Return what was exported, and what should be said of it; nothing if it is lost."""
    identity = bases.identified(reading.identity)
    for data in _found(shop, reading, identity):
        try:
            base = bases.unpacked(data)
        except ValueError:
            continue
        if base.identity.build in (reading.build, identity and identity.build):
            return base, ()
    if identity is None or not _known(project, shop, identity):
        return None, ()
    request = edition.Request(identity.slug, identity.locale)
    now = edition.original(project, shop, identity.slug, identity.locale)
    if replace(now.identity, kind=identity.kind) == identity:
        maker = tabling if identity.kind == "table" else edition
        return maker.made(project, shop, request).base, ()
    return _tracked(now, identity, original), _FROM_TRACKS


def _found(shop: Workshop, reading: Reading, identity: Identity | None) -> Iterator[bytes]:
    """Yield what may be the base: what lies here is trusted more than what came along."""
    for name in dict.fromkeys(filter(None, (reading.build, identity and identity.build))):
        path = f"{STORE}/{name}.json"
        if exists(shop.world, path):
            yield shop.world.read(path)
    if reading.base:
        yield reading.base


def _known(project: Project, shop: Workshop, identity: Identity) -> bool:
    slugs = {manuscript.release.slug for manuscript in parsed(project, shop)}
    return identity.slug in slugs and identity.locale in project.locales


def _tracked(found: Original, identity: Identity, original: Reading) -> Base | None:
    """Return a base from the text that stood before tracked changes; a table has none."""
    if identity.kind == "table":
        return None
    return Base(identity, tuple(edition.units(found)), original.paragraphs)


def _ours(project: Project, shop: Workshop, identity: Identity, path: str) -> Original:
    """Return the release that a file is of; raise if it or its language is none of ours."""
    if identity.locale not in project.locales:
        listed = ", ".join(project.locales)
        message = f"the file is in `{identity.locale}`; the project has {listed}"
        raise fatal("wrong-language", Place(path), message, _AGAIN)
    try:
        return edition.original(project, shop, identity.slug, identity.locale)
    except PipelineError as reason:
        if all(told.rule != "unknown-release" for told in reason.diagnostics):
            raise
        message = f"the file is of release `{identity.slug}`, which this project does not have"
        hint = "import it where it was exported"
        raise fatal("wrong-release", Place(path), message, hint) from reason


def unknown(author: str, known: tuple[str, ...], path: str) -> Exception:
    """Return the error for an author who changed nothing in a file."""
    listed = ", ".join(f"`{name}`" for name in known) or "nobody"
    message = f"`{author}` changed nothing in the file; tracked changes are by {listed}"
    return fatal("unknown-author", Place(path), message, "write the name as Word shows it")
