"""What already stands: a whole build recalled, without the walk and without an engine.

A build is a function of the files it read, of the project, and of the program itself. If all
of them are as they were, so is what it made, and nothing but digests need be compared.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.config import FILE
from pipeline.diagnostics import Diagnostic
from pipeline.model import Artifact, Digest, Locale, Slug, Target, canonical, digest
from pipeline.workshop import Step, Workshop

Reads = dict[str, Digest]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which part of the project to make; an empty field means all of it."""

    slugs: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def grants(self, target: Target) -> bool:
        """Tell whether a target is wished for."""
        return (
            (not self.slugs or target.slug in self.slugs)
            and (not self.locales or target.locale in self.locales)
            and (not self.formats or target.medium in self.formats)
        )


@dataclass(frozen=True, slots=True)
class Product:
    """What a build made: artifacts in order, and what a reader should know of them.

    ``promised`` are the paths below ``output/`` of all targets of the project. ``reads`` is
    everything that was read, and what for it gave.
    """

    artifacts: tuple[Artifact, ...]
    promised: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    reads: Reads = field(default_factory=dict)


def recall(shop: Workshop, wish: Wish) -> Product | None:
    """Return the same build made earlier, if all it read still reads the same."""
    found = shop.cache.recall(_key(shop, wish), shop.world)
    if found is None:
        return None
    value = json.loads(found[0])
    artifacts = []
    for row in value["artifacts"]:
        data = shop.cache.value(row["value"])
        if data is None:
            return None
        target = Target(Slug(row["slug"]), Locale(row["locale"]), row["medium"])
        artifacts.append(Artifact(target, row["path"], data, row["inputs"], tuple(row["engines"])))
        step = Step("emit", str(target), recalled=True)
        shop.steps.append(step)
        shop.tell(step)
    return Product(tuple(artifacts), tuple(value["promised"]), reads=found[1])


def keep(shop: Workshop, wish: Wish, product: Product) -> None:
    """Remember a build that found nothing to report."""
    if product.diagnostics:
        return
    rows = [
        {
            "slug": artifact.target.slug,
            "locale": artifact.target.locale,
            "medium": artifact.target.medium,
            "path": artifact.path,
            "value": shop.cache.store(artifact.data),
            "inputs": dict(artifact.inputs),
            "engines": list(artifact.engines),
        }
        for artifact in product.artifacts
    ]
    value = canonical({"artifacts": rows, "promised": list(product.promised)})
    shop.cache.keep(_key(shop, wish), product.reads, value)


@cache
def program() -> Digest:
    """Return the digest of the program itself: its code, and the versions of its engines."""
    package = Path(__file__).parent
    files = sorted(p for p in package.rglob("*") if p.suffix in (".py", ".lua", ".conf"))
    return digest(*(part for p in files for part in (p.name, p.read_bytes())), *_installed())


def _installed() -> tuple[str, ...]:
    """Return what is installed beside us: the folders of metadata name it and its version."""
    from importlib.util import find_spec

    place = find_spec("click")
    assert place
    assert place.origin
    site = Path(place.origin).parent.parent
    return tuple(sorted(p.name for p in site.glob("*.dist-info")))


def _key(shop: Workshop, wish: Wish) -> Digest:
    asked = (*wish.slugs, "", *wish.locales, "", *wish.formats)
    return digest("build", program(), shop.world.read(FILE), *asked)
