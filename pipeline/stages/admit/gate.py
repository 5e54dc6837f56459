"""What every check of the gate needs: the release, the World it lies in, and exact places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic, error
from pipeline.model import Address, Place, Release
from pipeline.world import World

Fault = tuple[str, str, tuple[str, ...]]
"""A problem before its place is known: rule, message, hints."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A release, its lines and the ids in it, and the World it lies in: what every check needs."""

    release: Release
    world: World
    source: tuple[str, ...]
    anchors: frozenset[str]
    seen: dict[str, tuple[Fault, ...]] = field(default_factory=dict)

    def fault(
        self, address: Address, rule: str, message: str, hints: tuple[str, ...]
    ) -> Diagnostic:
        """Return the problem at the line of the node, or where the quoted text really stands."""
        place = self.release.place(address)
        quoted = re.search(r"`([^`]+)`", message)
        return error(rule, self._exact(place, quoted[1] if quoted else ""), message, *hints)

    def _exact(self, place: Place, text: str) -> Place:
        for number in range(max(place.line, 1), len(self.source) + 1):
            if text and text in self.source[number - 1]:
                return Place(place.path, number)
        return place
