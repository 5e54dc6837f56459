"""The plan of an import: everything that a file would change, told before anything is written.

    file ─ opened ─ read twice ─ outcomes ─ findings ─▶ Plan(catalog | patch)

Law: a plan that was carried out has nothing left to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path

from pipeline import catalogs, po, translators
from pipeline.catalogs.entering import Draft, all_entered, living, said
from pipeline.catalogs.reading import opened as opened_catalog
from pipeline.config import Project
from pipeline.review import edition, grounds, opening, patching, rows
from pipeline.review.grounds import Ground, Options
from pipeline.review.judging import judge_of
from pipeline.review.letters import canonical as one_spelling
from pipeline.review.matching import Match, match
from pipeline.review.nouns import Finding, Plan, Reading, Remark
from pipeline.review.outcomes import outcomes
from pipeline.review.reading import read
from pipeline.review.remarking import added, belonging
from pipeline.review.taking import Desk, described, findings
from pipeline.workshop import Workshop
from pipeline.world import exists

_Drafts = dict[tuple[str, str], Draft]


def plan(project: Project, shop: Workshop, file: tuple[str, bytes], options: Options) -> Plan:
    """Return what a file, ``(path, bytes)``, would change; raise PipelineError if it is none."""
    path, data = file
    parts = opening.opened(data, path).parts
    reading, plain = _read(parts, path, options)
    ground = grounds.ground(project, shop, (path, reading, plain), options)
    if ground.base.identity.kind == "table":
        return _tabled(ground, reading)
    desk = Desk(ground, judge_of(ground), _untracked(ground, plain))
    pairs = _matched(ground, reading)
    found = findings(desk, outcomes(ground.base, reading, pairs, described(ground)))
    remarks = belonging(ground.base, reading, pairs)
    made = Plan(ground.base.identity, found, remarks, notes=ground.notes)
    if ground.found.foreign:
        return replace(made, writes=tuple(_written(ground, made)))
    return patching.patched(ground, made)


def exported(file: Path) -> bytes:
    """Return what an edition says was exported in it; a file of ``.diglot/review`` says so too."""
    data = opening.taken(file)
    if file.suffix == ".json":
        return data
    return read(opening.opened(data, str(file)).parts).base or data


def _tabled(ground: Ground, reading: Reading) -> Plan:
    """Return the plan of a table."""
    desk = Desk(ground, judge_of(ground))
    came = rows.rows(reading)
    found = rows.findings(desk, came)
    known = edition.commented(ground.found, ground.shop.world)
    said = (*rows.lines(desk, came, known), *rows.remarks(reading))
    made = Plan(ground.base.identity, found, said, notes=ground.notes)
    fuzzy = frozenset(u.key for u in ground.base.units if rows.drafts(came, u))
    return replace(made, writes=tuple(_written(ground, made, fuzzy)))


def _read(parts: Mapping[str, bytes], path: str, options: Options) -> tuple[Reading, Reading]:
    """Return a file with the wanted changes taken, and with none taken."""
    whole = read(parts)
    known = tuple(dict.fromkeys(c.author for p in whole.paragraphs for c in p.changes))
    for author in sorted(options.authors.difference(known)):
        raise grounds.unknown(author, known, path)
    if not known:
        return whole, whole
    plain = read(parts, lambda _: False)
    if options.authors:
        return read(parts, lambda author: author in options.authors), plain
    return whole, plain


def _matched(ground: Ground, reading: Reading) -> Match:
    """Return which paragraph of a file each exported one became."""
    return match(ground.base.paragraphs, reading.paragraphs, reading.doubled)


def _untracked(ground: Ground, plain: Reading) -> frozenset[str]:
    """Return the units that were changed outside of tracked changes, if that matters."""
    if not ground.options.tracked:
        return frozenset()
    listed = outcomes(ground.base, plain, _matched(ground, plain))
    changed = (o for o in listed if o.unit and o.verdict != "same")
    return frozenset(
        o.unit.id for o in changed if o.unit and one_spelling(o.before) != one_spelling(o.after)
    )


def _written(
    ground: Ground, made: Plan, fuzzy: frozenset[tuple[str, str]] = frozenset()
) -> Iterator[tuple[str, bytes]]:
    """Yield the catalog with what was taken and what was remarked, if that changes it.

    Translations of the keys ``fuzzy`` are drafts.
    """
    wanted = list(_entered(made.findings))
    talk = _by_key(ground, made.remarks)
    if not wanted and not talk:
        return
    path = catalogs.path_of(ground.found.release.slug, ground.found.catalog.locale)
    keys = {key for key, _ in wanted} | talk.keys()
    old = _current(ground, path, keys)
    file = opened_catalog(old, path)
    live = living(file)
    drafts: _Drafts = {}
    texts = dict(wanted)
    for key in keys:
        if key not in live:
            continue
        draft = said(live[key])
        if key in texts:
            unsure = ground.options.draft or key in fuzzy
            draft = Draft(texts[key], unsure, draft.comments)
        drafts[key] = replace(draft, comments=added(draft.comments, talk.get(key, ())))
    data = po.write(all_entered(file, drafts))
    if not exists(ground.shop.world, path) or ground.shop.world.read(path) != data:
        yield path, data


def _entered(found: Iterable[Finding]) -> Iterator[tuple[tuple[str, str], str]]:
    for finding in found:
        if finding.fate == "applied" and finding.unit:
            yield finding.unit.key, finding.translation


def _by_key(
    ground: Ground, remarks: Iterable[Remark]
) -> dict[tuple[str, str], tuple[Remark, ...]]:
    keys = {unit.id: unit.key for unit in ground.base.units}
    talk: dict[tuple[str, str], tuple[Remark, ...]] = {}
    for remark in remarks:
        if remark.unit in keys and keys[remark.unit] in ground.like:
            talk[keys[remark.unit]] = (*talk.get(keys[remark.unit], ()), remark)
    return talk


def _current(ground: Ground, path: str, keys: Set[tuple[str, str]]) -> bytes:
    """Return the catalog as it lies, or as ``sync`` would write it if it lacks a message."""
    world = ground.shop.world
    if exists(world, path):
        data = world.read(path)
        if living(po.read(data, path)).keys() >= keys:
            return data
    release, locale = ground.found.release, ground.found.catalog.locale
    synced = dict(translators.sync(ground.project, ground.shop, (release.slug,), (locale,)))
    return synced[path] if path in synced else world.read(path)
