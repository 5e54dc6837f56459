"""From a project's files to translations."""

from __future__ import annotations

from pipeline import po
from pipeline.catalogs.carrying import remembered
from pipeline.diagnostics import Diagnostic, PipelineError, error, fatal
from pipeline.endless import LONGEST, NUMBER
from pipeline.model import Catalog, Locale, Place, Slug, Translation
from pipeline.world import World


def path_of(slug: Slug | str, locale: Locale) -> str:
    """Return where the catalog of a release (or of ``theme``) in one locale lies."""
    return f"locales/{locale}/LC_MESSAGES/{slug}.po"


def template_path_of(slug: Slug | str) -> str:
    """Return where the template lies that every catalog of a release is made from."""
    return f"locales/{slug}.pot"


def load(world: World, slug: Slug | str, locale: Locale) -> Catalog:
    """Return the translations of a release; none if there is no catalog yet.

    Fuzzy ones are there and say so; obsolete ones are not. Raises PipelineError with every
    problem of a file that does not parse.
    """
    path = path_of(slug, locale)
    try:
        data = world.read(path)
    except PipelineError as missing:
        if any(d.rule != "no-such-file" for d in missing.diagnostics):
            raise
        return Catalog(locale)
    entries = [e for e in opened(data, path).entries if not (e.obsolete or e.heads)]
    if long := [e for e in entries if _too_long(e.translations[0], world.most.letters)]:
        raise PipelineError(*(_long(entry, path, world.most.letters) for entry in long))
    return Catalog(locale, {entry.key: _translation(entry, path) for entry in entries})


def _too_long(text: str, most: float) -> bool:
    return len(text) > most or (len(text) > LONGEST and bool(NUMBER.search(text)))


def _long(entry: po.Entry, path: str, most: float) -> Diagnostic:
    text = entry.translations[0]
    message = f"a translation of {len(text)} letters is longer than {most:g}"
    if len(text) <= most:
        message = f"a translation holds a number of more than {LONGEST} digits"
    hint = "split the text, or raise letters under [limits] in diglot.toml"
    return error("too-long", Place(path, entry.line), message, hint)


def opened(data: bytes, path: str) -> po.File:
    """Return a catalog of ours; raise PipelineError also for a file without a byte in it.

    A disk that was full leaves such a file: taken for a catalog, all its work would be gone.
    """
    if not data.strip():
        hint = "bring back its last version, or delete it: `diglot sync` makes a new one"
        raise fatal("empty-catalog", Place(path), "the catalog is an empty file", hint)
    return po.read(data, path)


def _translation(entry: po.Entry, path: str) -> Translation:
    flags = frozenset(remembered(entry).flags)
    return Translation(entry.translations[0], entry.fuzzy, flags, Place(path, entry.line))
