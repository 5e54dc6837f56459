"""Finished files, read again as a reader would: whether they are sound, and say the same.

    output/<slug>/<locale>/*  ─ lint ─▶     Diagnostic …     the Word file, part by part
                              ─ compare ─▶  Diagnostic …     all formats, sentence by sentence

Nothing here knows how a file was made: what a build got wrong, a hand or another program
changed, is found all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from inspect import getdoc
from typing import Any

from pipeline import po, translators
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError, Severity
from pipeline.finished import parity, pdf, web, word
from pipeline.finished.streams import Stream
from pipeline.languages import word_tag
from pipeline.model import Locale, Place, digest
from pipeline.publish import OUTPUT
from pipeline.surroundings import words
from pipeline.word import lint
from pipeline.world import ABSENT, World, peek

_READERS: Mapping[str, Callable[[bytes], Stream]] = {
    "html": web.read,
    "docx": word.read,
    "pdf": pdf.read,
}
_MILD = ("leftover-markup",)
_SPOKEN = ("foreign-text",)
_MOST = 0.9
_NEW = "build it again; until then its files are not judged"
_AGAIN = "build the edition again, all formats at once: `diglot build`"

_MANIFEST = "manifest.json"

MANUALS = {rule.name: getdoc(rule.run) or "" for rule in lint.RULES} | {
    "changed-file": "Find files in `output/` that are not what the last build wrote.",
    "stale-file": "Find finished files older than what they are made from; they are not judged.",
    "different-text": "Find sentences that one format of an edition has and another has not.",
    "unreadable-file": "Find finished files that cannot be read, or are not there.",
}
"""What each rule about finished files finds, by its name."""


def check(
    project: Project, world: World, slugs: Collection[str] = (), locales: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the files in ``output/``; of all, or of these editions."""
    if "changed-file" not in project.disabled:
        yield from _changed(world, slugs, locales)
    old: dict[str, str] = {}
    for slug, locale in _editions(project, world, slugs, locales):
        told = _promised(world, slug)
        unasked = () if _spoken(project, world, slug, locale) else _SPOKEN
        off = {*project.disabled, *unasked}
        for path in world.glob(f"{OUTPUT}/{slug}/{locale}/{slug}*.docx"):
            if reason := _outdated(world, told.get(path.removeprefix(f"{OUTPUT}/"), {})):
                old.setdefault(slug, reason)
            else:
                yield from examine(world.read(path), path, word_tag(locale), off)
    if "stale-file" not in project.disabled:
        for slug, reason in old.items():
            place, said = Place(f"{OUTPUT}/{slug}"), f"is older than `{reason}`"
            yield Diagnostic("stale-file", Severity.NOTE, place, said, (_NEW,))


def _outdated(world: World, entry: Mapping[str, Any]) -> str:
    """Return an input that is another than when a file was made, or nothing."""
    for path, seen in entry.get("inputs", {}).items():
        if peek(world, path) != seen:
            return str(path)
    return next((str(p) for p in entry.get("absent", ()) if peek(world, p) != ABSENT), "")


def _spoken(project: Project, world: World, slug: str, locale: Locale) -> bool:
    """Tell whether most of an edition is in its own language, as far as its catalog says."""
    path = f"locales/{locale}/LC_MESSAGES/{slug}.po"
    try:
        entries = po.read(world.read(path), path).entries
    except PipelineError:  # there is none, or it is told of elsewhere
        return locale == project.source
    messages = [e for e in entries if not e.heads and not e.obsolete]
    done = sum(bool(e.translations[0]) and not e.fuzzy for e in messages)
    return done >= _MOST * len(messages)


def _changed(
    world: World, slugs: Collection[str], locales: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield the files that are no longer what the manifest of their release says."""
    for path in world.glob(f"{OUTPUT}/*/{_MANIFEST}"):
        for name, entry in _promised(world, path.split("/")[1]).items():
            slug, locale, *_ = [*name.split("/"), ""]
            file = f"{OUTPUT}/{name}"
            if (slugs and slug not in slugs) or (locales and locale not in locales):
                continue
            if file in world.glob(file) and digest(world.read(file)) != entry["sha256"]:
                message = "is not the file that was built: it was changed afterwards"
                yield Diagnostic("changed-file", Severity.WARNING, Place(file), message, (_AGAIN,))


def _promised(world: World, slug: str) -> dict[str, dict[str, Any]]:
    """Return what a manifest says of each file; nothing if it cannot be read."""
    try:
        found = json.loads(world.read(f"{OUTPUT}/{slug}/{_MANIFEST}"))["artifacts"].items()
        return {str(name): dict(entry) for name, entry in found if entry["sha256"]}
    except (ValueError, KeyError, TypeError, AttributeError, PipelineError):
        return {}


def examine(
    data: bytes, path: str, language: str = "", disabled: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """Yield what is wrong with one Word file, at ``path``; ``language`` as Word calls it."""
    for found in lint.inspect(data, language):
        if found.rule not in disabled:
            severity = Severity.WARNING if found.rule in _MILD else Severity.ERROR
            yield Diagnostic(found.rule, severity, Place(path), found.message, (found.hint,))


def compare(
    project: Project, world: World, slugs: Collection[str] = (), locales: Collection[str] = ()
) -> tuple[list[Diagnostic], int]:
    """Return the differences between the formats of the editions, and how much was compared."""
    found: list[Diagnostic] = []
    total = 0
    for slug, locale in _editions(project, world, slugs, locales):
        streams: dict[str, Stream] = {}
        for medium, read in _READERS.items():
            path = f"{OUTPUT}/{slug}/{locale}/{slug}.{medium}"
            try:
                if path in world.glob(path):
                    streams[medium] = read(world.read(path))
            except ValueError as reason:
                found.append(_problem("unreadable-file", path, f"cannot be read: {reason}"))
        spoken = words(world, locale)
        known = {
            *spoken,
            *spoken.values(),
            *(message.text for message in translators.words(world)),
        }
        for difference in parity.compare(streams, known):
            path = f"{OUTPUT}/{slug}/{locale}/{slug}.{difference.medium}"
            found.append(_problem("different-text", path, str(difference)))
        if len(streams) < 2:
            path = f"{OUTPUT}/{slug}/{locale}"
            found.append(_problem("unreadable-file", path, "has no two formats to compare"))
        total += max(map(parity.count, streams.values()), default=0)
    return found, total


def _editions(
    project: Project, world: World, slugs: Collection[str], locales: Collection[str]
) -> Iterator[tuple[str, Locale]]:
    for path in world.glob(f"{OUTPUT}/*/manifest.json"):
        slug = path.split("/")[1]
        for locale in project.locales:
            if (not slugs or slug in slugs) and (not locales or locale in locales):
                yield slug, locale


def _problem(rule: str, path: str, message: str) -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, Place(path), message, (_AGAIN,))
