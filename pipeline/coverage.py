"""How far every release is in every locale: as a table, as JSON, and as a badge."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields

from pipeline import catalogs, po
from pipeline.checks import finished
from pipeline.config import Project
from pipeline.copydesk import Reading, exempt
from pipeline.copydesk.exempting import in_force
from pipeline.copydesk.readings import readings
from pipeline.diagnostics import Severity
from pipeline.prose import OBJECT, prose
from pipeline.translators import THEME
from pipeline.workshop import Workshop
from pipeline.world import World, exists

_HAN = re.compile("[々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_HEAD = (
    "release", "locale", "done", "translated", "fuzzy", "stale", "missing", "checked", "words",
    "Han",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one release is in one locale: counts of messages, and how much there is to read.

    ``stale`` are those fuzzy ones whose source text changed. ``checked`` are finished and no
    rule finds anything at warning or above. ``words`` and ``han`` count what a reader of
    the locale reads of what is finished; of the source all of it, as its own translation.
    """

    release: str
    locale: str
    messages: int = 0
    translated: int = 0
    fuzzy: int = 0
    stale: int = 0
    checked: int = 0
    words: int = 0
    han: int = 0
    source: bool = False

    @property
    def percent(self) -> int:
        """Whole percent translated, rounded down: 100 means every message."""
        return 100 * self.translated // self.messages if self.messages else 100


def coverage(
    project: Project, shop: Workshop, slugs: Iterable[str] = (), locales: Iterable[str] = ()
) -> Iterator[Coverage]:
    """Yield how far every release is in every locale; its own language first."""
    read = [r for r in readings(project, shop, slugs, locales) if r.slug != THEME]
    exemptions = in_force(project, shop.world, read)
    for reading in read:
        kept, _ = exempt(reading.found, exemptions)
        wrong = {
            (d.exhibit.context, d.exhibit.original or d.exhibit.text)
            for d in kept
            if d.exhibit and d.severity >= Severity.WARNING
        }
        yield _counted(reading, wrong, shop.world)


def total(rows: Sequence[Coverage], locale: str) -> Coverage:
    """Return the sum of all rows of a locale."""
    own = [row for row in rows if row.locale == locale]
    counted = [f.name for f in fields(Coverage) if f.type == "int"]
    sums = {name: sum(getattr(row, name) for row in own) for name in counted}
    return Coverage("all", locale, **sums, source=all(row.source for row in own))


def table(rows: Sequence[Coverage]) -> str:
    """Return the coverage as aligned text, with a sum for each locale of several releases."""
    head = [
        "release",
        "locale",
        "done",
        "translated",
        "fuzzy",
        "stale",
        "missing",
        "checked",
        "words",
        "Han",
    ]
    lines = [head]
    several = len({row.release for row in rows}) > 1
    sums = [total(rows, locale) for locale in dict.fromkeys(r.locale for r in rows)] * several
    for row in (*rows, *sums):
        missing = row.messages - row.translated - row.fuzzy
        done = ["source", ""] if row.source else [f"{row.percent} %", f"{row.translated}"]
        if not row.source:
            done[1] += f"/{row.messages}"
        counts = [0, 0, 0] if row.source else [row.fuzzy, row.stale, missing]
        rest = [f"{n:,}" for n in (*counts, row.checked, row.words, row.han)]
        lines.append([row.release, row.locale, *done, *rest])
    widths = [max(len(line[i]) for line in lines) for i in range(len(_HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def as_json(rows: Sequence[Coverage]) -> str:
    """Return ``releases``, a list, and ``locales``, the sum of each."""
    sums = [total(rows, locale) for locale in dict.fromkeys(row.locale for row in rows)]
    plain = {
        name: [asdict(row) | {"percent": row.percent} for row in listed]
        for name, listed in (("releases", rows), ("locales", sums))
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _counted(reading: Reading, wrong: set[tuple[str, str]], world: World) -> Coverage:
    done = [unit for unit in reading.units if finished(unit.translation)]
    fuzzy = [u for u in reading.units if u.translation.text and u.translation.fuzzy]
    stale = _stale(reading, world) if fuzzy else set()
    read = [prose(unit.translation.text).text.replace(OBJECT, " ") for unit in done]
    return Coverage(
        reading.slug,
        reading.locale,
        len(reading.units),
        len(done),
        len(fuzzy),
        sum(unit.message.key in stale for unit in fuzzy),
        sum(unit.message.key not in wrong for unit in done),
        sum(len(_WORD.findall(_HAN.sub(" ", text))) for text in read),
        sum(len(_HAN.findall(text)) for text in read),
        source=reading.own,
    )


def _stale(reading: Reading, world: World) -> set[tuple[str, str]]:
    """Return the messages whose translation was made for another text."""
    path = catalogs.path_of(reading.slug, reading.locale)
    entries = po.read(world.read(path), path).entries if exists(world, path) else ()
    return {entry.key for entry in entries if entry.fuzzy and entry.previous}


_GREEN, _YELLOW, _RED = "#2a7a3b", "#946200", "#b3261e"
_WIDE = re.compile(r"[mw%WM]")
_NARROW = re.compile(r"[iljt.,:' ]")


def badge(rows: Sequence[Coverage]) -> str:
    """Return an SVG badge that says how much of all translations is finished, in percent.

    It is green at 100, if no rule finds anything in it.
    """
    own = [row for row in rows if not row.source]
    messages, done = sum(r.messages for r in own), sum(r.translated for r in own)
    percent = 100 * done // messages if messages else 100
    clean = all(row.checked == row.translated for row in own)
    colour = _GREEN if percent == 100 and clean else _YELLOW if percent >= 90 else _RED
    locales = list(dict.fromkeys(row.locale for row in own))
    label, said = locales[0] if len(locales) == 1 else "translated", f"{percent} %"
    left, right = (_width(text) + 12 for text in (label, said))
    both = left + right
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{both}" height="20" role="img"'
        f' aria-label="{label}: {said}"><title>{label}: {said}</title>'
        f'<clipPath id="c"><rect width="{both}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#c)"><rect width="{left}" height="20" fill="#444c56"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"'
        ' text-anchor="middle">'
        f'<text x="{left / 2:g}" y="14" textLength="{left - 12}">{label}</text>'
        f'<text x="{left + right / 2:g}" y="14" textLength="{right - 12}">{said}</text>'
        "</g></svg>\n"
    )


def _width(text: str) -> int:
    """Return about how many pixels a text takes in Verdana at 11 pixels."""
    wide, narrow = len(_WIDE.findall(text)), len(_NARROW.findall(text))
    return 7 * len(text) + 4 * wide - 3 * narrow
