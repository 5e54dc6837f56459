"""A cache that keeps what is new in memory: looking at a project leaves nothing on its disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.cache import Cache
from pipeline.model import Digest, digest
from pipeline.world import World

MOST = 24
"""How many values stay; the least lately used goes first."""


@dataclass(frozen=True, slots=True)
class Shelf(Cache):
    """The project's cache, read only, under a small one of our own."""

    traces: dict[Digest, tuple[dict[str, Digest], bytes]] = field(default_factory=dict)

    def recall(self, key: Digest, world: World) -> tuple[bytes, dict[str, Digest]] | None:
        if found := self.traces.pop(key, None):
            reads, value = found
            if all(self.peek(world, path) == seen for path, seen in reads.items()):
                self.traces[key] = found
                return value, dict(reads)
        return Cache.recall(
            self, key, world
        )  # slots make a new class, which super() does not know

    def keep(
        self,
        key: Digest,
        reads: Mapping[str, Digest],
        value: bytes,
        *,
        near: bool = False,  # noqa: ARG002  (all are)
    ) -> None:
        self.traces.pop(key, None)
        self.traces[key] = (dict(reads), value)
        while len(self.traces) > MOST:
            self.traces.pop(next(iter(self.traces)))

    def store(self, value: bytes) -> Digest:
        return digest(value)
