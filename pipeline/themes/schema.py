"""The tokens a theme may set: which tables there are, what stands in them, and what is wrong.

A table is closed (``page``: its names are ours) or open (``color``: a theme may add its own,
but not one that is nearly ours, which is a slip). Every fault is told with its line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.diagnostics import Diagnostic, error, nearest
from pipeline.model import Place

SCRIPTS = ("Latn", "Cyrl", "Grek", "Hans", "Hant", "Jpan", "Kore", "Arab", "Hebr")
ARTS = ("none", "rays", "waves", "rings", "weave")
"""The kinds of line art that a cover may be drawn with."""

COLORS = (
    "primary", "accent", "third", "fourth", "text", "muted", "tint", "rule", "paper", "inverse",
    "link",
)  # fmt: skip
ROLES = ("body", "heading", "label", "title", "number", "code")
SIZES = ("body", "lede", "title", "subtitle", "h2", "h3", "label", "figure", "pull")
LENGTHS = (
    "width_mm", "height_mm", "top_mm", "bottom_mm", "left_mm", "right_mm", "side_mm", "gap_mm",
    "flap_mm",
)  # fmt: skip
REQUIRED = {
    "color": COLORS,
    "role": ROLES,
    "size": SIZES,
    "line": ("Latn",),
    "page": ("format", *LENGTHS[2:8]),
    "cover": ("art", "ground"),
}
"""What a theme without a parent has to say."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of ``theme.toml``: its names, what a value is, and how to write one.

    ``open`` tables take further names; the others are closed.
    """

    names: tuple[str, ...]
    sound: Callable[[Any], bool]
    hint: str
    open: bool = False


def _color(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"#[0-9A-Fa-f]{6}", value))


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _inks(value: Any) -> bool:
    whole = isinstance(value, list) and len(value) == 4 and all(map(_number, value))
    return whole and all(0 <= share <= 100 for share in value)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _file(value: Any) -> bool:
    return _text(value) and not re.search(r"^[/\\]|\.\.|:", value)


def _family(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[\w][\w .&'+-]{0,79}", value))


def _families(value: Any) -> bool:
    return isinstance(value, list) and all(map(_family, value))


def _between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: _number(value) and low <= value <= high


_HEX = "write it as #RRGGBB, such as #16324F"
_MM = "write millimetres, from 0 to 1000"
TABLES: Mapping[str, Table] = {
    "color": Table(COLORS, _color, _HEX, open=True),
    "cmyk": Table((), _inks, "write four percentages, such as [100, 70, 30, 40]", open=True),
    "role": Table(ROLES, _text, "name one of the [font] tables, such as serif"),
    "weight": Table(ROLES, _between(100, 900), "write a weight from 100 to 900"),
    "size": Table(SIZES, _between(1, 400), "write points, from 1 to 400", open=True),
    "line": Table(SCRIPTS, _between(0.8, 4), "write a multiple of the size, such as 1.45"),
    "page": Table((*LENGTHS, "format"), _between(0, 1000), _MM),
    "space": Table((), _between(0, 1000), _MM, open=True),
    "cover": Table(("art", "picture", "ground"), _file, "name a file of the theme"),
    "press": Table(("profile", "ink_limit"), _file, "name a file of the theme"),
    "brand": Table(("logo", "logo_mm"), _file, "name a file of the theme"),
}
GROUPS: Mapping[str, Table] = {
    "font": Table(SCRIPTS, _family, "write the name of a family"),
    "fallback": Table(SCRIPTS, _families, "write a list of families"),
}
"""Tables of tables: each group has one value for a script."""

_TEXTS = {
    ("page", "format"): (_text, "name a page format, such as a4"),
    ("page", "width_mm"): (_between(20, 2000), "write millimetres, from 20 to 2000"),
    ("page", "height_mm"): (_between(20, 2000), "write millimetres, from 20 to 2000"),
    ("cover", "art"): (lambda value: value in ARTS, f"write one of {', '.join(ARTS)}"),
    ("cover", "ground"): (_text, "name a colour, such as primary"),
    ("brand", "logo_mm"): (_between(1, 200), _MM),
    ("press", "ink_limit"): (_between(150, 400), "write percent, from 150 to 400"),
}
"""Values that are of another kind than the rest of their table."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
_OVERLAID = ("page", "size", "line", "weight", "space", "cover", "brand")
"""Tables that a page format may change."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The ``theme.toml`` of one theme of a chain, as read."""

    path: str
    text: str
    tokens: Mapping[str, Any]

    def place(self, *keys: str) -> Place:
        """Return the line on which a token is set, or that of the table around it."""
        found = lines(self.text)
        for end in range(len(keys), 0, -1):
            if line := found.get(keys[:end]):
                return Place(self.path, line)
        return Place(self.path)


def lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of every table and key of a TOML file that is laid out plainly."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\s*\[([\w.\"' -]+)\]", line):
            table = _dotted(head[1])
            found.setdefault(table, number)
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            found.setdefault((*table, *_dotted(key[1])), number)
    return found


def wrong(layer: Layer, inherited: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield what is wrong in a theme's own tokens, given those of its parents."""
    for name, table in layer.tokens.items():
        if name == "parent":
            if not _text(table):
                yield _bad(layer, f"`parent` is `{table}`", "name a theme, such as plain", name)
        elif not isinstance(table, Mapping):
            hint = nearest(name, ("parent",), "put it into a table, such as [color]")
            yield _bad(layer, f"unknown token `{name}`", hint, name)
        elif name == "format":
            yield from _formats(layer, table, inherited)
        else:
            yield from _table(layer, (name,), table, inherited.get(name, {}))


def missing(layer: Layer) -> Iterator[Diagnostic]:
    """Yield what a theme without a parent leaves unsaid."""
    for table, names in REQUIRED.items():
        for name in names:
            if name not in (layer.tokens.get(table) or {}):
                hint = 'add it, or write `parent = "plain"` on the first line'
                yield _bad(layer, f"[{table}] has no `{name}`", hint, table)


def loose(layer: Layer, tokens: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield names in a theme's own tables that lead to nothing in the tokens of the chain."""
    groups = tuple(tokens.get("font", {}))
    for role, group in layer.tokens.get("role", {}).items():
        if group not in groups:
            hint = nearest(str(group), groups, f"write one of {', '.join(groups)}")
            yield _bad(layer, f"role `{role}` names the fonts `{group}`", hint, "role", role)
    colors = tuple(tokens.get("color", {}))
    ground = layer.tokens.get("cover", {}).get("ground", colors[0] if colors else "")
    if ground not in colors:
        hint = nearest(ground, colors, "name a colour of [color]")
        yield _bad(layer, f"unknown color `{ground}` in [cover]", hint, "cover", "ground")
    for name in layer.tokens.get("cmyk", {}):
        if name not in colors:
            hint = nearest(name, colors, "give [color] the same name")
            yield _bad(layer, f"unknown color `{name}` in [cmyk]", hint, "cmyk", name)


def _formats(
    layer: Layer, formats: Mapping[str, Any], inherited: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    for name, tables in formats.items():
        if not isinstance(tables, Mapping):
            yield _bad(layer, f"`{name}` in [format] is no table", "write [format.a5.page]", name)
            continue
        for table, tokens in tables.items():
            keys = ("format", name, table)
            if table not in _OVERLAID or not isinstance(tokens, Mapping):
                hint = nearest(table, _OVERLAID, f"write one of {', '.join(_OVERLAID)}")
                yield _bad(layer, f"[format.{name}] has no table `{table}`", hint, *keys)
            else:
                yield from _table(layer, keys, tokens, inherited.get(table, {}))


def _table(
    layer: Layer, keys: tuple[str, ...], tokens: Mapping[str, Any], inherited: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    name = keys[-1]
    if name in GROUPS:
        for group, faces in tokens.items():
            if isinstance(faces, Mapping):
                yield from _values(layer, (*keys, group), faces, GROUPS[name], {})
            else:
                yield _bad(layer, f"`{group}` is no table", f"write [{name}.{group}]", name, group)
    elif name in TABLES:
        yield from _values(layer, keys, tokens, TABLES[name], inherited)
    else:
        known = (*TABLES, *GROUPS, "format")
        hint = nearest(name, known, f"write one of {', '.join(known)}")
        yield _bad(layer, f"unknown table [{name}]", hint, name)


def _values(
    layer: Layer,
    keys: tuple[str, ...],
    tokens: Mapping[str, Any],
    table: Table,
    inherited: Mapping[str, Any],
) -> Iterator[Diagnostic]:
    shown = f"[{'.'.join(keys)}]"
    for name, value in tokens.items():
        known = dict.fromkeys((*table.names, *inherited))
        slip = difflib.get_close_matches(name, known, n=1, cutoff=0.8) if table.open else True
        sound, hint = _TEXTS.get((keys[-1], name), (table.sound, table.hint))
        if not _NAME.fullmatch(name):
            hint = "use letters, digits, hyphens and underscores"
            yield _bad(layer, f"`{name[:60]}` in {shown} cannot be a name", hint, *keys)
        elif name not in known and slip:
            near = nearest(name, known, f"write one of {', '.join(known)}")
            yield _bad(layer, f"unknown token `{name}` in {shown}", near, *keys, name)
        elif not sound(value):
            yield _bad(layer, f"`{name}` in {shown} is `{value}`", hint, *keys, name)


def _bad(layer: Layer, message: str, hint: str, *keys: str) -> Diagnostic:
    return error("bad-token", layer.place(*keys), message, hint)


def _dotted(keys: str) -> tuple[str, ...]:
    return tuple(key.strip(" \"'") for key in keys.split("."))
