"""What can be told of a theme's styles without setting a page.

Styles are templates: what Jinja2 would put in is stood for by a value of its kind, so that
lines keep their numbers. WeasyPrint itself says what it does not know.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Place
from pipeline.world import World, exists

SHEETS = ("common.css", "print.css")
PAGES = ("page.html", "print.html")

_PUT_IN = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NOT_SHOWN = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STYLE = re.compile(r"(<style[^>]*>)(.*?)</style>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\bstyle\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_TOLD = re.compile(r"`([^`]*)` at (\d+):\d+, (.*)\.$", re.DOTALL)
_UNKNOWN = "put-in"
"""Stands for a value of which nothing is known: what is said of it is not heard."""

_AUTO = ("auto", "min-content", "max-content", "fit-content", "none", "")


@dataclass(frozen=True, slots=True)
class Style:
    """The declarations of one rule: its selector, its line, values by property."""

    path: str
    line: int
    selector: str
    values: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict)


def sheets(chain: Sequence[str], world: World) -> tuple[str, ...]:
    """Return the paths of the styles and templates of a theme for paper, parents first."""
    paths = (f"templates/{name}/{file}" for name in reversed(chain) for file in (*SHEETS, *PAGES))
    return tuple(path for path in paths if exists(world, path))


def lint(files: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield what is wrong in the styles of a theme, given its files by path, parents first."""
    styles: list[Style] = []
    for path, text in files.items():
        for css, first in _sheets(path, text):
            found = list(_styles(css, path, first))
            styles += found
            quietly = path.endswith("common.css")  # browsers may want what paper does not
            yield from _ignored(css, path, first, logging.WARNING if quietly else logging.DEBUG)
    yield from _seen_through(styles)
    yield from _auto_tracks(styles, [t for p, t in files.items() if p.endswith(".html")])


def ignored_property(told: str, reason: str) -> Diagnostic:
    """Make the finding of a property that does nothing on paper.

    WeasyPrint leaves out what it does not know, and the page looks otherwise than meant.

    >>> h1 { text-wrap: balance }
    warning: `text-wrap: balance` does nothing on paper: unknown property
    hint: take it out, or move it to web.css
    """
    message = f"`{told}` does nothing on paper: {reason}"
    hint = "take it out, or move it to web.css"
    return Diagnostic("ignored-property", Severity.WARNING, Place(""), message, (hint,))


def opacity(style: Style) -> Iterator[Diagnostic]:
    """Find opacity on content: a PDF for everyone may not have it, and it prints as a screen.

    Ornaments made by the style sheet (``::before`` with nothing in it) may have it.

    >>> .kicker { opacity: .6 }
    warning: `opacity` on `.kicker` makes its text transparent
    hint: mix the colour instead: `{{ color.text | mix(color.paper, 0.6) }}`
    """
    value = style.values.get("opacity", "")
    ornament = all(
        re.search(r"::?(before|after)\s*$", part) for part in style.selector.split(",")
    ) and style.values.get("content", "''") in ("''", '""')
    if _number(value) < 1 and not ornament:
        message = f"`opacity` on `{style.selector}` makes its text transparent"
        hint = "mix the colour instead: `{{ color.text | mix(color.paper, 0.6) }}`"
        place = Place(style.path, style.lines.get("opacity", style.line))
        yield Diagnostic("opacity", Severity.WARNING, place, message, (hint,))


def auto_track(style: Style, sized: bool) -> Iterator[Diagnostic]:  # noqa: FBT001
    """Find a table, flex or grid track that is as wide as its text.

    Chinese may break anywhere, so that such a width is tried out character by character: a page
    of it takes seconds, a long one minutes.

    >>> .pair { display: grid; grid-template-columns: 1fr 1fr }
    warning: `grid` on `.pair` measures its columns by their text
    hint: write `minmax(0, 1fr)` for `1fr`, and a length for `auto`
    """
    shown = style.values.get("display", "").split()[-1:]
    kind = shown[0].removeprefix("inline-") if shown else ""
    hints = {
        "grid": "write `minmax(0, 1fr)` for `1fr`, and a length for `auto`",
        "flex": "give its children a width, or `flex: 1 1 0; min-width: 0`",
        "table": "add `table-layout: fixed` and a width",
    }
    if kind in hints and not sized:
        message = f"`{kind}` on `{style.selector}` measures its columns by their text"
        place = Place(style.path, style.lines.get("display", style.line))
        yield Diagnostic("auto-track", Severity.WARNING, place, message, (hints[kind],))


def _sheets(path: str, text: str) -> Iterator[tuple[str, int]]:
    """Yield the style sheets of a file, with the line before each begins."""
    plain = _plain(text)
    if path.endswith(".css"):
        yield plain, 0
        return
    for found in _STYLE.finditer(plain):
        if "{" not in found[2]:
            continue  # the theme's own sheets come here
        yield found[2], plain.count("\n", 0, found.start(2))
    for found in _ATTRIBUTE.finditer(plain):
        yield f"* {{ {found[1][1:-1]} }}", plain.count("\n", 0, found.start(1))


def _plain(text: str) -> str:
    """Return a template as a style sheet, with as many lines."""
    return _PUT_IN.sub(_stand_in, _NOT_SHOWN.sub(_lines_only, text))


def _lines_only(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _stand_in(found: re.Match[str]) -> str:
    said = found[1]
    value = "1" if re.search(r"_mm\b|\b(page|size|space|line|weight)\b", said) else _UNKNOWN
    if re.search(r"\bcolor\b|\bmix\b", said):
        value = "#123456"
    elif re.search(r"\|\s*(css|pages)\b", said):
        value = '"x"'
    return value + "\n" * said.count("\n")


def _styles(css: str, path: str, first: int) -> Iterator[Style]:
    import tinycss2

    for rule in _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)):
        found = [
            d
            for d in tinycss2.parse_blocks_contents(rule.content)
            if d.type == "declaration"
        ]  # fmt: skip
        yield Style(
            path,
            first + rule.source_line,
            " ".join(tinycss2.serialize(rule.prelude).split()),
            {d.lower_name: tinycss2.serialize(d.value).strip() for d in found},
            {d.lower_name: first + d.source_line for d in found},
        )


def _rules(nodes: Iterable[Any]) -> Iterator[Any]:
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content:
            yield from _rules(tinycss2.parse_rule_list(node.content, skip_whitespace=True))


def _ignored(css: str, path: str, first: int, level: int) -> Iterator[Diagnostic]:
    """Yield what WeasyPrint says it ignores in a style sheet."""
    for message in _heard(css, level):
        if found := _TOLD.search(message):
            told, line, reason = found[1].replace(":", ": ", 1), int(found[2]), found[3]
            made = ignored_property(" ".join(told.split()), reason)
        elif found := re.search(r"at (\d+):\d+", message):
            line, reason = int(found[1]), message[: found.start()].strip(" .,")
            made = ignored_property(reason, "WeasyPrint leaves it out")
        else:
            line, made = 0, ignored_property(message.rstrip("."), "WeasyPrint leaves it out")
        place = Place(path, first + line)
        yield Diagnostic(made.rule, made.severity, place, made.message, made.hints)


@contextmanager
def _listening(least: int) -> Iterator[list[str]]:
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said = record.getMessage()
            loud = record.levelno >= logging.WARNING or said.startswith("Ignored")
            if loud and _UNKNOWN not in said:
                heard.append(said)

    logger, ear = logging.getLogger("weasyprint"), Ear(level=least)
    level = logger.level
    logger.addHandler(ear)
    logger.setLevel(least)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
        logger.setLevel(level)


def _heard(css: str, level: int) -> list[str]:
    from weasyprint import CSS

    with _listening(level) as heard:
        CSS(string=css, base_url="about:blank", url_fetcher=_nothing)
    return heard


def _nothing(*_: Any, **__: Any) -> Any:
    raise ValueError("a style sheet is read, and nothing else")


def _seen_through(styles: Iterable[Style]) -> Iterator[Diagnostic]:
    for style in styles:
        if "opacity" in style.values:
            yield from opacity(style)


def _auto_tracks(styles: list[Style], pages: list[str]) -> Iterator[Diagnostic]:
    by_selector: dict[str, dict[str, str]] = {}
    for style in styles:
        for part in style.selector.split(","):
            by_selector.setdefault(part.strip(), {}).update(style.values)
    for style in styles:
        kind = style.values.get("display", "").removeprefix("inline-")
        parts = [part.strip() for part in style.selector.split(",")]
        values = [by_selector[part] for part in parts]
        if kind == "grid":
            yield from auto_track(style, all(map(_measured_grid, values)))
        elif kind == "table":
            fixed = all(v.get("table-layout") == "fixed" for v in values)
            yield from auto_track(style, fixed or parts == ["table"])
        elif kind == "flex":
            yield from auto_track(style, all(_held(p, by_selector, pages) for p in parts))


def _measured_grid(values: Mapping[str, str]) -> bool:
    """Tell whether no column of a grid is as wide as its text."""
    columns = (
        values.get("grid-template-columns") or values.get("grid-template", "").rpartition("/")[2]
    )
    if columns.strip() in _AUTO or values.get("grid-auto-flow", "").startswith("column"):
        return False
    bare = re.sub(r"minmax\(\s*0\w*\s*,[^()]*\)|\[[^\]]*\]", " ", columns)
    return not re.search(r"\b\d*\.?\d+fr\b|\bauto\b|-content\b|minmax\(\s*(auto|min-)", bare)


def _held(container: str, rules: Mapping[str, Mapping[str, str]], pages: list[str]) -> bool:
    """Tell whether the children of a flex container have a width of their own."""
    inner = [values for selector, values in rules.items() if _inside(selector, container)]
    if rules[container].get("flex-direction", "").startswith("column"):
        return True
    if any(map(_sized, inner)):
        return True
    names = {name for page in pages for name in _children_of(container, page)}
    return bool(names) and all(
        any(_sized(v) for s, v in rules.items() if s.split()[-1] == f".{name}") for name in names
    )


def _inside(selector: str, container: str) -> bool:
    """Tell whether a selector means children of a container: ``.a > p`` in ``.b .a``."""
    *above, last = re.split(r"[\s>]+", selector)
    around = re.split(r"[\s>]+", container)
    return bool(above) and last not in around and set(above) <= set(around)


def _children_of(selector: str, page: str) -> Iterator[str]:
    """Yield the first classes of what a template puts into an element of a class."""
    from lxml import etree, html

    wanted = selector.rpartition(".")[2]
    if not re.fullmatch(r"[\w-]+", wanted) or "." not in selector:
        return
    try:
        tree = html.fragment_fromstring(_plain(page), create_parent="div")
    except etree.LxmlError:
        return
    for box in tree.find_class(wanted):
        yield from (str(child.get("class")).split()[0] for child in box if child.get("class"))


def _sized(values: Mapping[str, str]) -> bool:
    width = values.get("width", values.get("flex-basis", ""))
    if width and width not in _AUTO and width != "content":
        return True
    flex = values.get("flex", "").split()
    if flex in (["none"], ["0", "0", "auto"]):
        return True  # as wide as its only line: short things, such as logos
    based = len(flex) == 3 and flex[2] not in ("auto", "content")
    return based and (flex[2] not in ("0", "0px", "0%") or values.get("min-width") == "0")


def _number(text: str) -> float:
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return 1.0
