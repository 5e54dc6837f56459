"""Editions on their way to the page: localized, their charts drawn, their texts as HTML.

localize ▸ draw* ▸ render*      * an engine, cached
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline import catalogs, languages, pictures, pseudo, surroundings, themes, tree
from pipeline.admission import theme_of
from pipeline.config import Policy, Project
from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.engines import fonts, pandoc, qr
from pipeline.engines.drawing import vega
from pipeline.formats import FORMATS
from pipeline.model import (
    Catalog,
    Chart,
    Edition,
    Json,
    Locale,
    Place,
    Release,
    Target,
    canonical,
    digest,
)
from pipeline.orders import Reads
from pipeline.stages import draw
from pipeline.stages.admit import target_of
from pipeline.stages.extract import extract
from pipeline.stages.furnish import codes, furnish
from pipeline.stages.localize import Tongue, localize
from pipeline.themes import Theme
from pipeline.workshop import Workshop, versions
from pipeline.world import Recorder, World

_DRAWN = "2"
"""Change it when the same specification would be drawn otherwise."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One edition on its way to the page, its theme, and what was read for it so far.

    ``anchored`` is the document with its anchors; ``source`` tells the edition in the language
    of the release. ``halves`` are the charts as a page of two columns shows them.
    """

    name: str
    edition: Edition
    theme: Theme
    document: Json
    anchored: Json = None
    source: bool = False
    reads: Reads = field(default_factory=dict)
    pictures: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    halves: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def localized(
    project: Project, shop: Workshop, release: Release, targets: list[Target]
) -> tuple[list[Desk], list[Diagnostic]]:
    """Make the editions that the targets need, each with its theme and pictures.

    Formats of one locale share an edition unless their policies for incomplete text differ.
    Raises ``PipelineError`` if less is translated than a policy asks.
    """
    desks: dict[str, Desk] = {}
    found: list[Diagnostic] = []
    bars: list[Diagnostic] = []
    originals = [
        replace(target, locale=release.locale)
        for target in targets
        if FORMATS[target.medium].paired
    ]
    for target in [*targets, *originals]:
        policy = project.policy(target)
        name = variant(target, policy)
        if name not in desks:
            desk, problems = _desk(release, target.locale, policy, project, shop)
            desks[name] = replace(desk, name=name)
            found += problems
        bars += _below(policy, target, release, desks[name].edition)
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


def variant(target: Target, policy: Policy) -> str:
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
        (index, chart.name, halved, sketch)
        for index, desk in enumerate(desks)
        for chart in desk.edition.charts
        for halved, sketch in _sketches(chart, desk, targets)
    ]
    subjects = [f"{desks[index]}/{name}" for index, name, *_ in sketches]
    known = (_DRAWN, *versions("vl-convert-python"), fonts.identity())
    items = {
        digest("draw", *known, subject, canonical(sketch)): sketch
        for subject, (*_, sketch) in zip(subjects, sketches, strict=True)
    }
    made = shop.run("draw", _draw, items, subjects)
    pictures = [{**desk.pictures, **_codes(desk)} for desk in desks]
    halves: list[dict[str, Mapping[str, bytes]]] = [{} for _ in desks]
    for (index, name, halved, _), (value, _) in zip(sketches, made, strict=True):
        files = {kind: base64.b64decode(data) for kind, data in json.loads(value).items()}
        (halves if halved else pictures)[index][f"charts/{name}.svg"] = files
    laid = zip(desks, pictures, halves, strict=True)
    return [replace(desk, pictures=whole, halves=half) for desk, whole, half in laid]


def _sketches(
    chart: Chart, desk: Desk, targets: list[Target]
) -> Iterator[tuple[bool, tuple[Json, bool]]]:
    """Yield what to draw of a chart, and whether it is for a page of two columns.

    There it is half as wide, and its letters are as large as elsewhere.
    """
    halved = [target for target in targets if FORMATS[target.medium].halved]
    for narrow, wanted in ((False, [t for t in targets if t not in halved]), (True, halved)):
        theme = themes.flat(desk.theme) if narrow else desk.theme
        for pixels in _pictured(chart, desk.edition, wanted):
            wide = draw.column(theme, halved=narrow)
            yield narrow, (draw.specification(chart, theme, desk.edition, wide), pixels)


def _pictured(chart: Chart, edition: Edition, targets: list[Target]) -> Iterator[bool]:
    """Yield, if a format of the release needs the picture of a chart, whether pixels are wanted.

    Word wants them where it cannot draw, and paper where a drawing reads from the right.
    """
    left = [FORMATS[target.medium] for target in targets]
    left = [form for form in left if not form.draws(chart, edition.locale)]
    if left:
        yield not all(form.marked for form in left) or languages.direction(edition.locale) == "rtl"


def rendered(
    desks: list[Desk], shop: Workshop, targets: list[Target]
) -> dict[str, Mapping[str, str]]:
    """Write the texts of every edition as HTML fragments, by edition and name."""
    marked = {target.locale for target in targets if FORMATS[target.medium].marked}
    paired = any(FORMATS[target.medium].paired for target in targets)
    shown = [d for d in desks if d.edition.locale in marked or (d.source and paired)]
    items = {
        digest("render", *versions("pypandoc_binary"), str(d), canonical(d.anchored)): d.anchored
        for d in shown
    }
    made = shop.run("render", _render, items, [str(desk) for desk in shown])
    return {str(d): json.loads(value) for d, (value, _) in zip(shown, made, strict=True)}


def _codes(desk: Desk) -> dict[str, Mapping[str, bytes]]:
    """Return the pictures of the codes of an edition: quicker made than remembered."""
    color = desk.theme.color("text")
    return {name: qr.draw(address, color) for name, address in codes(desk.document).items()}


def _draw(_world: World, sketch: tuple[Json, bool]) -> bytes:
    spec, pixels = sketch
    files = vega.draw(spec, pixels=pixels)
    return canonical({kind: base64.b64encode(data).decode() for kind, data in files.items()})


def _render(_world: World, document: Json) -> bytes:
    names = list(document["meta"])
    body = pandoc.write([document["blocks"]], "html5", Place("release.md"))
    texts = pandoc.html([document["meta"][name]["c"] for name in names], Place("release.md"))
    return canonical(dict(zip(["body", *names], [*body, *texts], strict=True)))


def _pictures(release: Release, document: Json, world: World) -> dict[str, Mapping[str, bytes]]:
    found = (n["c"][2][0] for _, n in tree.nodes(document["blocks"]) if n["t"] == "Image")
    cover = [release.cover] if release.cover else []
    return {
        target: {kind: pictures.bare(world.read(target_of(release, target)), kind)}
        for target in dict.fromkeys([*cover, *found])
        for kind in (target.rpartition(".")[2].lower(),)
    }
