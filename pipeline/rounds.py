"""The two rounds of a build: releases let in, then each of them made in each locale.

What an earlier build has done is recalled; the rest goes through the executor as tasks, each
made when there is room for it. What comes back is written into the cache here, and only here.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from pipeline import standing
from pipeline.config import MEDIA, Project
from pipeline.diagnostics import Diagnostic, PipelineError
from pipeline.executors import FEW, Ahead, Executor, Loss, serial
from pipeline.model import Artifact, Json, Locale, Slug
from pipeline.orders import Card, Order, Sheaf, Wish
from pipeline.shards import Shard
from pipeline.standing import Kept, Row
from pipeline.tasks import ADMITTED, Admission, Done, Maker, Making, Surrounding, prepared
from pipeline.workshop import Step, Workshop, lost
from pipeline.world import Recorder

T = TypeVar("T")
RELEASES = "sources/*/release.md"
CHART = b".chart"
"""What the text of a release has where there is a chart, and seldom elsewhere."""

_SWEPT = 64
"""After so many tasks the coordinator looks for cycles: what it holds is small and lasts."""

Stands = Callable[[Sequence[Row], Sequence[str]], Sequence[Row]]
"""Tells which of some files, and of all that are promised, have to be published still."""


def all_of_them(rows: Sequence[Row], _promised: Sequence[str]) -> Sequence[Row]:
    """Return all rows: nothing stands."""
    return rows


@dataclass(frozen=True, slots=True)
class Run:
    """One build: the project, the tools, what is wished for, and what stands already."""

    project: Project
    shop: Workshop
    wish: Wish = field(default=Wish())
    stands: Stands = all_of_them
    shard: Shard = field(default=Shard())

    @property
    def site(self) -> bool:
        """Whether pages are made for a site, which is made whole."""
        return self.project.is_site and (not self.wish.formats or "html" in self.wish.formats)

    @property
    def locales(self) -> tuple[Locale, ...]:
        """The locales to make, in the order of the project."""
        wanted = () if self.site else self.wish.locales
        return tuple(x for x in self.project.locales if not wanted or x in wanted)

    @property
    def maker(self) -> Maker:
        """What does the tasks of this run, here or elsewhere."""
        world = self.shop.world
        inner = world.inner if isinstance(world, Recorder) else world
        return Maker(inner, self.shop.cache.folder, self.shop.cache.shared)

    def order(self, card: Card, locale: Locale) -> Order:
        """Return the order for a release in a locale; its manuscript is added when it is due."""
        formats = () if self.site else self.wish.formats
        more = (name for name in MEDIA if name in formats)
        media = tuple(dict.fromkeys((*self.project.formats, *more)))
        project = replace(self.project, formats=media)
        return Order(project, Wish(formats=formats), card, locale, site=self.site)


@dataclass(frozen=True, slots=True)
class Part:
    """A release in one locale, done: its files, those of them at hand, or what is wrong."""

    kept: Kept = field(default=Kept())
    hand: tuple[Artifact, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    fault: Exception | None = None


def admitted(run: Run) -> list[Card]:
    """Return the cards of the releases that are wished for, in the order of their folders.

    Those that were refused say why. Raises ``PipelineError`` if one that is wished for is not
    there.
    """
    paths = [path for path in run.shop.world.glob(RELEASES) if run.shard.holds(path)]
    cards = {path: card for path in paths if (card := standing.card(run.shop, path))}
    wanted = () if run.site else run.wish.slugs
    due = [path for path in paths if path not in cards]
    if wanted:
        named = [path for path in due if path.split("/")[-2] in wanted]
        cards |= _let_in(run, named)
        known = {card.slug for card in cards.values()}
        due = [path for path in due if path not in cards] if set(wanted) - known else []
    cards |= _let_in(run, due)
    chosen = [c for path in paths if (c := cards.get(path)) and (not wanted or c.slug in wanted)]
    if lost := set(wanted) - {card.slug for card in chosen}:
        from pipeline.admission import unknown  # rarely asked

        found = list(unknown(tuple(s for s in wanted if s in lost), (), run.shop.world))
        raise PipelineError(*found, *(p for card in chosen for p in card.problems))
    return _apart(chosen)


def made(run: Run, cards: Iterable[Card]) -> Iterator[tuple[Card, Locale, Part]]:
    """Yield every release in every locale, those that nothing changed for first."""
    due: list[Order] = []
    for card in cards:
        for locale in run.locales:
            order = run.order(card, locale)
            if kept := standing.sheaf(run.shop, standing.named(order)):
                recall_steps(run.shop, kept)
                yield card, locale, Part(kept)
            else:
                due.append(order)
    tasks = (Making(_supplied(run, order)) for order in due)
    for number, (task, done) in enumerate(_executor(run, due)(run.maker, tasks), start=1):
        yield task.order.card, task.order.locale, _received(run, task, done)
        if number % _SWEPT == 0:
            gc.collect()


def remade(run: Run, card: Card, locale: Locale) -> tuple[Artifact, ...]:
    """Return the files of a release in a locale, whose bytes were lost, made anew."""
    task = Making(_supplied(run, run.order(card, locale)))
    part = _received(run, task, run.maker(task))
    if part.problems:
        raise PipelineError(*part.problems)
    return part.hand


def surrounded(run: Run, entries: tuple[Json, ...]) -> Part:
    """Return what stands around the pages of a site."""
    name = standing.around(entries)
    if kept := standing.sheaf(run.shop, name):
        recall_steps(run.shop, kept)
        return Part(kept)
    done = run.maker(Surrounding(run.project, entries))
    _keep(run.shop, done)
    if done.value is None:
        raise PipelineError(*done.problems)
    return Part(standing.keep_sheaf(run.shop, name, done.value, done.reads), done.value.artifacts)


def recall_steps(shop: Workshop, kept: Kept) -> None:
    """Tell that files were recalled."""
    _tell(shop, (Step("emit", str(row.target), recalled=True) for row in kept.rows))


def _let_in(run: Run, paths: Sequence[str]) -> dict[str, Card]:
    """Have releases read and admitted; a few of them here, while workers start."""
    if not paths:
        return {}
    few = len(paths) <= FEW
    expected = sum(_expected(run, path) for path in paths) if few else len(paths)
    run.shop.execute.warm(expected, _ahead(run, paths[:FEW], few=few))
    execute = serial if few else run.shop.execute
    cards: dict[str, Card] = {}
    for task, done in execute(run.maker, [Admission(run.project, path) for path in paths]):
        if isinstance(done, Loss):
            done = Done(None, (lost(done, task.path, "parse"),))
        if isinstance(done, Exception):
            raise done
        _keep(run.shop, done)
        card = done.value or Card(
            task.path, Slug(task.path.split("/")[-2]), problems=done.problems
        )
        if not card.problems:
            standing.keep_card(run.shop, card, done.reads)
        cards[task.path] = card
    return cards


def _ahead(run: Run, paths: Sequence[str], *, few: bool) -> Ahead:
    charts = any(_drawn(run, path) for path in paths)
    prepare = partial(prepared, run.project, run.maker.world)
    return Ahead(charts, ADMITTED if few else (), prepare)


def _expected(run: Run, path: str) -> int:
    """Return in how many locales a release will have to be made, as far as one can tell now."""
    former = standing.former(run.shop, path)
    if not former:
        return len(run.locales)
    names = (standing.named(run.order(former, locale)) for locale in run.locales)
    return sum(not standing.sheaf(run.shop, name) for name in names)


def _drawn(run: Run, path: str) -> bool:
    """Tell whether a release seems to have charts that nobody has drawn yet."""
    if standing.former(run.shop, path):
        return False
    try:
        return CHART in run.shop.world.read(path)
    except PipelineError:
        return False  # that is told when it is let in


def _apart(cards: list[Card]) -> list[Card]:
    """Return the cards, those that share a slug with another with that problem."""
    by_slug: dict[Slug, list[Card]] = {}
    for card in cards:
        by_slug.setdefault(card.slug, []).append(card)
    if len(by_slug) == len(cards):
        return cards
    from pipeline.admission import twins  # rarely asked

    found = {slug: tuple(twins((c.slug, c.path, c.place) for c in mine))
             for slug, mine in by_slug.items()}  # fmt: skip
    return [replace(card, problems=card.problems + found[card.slug]) for card in cards]


def _executor(run: Run, due: Sequence[Order]) -> Executor:
    """Return where orders are best done: a process takes longer to start than light files."""
    execute = run.shop.execute
    if len(due) <= 1:
        return serial
    if len(due) > FEW:
        return execute
    from pipeline.formats import FORMATS

    media = [FORMATS[m] for m in run.wish.formats or run.project.formats]
    light = len(due) * len(media) <= FEW and not any(form.prove for form in media)
    return serial if light else execute


def _supplied(run: Run, order: Order) -> Order:
    manuscript = run.shop.cache.value(order.card.manuscript)
    return replace(order, manuscript=manuscript or b"")


def _received(run: Run, task: Making, done: Done[Sheaf] | Exception) -> Part:
    if isinstance(done, Loss):
        return Part(problems=(lost(done, str(task), "build"),))
    if isinstance(done, Exception):
        return Part(fault=done)
    _keep(run.shop, done)
    if done.value is None:
        return Part(problems=done.problems)
    sheaf, card = done.value, task.order.card
    if done.reads.get(card.path, card.read) != card.read:  # it was edited meanwhile
        return Part(standing.listed(run.shop, sheaf), sheaf.artifacts)
    kept = standing.keep_sheaf(run.shop, standing.named(task.order), sheaf, done.reads)
    return Part(kept, sheaf.artifacts)


def _keep(shop: Workshop, done: Done[T]) -> None:
    shop.cache.told.update(done.told)  # first: what is damaged elsewhere is put there again
    shared = shop.cache.shared
    if shared and shared.address in done.told:  # no other process need wait for it
        shared.fault = shared.fault or done.told[shared.address].message
    for key, reads, value, near in done.made:
        shop.cache.keep(key, reads, value, near=near)
    _tell(shop, done.steps)


def _tell(shop: Workshop, steps: Iterable[Step]) -> None:
    for step in steps:
        shop.steps.append(step)
        shop.tell(step)
