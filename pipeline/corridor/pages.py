"""Pages of editions: among what stands around them, laid out, and sent through their engines.

lay out ▸ emit*      * an engine, cached
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline import proofs, surroundings, trail
from pipeline.cache import Cache
from pipeline.config import Project
from pipeline.corridor.editions import Desk, variant
from pipeline.diagnostics import Diagnostic
from pipeline.engines import fonts
from pipeline.formats import FORMATS
from pipeline.model import Artifact, Digest, Page, Release, Target, digest
from pipeline.orders import Reads
from pipeline.plugs import Copy
from pipeline.preflight import lint
from pipeline.proofs import Proofs, origins, packed, unpacked
from pipeline.surroundings import Company
from pipeline.workshop import Workshop, versions
from pipeline.world import Memory, Recorder, World


@dataclass(frozen=True, slots=True)
class Stock:
    """All that pages of a release are laid out from, and what of it is ``made`` already."""

    release: Release
    desks: list[Desk]
    markup: Mapping[str, Mapping[str, str]]
    company: Company
    made: Mapping[Target, Artifact] = field(default_factory=dict)

    def copy(self, desk: Desk, *, halved: bool = False) -> Copy:
        """Return the copy of a desk, with nothing around it yet."""
        edition = replace(desk.edition, document=desk.document)
        pictures = {**desk.pictures, **desk.halves} if halved else desk.pictures
        return Copy(edition, self.markup.get(str(desk), {}), pictures)

    def desk(self, project: Project, target: Target) -> Desk:
        """Return the desk whose edition a target shows."""
        wanted = variant(target, project.policy(target))
        return next(desk for desk in self.desks if str(desk) == wanted)


def surrounded(
    project: Project, stock: Stock, targets: list[Target]
) -> Iterator[tuple[Target, Desk, Copy]]:
    """Put every edition among its siblings and the files that are finished before it."""
    source = next((desk for desk in stock.desks if desk.source), None)
    for target in targets:
        desk, form = stock.desk(project, target), FORMATS[target.medium]
        copy = partial(stock.copy, halved=form.halved)
        original = copy(source) if source and form.paired else None
        around = surroundings.around(project, target, stock.company, stock.made)
        yield target, desk, replace(copy(desk), around=around, original=original)


def laid_out(
    copies: Iterable[tuple[Target, Desk, Copy]], shop: Workshop
) -> Iterator[tuple[Page, Reads]]:
    """Put every copy on the page of its format, with what was read for it."""
    for target, desk, copy in copies:
        watch = Recorder(shop.world, dict(desk.reads))
        yield Page(target, FORMATS[target.medium].lay_out(copy, watch, desk.theme)), watch.reads


@dataclass(frozen=True, slots=True)
class Press:
    """What the finished files are held against: their release, and what is seen on pages.

    The indexes of a site have no release.
    """

    release: Release | None = None
    proofs: Proofs = field(default_factory=Proofs)

    def finished(self, target: Target, value: bytes, world: World) -> bytes:
        """Return a file with what it was made from in it, what was seen on it noted."""
        form = FORMATS[target.medium]
        data = value
        if form.prove:
            data, self.proofs.seen[target] = unpacked(value)
        if form.enclose and data and self.release:
            return form.enclose(data, origins(self.release, target.locale, world))
        return data


def emitted(
    pages: Iterable[tuple[Page, Reads]], shop: Workshop, press: Press
) -> Iterator[Artifact]:
    """Run the engine of every page's format."""
    listed = list(pages)
    items = {_emit_key(page): page for page, _ in listed}
    with fonts.remembered(_Shelf(replace(shop.cache, shared=None))):
        made = list(shop.run("emit", _emit, items, [str(page) for page, _ in listed]))
    for (page, reads), (data, more) in zip(listed, made, strict=True):
        target = page.target
        engines = (*versions(*FORMATS[target.medium].engines), *fonts.named(page.body))
        finished = press.finished(target, data, shop.world)
        yield Artifact(target, path_of(target), finished, {**reads, **more}, engines)


def rehearsed(
    project: Project, stock: Stock, waves: Sequence[list[Target]], shop: Workshop
) -> None:
    """Make the light pages of the second of two waves as if the files of the first were there.

    Nothing is kept but what makes them quicker the next time: faces and templates. They speak of
    those files and their sizes, which are few letters of them. What fails is told when it counts.
    """
    now, *later = waves
    files = {target: Artifact(target, path_of(target), b"0") for target in now}
    there = replace(stock, made={**stock.made, **files})
    light = [t for wave in later for t in wave if not FORMATS[t.medium].prove]
    with suppress(Exception):
        for page, _ in laid_out(surrounded(project, there, light), shop):
            with trail.step("rehearse", str(page)):
                _emit(shop.world, page)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Web faces in the cache: a changed text changes few of them, and they take longest.

    A shared cache is left out of it: to ask for a face takes as long as to make it.
    """

    cache: Cache

    def recall(self, name: str) -> bytes | None:
        """Return a face that was made earlier."""
        found = self.cache.recall(_face_key(name), Memory({}))
        return found[0] if found else None

    def keep(self, name: str, face: bytes) -> None:
        """Remember a face: it reads nothing."""
        self.cache.keep(_face_key(name), {}, face, near=True)


def _face_key(name: str) -> Digest:
    return digest("face", name, *versions("fonttools", "brotli"))


def linted(project: Project, shop: Workshop, desks: list[Desk]) -> list[Diagnostic]:
    """Return what is wrong in the styles of the themes, seen without setting a page."""
    bad = proofs.severities(project, shop.world)
    chains = dict.fromkeys(desk.theme.chain for desk in desks)
    paths = [lint.sheets(chain, shop.world) for chain in chains]
    items = {digest("lint", *versions("weasyprint"), *listed): listed for listed in paths}
    made = shop.run("lint", proofs.lint, items, [f"templates/{c[0]}" for c in chains])
    return [found for value, _ in made for found in proofs.linted(value, bad)]


def path_of(target: Target) -> str:
    """Return where a target is published, below ``output/``."""
    return FORMATS[target.medium].path(target.slug, target.locale)


def _emit_key(page: Page) -> Digest:
    form = FORMATS[page.target.medium]
    parts = ("emit", form.name, form.version, form.faces(), str(page), page.body)
    return digest(*parts, *versions(*form.engines))


def _emit(world: World, page: Page) -> bytes:
    form = FORMATS[page.target.medium]
    return packed(*form.prove(page, world)) if form.prove else form.emit(page, world)
