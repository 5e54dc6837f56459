"""The designer's tools: the tokens of a theme, read and written, every comment where it stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import tomlkit

from pipeline import config
from pipeline.admission import named, theme_of
from pipeline.copydesk.fixing import Desk as Overlay
from pipeline.diagnostics import PipelineError
from pipeline.locking import held
from pipeline.model import Json, Slug
from pipeline.preview.making import world
from pipeline.preview.saving import PATIENCE_S, within
from pipeline.preview.shelf import Shelf
from pipeline.preview.studio import problem
from pipeline.preview.views import Home
from pipeline.publish import write
from pipeline.themes import ARTS, Theme
from pipeline.workshop import Workshop
from pipeline.world import World

RANGES: Mapping[str, tuple[float, float, float]] = {
    "size": (5, 72, 0.25),
    "line": (1, 2.2, 0.01),
    "weight": (100, 900, 100),
    "page": (0, 300, 0.5),
    "space": (0, 60, 0.5),
}
"""The tables whose tokens are sliders: least, most, step."""

_MM_A_POINT = 25.4 / 72
_GRID = ("width_mm", "height_mm", "top_mm", "bottom_mm", "left_mm", "right_mm", "side_mm",
         "gap_mm", "panels")  # fmt: skip


def tokens(home: Home, slug: Slug) -> Json:
    """Return the tokens of a release's theme, how to set each, and the grid of its pages."""
    theme = _theme(home, slug, world(home))
    path = f"templates/{theme.name}/theme.toml"
    own = tomlkit.parse(world(home).read(path).decode())
    rows = [{**row, "own": row["name"] in own.get(row["table"], {})} for row in _rows(theme)]
    return {
        "theme": theme.name,
        "path": path,
        "writable": (home.root / path).is_file(),
        "tokens": rows,
        "grid": _grid(theme),
    }


def set_token(home: Home, request: Json) -> Json:
    """Return what became of a change of one token: ``saved``, ``refused`` or ``conflict``."""
    with held(home.root, "preview", PATIENCE_S):
        return _set_token(home, request)


def _set_token(home: Home, request: Json) -> Json:
    slug, table, name = (str(request.get(key, "")) for key in ("slug", "table", "name"))
    disk = world(home)
    theme = _theme(home, Slug(slug), disk)
    path = f"templates/{theme.name}/theme.toml"
    row = next((r for r in _rows(theme) if (r["table"], r["name"]) == (table, name)), None)
    if row is None or not (home.root / path).is_file():
        return {"status": "gone"}
    if request.get("base") not in (row["value"], None):
        return {"status": "conflict", "theirs": row["value"]}
    text = disk.read(path).decode()
    new = written(text, table, name, request.get("value"))
    try:
        _theme(home, Slug(slug), Overlay(disk, {path: new.encode()}))
    except PipelineError as reason:
        return {"status": "refused", "problems": [problem(d) for d in reason.diagnostics]}
    write(within(home.root, path), new.encode(), home.root)
    inks = table == "color" and name in tomlkit.parse(new).get("cmyk", {})
    return {"status": "saved", "path": path, "inks": inks}


def written(text: str, table: str, name: str, value: Any) -> str:
    """Return a ``theme.toml`` with one token set; comments and order stay."""
    document = tomlkit.parse(text)
    if table not in document:
        document.add(tomlkit.nl())
        document.add(table, tomlkit.table())
    rows: Any = document[table]
    broken = isinstance(rows.get(name), float)  # a number keeps its kind
    rows[name] = (
        int(value) if isinstance(value, float) and not broken and value % 1 == 0 else value
    )
    return tomlkit.dumps(document)


def _theme(home: Home, slug: Slug, disk: World) -> Theme:
    shop = Workshop(disk, Shelf(home.cache))
    project = config.load(disk)
    return theme_of(named(project, shop, slug), project, disk)


def _rows(theme: Theme) -> Iterator[dict[str, Any]]:
    tokens = theme.unsized or theme.tokens
    for name, value in tokens["color"].items():
        yield {"table": "color", "name": name, "value": value, "kind": "color"}
    yield {"table": "cover", "name": "art", "value": tokens["cover"].get("art", "none"),
           "kind": "choice", "choices": list(ARTS)}  # fmt: skip
    yield {"table": "cover", "name": "ground", "value": tokens["cover"]["ground"],
           "kind": "choice", "choices": list(tokens["color"])}  # fmt: skip
    for name, value in tokens["role"].items():
        yield {"table": "role", "name": name, "value": value, "kind": "choice",
               "choices": list(tokens["font"])}  # fmt: skip
    for table, (low, high, step) in RANGES.items():
        for name, value in tokens.get(table, {}).items():
            if isinstance(value, int | float) and not isinstance(value, bool) and name != "panels":
                yield {"table": table, "name": name, "value": value, "kind": "number", "min": low,
                       "max": max(high, value), "step": step}  # fmt: skip


def _grid(theme: Theme) -> Json:
    page = theme.tokens["page"]
    steps = {
        script: theme.size("body") * theme.line(script) * _MM_A_POINT
        for script in ("Latn", "Hans", "Hant", "Jpan", "Kore", "Arab")
    }
    return {**{name: page.get(name, 0) for name in _GRID}, "baselines": steps}
