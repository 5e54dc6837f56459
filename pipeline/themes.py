"""A theme: a folder of tokens, templates and styles without a line of Python.

    templates/<theme>/theme.toml  tokens: colours, fonts, sizes, page; `parent` is a theme
    templates/<theme>/*.html      what a page is made of; a file missing here is the parent's
    templates/<theme>/*.css       laid over the parent's, so it says what differs
    templates/<theme>/fonts/      faces of its own

Tokens feed CSS, charts and Word alike, so that one edit changes all three.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.diagnostics import Diagnostic, PipelineError, error, fatal, nearest
from pipeline.model import Place
from pipeline.world import World, exists


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its parents: ``chain`` names the theme first, its last ancestor last."""

    name: str
    chain: tuple[str, ...]
    tokens: Mapping[str, Any]

    def color(self, name: str) -> str:
        """Return a colour token as ``#RRGGBB``."""
        return str(self.tokens["color"][name])

    def size(self, name: str) -> float:
        """Return a type size in points."""
        return float(self.tokens["size"][name])

    def line(self, script: str) -> float:
        """Return the line height of body text, as a multiple of its size."""
        lines = self.tokens["line"]
        return float(lines.get(script, lines["Latn"]))

    def families(self, role: str, script: str) -> tuple[str, ...]:
        """Return the font families of a role (``body``, ``heading`` …), best first.

        The Latin face leads where the script is another: it sets the Latin words in it.
        """
        faces = self.tokens["font"][self.tokens["role"][role]]
        return tuple(dict.fromkeys(f for key in ("Latn", script) if (f := faces.get(key))))


def names(world: World) -> tuple[str, ...]:
    """Return the themes that the project can use, sorted."""
    return tuple(sorted(p.split("/")[1] for p in world.glob("templates/*/theme.toml")))


def load(world: World, name: str, asked: Place) -> Theme:
    """Return a theme with its parents' tokens below its own.

    Raises ``PipelineError`` at ``asked``, where the theme was named, if there is none.
    """
    if name not in names(world):
        hint = nearest(name, names(world), f"write one of {', '.join(names(world))}")
        raise fatal("unknown-theme", asked, f"theme `{name}` does not exist", hint)
    layers = list(_layers(world, name, ()))
    if misspelt := list(_misspelt(layers)):
        raise PipelineError(*misspelt)
    tokens: Mapping[str, Any] = {}
    for _, own in reversed(layers):
        tokens = _over(tokens, own)
    return Theme(name, tuple(layer for layer, _ in layers), tokens)


def find(world: World, theme: Theme, file: str) -> str:
    """Return the path of a theme's file, its own or the nearest parent's.

    Raises ``PipelineError`` if no theme of the chain has it.
    """
    for name in theme.chain:
        path = f"templates/{name}/{file}"
        if exists(world, path):
            return path
    place = Place(f"templates/{theme.name}")
    raise fatal("no-such-file", place, f"theme `{theme.name}` has no `{file}`", f"add {file}")


def _layers(world: World, name: str, below: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    path = f"templates/{name}/theme.toml"
    if name in below:
        raise fatal("theme-loop", Place(path), f"theme `{name}` is its own ancestor")
    try:
        tokens = tomllib.loads(world.read(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        raise fatal("broken-toml", Place(path), str(reason).lower()) from reason
    if wrong := list(_wrong_colors(tokens, path)):
        raise PipelineError(*wrong)
    yield name, tokens
    if parent := tokens.get("parent"):
        if parent not in names(world):
            raise fatal("unknown-theme", Place(path), f"theme `{parent}` does not exist")
        yield from _layers(world, str(parent), (*below, name))


def _misspelt(layers: list[tuple[str, Any]]) -> Iterator[Diagnostic]:
    """Find tokens that no parent has, and that are nearly one it has; others are a theme's own."""
    for number, (name, own) in enumerate(layers[:-1]):
        for table, tokens in own.items():
            inherited = {k for _, up in layers[number + 1 :] for k in _keys(up.get(table))}
            for key in set(tokens) - inherited if isinstance(tokens, Mapping) else ():
                if close := difflib.get_close_matches(key, inherited, n=1, cutoff=0.8):
                    place = Place(f"templates/{name}/theme.toml")
                    hint = f"did you mean `{close[0]}`?"
                    yield error("bad-token", place, f"unknown token `{key}` in [{table}]", hint)


def _keys(table: Any) -> Iterable[str]:
    return table if isinstance(table, Mapping) else ()


def _wrong_colors(tokens: Mapping[str, Any], path: str) -> Iterator[Diagnostic]:
    for name, value in tokens.get("color", {}).items():
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", str(value)):
            hint = "write it as #RRGGBB, such as #16324F"
            yield error("bad-token", Place(path), f"`{name}` in [color] is `{value}`", hint)


def _over(base: Mapping[str, Any], top: Mapping[str, Any]) -> Mapping[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        old = merged.get(key)
        both = isinstance(value, Mapping) and isinstance(old, Mapping)
        merged[key] = _over(old, value) if both else value  # type: ignore[arg-type]
    return merged
