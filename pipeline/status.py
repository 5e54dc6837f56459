"""What is fresh and what is stale: each artefact against its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline import publish
from pipeline.admission import parsed
from pipeline.config import Project
from pipeline.corridor import path_of
from pipeline.model import digest
from pipeline.publish import OUTPUT, manifest
from pipeline.reasons import changes
from pipeline.surroundings import promised
from pipeline.workshop import Workshop, versions
from pipeline.world import ABSENT


def artefacts(
    home: Path, project: Project, shop: Workshop, slugs: Iterable[str] = (), *, why: bool
) -> Iterator[str]:
    """Yield a line for each artefact: fresh, or stale, missing or altered and why.

    Of each release those that are promised, then those that were made on demand.
    """
    wanted = set(slugs)
    releases = [m.release for m in parsed(project, shop)]
    for release in releases:
        if wanted and release.slug not in wanted:
            continue
        entries = manifest(publish.home(home), release.slug)["artifacts"]
        for path in dict.fromkeys([*map(path_of, promised(project, [release])), *entries]):
            state = _state(home / OUTPUT / path, entries.get(path), shop, why=why)
            yield f"{OUTPUT}/{path}: {state}"


def _state(file: Path, entry: dict[str, object] | None, shop: Workshop, *, why: bool) -> str:
    if entry is None or not file.is_file():
        return "missing: run `diglot build`"
    if digest(file.read_bytes()) != entry["sha256"]:
        return "altered by hand: run `diglot build`"
    reasons = list(_reasons(entry, shop, why=why))
    if not reasons:
        return "fresh"
    shown = reasons if why else reasons[:2]
    more = f" and {len(reasons) - len(shown)} more" if len(reasons) > len(shown) else ""
    return f"stale: {', '.join(shown)}{more}"


def _reasons(entry: dict[str, object], shop: Workshop, *, why: bool) -> Iterator[str]:
    """Yield the inputs and engines that are others now; with ``why``, what in them is."""
    inputs, engines = entry["inputs"], entry["engines"]
    assert isinstance(inputs, dict)
    assert isinstance(engines, list)
    for path, seen in inputs.items():
        now = shop.cache.peek(shop.world, path)
        if now == ABSENT:
            yield f"{path} is gone"
        elif now != seen:
            told = changes(path, shop.cache.value(seen), shop.world.read(path)) if why else ""
            yield f"{path} changed{f' ({told})' if told else ''}"
    absent = entry.get("absent", [])
    assert isinstance(absent, list)
    yield from (f"{path} is new" for path in absent if shop.cache.peek(shop.world, path) != ABSENT)
    for name in engines:
        now_used = versions(name.split()[0])[0]
        if now_used != name:
            yield f"{name} is now {now_used.split()[1]}"
