"""What already stands: cards of releases and sheaves of files, recalled without an engine.

What a task makes is a function of the files it read, of the project's keys, and of the program
itself. If all of them are as they were, so is what it made, and nothing but digests need be
compared: no stage is loaded, and no file of ``output/`` is opened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pipeline import provenance
from pipeline.config import FILE
from pipeline.diagnostics import Diagnostic, remembered
from pipeline.model import Artifact, Digest, Json, Locale, Place, Slug, Target, canonical, digest
from pipeline.orders import Card, Order, Reads, Sheaf, Verdict
from pipeline.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Row:
    """A finished file without its bytes: ``value`` is their digest.

    ``name`` is the digest of all that a manifest says of it.
    """

    target: Target
    path: str
    value: Digest
    name: Digest
    inputs: Mapping[str, Digest]
    engines: tuple[str, ...]

    def artifact(self, data: bytes) -> Artifact:
        """Return the file with its bytes."""
        return Artifact(self.target, self.path, data, self.inputs, self.engines)


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheaf without the bytes of its files."""

    rows: tuple[Row, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    entries: tuple[Json, ...] = ()


def card(shop: Workshop, path: str) -> Card | None:
    """Return the card of a release, if all that was looked at reads the same."""
    found = shop.cache.recall(_key(shop, "card", path), shop.world)
    return _card(json.loads(found[0])) if found else None


def former(shop: Workshop, path: str) -> Card | None:
    """Return the card that a release had when it was last let in."""
    found = shop.cache.former(_key(shop, "card", path))
    return _card(json.loads(found)) if found else None


def keep_card(shop: Workshop, card: Card, reads: Reads) -> None:
    """Remember a card."""
    shop.cache.keep(_key(shop, "card", card.path), reads, canonical(asdict(card)))


def named(order: Order) -> tuple[str, ...]:
    """Return what makes an order another, beside what is read for it."""
    asked = (*order.card.spoken, "", *order.wish.formats, "", "site" if order.site else "")
    return ("sheaf", order.card.path, order.locale, *asked)


def around(entries: tuple[Json, ...]) -> tuple[str, ...]:
    """Return what makes a site another, beside what is read for it."""
    return ("site", canonical(list(entries)).decode())


def sheaf(shop: Workshop, name: tuple[str, ...]) -> Kept | None:
    """Return what was made under a name, if all that was read for it reads the same."""
    found = shop.cache.recall(_key(shop, *name), shop.world)
    return _kept(json.loads(found[0])) if found else None


def keep_sheaf(shop: Workshop, name: tuple[str, ...], sheaf: Sheaf, reads: Reads) -> Kept:
    """Remember what was made, bytes and all, and return it without them."""
    kept = listed(shop, sheaf)
    if not any(diagnostic.exhibit for diagnostic in sheaf.diagnostics):
        shop.cache.keep(_key(shop, *name), reads, canonical(_written(kept)))
    return kept


def listed(shop: Workshop, sheaf: Sheaf) -> Kept:
    """Store the bytes of a sheaf, and return it without them."""
    rows = tuple(row(artifact, shop.cache.store(artifact.data)) for artifact in sheaf.artifacts)
    return Kept(rows, sheaf.diagnostics, sheaf.verdicts, sheaf.entries)


def row(artifact: Artifact, value: Digest) -> Row:
    """Return the row of an artifact whose bytes have a digest."""
    told = canonical([dict(artifact.inputs), list(artifact.engines)])
    name = digest(value, told)
    return Row(artifact.target, artifact.path, value, name, artifact.inputs, artifact.engines)


@cache
def program() -> Digest:
    """Return the digest of the program itself: its code, and the versions of its engines."""
    return digest(provenance.program(), *_installed())


def _installed() -> tuple[str, ...]:
    """Return what is installed beside us: the folders of metadata name it and its version."""
    from importlib.util import find_spec

    place = find_spec("click")
    assert place
    assert place.origin
    site = Path(place.origin).parent.parent
    return tuple(sorted(p.name for p in site.glob("*.dist-info")))


def _key(shop: Workshop, *name: str) -> Digest:
    return digest(program(), shop.world.read(FILE), *name)


def _card(value: Json) -> Card:
    lists = {name: tuple(value[name]) for name in ("spoken", "promised", "problems")}
    return Card(**value | lists | {"place": Place(**value["place"])})


def _written(kept: Kept) -> Json:
    """Return a sheaf as JSON; what several of its files were made from is written once."""
    inputs = [dict(one.inputs) for one in kept.rows]
    unique = [listed for n, listed in enumerate(inputs) if listed not in inputs[:n]]
    rows = [
        [one.target.slug, one.target.locale, one.target.medium, one.path, one.value, one.name,
         unique.index(listed), list(one.engines)]
        for one, listed in zip(kept.rows, inputs, strict=True)
    ]  # fmt: skip
    return {
        "inputs": unique,
        "rows": rows,
        "diagnostics": [asdict(diagnostic) for diagnostic in kept.diagnostics],
        "verdicts": [asdict(verdict) for verdict in kept.verdicts],
        "entries": list(kept.entries),
    }


def _kept(value: Json) -> Kept:
    inputs = value["inputs"]
    rows = (
        Row(Target(Slug(slug), Locale(locale), medium), path, Digest(data), Digest(name),
            inputs[index], tuple(engines))
        for slug, locale, medium, path, data, name, index, engines in value["rows"]
    )  # fmt: skip
    told = tuple(map(remembered, value["diagnostics"]))
    verdicts = tuple(map(_verdict, value["verdicts"]))
    return Kept(tuple(rows), told, verdicts, tuple(value["entries"]))


def _verdict(value: Json) -> Verdict:
    faults = tuple((rule, Place(**at), said, hint) for rule, at, said, hint in value["faults"])
    return Verdict(Target(**value["target"]), value["path"], value["pages"], faults)
