"""A theme: a folder of tokens, templates and styles without a line of Python.

    templates/<theme>/theme.toml  tokens: colours, fonts, sizes, page; `parent` is a theme
    templates/<theme>/*.html      what a page is made of; a file missing here is the parent's
    templates/<theme>/*.css       laid over the parent's, so it says what differs
    templates/<theme>/fonts/      faces of its own

Tokens feed CSS, charts and Word alike, so that one edit changes all three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline import mending
from pipeline.diagnostics import Diagnostic, PipelineError, fatal, nearest
from pipeline.model import Place
from pipeline.themes import paper, schema
from pipeline.themes.schema import ARTS, Layer
from pipeline.world import World, exists

__all__ = ["ARTS", "Theme", "find", "flat", "load", "names", "on_paper"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its parents: ``chain`` names the theme first, its last ancestor last.

    ``unsized`` are its tokens before a page format was laid over them.
    """

    name: str
    chain: tuple[str, ...]
    tokens: Mapping[str, Any]
    unsized: Mapping[str, Any] = field(default_factory=dict)

    def color(self, name: str) -> str:
        """Return a colour token as ``#RRGGBB``."""
        return str(self.tokens["color"][name])

    def ink(self, name: str) -> tuple[float, ...]:
        """Return what a colour is printed with: percentages of CMYK, empty if not said."""
        return tuple(map(float, self.tokens.get("cmyk", {}).get(name, ())))

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

    @property
    def folded(self) -> bool:
        """Whether a sheet folds into panels."""
        return int(self.tokens["page"]["panels"]) > 1


def names(world: World) -> tuple[str, ...]:
    """Return the themes that the project can use, sorted."""
    return tuple(sorted(p.split("/")[1] for p in world.glob("templates/*/theme.toml")))


def load(world: World, name: str, asked: Place) -> Theme:
    """Return a theme with its parents' tokens below its own, on the page it was made for.

    Raises ``PipelineError`` at ``asked``, where the theme was named, if there is none; with
    every wrong token of it and its parents, each at its line.
    """
    if name not in names(world):
        hint = nearest(name, names(world), f"write one of {', '.join(names(world))}")
        raise fatal("unknown-theme", asked, f"theme `{name}` does not exist", hint)
    layers = list(_layers(world, name, ()))
    tokens: Mapping[str, Any] = {}
    problems: list[Diagnostic] = []
    if not layers[-1].tokens.get("parent"):
        problems += schema.missing(layers[-1])
    for layer in reversed(layers):
        problems += schema.wrong(layer, tokens)
        tokens = _over(_less_inks(tokens, layer.tokens), layer.tokens)
        problems += schema.loose(layer, tokens) if not problems else ()
    if problems:
        raise PipelineError(*problems)
    chain = tuple(layer.path.split("/")[1] for layer in layers)
    theme = Theme(name, chain, tokens)
    return on_paper(theme, str(tokens["page"]["format"]), _set_in(layers, "page", "format"))


def on_paper(theme: Theme, name: str, asked: Place) -> Theme:
    """Return a theme on another page format; raise at ``asked`` if there is no such format."""
    own = theme.unsized or theme.tokens
    return replace(theme, tokens=_over(own, paper.measured(own, name, asked)), unsized=own)


def flat(theme: Theme) -> Theme:
    """Return a theme on a page that is not folded, for formats that know no leaflets."""
    return on_paper(theme, "a4", Place("")) if theme.folded else theme


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


def _set_in(layers: list[Layer], *keys: str) -> Place:
    for layer in layers:
        if keys in schema.lines(layer.text):
            return layer.place(*keys)
    return layers[0].place(*keys)


def _layer(world: World, name: str) -> Layer:
    path = f"templates/{name}/theme.toml"
    try:
        text = world.read(path).decode()
        return Layer(path, text, mending.toml(text))
    except UnicodeDecodeError as reason:
        hint = "save it as UTF-8"
        raise fatal("not-utf-8", Place(path), "the file is not UTF-8", hint) from reason
    except (ValueError, RecursionError) as reason:  # a number or a nesting may be too long
        line, message, hint = mending.toml_fault(str(reason), text.split("\n"))
        raise fatal("broken-toml", Place(path, line), message, hint) from reason


def _layers(world: World, name: str, below: tuple[str, ...]) -> Iterator[Layer]:
    layer = _layer(world, name)
    yield layer
    if parent := layer.tokens.get("parent"):
        place = layer.place("parent")
        if parent in (*below, name):
            round_trip = " → ".join((*below, name, parent))
            hint = f"take `{parent}` out of the round: {round_trip}"
            raise fatal("theme-loop", place, f"theme `{parent}` is its own ancestor", hint)
        if parent not in names(world):
            hint = nearest(str(parent), names(world), f"write one of {', '.join(names(world))}")
            raise fatal("unknown-theme", place, f"parent theme `{parent}` does not exist", hint)
        yield from _layers(world, str(parent), (*below, name))


def _less_inks(tokens: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return inherited tokens without the inks of colours that a child changes."""
    changed = own.get("color", {})
    inks = {name: ink for name, ink in tokens.get("cmyk", {}).items() if name not in changed}
    return {**tokens, "cmyk": inks}


def _over(base: Mapping[str, Any], top: Mapping[str, Any]) -> Mapping[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        old = merged.get(key)
        both = isinstance(value, Mapping) and isinstance(old, Mapping)
        merged[key] = _over(old, value) if both else value  # type: ignore[arg-type]
    return merged
