"""A build: every release let in, made in each of its locales, and handed on when it is whole.

    paths ─ admission* ─▶ cards ─ making* ─▶ parts ─ gathered ─▶ releases, to be published

    * recalled where nothing has changed; else a task, done wherever the executor is

It streams: a release is handed on as soon as all of it is there, and nothing but small facts
stays behind. A release with errors is told of and not handed on; the others are. A site is one
thing, and waits for all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline import rounds
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError, Severity
from pipeline.model import Artifact, Locale, Slug
from pipeline.orders import Card, Product, Verdict, Wish
from pipeline.rounds import Part, Run
from pipeline.standing import Row
from pipeline.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Finished:
    """A release that nothing is left to do for, or a site.

    ``rows`` are all its files; ``artifacts`` those that have to be published, each loaded when
    it is asked for. Where one is not ``whole``, something stood in the way, which is among its
    diagnostics or its ``faults``, those of ours: it has no files.
    """

    slug: Slug
    rows: tuple[Row, ...] = ()
    artifacts: Iterable[Artifact] = ()
    promised: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    faults: tuple[Exception, ...] = ()
    whole: bool = True


def build(project: Project, shop: Workshop, wish: Wish = Wish()) -> Product:  # noqa: B008
    """Make everything and hold it; the same project gives the same bytes on any executor.

    Raises ``PipelineError`` with every problem of the project at once.
    """
    done = sorted(finished(Run(project, shop, wish)), key=lambda one: (not one.slug, one.slug))
    for fault in (fault for one in done for fault in one.faults):
        raise fault
    if wrong := [found for one in done if not one.whole for found in one.diagnostics]:
        raise PipelineError(*dict.fromkeys(wrong))
    artifacts = tuple(artifact for one in done for artifact in one.artifacts)
    told = tuple(dict.fromkeys(found for one in done for found in one.diagnostics))
    return Product(artifacts, tuple(path for one in done for path in one.promised), told)


def finished(run: Run) -> Iterator[Finished]:
    """Yield every release as it is done; raise ``PipelineError`` if one is not there."""
    cards = rounds.admitted(run)
    refused = [card for card in cards if card.problems]
    yield from (Finished(card.slug, diagnostics=card.problems, whole=False) for card in refused)
    benches = {card.path: _Bench(card, run.locales) for card in cards if not card.problems}
    complete = _filled(run, benches)
    yield from _site(run, complete, whole=not refused) if run.site else _each(run, complete)


@dataclass(frozen=True, slots=True)
class _Bench:
    """A release of which some locales are done; each is ``wanted`` and has its part."""

    card: Card
    wanted: tuple[Locale, ...]
    parts: dict[Locale, Part] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Part]:
        return (self.parts[locale] for locale in self.wanted)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All files, in the order of the locales."""
        return tuple(row for part in self for row in part.kept.rows)


def _filled(run: Run, benches: dict[str, _Bench]) -> Iterator[_Bench]:
    """Yield each bench when all of its parts are there, and let go of it."""
    for card, locale, part in rounds.made(run, [bench.card for bench in benches.values()]):
        bench = benches[card.path]
        bench.parts[locale] = part
        if len(bench.parts) == len(bench.wanted):
            yield benches.pop(card.path)


def _each(run: Run, complete: Iterable[_Bench]) -> Iterator[Finished]:
    for bench in complete:
        done = _judged(run, bench)
        due = run.stands(done.rows, done.promised)
        yield replace(done, artifacts=_loaded(run, bench, due) if due else ())


def _judged(run: Run, bench: _Bench) -> Finished:
    """Return what is to be said of a release, and its files if there are no errors in it."""
    card = bench.card
    problems = [problem for part in bench for problem in part.problems]
    notes = [note for part in bench for note in part.kept.diagnostics]
    told = _told(run, [verdict for part in bench for verdict in part.kept.verdicts])
    faults = tuple(part.fault for part in bench if part.fault)
    found = tuple(dict.fromkeys((*problems, *notes, *told)))
    whole = not (problems or faults or any(d.severity is Severity.ERROR for d in told))
    rows = bench.rows if whole else ()
    promised = tuple(dict.fromkeys((*card.promised, *(row.path for row in rows))))
    return Finished(card.slug, rows, (), promised, found, faults, whole)


def _told(run: Run, verdicts: Sequence[Verdict]) -> tuple[Diagnostic, ...]:
    sizes = {(verdict.target.medium, verdict.pages) for verdict in verdicts if verdict.pages}
    uneven = len(sizes) > len({medium for medium, _ in sizes})
    if not uneven and not any(verdict.faults for verdict in verdicts):
        return ()
    from pipeline import proofs  # it knows every rule, and loads the engines that look at pages

    bad = proofs.severities(run.project, run.shop.world)
    return tuple(proofs.told(verdicts, bad))


def _loaded(run: Run, bench: _Bench, due: Sequence[Row]) -> Iterator[Artifact]:
    """Yield the files of rows: from the hand, from the cache, or made again if they are lost."""
    wanted = {row.path for row in due}
    for locale in bench.wanted:
        part = bench.parts[locale]
        hand = {artifact.path: artifact for artifact in part.hand}
        for row in part.kept.rows:
            if row.path not in wanted:
                continue
            data = None if row.path in hand else run.shop.cache.value(row.value)
            if data is None and row.path not in hand:
                hand = {a.path: a for a in rounds.remade(run, bench.card, locale)}
            yield hand[row.path] if data is None else row.artifact(data)


def _site(run: Run, complete: Iterable[_Bench], *, whole: bool) -> Iterator[Finished]:
    """Yield what is to be said of every release, and at last the site, if nothing is wrong."""
    benches: list[_Bench] = []
    for bench in complete:
        done = _judged(run, bench)
        whole = whole and done.whole
        for locale, part in bench.parts.items():
            bench.parts[locale] = replace(part, hand=())
        benches.append(bench)
        yield replace(done, rows=(), promised=())
    if not whole:
        return
    benches.sort(key=lambda bench: bench.card.path)
    entries = tuple(e for bench in benches for part in bench for e in part.kept.entries)
    around = rounds.surrounded(run, entries)
    rows = {row.path: row for bench in benches for row in bench.rows}
    rows |= {row.path: row for row in around.kept.rows}  # what is shared is told of once
    promised = [path for bench in benches for path in bench.card.promised]
    promised += [path for path, row in rows.items() if not row.target.slug]
    due = {row.path: row for row in run.stands(tuple(rows.values()), promised)}
    files = _of_site(run, benches, around, due) if due else ()
    yield Finished(Slug(""), tuple(rows.values()), files, tuple(promised))


def _of_site(
    run: Run, benches: Sequence[_Bench], around: Part, due: dict[str, Row]
) -> Iterator[Artifact]:
    left = dict(due)
    for bench in benches:
        wanted = [row for row in bench.rows if row.path in left]
        for artifact in _loaded(run, bench, wanted):
            if row := left.pop(artifact.path, None):
                yield row.artifact(artifact.data)
    for row in around.kept.rows:
        if row.path in left:
            data = run.shop.cache.value(row.value)
            assert data is not None  # it was stored, or found, a moment ago
            yield row.artifact(data)
