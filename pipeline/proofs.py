"""What was seen on finished pages, told with its line in the source, as bad as the house says.

An engine that sets pages hands on what it saw with the file it made; both are remembered
together. Where in the source that is, is looked up each time, so that a page need not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from pipeline import catalogs, config, preflight, tree
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError, Severity, error, nearest
from pipeline.model import Edition, Json, Locale, Place, Release, Target, canonical
from pipeline.orders import Verdict
from pipeline.plugs import Origin
from pipeline.preflight import Sighting, spots
from pipeline.preflight import lint as styles
from pipeline.preflight.gaps import page_count
from pipeline.preflight.inks import named
from pipeline.preflight.places import Spots, bare
from pipeline.preflight.spots import Spot
from pipeline.segments import segments
from pipeline.world import World, exists

Told: TypeAlias = tuple[Edition, str, Mapping[str, str]]
"""What a target shows: its edition, the name of its theme, and the colours of that by name."""

SEVERITIES: Mapping[str, Severity | None] = {
    "off": None,
    "note": Severity.NOTE,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
}
EVERY = "all"


@dataclass(frozen=True, slots=True)
class Seen:
    """What an engine saw on the pages of one target: their number, their faults, their texts."""

    pages: int = 0
    sightings: tuple[Sighting, ...] = ()
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Proofs:
    """All that was seen of a release, by target."""

    seen: dict[Target, Seen] = field(default_factory=dict)

    def read(self, release: Release, told: Mapping[Target, Told]) -> Iterator[Verdict]:
        """Yield a verdict on each target: its faults, each with its place."""
        for target, seen in self.seen.items():
            edition, theme, colors = told[target]
            known = _spots(release, edition), _terms(release, edition)
            faults = [
                (sighting.rule, place, f"{sighting.where}: {sighting.message}", sighting.hint)
                for sighting in (named(one, colors, theme) for one in seen.sightings)
                for place in _places(sighting, *known)
            ]
            yield Verdict(target, release.path, seen.pages, tuple(faults))


def told(verdicts: Sequence[Verdict], bad: Mapping[str, Severity | None]) -> Iterator[Diagnostic]:
    """Yield the faults of a release in the order of its source, as bad as the house says.

    What several files show in the same place is said once, with the names of all.
    """
    found: dict[tuple[str, Place, str, str], list[str]] = {}
    for verdict in verdicts:
        for fault in verdict.faults:
            names = found.setdefault(fault, [])
            names.append(f"{verdict.target.locale} {verdict.target.medium}")
    for verdict, said in _uneven(verdicts):
        hint = "shorten or lengthen a text, or let the theme give one of them more room"
        key = ("page-count", Place(verdict.path), said, hint)
        found.setdefault(key, []).append(verdict.target.medium)
    for (rule, place, said, hint), names in sorted(found.items(), key=lambda x: x[0][1]):
        if severity := bad[rule]:
            message = f"{', '.join(dict.fromkeys(names))}, {said}"
            yield Diagnostic(rule, severity, place, message, (hint,) if hint else ())


def _uneven(verdicts: Sequence[Verdict]) -> Iterator[tuple[Verdict, str]]:
    """Yield the editions that have not as many pages as the first one of their medium."""
    first: dict[str, Verdict] = {}
    for verdict in verdicts:
        if not verdict.pages:
            continue
        one = first.setdefault(verdict.target.medium, verdict)
        if one.pages != verdict.pages:
            mine = f"{verdict.pages} pages in {verdict.target.locale}"
            count = page_count(mine, f"{one.pages} in {one.target.locale}")
            yield verdict, f"the file: {count}"


def packed(data: bytes, seen: Json) -> bytes:
    """Return a file and what was seen on its pages as one value."""
    return canonical(seen) + b"\n" + data


def unpacked(value: bytes) -> tuple[bytes, Seen]:
    """Return what ``packed`` was given."""
    head, _, data = value.partition(b"\n")
    found = json.loads(head)
    sightings, where = found.get("sightings", []), found.get("spots", [])
    return data, Seen(found.get("pages", 0), preflight.unpacked(sightings), spots.unpacked(where))


def origins(release: Release, locale: Locale, world: World) -> tuple[Origin, ...]:
    """Return the files that an edition is made from: its release, its catalog if any."""
    paths = [release.path]
    catalog = catalogs.path_of(release.slug, locale)
    if locale != release.locale and exists(world, catalog):
        paths.append(catalog)
    return tuple(Origin(path, world.read(path), release.date) for path in paths)


def severities(project: Project, world: World) -> dict[str, Severity | None]:
    """Return how bad each rule is in this project; raise every key that is none."""
    known = dict(preflight.RULES)
    if problems := list(_wrong(project, world)):
        raise PipelineError(*problems)
    table = project.preflight
    if EVERY in table:
        known = dict.fromkeys(known, SEVERITIES[table[EVERY]])
    return known | {rule: SEVERITIES[word] for rule, word in table.items() if rule != EVERY}


def linted(value: bytes, bad: Mapping[str, Severity | None]) -> Iterator[Diagnostic]:
    """Yield what ``lint`` found in the styles of a theme, as bad as the house says."""
    for rule, path, line, message, hints in json.loads(value):
        if severity := bad[rule]:
            yield Diagnostic(rule, severity, Place(path, line), message, tuple(hints))


def lint(world: World, paths: tuple[str, ...]) -> bytes:
    """Look at the styles of a theme: an engine, since WeasyPrint reads them."""
    return _seen(tuple((path, world.read(path).decode()) for path in paths))


@lru_cache(maxsize=8)
def _seen(files: tuple[tuple[str, str], ...]) -> bytes:
    found = styles.lint(dict(files))
    return canonical(
        [[d.rule, d.place.path, d.place.line, d.message, list(d.hints)] for d in found]
    )  # fmt: skip


def _wrong(project: Project, world: World) -> Iterator[Diagnostic]:
    for rule, word in project.preflight.items():
        place = config.place_of(world, "preflight")
        if rule != EVERY and rule not in preflight.RULES:
            manual = "see templates/README.md, in Diglot's own folder"
            hint = nearest(rule, (EVERY, *preflight.RULES), manual)
            yield error("unknown-key", place, f"preflight has no rule `{rule}`", hint)
        elif word not in SEVERITIES:
            hint = f"write one of {', '.join(SEVERITIES)}"
            yield error("wrong-value", place, f"`{rule}` cannot be `{word}`", hint)


def _spots(release: Release, edition: Edition) -> Spots:
    found = [
        (str(s.inlines if s.bare else tree.plain(s.inlines)), release.place(s.address))
        for s in segments(edition.document)
    ]
    found += [  # what is no text to translate, such as a figure in a cell
        (tree.plain(node["c"]), release.place(("blocks", *address)))
        for address, node in tree.nodes(edition.document["blocks"])
        if node["t"] in ("Plain", "Para")
    ]
    return Spots(tuple(found), Place(release.path))


def _terms(release: Release, edition: Edition) -> Mapping[str, Place]:
    """Return where each term of a list of terms was written: the key figures among them."""
    return {
        bare(tree.plain(term)): release.place(("blocks", *address, "c", number, 0))
        for address, node in tree.nodes(edition.document["blocks"])
        if node["t"] == "DefinitionList"
        for number, (term, _) in enumerate(node["c"])
    }


def _places(sighting: Sighting, spots: Spots, terms: Mapping[str, Place]) -> list[Place]:
    if sighting.rule in preflight.OF_CHARACTERS and (found := spots.holding(sighting.text)):
        return found
    term = terms.get(bare(sighting.block))
    if term and sighting.box.startswith("dt"):
        return [term]
    return [spots.of(sighting.block, sighting.text)]
