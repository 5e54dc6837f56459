"""The review edition: the designed Word file of a release in one locale, ready to come back.

It is the release edition with something more in it, never another layout. Drafts are shown,
not hidden: a reviewer has to see what is to be reviewed. Law: the same project gives the same
bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline import anchors, catalogs, corridor, inlines
from pipeline.admission import admitted
from pipeline.catalogs.reading import opened
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic
from pipeline.formats import docx
from pipeline.model import (
    Catalog,
    Locale,
    Medium,
    Release,
    Segment,
    Slug,
    Target,
    Translation,
    digest,
)
from pipeline.plugs import Copy
from pipeline.releases import Manuscript
from pipeline.review import base as bases
from pipeline.review.dressing import Dress, closed, dressed
from pipeline.review.marking import PREFIX, ended, marked, unit_id
from pipeline.review.nouns import Base, Identity, State, Unit
from pipeline.review.reading import read
from pipeline.segments import segments
from pipeline.stages import draw
from pipeline.stages.furnish import furnish
from pipeline.workshop import Workshop
from pipeline.world import World, exists

_WORD: Medium = "docx"


@dataclass(frozen=True, slots=True)
class Request:
    """Which edition is wanted; ``protected`` allows tracked edits only.

    ``silent`` leaves our comments out.
    """

    slug: Slug
    locale: Locale
    protected: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Original:
    """What an edition is made of: the release, its labels, its catalog and their digests."""

    manuscript: Manuscript
    catalog: Catalog
    identity: Identity

    @property
    def release(self) -> Release:
        """The release itself."""
        return self.manuscript.release

    @property
    def source(self) -> Locale:
        """The language that the release is written in."""
        return self.manuscript.release.locale

    @property
    def foreign(self) -> bool:
        """Whether the edition is a translation."""
        return self.catalog.locale != self.release.locale


@dataclass(frozen=True, slots=True)
class Made:
    """A review edition: its bytes, what was exported in it, and what could not be shown."""

    data: bytes
    base: Base
    problems: tuple[Diagnostic, ...] = ()


def original(project: Project, shop: Workshop, slug: Slug, locale: Locale) -> Original:
    """Return the release and its catalog as they stand; raise PipelineError if they are broken."""
    manuscript = admitted(project, shop, (slug,))[0]
    catalog = catalogs.load(shop.world, slug, locale)
    path = catalogs.path_of(slug, locale)
    said = _digest(shop.world, path) if locale != manuscript.release.locale else bases.NONE
    source = _digest(shop.world, manuscript.release.path)
    return Original(manuscript, catalog, Identity(slug, locale, source, said))


def made(project: Project, shop: Workshop, request: Request) -> Made:
    """Return the review edition of a release in a locale."""
    found = original(project, shop, request.slug, request.locale)
    raw, problems = _designed(project, shop, found)
    listed = tuple(units(found))
    said = {} if request.silent else dict(_told(found, listed, shop.world))
    dress = Dress(found.identity, said, found.release.date, request.protected)
    parts = dressed(raw, dress)
    paragraphs = read(parts).paragraphs
    comments = tuple("\n".join(lines) for lines in said.values())
    base = Base(found.identity, listed, paragraphs, comments)
    return Made(closed(parts, base), base, problems)


def units(found: Original) -> Iterator[Unit]:
    """Yield the texts of a release that stand on a page, in reading order."""
    for name, piece in sited(found.release).items():
        yield _unit(piece, name, found)


def sited(release: Release) -> dict[str, Segment]:
    """Return the texts of a release that stand on a page, by the ids of their units.

    The description of a picture is none of the paragraph's letters, and has an id of its own.
    """
    pieces = list(segments(release.document))
    names = anchors.names(pieces)
    found = {unit_id(names[p.address]): p for p in pieces if p.address in names}
    for piece in pieces:
        if piece.role == "alt" and piece.address not in names:
            found.setdefault(f"ta{digest(inlines.encode(piece.inlines))[:8]}", piece)
    return found


def _unit(piece: Segment, name: str, found: Original) -> Unit:
    text = inlines.encode(piece.inlines)
    place = found.release.place(piece.address)
    entry = found.catalog.entries.get((piece.context, text)) if found.foreign else None
    state = state_of(entry) if found.foreign else "source"
    was = entry.text if entry else ""
    return Unit(name, piece.role, piece.context, text, was, state, place)


def state_of(entry: Translation | None) -> State:
    """Return the state of a message whose entry in a catalog this is."""
    if entry is None or not entry.text:
        return "new"
    return "fuzzy" if entry.fuzzy else "translated"


def _designed(
    project: Project, shop: Workshop, found: Original
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the Word file of an edition with bookmarks around its texts."""
    locale, slug = found.catalog.locale, found.release.slug
    policy = {**project.incomplete, locale: {"show": "stale"}}
    shown = replace(project, incomplete=policy)
    target = Target(slug, locale, _WORD)
    desks, problems = corridor.localized(shown, shop, found.release, [target])
    desk = corridor.drawn(desks, shop, [target])[0]
    anchored = draw.place(desk.edition, ended(desk.edition.anchored))
    document = furnish(anchored, desk.edition)
    copy = Copy(replace(desk.edition, document=document), {}, desk.pictures)
    plan = json.loads(docx.DOCX.lay_out(copy, shop.world, desk.theme))
    return docx.made(plan | {"document": marked(plan["document"])}, PREFIX), tuple(problems)


def _told(
    found: Original, listed: tuple[Unit, ...], world: World
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the comment of each text: its state, its source, what translators wrote of it."""
    if not found.foreign:
        return
    comments = commented(found, world)
    states = {"fuzzy": "Draft: not confirmed yet.", "new": "Not translated yet."}
    for unit in listed:
        state = [states[unit.state]] if unit.state in states else []
        yield unit.id, (*state, unit.text, *comments.get(unit.key, ()))


def commented(found: Original, world: World) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return what translators wrote beside each message of a catalog."""
    path = catalogs.path_of(found.release.slug, found.catalog.locale)
    if not exists(world, path):
        return {}
    entries = opened(world.read(path), path).entries
    return {entry.key: tuple(filter(None, entry.comments)) for entry in entries}


def _digest(world: World, path: str) -> str:
    return digest(world.read(path))[:16] if exists(world, path) else bases.NONE
