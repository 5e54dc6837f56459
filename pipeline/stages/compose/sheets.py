"""A theme's tokens as CSS: custom properties, and an address for every face.

Values are checked, so that a token can say nothing but what it is for: a colour is
``#RRGGBB``, a length is a number, a name goes into a quoted string. Type sizes are points
on paper; on a screen the body is one step larger than the reader's own size, and the rest
keeps its proportion to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Medium, Place
from pipeline.themes import Theme

NAME = re.compile(r"\{([a-z_]+)\}")
SCREEN_REM = 1.0625
"""The size of body text on a screen, as a multiple of the reader's own."""

SLANTED = ("Latn", "Cyrl", "Grek")
"""Scripts that have an italic; others are emphasised by other means."""

SLOPING = ("body", "label")
"""Roles whose emphasis is set in italics."""

_HAN = ("Hans", "Hant", "Jpan", "Kore")

_DARK = 0.4
"""Grounds below this lightness, from 0 to 1, carry light type."""

_WRITTEN = {
    "Arab": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Cyrl": "\u0400-\u052f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Jpan": "\u3040-\u30ff",
    "Kore": "\uac00-\ud7af\u1100-\u11ff",
    "Hans": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u3001-\u301f",
}
_BESIDES = {"body": (400, 700), "label": (400, 700), "title": (400,)}
"""Weights that the styles of a role use beside its own."""

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_GENERIC = {"serif": "serif", "sans": "sans-serif", "mono": "monospace", "display": "serif"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the CSS of a page depends on.

    ``scripts`` are those of its text, its own first; ``tags`` are the elements in it. Under an
    ``alias`` faces have names of their own: two scripts on a page share families, not marks.
    """

    theme: Theme
    scripts: tuple[str, ...]
    medium: Medium
    tags: frozenset[str]
    alias: str = ""


def scripts(own: str, text: str) -> tuple[str, ...]:
    """Return the scripts that a text in the script ``own`` is written in, ``own`` first."""
    found = [own]
    for script, letters in _WRITTEN.items():
        shared = script == "Hans" and own in _HAN
        if not shared and script != own and re.search(f"[{letters}]", text):
            found.append(script)
    return tuple(found)


def string(text: str) -> Markup:
    """Return a text as a CSS string that can end neither itself nor its style element."""
    return Markup(_quoted(str(text)))  # noqa: S704  (quoted there)


def pages(pattern: str) -> Markup:
    """Return a text as CSS ``content``; ``{page}`` and ``{pages}`` in it become counters."""
    pieces = []
    for index, piece in enumerate(NAME.split(str(pattern))):
        if index % 2 and piece in ("page", "pages"):
            pieces.append(f"counter({piece})")
        elif piece:
            pieces.append(_quoted(piece))
    return Markup(" ".join(pieces) or '""')  # noqa: S704  (quoted above)


def mix(color: str, other: str, share: float) -> str:
    """Return ``share`` of a colour mixed with the rest of another, as ``#RRGGBB``."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def properties(theme: Theme) -> frozenset[str]:
    """Return the names of the custom properties that the tokens of a theme make."""
    setting = Setting(theme, ("Latn",), "pdf", frozenset())
    return frozenset(name for name, _ in _properties(setting))


def dark(color: str) -> bool:
    """Tell whether a colour is so dark that type on it is light."""
    red, green, blue = _channels(color)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255 < _DARK


def root(setting: Setting, place: str = ":root") -> str:
    """Return the rule that holds every token as a custom property of the page.

    For a place in it, which is in another script, those that differ by script.
    """
    whole = place == ":root"
    lines = "\n".join(
        f"  {name}: {value};"
        for name, value in _properties(setting)
        if whole or name.startswith(("--font-", "--line-"))
    )
    return f"{place} {{\n{lines}\n}}\n"


def faces(setting: Setting) -> str:
    """Return a ``@font-face`` rule for every face that a role of the theme may ask for."""
    rules: dict[str, None] = {}
    roles = setting.theme.tokens["role"]
    for role in roles if "code" in setting.tags else set(roles) - {"code"}:
        for script, family in _families(setting, role):
            for weight in _weights(setting.theme, role, script):
                rules[_face(setting, family, weight, "normal")] = None
            if script in SLANTED and role in SLOPING and setting.tags & {"em", "i"}:
                rules[_face(setting, family, 400, "italic")] = None
    return "".join(sorted(rules))


def _properties(setting: Setting) -> Iterator[tuple[str, str]]:
    theme, own = setting.theme, setting.scripts[0]
    tokens = theme.tokens
    for name, value in tokens["color"].items():
        yield f"--color-{name}", _color(theme, name, value)
    for name, value in tokens["size"].items():
        yield f"--size-{name}", _size(setting, name, value)
    for section in ("page", "space"):
        for name, value in tokens.get(section, {}).items():
            if name.endswith("_mm"):
                yield f"--{section}-{name[:-3]}", f"{_number(theme, section, name, value):g}mm"
    yield "--line-body", f"{theme.line(own):g}"
    for role in tokens["role"]:
        yield f"--font-{role}", ", ".join(_stack(setting, role))
        yield f"--weight-{role}", str(_weight(theme, role))


def _stack(setting: Setting, role: str) -> Iterator[str]:
    group = setting.theme.tokens["role"][role]
    for _, family in _families(setting, role):
        yield _quoted(family + setting.alias)
    if setting.medium == "html":
        spare = setting.theme.tokens.get("fallback", {}).get(group, {})
        yield from (_quoted(name) for script in setting.scripts for name in spare.get(script, ()))
    yield _GENERIC.get(group, "sans-serif")


def _families(setting: Setting, role: str) -> Iterator[tuple[str, str]]:
    """Yield ``(script, family)`` of a role, best first; the Latin face leads in Chinese."""
    own, *others = setting.scripts
    first = ("Latn", own) if own in _HAN else (own, "Latn")
    faces = _group(setting.theme, role)
    for script in dict.fromkeys((*first, *others)):
        if family := faces.get(script):
            yield script, str(family)


def _group(theme: Theme, role: str) -> Mapping[str, Any]:
    group = theme.tokens["role"][role]
    if group not in theme.tokens["font"]:
        raise _bad(theme, f"role `{role}` names the fonts `{group}`, which do not exist")
    faces: Mapping[str, Any] = theme.tokens["font"][group]
    return faces


def _weights(theme: Theme, role: str, script: str) -> list[int]:
    wanted = {_weight(theme, role), *_BESIDES.get(role, ())}
    return sorted(
        {700 if weight >= 600 else 400 for weight in wanted} if script in _HAN else wanted
    )


def _weight(theme: Theme, role: str) -> int:
    weight = theme.tokens.get("weight", {}).get(role, 400)
    return int(_number(theme, "weight", role, weight))


def _face(setting: Setting, family: str, weight: int, style: str) -> str:
    address = f"font:{quote(family)}/{weight}/{style}/{setting.scripts[0]}"
    return (
        f"@font-face {{ font-family: {_quoted(family + setting.alias)}; font-weight: {weight};"
        f' font-style: {style}; src: url("{address}") }}\n'
    )


def _size(setting: Setting, name: str, value: object) -> str:
    points = _number(setting.theme, "size", name, value)
    if setting.medium == "pdf":
        return f"{points:g}pt"
    return f"{SCREEN_REM * points / setting.theme.size('body'):.4g}rem"


def _color(theme: Theme, name: str, value: object) -> str:
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise _bad(theme, f"color `{name}` is `{value}`", "write it as #RRGGBB")
    return value


def _number(theme: Theme, section: str, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _bad(theme, f"`{name}` in [{section}] is `{value}`", "write a number")
    return float(value)


def _bad(theme: Theme, message: str, *hints: str) -> PipelineError:
    return fatal("bad-token", Place(f"templates/{theme.name}/theme.toml"), message, *hints)


def _channels(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _quoted(text: str) -> str:
    """Return a CSS string; what could end it, or a style element, is written as an escape."""
    return '"' + re.sub(r'["\\<>&\n\r\f\0]', lambda m: f"\\{ord(m[0]):x} ", text) + '"'
