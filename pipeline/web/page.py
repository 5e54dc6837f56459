"""What a web page says beyond its text: values for the templates, and charts put into it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any, TypeAlias

from markupsafe import Markup

from pipeline import languages, tree
from pipeline.model import Chart, Json
from pipeline.plugs import Copy
from pipeline.themes import Theme
from pipeline.web import cards, drawing, linked, links, script, tables

SAVE = "Save the figures (CSV)"
"""The link behind a chart, for translators."""

Drawings: TypeAlias = Mapping[str, str]
"""Charts as elements of a page, by name."""

_SRC = "data:image/svg+xml;base64,"
_TABLE = re.compile(r"(<details class=\"data\".*?)</details>", re.DOTALL)


def values(copy: Copy, theme: Theme) -> dict[str, Any]:
    """Return what templates of web pages may use, beside what every page has."""
    edition, around = copy.edition, copy.around
    return {
        "languages": links.switch(edition, around),
        "parallel": links.parallel(edition, around),
        "downloads": links.downloads(edition, around),
        "address": links.canonical(edition, around) if around.base else "",
        "card": card(copy),
        "fallen": _fallen(copy),
        "head": linked.head(copy),
        "icon": icon(theme),
        "index": links.index(edition, around) if around.site else "",
        "tongue": languages.endonyms((edition.locale,))[edition.locale],
        "program": Markup(f"<script>{script.TEXT.strip()}</script>"),  # noqa: S704  (a text of ours)
    }


def icon(theme: Theme) -> str:
    """Return the address of the little picture on the tab: two texts in the brand's colours."""
    ground, line, other = (theme.color(name) for name in ("primary", "inverse", "accent"))
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
        f'<rect width="16" height="16" rx="3" fill="{ground}"/>'
        f'<path d="M3 4h4v1.5H3zM3 7.2h4v1.5H3zM3 10.4h3v1.5H3z" fill="{line}"/>'
        f'<path d="M9 4h4v1.5H9zM9 7.2h4v1.5H9zM9 10.4h3v1.5H9z" fill="{other}"/></svg>'
    )
    return f"{_SRC}{base64.b64encode(drawn.encode()).decode()}"


def card(copy: Copy) -> str:
    """Return the address that saves the contact of the page, or nothing."""
    original = (copy.original or copy).edition.document
    text = cards.card(original, copy.edition.document)
    return cards.address(text) if text else ""


def drawings(sketches: Mapping[str, Json], theme: Theme) -> Drawings:
    """Return the charts of an edition as drawings, of their specifications by name."""
    return {name: drawing.inline(spec, theme) for name, spec in sketches.items()}


def apart(second: Copy, drawn: Drawings, first: Drawings) -> tuple[Copy, Drawings]:
    """Return a copy that stands beside another one, its charts named after its language.

    A chart that both draw alike keeps its name: the page shows it once.
    """
    edition, body = second.edition, second.markup.get("body", "")
    charts, named = [], {}
    for chart in edition.charts:
        own, new = chart.name, f"{chart.name}-{edition.locale}"
        if drawn[own] == first.get(own):
            new = own
        body = body.replace(f"charts/{own}.svg", f"charts/{new}.svg")
        charts.append(replace(chart, name=new))
        named[new] = drawn[own]
    copied = replace(
        second,
        edition=replace(edition, charts=tuple(charts)),
        markup={**second.markup, "body": body},
    )
    return copied, named


def without_drawings(copy: Copy) -> Mapping[str, Mapping[str, bytes]]:
    """Return the pictures of a copy with the names of its charts where their drawings were."""
    named = {f"charts/{c.name}.svg": {"svg": c.name.encode()} for c in copy.edition.charts}
    return {**copy.pictures, **named}


def with_drawings(page: str, copy: Copy, drawn: Drawings) -> str:
    """Return a page with its charts drawn in it, and a link to the figures behind each."""
    for chart in copy.edition.charts:
        name = base64.b64encode(chart.name.encode()).decode()
        found = re.search(rf'<img[^>]*src="{re.escape(_SRC + name)}"[^>]*>', page)
        if not found:
            continue
        alt = re.search(r'alt="([^"]*)"', found[0])
        shown = drawing.labelled(drawn[chart.name], unescape(alt[1]) if alt else "")
        rest = page[found.end() :]
        if table := _TABLE.search(rest):
            inside = f"{table[1]}{_saving(chart, copy)}</details>"
            rest = rest[: table.start()] + inside + rest[table.end() :]
        page = page[: found.start()] + shown + rest
    return page


def _saving(chart: Chart, copy: Copy) -> str:
    name, word = f"{copy.edition.slug}-{chart.name}.csv", copy.edition.word(SAVE)
    link = f'<a download="{name}" href="{tables.address(chart)}">{Markup.escape(word)}</a>'
    return f'<p class="save">{link}</p>'


def _fallen(copy: Copy) -> Mapping[str, Any]:
    """Return how much of the page is not translated, and into what language it fell back."""
    count = len(copy.edition.missing)
    source = copy.around.source
    if not count or source == copy.edition.locale:
        return {"count": 0, "language": ""}
    shown = [node for _, node in tree.nodes(copy.edition.anchored) if _fell(node)]
    return {
        "count": len(shown),
        "language": _named(source, copy.edition.cldr),
        "tag": languages.tag(source),
    }


def _fell(node: Any) -> bool:
    return bool(node["t"] == "Span" and node["c"][0][1] == ["anchor"] and node["c"][0][2])


def _named(locale: str, cldr: str) -> str:
    """Return the name of a language as the readers of the page call it."""
    from babel import Locale as Cldr

    return Cldr.parse(locale.partition("_")[0]).get_display_name(cldr) or locale
