"""The walk from ``sources/<slug>/release.md`` to ``output/<slug>/<locale>/<slug>.*``.

    parse* ▸ admit ▸ localize ▸ draw* ▸ render* ▸ lay out ▸ emit*      * an engine, cached

Forward only: every target passes every stage once. Between engines all is pure and takes
milliseconds, so only engines are remembered and only engines are spread over processes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline import catalogs, languages, proofs, pseudo, site, surroundings, tree
from pipeline.admission import admitted, parsed, theme_of
from pipeline.config import EDITIONS, Policy, Project
from pipeline.diagnostics import Diagnostic, PipelineError, Severity, error
from pipeline.engines import fonts, pandoc, qr, vega
from pipeline.executors import FEW, serial
from pipeline.formats import FORMATS
from pipeline.model import (
    Artifact,
    Catalog,
    Chart,
    Digest,
    Edition,
    Json,
    Locale,
    Medium,
    Page,
    Place,
    Release,
    Slug,
    Target,
    canonical,
    digest,
)
from pipeline.plugs import Copy
from pipeline.preflight import lint
from pipeline.proofs import Proofs, origins, packed, unpacked
from pipeline.releases import Manuscript
from pipeline.stages import draw
from pipeline.stages.admit import target_of
from pipeline.stages.extract import extract
from pipeline.stages.furnish import codes, furnish
from pipeline.stages.localize import Tongue, localize
from pipeline.standing import Product, Reads, Wish
from pipeline.themes import Theme
from pipeline.workshop import Workshop, versions
from pipeline.world import Recorder, World

ON_REQUEST: tuple[Medium, ...] = ("print", *EDITIONS["parallel"])
"""Formats that are made when somebody asks, and stay when others are made."""

_DRAWN = "2"
"""Change it when the same specification would be drawn otherwise."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One edition on its way to the page, its theme, and what was read for it so far.

    ``anchored`` is the document with its anchors; ``source`` tells the edition in the language
    of the release.
    """

    name: str
    edition: Edition
    theme: Theme
    document: Json
    anchored: Json = None
    source: bool = False
    reads: Reads = field(default_factory=dict)
    pictures: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def build(project: Project, shop: Workshop, wish: Wish = Wish()) -> Product:  # noqa: B008
    """Make every target; the same project gives the same bytes on any executor.

    Raises ``PipelineError`` with every problem of the project at once.
    """
    watch = Recorder(shop.world)
    inside = replace(shop, world=watch)
    wish = Wish() if project.is_site and (not wish.formats or "html" in wish.formats) else wish
    manuscripts = admitted(project, inside, wish.slugs)
    releases = [manuscript.release for manuscript in manuscripts]
    asked = replace(project, formats=_more(project, wish.formats))
    wanted = surroundings.wanted(surroundings.promised(asked, releases), wish)
    desks, found = localized(project, inside, manuscripts, wanted)
    desks = drawn(desks, inside, wanted)
    markup = rendered(desks, inside, wanted)
    made: dict[Target, Artifact] = {}
    seen = Proofs()
    sources = {release.slug: release for release in releases}
    for wave in surroundings.waves(wanted):
        copies = surrounded(project, inside, Stock(releases, desks, markup, made), wave)
        for artifact in emitted(laid_out(copies, inside), inside, Press(sources, seen)):
            made[artifact.target] = artifact
    reads = {**watch.reads, **inside.reads}
    for artifact in made.values():
        reads.update(artifact.inputs)
    found += linted(project, inside, desks if markup else [])
    found += _proofed(project, inside, Stock(releases, desks, markup, made), seen)
    stays = replace(project, formats=_more(project, ON_REQUEST))
    everything = surroundings.promised(stays, [m.release for m in parsed(project, inside)])
    products = tuple(made[target] for target in wanted)
    promised = tuple(map(path_of, everything))
    if project.is_site and wish == Wish():
        shown = {target: desk.edition for target, desk in _desks(project, desks, wanted)}
        contents = site.Contents(products, shown, tuple(releases))
        products = site.made(
            project, contents, inside, lambda pages: emitted(pages, inside, Press({}, seen))
        )
        promised += tuple(artifact.path for artifact in products if not artifact.target.slug)
        reads |= inside.reads
    return Product(products, promised, tuple(found), reads)


def _desks(
    project: Project, desks: list[Desk], targets: list[Target]
) -> Iterator[tuple[Target, Desk]]:
    by_name = {str(desk): desk for desk in desks}
    for target in targets:
        yield target, by_name[_variant(target, project.policy(target))]


def _more(project: Project, formats: Iterable[str]) -> tuple[Medium, ...]:
    more = (FORMATS[name].name for name in formats if name in FORMATS)
    return tuple(dict.fromkeys((*project.formats, *more)))


def linted(project: Project, shop: Workshop, desks: list[Desk]) -> list[Diagnostic]:
    """Return what is wrong in the styles of the themes, seen without setting a page."""
    bad = proofs.severities(project, shop.world)
    chains = dict.fromkeys(desk.theme.chain for desk in desks)
    paths = [lint.sheets(chain, shop.world) for chain in chains]
    items = {digest("lint", *versions("weasyprint"), *listed): listed for listed in paths}
    made = shop.run("lint", proofs.lint, items, [f"templates/{c[0]}" for c in chains])
    return [found for value, _ in made for found in proofs.linted(value, bad)]


def _proofed(project: Project, shop: Workshop, stock: Stock, seen: Proofs) -> list[Diagnostic]:
    """Return what was seen on the pages; raise it if the house calls any of it an error."""
    by_slug = {release.slug: release for release in stock.releases}
    editions = {
        target: (by_slug[target.slug], desk.edition)
        for target, desk in _desks(project, stock.desks, list(stock.made))
    }
    found = list(seen.told(project, shop.world, editions))
    if any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        raise PipelineError(*found)
    return found


def path_of(target: Target) -> str:
    """Return where a target is published, below ``output/``."""
    return FORMATS[target.medium].path(target.slug, target.locale)


def localized(
    project: Project, shop: Workshop, manuscripts: list[Manuscript], targets: list[Target]
) -> tuple[list[Desk], list[Diagnostic]]:
    """Make the editions that the targets need, each with its theme and pictures.

    Formats of one locale share an edition unless their policies for incomplete text differ.
    Raises ``PipelineError`` if less is translated than a policy asks.
    """
    by_slug = {m.release.slug: m.release for m in manuscripts}
    desks: dict[str, Desk] = {}
    found: list[Diagnostic] = []
    bars: list[Diagnostic] = []
    originals = [
        replace(target, locale=by_slug[target.slug].locale)
        for target in targets
        if FORMATS[target.medium].paired
    ]
    for target in [*targets, *originals]:
        policy = project.policy(target)
        name = _variant(target, policy)
        if name not in desks:
            desk, problems = _desk(by_slug[target.slug], target.locale, policy, project, shop)
            desks[name] = replace(desk, name=name)
            found += problems
        bars += _below(policy, target, by_slug[target.slug], desks[name].edition)
    if bars:
        raise PipelineError(*dict.fromkeys(bars))
    return list(desks.values()), sorted(set(found), key=lambda d: (d.place, d.message))


def _desk(
    release: Release, locale: Locale, policy: Policy, project: Project, shop: Workshop
) -> tuple[Desk, tuple[Diagnostic, ...]]:
    watch = Recorder(shop.world)
    watch.read(release.path)
    tongue = Tongue(
        _catalog(release, locale, watch),
        project.formatted(locale),
        surroundings.words(watch, locale),
        policy.show,
        project.formatted(release.locale),
    )
    edition, problems = localize(release, tongue)
    theme = theme_of(release, project, watch)
    pictures = _pictures(release, edition.document, watch)
    document = furnish(draw.place(edition), edition)
    anchored = furnish(draw.place(edition, edition.anchored), edition)
    source = locale == release.locale
    desk = Desk(str(edition), edition, theme, document, anchored, source, watch.reads, pictures)
    return desk, problems


def _catalog(release: Release, locale: Locale, world: World) -> Catalog:
    if languages.pseudo(locale):
        return pseudo.catalog(extract(release))
    return catalogs.load(world, release.slug, locale)


def _variant(target: Target, policy: Policy) -> str:
    """Return the name of the edition that a target shows: ``slug/locale``, and its policy."""
    plain = policy.show in ("source", "fail")
    return f"{target.slug}/{target.locale}" + ("" if plain else f" ({policy.show})")


def _below(
    policy: Policy, target: Target, release: Release, edition: Edition
) -> Iterator[Diagnostic]:
    bar = 100 if policy.show == "fail" else policy.min
    if not bar or not edition.missing:
        return
    total = len(extract(release))
    percent = 100 * (total - len(edition.missing)) // total
    if percent < bar:
        path = catalogs.path_of(target.slug, target.locale)
        message = f"{target.medium}: {percent} % is translated, {bar} % is the bar"
        hint = "translate the rest, or lower the bar under [incomplete] in diglot.toml"
        yield error("incomplete-text", Place(path), message, hint)


def drawn(desks: list[Desk], shop: Workshop, targets: list[Target]) -> list[Desk]:
    """Draw the charts that a target needs and lay them beside the edition's other pictures."""
    sketches = [
        (index, chart.name, draw.specification(chart, desk.theme, desk.edition))
        for index, desk in enumerate(desks)
        for chart in desk.edition.charts
        if _pictured(chart, desk.edition, targets)
    ]
    subjects = [f"{desks[index]}/{name}" for index, name, _ in sketches]
    known = (_DRAWN, *versions("vl-convert-python"), fonts.identity())
    items = {
        digest("draw", *known, subject, canonical(spec)): spec
        for subject, (_, _, spec) in zip(subjects, sketches, strict=True)
    }
    made = shop.run("draw", _draw, items, subjects)
    pictures = [{**desk.pictures, **_codes(desk)} for desk in desks]
    for (index, name, _), (value, _) in zip(sketches, made, strict=True):
        files = {kind: base64.b64decode(data) for kind, data in json.loads(value).items()}
        pictures[index][f"charts/{name}.svg"] = files
    return [replace(desk, pictures=laid) for desk, laid in zip(desks, pictures, strict=True)]


def _pictured(chart: Chart, edition: Edition, targets: list[Target]) -> bool:
    """Tell whether a format of the edition's release needs the picture of a chart."""
    media = {t.medium for t in targets if t.slug == edition.slug}
    return not all(FORMATS[medium].draws(chart, edition.locale) for medium in media)


def rendered(
    desks: list[Desk], shop: Workshop, targets: list[Target]
) -> dict[str, Mapping[str, str]]:
    """Write the texts of every edition as HTML fragments, by edition and name."""
    marked = {(t.slug, t.locale) for t in targets if FORMATS[t.medium].marked}
    sources = {t.slug for t in targets if FORMATS[t.medium].paired}
    shown = [
        d
        for d in desks
        if (d.edition.slug, d.edition.locale) in marked or (d.source and d.edition.slug in sources)
    ]
    items = {
        digest("render", *versions("pypandoc_binary"), str(d), canonical(d.anchored)): d.anchored
        for d in shown
    }
    made = shop.run("render", _render, items, [str(desk) for desk in shown])
    return {str(d): json.loads(value) for d, (value, _) in zip(shown, made, strict=True)}


@dataclass(frozen=True, slots=True)
class Stock:
    """All that pages are laid out from: editions, their markup, and what is finished already."""

    releases: list[Release]
    desks: list[Desk]
    markup: Mapping[str, Mapping[str, str]]
    made: Mapping[Target, Artifact]

    def copy(self, desk: Desk) -> Copy:
        """Return the copy of a desk, with nothing around it yet."""
        edition = replace(desk.edition, document=desk.document)
        return Copy(edition, self.markup.get(str(desk), {}), desk.pictures)


def surrounded(
    project: Project, shop: Workshop, stock: Stock, targets: list[Target]
) -> Iterator[tuple[Target, Desk, Copy]]:
    """Put every edition among its siblings and the files that are finished before it."""
    company = {r.slug: surroundings.company(project, r, shop.world) for r in stock.releases}
    by_name = {str(desk): desk for desk in stock.desks}
    sources = {desk.edition.slug: desk for desk in stock.desks if desk.source}
    for target in targets:
        desk = by_name[_variant(target, project.policy(target))]
        original = stock.copy(sources[target.slug]) if FORMATS[target.medium].paired else None
        around = surroundings.around(project, target, company[target.slug], stock.made)
        yield target, desk, replace(stock.copy(desk), around=around, original=original)


def laid_out(
    copies: Iterable[tuple[Target, Desk, Copy]], shop: Workshop
) -> Iterator[tuple[Page, Reads]]:
    """Put every copy on the page of its format, with what was read for it."""
    for target, desk, copy in copies:
        watch = Recorder(shop.world, dict(desk.reads))
        yield Page(target, FORMATS[target.medium].lay_out(copy, watch, desk.theme)), watch.reads


@dataclass(frozen=True, slots=True)
class Press:
    """What the finished files are held against: releases by slug, and what is seen on pages."""

    releases: Mapping[Slug, Release]
    proofs: Proofs

    def finished(self, target: Target, value: bytes, world: World) -> bytes:
        """Return a file with what it was made from in it, what was seen on it noted."""
        form = FORMATS[target.medium]
        data = value
        if form.prove:
            data, self.proofs.seen[target] = unpacked(value)
        if form.enclose and data:
            return form.enclose(data, origins(self.releases[target.slug], target.locale, world))
        return data


def emitted(
    pages: Iterable[tuple[Page, Reads]], shop: Workshop, press: Press
) -> Iterator[Artifact]:
    """Run the engine of every page's format."""
    listed = list(pages)
    items = {_emit_key(page): page for page, _ in listed}
    light = len(items) <= FEW and not any(FORMATS[p.target.medium].prove for p, _ in listed)
    shop = replace(shop, execute=serial) if light else shop
    made = shop.run("emit", _emit, items, [str(page) for page, _ in listed])
    for (page, reads), (data, more) in zip(listed, made, strict=True):
        target = page.target
        engines = versions(*FORMATS[target.medium].engines)
        finished = press.finished(target, data, shop.world)
        yield Artifact(target, path_of(target), finished, {**reads, **more}, engines)


def _emit_key(page: Page) -> Digest:
    form = FORMATS[page.target.medium]
    parts = ("emit", form.name, form.version, form.faces(), str(page), page.body)
    return digest(*parts, *versions(*form.engines))


def _codes(desk: Desk) -> dict[str, Mapping[str, bytes]]:
    """Return the pictures of the codes of an edition: quicker made than remembered."""
    color = desk.theme.color("text")
    return {name: qr.draw(address, color) for name, address in codes(desk.document).items()}


def _draw(_world: World, spec: Json) -> bytes:
    files = vega.draw(spec)
    return canonical({kind: base64.b64encode(data).decode() for kind, data in files.items()})


def _render(_world: World, document: Json) -> bytes:
    names = list(document["meta"])
    body = pandoc.write([document["blocks"]], "html5", Place("release.md"))
    texts = pandoc.html([document["meta"][name]["c"] for name in names], Place("release.md"))
    return canonical(dict(zip(["body", *names], [*body, *texts], strict=True)))


def _emit(world: World, page: Page) -> bytes:
    form = FORMATS[page.target.medium]
    return packed(*form.prove(page, world)) if form.prove else form.emit(page, world)


def _pictures(release: Release, document: Json, world: World) -> dict[str, Mapping[str, bytes]]:
    found = (n["c"][2][0] for _, n in tree.nodes(document["blocks"]) if n["t"] == "Image")
    cover = [release.cover] if release.cover else []
    return {
        target: {target.rpartition(".")[2].lower(): world.read(target_of(release, target))}
        for target in dict.fromkeys([*cover, *found])
    }
