"""A part of the releases, for one of several machines that share no cluster: ``--shard 2/5``.

A release belongs to a shard by the digest of its folder's name, so that it stays in it
whatever releases are added or taken away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model import digest


@dataclass(frozen=True, slots=True)
class Shard:
    """The ``number``-th of ``count`` shards, from 1 on."""

    number: int = 1
    count: int = 1

    def holds(self, path: str) -> bool:
        """Tell whether the release at ``sources/<folder>/release.md`` is made in this shard."""
        folder = path.split("/")[-2]
        return int(digest(folder)[:8], 16) % self.count == self.number - 1


def read(text: str) -> Shard | None:
    """Return the shard that ``2/5`` names, or ``None`` if that is none."""
    match = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", text)
    if not match or int(match[1]) > int(match[2]):
        return None
    return Shard(int(match[1]), int(match[2]))
