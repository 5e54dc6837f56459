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

from pipeline import translators
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.finished import parity, pdf, web, word
from pipeline.finished.streams import Stream
from pipeline.languages import word_tag
from pipeline.model import Locale, Place, digest
from pipeline.publish import OUTPUT
from pipeline.surroundings import words
from pipeline.word import lint
from pipeline.world import World

_READERS: Mapping[str, Callable[[bytes], Stream]] = {
    "html": web.read,
    "docx": word.read,
    "pdf": pdf.read,
}
_MILD = ("leftover-markup",)
_AGAIN = "build the edition again, all formats at once: `diglot build`"

_MANIFEST = "manifest.json"

MANUALS = {rule.name: getdoc(rule.run) or "" for rule in lint.RULES} | {
    "changed-file": "Find files in `output/` that are not what the last build wrote.",
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
    for slug, locale in _editions(project, world, slugs, locales):
        for path in world.glob(f"{OUTPUT}/{slug}/{locale}/{slug}*.docx"):
            yield from examine(world.read(path), path, word_tag(locale), project.disabled)


def _changed(
    world: World, slugs: Collection[str], locales: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield the files that are no longer what the manifest of their release says."""
    for path in world.glob(f"{OUTPUT}/*/{_MANIFEST}"):
        for name, sha in _promised(world.read(path)).items():
            slug, locale, *_ = [*name.split("/"), ""]
            file = f"{OUTPUT}/{name}"
            if (slugs and slug not in slugs) or (locales and locale not in locales):
                continue
            if file in world.glob(file) and digest(world.read(file)) != sha:
                message = "is not the file that was built: it was changed afterwards"
                yield Diagnostic("changed-file", Severity.WARNING, Place(file), message, (_AGAIN,))


def _promised(manifest: bytes) -> dict[str, str]:
    """Return the digests of the files of a manifest; none if it cannot be read."""
    try:
        found = json.loads(manifest)["artifacts"].items()
        return {str(name): str(entry["sha256"]) for name, entry in found}
    except (ValueError, KeyError, TypeError, AttributeError):
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
