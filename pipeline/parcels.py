"""What of a project travels to a machine that does not have our disk.

All that every task may read travels once: keys, themes, glossaries. What only one release has goes
with its task: its folder and its catalogs. A task that reaches for anything else says so, and is
sent again with that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from pipeline.diagnostics import Diagnostic, PipelineError
from pipeline.limits import Limits
from pipeline.world import Memory, World

COMMON = ("diglot.toml", "locales/*", "locales/*/LC_MESSAGES/theme.po", "templates/**/*")
ASIDE = "templates/accepted/"
"""Pictures that people have looked at; no page is made from them."""

_PARTS = {"**/": "(?:[^/]+/)*", "*": "[^/]*"}


class Beyond(BaseException):
    """A task reached for what did not travel; no ``except Exception`` may take it for less."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Parcel:
    """A part of a project: files, or what is wrong with them; ``scope`` says which part.

    A path in the scope that is no file of the parcel is none of the project's either.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    refused: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    scope: frozenset[str] = frozenset()
    most: Limits = field(default=Limits())

    def read(self, path: str) -> bytes:
        if path in self.refused:
            raise PipelineError(*self.refused[path])
        if path not in self.files and not within(path, self.scope):
            raise Beyond(path)
        return Memory(self.files).read(path)

    def glob(self, pattern: str) -> tuple[str, ...]:
        if not within(pattern, self.scope):
            raise Beyond(pattern)
        known = {*self.files, *self.refused}
        return tuple(sorted(path for path in known if within(path, (pattern,))))

    def __or__(self, other: Parcel) -> Parcel:
        """Return both as one."""
        files, refused = {**self.files, **other.files}, {**self.refused, **other.refused}
        return Parcel(files, refused, self.scope | other.scope, self.most)


def common(world: World) -> Parcel:
    """Return what every task may read."""
    return packed(world, COMMON)


def own(world: World, folder: str, slug: str) -> Parcel:
    """Return what only one release has: its folder in ``sources/``, and its catalogs."""
    return packed(world, (f"{folder}/**/*", f"locales/*/LC_MESSAGES/{slug}.po"))


def packed(world: World, scope: Iterable[str]) -> Parcel:
    """Return the files that match any pattern."""
    files: dict[str, bytes] = {}
    refused: dict[str, tuple[Diagnostic, ...]] = {}
    patterns = frozenset(scope)
    for path in sorted({path for pattern in patterns for path in world.glob(pattern)}):
        if path.startswith(ASIDE):
            continue
        try:
            files[path] = world.read(path)
        except PipelineError as reason:
            refused[path] = reason.diagnostics
    return Parcel(files, refused, patterns, world.most)


def within(path: str, scope: Iterable[str]) -> bool:
    """Tell whether a path, or all that a pattern finds, lies in a scope."""
    return any(_pattern(pattern).fullmatch(path) for pattern in scope)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    parts = (_PARTS.get(part, re.escape(part)) for part in re.split(r"(\*\*/|\*)", pattern))
    return re.compile("".join(parts))
