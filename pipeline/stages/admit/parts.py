"""The parts of a page that an author may fence: their names, attributes and contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from pipeline import inlines, tree
from pipeline.diagnostics import nearest
from pipeline.model import Json
from pipeline.segments import KEPT, ONLY
from pipeline.stages.admit.gate import Fault

PARTS: Mapping[str, tuple[str, ...]] = {
    "lede": (), "figures": (), "toc": ("depth",), "opener": ("number", "start"),
    "table": ("caption",), "chart": ("type", "caption"), "timeline": (), "pull": (), "aside": (),
    "side": (), "logos": (), "qr": ("target",), "closing": (), "boilerplate": (), "contact": (),
    "colophon": (), KEPT: (), ONLY: ("lang",),
}  # fmt: skip
"""The fenced divs an author may write, and the attributes of each."""

CHARTS = ("bar", "stacked", "share", "line", "donut")
MOST_ROWS = 400
"""So many rows a chart may have: the days of a year."""

MOST_PARTS = 8
"""So many parts of a ring can be told apart."""

_ATTRIBUTES = ("width", "height", "lang", "dir", "ref", "type")
_VALUES = {("toc", "depth"): ("1", "2"), ("opener", "start"): ("page",)}
"""Attributes that take one of a few words."""

_HOLDS = {
    "figures": (
        ("DefinitionList",),
        "no list of figures",
        "write a line `{fact}`, then `: label`",
    ),
    "timeline": (("DefinitionList",), "no list of dates", "write a line `{date}`, then `: event`"),
    "table": (("Table",), "no table", "write one pipe table in it"),
    "chart": (("Table",), "no table", "write one pipe table of facts in it"),
}
"""What a part has to hold, and nothing beside it."""

_REACHED = ("http", "https", "mailto", "tel")


def attributes(node: Json) -> Iterator[Fault]:
    """Yield what is wrong with the attributes of a node."""
    found = tree.attributes_of(node)
    part = next((c for c in tree.classes(node) if c in PARTS), "") if node["t"] == "Div" else ""
    for key, value in found[2] if found else ():
        if key not in (*_ATTRIBUTES, *PARTS.get(part, ())):
            known = PARTS.get(part) or ("width", "height", "lang")
            hint = nearest(key, known, f"write one of {', '.join(known)}, or delete it")
            yield "unknown-attribute", f"unknown attribute `{key}`", (hint,)
        elif value not in _VALUES.get((part, key), (value,)):
            words = _VALUES[part, key]
            hint = nearest(value, words, f"write {' or '.join(words)}, or delete it")
            yield "wrong-value", f'`{key}="{value}"` of the part `{part}` says nothing', (hint,)


def division(node: Json) -> Iterator[Fault]:
    """Yield what is wrong with a fenced div."""
    classes = tree.classes(node)
    for name in classes:
        if name not in PARTS:
            hint = nearest(name, PARTS, f"write one of {', '.join(PARTS)}")
            yield "unknown-part", f"unknown part `{name}`", (hint,)
    if "chart" in classes:
        yield from _kind(node)
    kinds = tuple(block["t"] for block in node["c"][1])
    for name in classes:
        wanted, lack, hint = _HOLDS.get(name, (kinds, "", ""))
        if kinds != wanted:
            yield "wrong-part", f"the part `{name}` holds {lack}", (hint,)
        elif check := _CHECKS.get(name):
            yield from check(node)


def _kind(node: Json) -> Iterator[Fault]:
    kind = _value(node, "type")
    if kind not in CHARTS:
        hint = nearest(kind, CHARTS, f"write type= with one of {', '.join(CHARTS)}")
        yield "unknown-chart", f"unknown chart type `{kind}`", (hint,)


def _chart(node: Json) -> Iterator[Fault]:
    rows = [row[1] for body in node["c"][1][0]["c"][4] for row in body[3]]
    if not rows or len(rows[0]) < 2:
        yield "wrong-part", "the table of the `chart` has no figures", ("add a row with facts",)
    elif len(rows) > MOST_ROWS:
        hint = "put them together, or leave the table without a chart"
        yield "wrong-part", f"a `chart` of {len(rows)} rows cannot be read", (hint,)
    elif _value(node, "type") == "donut":
        yield from _ring(rows)
    for row in rows:
        for cell in row[1:]:
            named = [name for _, n in tree.nodes(cell[4]) if (name := inlines.reference(n))]
            if len(named) != 1 or re.search(r"\d", tree.plain(cell[4])):
                shown = tree.plain(cell[4]) or " "
                hint = "write the figure as a fact, such as `{registered}`"
                yield "chart-without-fact", f"`{shown}` in a chart is no fact", (hint,)


def _ring(rows: Json) -> Iterator[Fault]:
    if len(rows[0]) > 2:
        hint = 'leave one column of figures, or write type="share"'
        yield "wrong-part", "a `donut` shows one column of figures", (hint,)
    if len(rows) > MOST_PARTS:
        hint = 'put the small ones together, or write type="bar"'
        yield "wrong-part", f"a `donut` of {len(rows)} parts cannot be read", (hint,)


def _logos(node: Json) -> Iterator[Fault]:
    for block in node["c"][1]:
        held = block["c"] if block["t"] in ("Para", "Plain") else [block]
        strange = [n for n in held if n["t"] not in ("Image", "Figure", "Space", "SoftBreak")]
        if strange:
            shown = tree.plain(strange[0]) or strange[0]["t"]
            hint = "write pictures only, such as `![The Hall](figures/hall.svg)`"
            yield "wrong-part", f"`{shown}` in the part `logos` is no picture", (hint,)
    if not node["c"][1]:
        yield "wrong-part", "the part `logos` is empty", ("put the pictures in it",)


def _code(node: Json) -> Iterator[Fault]:
    target = _value(node, "target")
    try:
        reached = urlsplit(target).scheme.lower() in _REACHED
    except ValueError:
        reached = False
    if not reached or re.search(r"[\x00-\x20]", target):
        shown = f"`{target[:60]}`" if target else "nowhere"
        hint = 'write target="https://…", "mailto:…" or "tel:…"'
        yield "unsafe-link", f"the part `qr` leads to {shown}", (hint,)
    elif len(target) > 300:
        hint = "give it a shorter address, such as one that leads on"
        yield "too-long", f"a code for {len(target)} characters cannot be scanned", (hint,)


def _opener(node: Json) -> Iterator[Fault]:
    if not any(block["t"] == "Header" for block in node["c"][1]):
        yield "wrong-part", "the part `opener` has no heading", ("begin it with `## …`",)


_CHECKS = {"chart": _chart, "logos": _logos, "qr": _code, "opener": _opener}


def _value(node: Json, key: str) -> str:
    return str(dict(node["c"][0][2]).get(key, ""))
