"""Why a file has to be made again, in the words of whoever changed something.

A manifest knows what was read by its digest only. So the texts that were read (releases,
catalogs, tokens, templates, styles) are remembered in the cache, and compared with what they
are now: message by message, key by key, or line by line.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline import po
from pipeline.cache import Cache
from pipeline.diagnostics import PipelineError
from pipeline.model import Digest, digest
from pipeline.world import World

MOST = 3
"""So many changes of one file are named, and the others counted."""

_TEXTS = ("md", "po", "toml", "css", "html", "csv", "svg")
_LONG = 48


def remember(cache: Cache, world: World, inputs: Mapping[str, Digest]) -> None:
    """Keep the texts that were read, as far as they are still what was read."""
    for path, seen in inputs.items():
        if _suffix(path) in _TEXTS and not cache.has(seen):
            try:
                data = world.read(path)
            except PipelineError:
                continue
            if digest(data) == seen:
                cache.store(data)


def changes(path: str, old: bytes | None, new: bytes) -> str:
    """Return what changed in a file, in the words of its format; empty if that is not known."""
    if old is None:
        return ""
    try:
        found = list(_FORMATS.get(_suffix(path), _lines)(old, new))
    except (PipelineError, ValueError):  # one of them is broken: a build says how
        return ""
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return ", ".join(found[:MOST]) + more


def _messages(old: bytes, new: bytes) -> Iterator[str]:
    """Yield the messages of two catalogs whose translation is another, or is new, or gone."""
    before, after = _translations(old), _translations(new)
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            yield f"msgstr of {_quoted(key[1])}" if key[1] else "the header"


def _translations(data: bytes) -> dict[tuple[str, str], tuple[Any, ...]]:
    entries = (entry for entry in po.read(data, "").entries if not entry.obsolete)
    return {entry.key: (entry.translations, entry.fuzzy) for entry in entries}


def _keys(old: bytes, new: bytes) -> Iterator[str]:
    """Yield the keys of two TOML files whose values are others: tokens, where it is a theme."""
    before, after = (dict(_flat(tomllib.loads(data.decode()))) for data in (old, new))
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            yield key


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _lines(old: bytes, new: bytes) -> Iterator[str]:
    """Yield the lines that are others now; where some went, the line that they stood before."""
    before, after = old.decode().splitlines(), new.decode().splitlines()
    for kind, _, _, start, end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield f"lines {start + 1}-{end}" if end - start > 1 else f"line {start + 1}"


def _quoted(text: str) -> str:
    short = text.replace("\n", " ")
    return f"`{short[: _LONG - 1]}…`" if len(short) > _LONG else f"`{short}`"


def _suffix(path: str) -> str:
    return path.rpartition(".")[2].lower()


_FORMATS = {"po": _messages, "toml": _keys}
