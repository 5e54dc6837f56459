"""The walk of one task, from a release to its finished files in one locale.

    parse* ▸ admit ▸ localize ▸ render* ▸ draw* ▸ lay out ▸ emit*      * an engine, cached

Forward only: every target passes every stage once. Between engines all is pure and takes
milliseconds, so only engines are remembered.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial

from pipeline import admission, releases, site, surroundings
from pipeline.config import Project
from pipeline.corridor.editions import Desk, drawn, localized, rendered
from pipeline.corridor.pages import (
    Press,
    Stock,
    emitted,
    laid_out,
    linted,
    path_of,
    rehearsed,
    surrounded,
)
from pipeline.model import Json
from pipeline.orders import Order, Sheaf
from pipeline.web import feeds
from pipeline.workshop import Workshop

__all__ = [
    "Desk",
    "Press",
    "Stock",
    "drawn",
    "emitted",
    "laid_out",
    "linted",
    "localized",
    "path_of",
    "rendered",
    "surround",
    "surrounded",
    "walk",
]


def walk(order: Order, shop: Workshop) -> Sheaf:
    """Make what is ordered; raise ``PipelineError`` with what stands in the way."""
    project = order.project
    packed = order.manuscript or admission.packed(project, shop, order.card.path)
    release = releases.unpacked(packed).release
    wish = replace(order.wish, slugs=(), locales=(order.locale,))
    targets = surroundings.wanted(surroundings.promised(project, [release]), wish)
    desks, found = localized(project, shop, release, targets)
    markup = rendered(desks, shop, targets)
    desks = drawn(desks, shop, targets)  # the drawer has had time to start
    company = surroundings.company(project, release, order.card.spoken)
    stock, press = Stock(release, desks, markup, company), Press(release)
    waves = list(surroundings.waves(targets))
    for number, wave in enumerate(waves):
        copies = surrounded(project, stock, wave)
        shop.idle = partial(rehearsed, project, stock, waves[number : number + 2], shop)
        made = {a.target: a for a in emitted(laid_out(copies, shop), shop, press)}
        stock = replace(stock, made={**stock.made, **made})
    found += linted(project, shop, desks if markup else [])
    editions = {target: stock.desk(project, target).edition for target in targets}
    themes = {target: stock.desk(project, target).theme for target in targets}
    told = {t: (e, themes[t].name, themes[t].tokens["color"]) for t, e in editions.items()}
    verdicts = tuple(press.proofs.read(release, told))
    artifacts = tuple(stock.made[target] for target in targets)
    if not order.site:
        return Sheaf(artifacts, tuple(found), verdicts)
    entries = (site.entry(t, edition, company) for t, edition in editions.items())
    listed = tuple(asdict(entry) for entry in entries if entry)
    return Sheaf(tuple(site.unpacked(artifacts, shop)), tuple(found), verdicts, listed)


def surround(project: Project, shop: Workshop, entries: tuple[Json, ...]) -> Sheaf:
    """Make what stands around the pages of a site."""
    listed = [feeds.Entry(**entry) for entry in entries]
    return Sheaf(site.around(project, listed, shop, lambda pages: emitted(pages, shop, Press())))
