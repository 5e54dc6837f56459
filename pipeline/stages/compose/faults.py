"""What is wrong in the files of a theme, told before anything is made of them.

Templates and pictures that are not there, styles that ask for a file or an address, custom
properties that no token gives: each would be a hole in a page, or a page that cannot be made.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from jinja2 import nodes

from pipeline.diagnostics import UNSEEN, Diagnostic, PipelineError, error, fatal, nearest
from pipeline.model import Place
from pipeline.stages.compose import brackets
from pipeline.stages.compose.sandbox import TooMuch
from pipeline.themes import Theme
from pipeline.world import World, exists

KINDS = ("css", "html", "svg")
NAMES = "see templates/README.md, in Diglot's own folder, for the names that a template may use"

_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(
    r"url\(\s*[\"']?\s*(?!#|data:|font:|\{\{)([^\"')\s]+)|@import\s+([^;\s]+)"
    r"|\s(?:src|xlink:href)\s*=\s*[\"'](?!#|data:|\{\{)([^\"']+)"
    r"|<(?:link|use|image)\b[^>]*?\shref\s*=\s*[\"'](?!#|data:|\{\{)([^\"']+)"
)
_ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|foreignObject|form|base|applet|frame)\b"
    r"|\s(on[a-z]{3,20})\s*=\s*[\"'\w]|http-equiv\s*=\s*[\"']?\s*(refresh)|</\s*(style)\b",
    re.IGNORECASE,
)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_ASKED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_GIVEN = re.compile(r"(--[\w-]+)\s*:")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a theme, with its comments blanked and its lines kept."""

    path: str
    text: str

    def at(self, offset: int) -> Place:
        return Place(self.path, self.text.count("\n", 0, offset) + 1)


def faults(world: World, theme: Theme, properties: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong in the templates, styles and drawings of a theme and its parents.

    ``properties`` are the custom properties that its tokens make.
    """
    files = list(_files(world, theme))
    yield from _hidden(world, theme)
    given = {*properties, *(name for file in files for name in _GIVEN.findall(file.text))}
    for file in files:
        yield from _loose(file)
        yield from _reaching(file)
        yield from _unknown(file, frozenset(given))
        yield from _absent(file, world, theme)


def broken(reason: Exception, name: str, values: Mapping[str, Any] | None = None) -> PipelineError:
    """Return the error for a template that cannot be read, or filled with values, at its line."""
    place = Place(f"templates/{getattr(reason, 'name', None) or name}", _line_of(reason))
    for frame in traceback.extract_tb(reason.__traceback__):
        if frame.filename.startswith("templates/"):
            place = Place(frame.filename, frame.lineno or 0)
    if isinstance(reason, TooMuch):
        hint = f"make them simpler, or raise {reason.setting} under [limits] in diglot.toml"
        return fatal("template-too-much", place, str(reason), hint)
    if isinstance(reason, RecursionError):
        message = "the templates call each other without end"
        return fatal("broken-template", place, message, "take one out of the round")
    message = re.sub(r"'\S+ object' has no attribute '(\w+)'", r"`\1` does not exist", str(reason))
    hint = _meant(message, values or {})
    return fatal("broken-template", place, re.sub(r"'([\w.]+)'", r"`\1`", message), hint)


def _meant(message: str, values: Mapping[str, Any]) -> str:
    """Return the hint for a name that a template has not got: the one that it means."""
    if found := re.match(r"'(\w+)\.(\w+)' is undefined", message):
        names = [f"{found[1]}.{key}" for key in values.get(found[1], ())]
        return nearest(f"{found[1]}.{found[2]}", names, f"write one of {', '.join(names)}")
    if found := re.match(r"'(\w+)' is undefined", message):
        return nearest(found[1], values, f"write one of {', '.join(sorted(values))}")
    if found := re.match(r"`(\w+)` does not exist", message):
        tables = (value for value in values.values() if isinstance(value, Mapping))
        return nearest(found[1], {str(key) for table in tables for key in table}, NAMES)
    return NAMES


def _files(world: World, theme: Theme) -> Iterator[_File]:
    for name in theme.chain:
        for kind in KINDS:
            for path in world.glob(f"templates/{name}/*.{kind}"):
                text = world.read(path).decode("utf-8", "replace")
                yield _File(path, _COMMENT.sub(_blank, text))


def _hidden(world: World, theme: Theme) -> Iterator[Diagnostic]:
    """Find characters that turn a line of a theme around, in comments too."""
    for name in theme.chain:
        paths = [p for kind in KINDS for p in world.glob(f"templates/{name}/*.{kind}")]
        for path in (f"templates/{name}/theme.toml", *paths):
            text = world.read(path).decode("utf-8", "replace").replace("\r\n", "\n")
            for number, line in enumerate(text.split("\n"), 1):
                if found := UNSEEN.search(line):
                    said = f"U+{ord(found[0]):04X} is hidden in the line"
                    yield error("hidden-character", Place(path, number), said, "delete it")


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _loose(file: _File) -> Iterator[Diagnostic]:
    """Find rules that are never closed: they swallow what follows, and nobody says so."""
    whole = [(0, file.text)] if file.path.endswith(".css") else []
    for start, css in whole or [(m.start(1), m[1]) for m in _STYLE.finditer(file.text)]:
        for one in brackets.loose(css):
            yield error("unpaired-bracket", file.at(start + one.offset), one.message, one.hint)


def _reaching(file: _File) -> Iterator[Diagnostic]:
    """Find what asks for a file or an address: a page carries all it needs."""
    for found in _ADDRESS.finditer(file.text):
        target = next(filter(None, found.groups()))
        remote = re.match(r"[a-z]+:|//", target)
        shown = "an address" if remote else "a file"
        hint = "save it beside theme.toml, and write" if remote else "write"
        name = "cover.svg" if remote else target
        yield error(
            "forbidden-address",
            file.at(found.start(found.lastindex or 0)),
            f"`{target}` is {shown} that a page would have to fetch",
            f'{hint} url("{{{{ picture("{name}") }}}}")',
        )
    for found in _ACTIVE.finditer(file.text):
        tag, event, refresh, ending = found.groups()
        if ending and not file.path.endswith(".css"):
            continue
        yield error(
            "forbidden-markup",
            file.at(found.start()),
            f"`{event or refresh or f'<{tag or ending}>'}` is not allowed in a theme",
            "delete it: a page shows text and pictures, and runs nothing",
        )


def _unknown(file: _File, given: frozenset[str]) -> Iterator[Diagnostic]:
    """Find custom properties that neither a token nor a style gives."""
    for found in _ASKED.finditer(file.text):
        if found[1] not in given:
            hint = nearest(found[1], given, "add the token to theme.toml")
            message = f"`{found[1]}` is no token and no property of this theme"
            yield error("unknown-token", file.at(found.start(1)), message, hint)


def _absent(file: _File, world: World, theme: Theme) -> Iterator[Diagnostic]:
    """Find templates and pictures that a file names, and that no theme of the chain has."""
    owner, name = file.path.split("/")[1:3]
    above = theme.chain[theme.chain.index(owner) + 1 :]
    for wanted, line in _named(file):
        chain = above if wanted == name else theme.chain
        if not any(exists(world, f"templates/{one}/{wanted}") for one in chain):
            there = [path.split("/")[2] for one in theme.chain for path in _of(world, one)]
            hint = nearest(wanted, there, f"add templates/{theme.name}/{wanted}")
            message = f"theme `{theme.name}` has no `{wanted}`"
            yield error("no-such-file", Place(file.path, line), message, hint)


def _named(file: _File) -> Iterator[tuple[str, int]]:
    try:
        tree = jinja2.Environment(autoescape=True).parse(
            file.text, file.path.removeprefix("templates/")
        )
    except jinja2.TemplateSyntaxError as reason:
        raise broken(reason, file.path.removeprefix("templates/")) from reason
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        template = getattr(node, "template", None)
        if isinstance(template, nodes.Const):
            yield str(template.value), node.lineno
    for call in tree.find_all(nodes.Call):
        asked = call.args[0] if call.args else None
        picture = isinstance(call.node, nodes.Name) and call.node.name == "picture"
        if picture and isinstance(asked, nodes.Const):
            yield str(asked.value), call.lineno


def _of(world: World, name: str) -> tuple[str, ...]:
    return world.glob(f"templates/{name}/*.*")


def _line_of(reason: Exception) -> int:
    return getattr(reason, "lineno", 0) or 0
