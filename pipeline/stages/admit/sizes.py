"""What no page could hold: releases of more text, columns or notes than their limits."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, error
from pipeline.model import Json, Place
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
    for node in nodes:
        if node["t"] == "Table" and len(node["c"][2]) > most.columns:
            message = f"a table of {len(node['c'][2])} columns is wider than {most.columns:g}"
            yield error("wide-table", place, message, _RAISE.format("columns"))
