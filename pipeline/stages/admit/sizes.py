"""What no page could hold: releases of more text, columns or notes than their limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.limits import MB
from pipeline.model import Json, Place
from pipeline.pictures import SUFFIXES
from pipeline.stages.admit import pictures
from pipeline.stages.admit.gate import Gate

_RAISE = "split it, or raise {} under [limits] in diglot.toml"


def large(gate: Gate, nodes: list[Json]) -> Iterator[Diagnostic]:
    """Yield what there is too much of in a release."""
    most, place = gate.world.most, Place(gate.release.path)
    noted = sum(node["t"] == "Note" for node in nodes)
    if noted > most.notes:
        message = f"{noted} footnotes are more than {most.notes:g}"
        yield error("too-many-notes", place, message, _RAISE.format("notes"))
    blocks = sum(node["t"] in ("Para", "Plain", "Header") for node in nodes)
    if blocks > most.paragraphs:
        message = f"{blocks} paragraphs are more than {most.paragraphs:g}"
        yield error("too-long", place, message, _RAISE.format("paragraphs"))
    yield from _heavy(gate, [node["c"][2][0] for node in nodes if node["t"] == "Image"])
    for node in nodes:
        if node["t"] == "Table" and len(node["c"][2]) > most.columns:
            message = f"a table of {len(node['c'][2])} columns is wider than {most.columns:g}"
            yield error("wide-table", place, message, _RAISE.format("columns"))


def _heavy(gate: Gate, shown: list[str]) -> Iterator[Diagnostic]:
    """Yield that the pictures are too heavy: a page holds each as often as it shows it."""
    cover = [gate.release.cover] if gate.release.cover else []
    times = Counter(pictures.target_of(gate.release, target) for target in [*cover, *shown])
    weight = sum(_weight(gate, path) * count for path, count in times.items())
    if weight > gate.world.most.pictures_mb * MB:
        message = (
            f"its pictures have {weight / MB:.1f} MB together, as often as they are shown;"
            f" {gate.world.most.pictures_mb:g} MB are allowed"
        )
        hint = "save them smaller, or raise pictures_mb under [limits] in diglot.toml"
        yield error("too-large", Place(gate.release.path), message, hint)


def _weight(gate: Gate, path: str) -> int:
    if path.rpartition(".")[2].lower() not in SUFFIXES:
        return 0
    try:
        return len(gate.world.read(path))
    except PipelineError:  # told where it stands
        return 0
