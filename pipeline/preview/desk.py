"""The translator's desk: the texts of a release in one locale, read once and held.

It runs in a process of its own, one request after the other: so a save has nobody beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline import catalogs, config, glossary, po
from pipeline.catalogs import edits
from pipeline.catalogs.entering import standing
from pipeline.checks import CHECKS, finished, judge
from pipeline.config import Project
from pipeline.copydesk import exempt, readings
from pipeline.copydesk.exempting import in_force
from pipeline.diagnostics import Diagnostic, PipelineError
from pipeline.exchange import memory
from pipeline.exchange.memory import Memory
from pipeline.exchange.suggest import adapted
from pipeline.exchange.units import identity
from pipeline.glossary import Glossary
from pipeline.model import Digest, Exemption, Json, Locale, Slug
from pipeline.plugs import CatalogCheck, Check, Unit
from pipeline.preview import tokens
from pipeline.preview.making import world
from pipeline.preview.shelf import Shelf
from pipeline.preview.studio import problem
from pipeline.preview.views import Home
from pipeline.reading.terms import plain, stands, terms
from pipeline.translators import THEME
from pipeline.workshop import Workshop
from pipeline.world import Recorder, exists, peek

SINGLE = frozenset(check.name for check in CHECKS if isinstance(check, Check))
WHOLE = frozenset(check.name for check in CHECKS if isinstance(check, CatalogCheck))


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on it: units by key, words of the templates too, and what was found in them.

    The key of a word of the templates begins with ``theme:``.
    """

    project: Project
    slug: Slug
    locale: Locale
    units: Mapping[str, Unit] = field(default_factory=dict)
    found: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    exemptions: tuple[Exemption, ...] = ()
    files: Mapping[str, po.File] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=lambda: Glossary(Locale("")))
    memory: Memory = field(default_factory=Memory)
    reads: Mapping[str, Digest] = field(default_factory=dict)

    def path(self, key: str) -> str:
        """Return the catalog that a message is in."""
        return catalogs.path_of(THEME if key.startswith(f"{THEME}:") else self.slug, self.locale)

    def entry(self, key: str) -> po.Entry | None:
        """Return the entry of a message, if its catalog has one."""
        file = self.files.get(self.path(key))
        return standing(file, self.units[key].message.key) if file else None


def opened(home: Home, slug: Slug, locale: Locale) -> Desk:
    """Return the desk of a release in a locale, as the files are now."""
    held = _held(home)
    known = held.get((slug, locale))
    disk = world(home)
    if known and all(peek(disk, path) == seen for path, seen in known.reads.items()):
        return known
    held[slug, locale] = desk = _opened(home, slug, locale)
    return desk


def listing(home: Home, slug: Slug, locale: Locale) -> Json:
    """Return every text with its state, in reading order."""
    desk = opened(home, slug, locale)
    return {"texts": [_listed(desk, key, unit) for key, unit in desk.units.items()]}


def text(home: Home, slug: Slug, locale: Locale, key: str) -> Json:
    """Return all that a translator wants to know of one text; nothing if there is none."""
    desk = opened(home, slug, locale)
    if key not in desk.units:
        return None
    unit, entry = desk.units[key], desk.entry(key)
    meanings = _meanings(unit)
    return {
        **_listed(desk, key, unit),
        "source": tokens.pieces(unit.message.text, meanings),
        "target": tokens.pieces(entry.translations[0] if entry else "", meanings),
        "fuzzy": bool(entry and entry.fuzzy),
        "comments": list(entry.comments) if entry else [],
        "context": unit.message.context,
        "notes": [n for n in unit.message.notes if n[:1] not in ("<", "{")],
        "places": [str(place) for place in unit.message.places],
        "path": f"{desk.path(key)}:{entry.line}" if entry else desk.path(key),
        "edit": _edit(entry),
        "terms": list(_terms(desk, unit)),
        "suggestions": list(_suggestions(desk, unit, entry)),
        "findings": [finding(d) for d in desk.found.get(key, ())],
        "base": base(entry),
    }


def examine(home: Home, slug: Slug, locale: Locale, key: str, parts: Json) -> Json:
    """Return what the checks say of a translation that is not saved yet."""
    desk = opened(home, slug, locale)
    if key not in desk.units:
        return {"findings": []}
    return {"findings": [finding(d) for d in judged(desk, key, tokens.joined(parts))]}


def judged(desk: Desk, key: str, text: str) -> tuple[Diagnostic, ...]:
    """Return the findings of all rules for one translation, among all others of its catalog."""
    old = desk.units[key]
    new = replace(old, translation=replace(old.translation, text=text, fuzzy=False))
    off = frozenset(desk.project.disabled)
    found = [said for _, said in judge([new], off | WHOLE)]
    own = key.startswith(f"{THEME}:")
    mates = [
        new if k == key else unit
        for k, unit in desk.units.items()
        if k.startswith(f"{THEME}:") == own
    ]
    found += [said for unit, said in judge(mates, off | SINGLE) if unit is new]
    kept, _ = exempt(found, desk.exemptions)
    return kept


def finding(found: Diagnostic) -> Json:
    """Return a finding as the editor shows it: ``spans`` count in the message text."""
    spans = [list(span) for span in found.exhibit.spans] if found.exhibit else []
    return {**problem(found), "spans": spans}


def base(entry: po.Entry | None) -> Json:
    """Return what an entry says, so that a later save knows what it was made from."""
    if entry is None:
        return None
    return {
        "text": entry.translations[0],
        "fuzzy": entry.fuzzy,
        "comments": list(entry.comments),
    }


@cache
def _held(_home: Home) -> dict[tuple[Slug, Locale], Desk]:
    return {}


def _opened(home: Home, slug: Slug, locale: Locale) -> Desk:
    watch = Recorder(world(home))
    shop = Workshop(watch, Shelf(home.cache))
    project = config.load(watch)
    read = [r for r in readings(project, shop, (slug,), (locale,)) if r.locale == locale]
    listed = glossary.load(watch, locale)
    exemptions = in_force(project, watch, read)
    units: dict[str, Unit] = {}
    found: dict[str, tuple[Diagnostic, ...]] = {}
    files: dict[str, po.File] = {}
    for reading in read:
        mark = f"{THEME}:" if reading.slug == THEME else ""
        path = catalogs.path_of(reading.slug, locale)
        if exists(watch, path):
            files[path] = po.read(watch.read(path), path)
        elif reading.slug == THEME:
            continue
        units |= {mark + identity(*u.message.key): u for u in reading.units}
        kept, _ = exempt(reading.found, exemptions)
        for one in kept:
            if one.exhibit:
                key = mark + identity(one.exhibit.context, one.exhibit.original)
                found[key] = (*found.get(key, ()), one)
    remembered = memory.recall(watch, locale, project.source)
    return Desk(
        project, slug, locale, units, found, exemptions, files, listed, remembered,
        {**watch.reads, **shop.reads},
    )  # fmt: skip


def _listed(desk: Desk, key: str, unit: Unit) -> Json:
    translation = unit.translation
    state = "fuzzy" if translation.fuzzy else "done" if finished(translation) else "new"
    found = [d.rule for d in desk.found.get(key, ()) if d.rule != "untranslated"]
    return {
        "key": key,
        "role": "word of the theme" if key.startswith(f"{THEME}:") else unit.message.notes[0],
        "shown": plainly(unit.message.text),
        "said": plainly(translation.text),
        "state": state,
        "rules": found,
    }


def plainly(text: str) -> str:
    """Return a message text without its tags."""
    return "".join(p["words"] if "words" in p else _fact(p["chip"]) for p in tokens.pieces(text))


def _fact(chip: str) -> str:
    return chip if chip.startswith("{") else ""


def _meanings(unit: Unit) -> dict[str, str]:
    notes = (note.partition(": ") for note in unit.message.notes if note[:1] in ("<", "{"))
    return {name: meaning for name, _, meaning in notes}


def _edit(entry: po.Entry | None) -> Json:
    """Return the last edit of the source in words, if a translation waits because of it."""
    if entry is None or not entry.previous or entry.previous.text is None:
        return None
    before, after = entry.previous.text, entry.text
    runs = [{"old": list(c.old), "new": list(c.new)} for c in edits.changed(before, after)]
    return {"kind": edits.kind(before, after), "runs": runs}


def _terms(desk: Desk, unit: Unit) -> Iterator[Json]:
    said = plain(unit.translation.text)
    for term in terms(unit.message.text, desk.glossary.terms):
        forms = desk.glossary.terms[term]
        yield {
            "term": term,
            "forms": list(forms),
            "barred": list(desk.glossary.barred.get(term, ())),
            "used": any(stands(form, said) for form in forms),
        }


def _suggestions(desk: Desk, unit: Unit, entry: po.Entry | None) -> Iterator[Json]:
    seen = {entry.translations[0] if entry and not entry.fuzzy else ""}
    for score, saying in desk.memory.like(unit.message.text):
        fitting = adapted(saying.target, saying.source, unit.message.text)
        said = fitting or saying.target
        if said not in seen:
            seen.add(said)
            yield {
                "score": score,
                "origin": saying.origin,
                "pieces": tokens.pieces(said, _meanings(unit)),
                "source": plainly(saying.source),
                "fits": bool(fitting),
            }


def broken(reason: PipelineError) -> Json:
    """Return the problems of a project whose texts cannot be read."""
    return {"problems": [problem(d) for d in reason.diagnostics]}
