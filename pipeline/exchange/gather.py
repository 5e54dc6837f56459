"""What goes out: the messages of a release, with what its catalog says of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline import catalogs, po
from pipeline.admission import admitted
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.exchange import codes
from pipeline.exchange.codes import canonical
from pipeline.exchange.units import Dossier, State, Unit, identity, trace
from pipeline.inlines import TagError
from pipeline.model import Locale, Message, Place
from pipeline.stages.extract import extract
from pipeline.translators import THEME, words
from pipeline.workshop import Workshop
from pipeline.world import World, exists


@dataclass(frozen=True, slots=True)
class Original:
    """The messages of one release, or of the templates, in reading order."""

    slug: str
    path: str
    date: str
    locale: Locale
    messages: tuple[Message, ...]


def originals(project: Project, shop: Workshop, slugs: Iterable[str] = ()) -> list[Original]:
    """Return the releases wanted; none named means all, and the templates' words last.

    Raises PipelineError with every problem of the releases.
    """
    wanted = tuple(slugs)
    named = tuple(slug for slug in wanted if slug != THEME)
    manuscripts = admitted(project, shop, named) if named or not wanted else []
    found = [
        Original(r.slug, r.path, r.date, r.locale, extract(r, m.labels))
        for m in manuscripts
        for r in [m.release]
    ]
    if not wanted or THEME in wanted:
        latest = max((original.date for original in found), default="")
        theme = Original(THEME, "templates", latest, project.source, words(shop.world))
        found.append(theme)
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """A release and its catalog in one locale: messages by key and by id, entries by key."""

    original: Original
    locale: Locale
    entries: Mapping[tuple[str, str], po.Entry]
    messages: Mapping[tuple[str, str], Message]
    ids: Mapping[str, Message]

    @property
    def path(self) -> str:
        """Where the catalog lies, or would."""
        return catalogs.path_of(self.original.slug, self.locale)

    def entry(self, message: Message) -> po.Entry:
        """Return what the catalog says of a message; an empty entry if nothing."""
        return self.entries.get(message.key, po.Entry(message.text))


def desks(found: Iterable[Original], locales: Iterable[Locale], world: World) -> tuple[Desk, ...]:
    """Return a desk for every release and locale but the release's own.

    Raises PipelineError with every problem of a catalog that does not parse.
    """
    wanted = tuple(locales)
    return tuple(_desk(o, locale, world) for o in found for locale in wanted if locale != o.locale)


def _desk(original: Original, locale: Locale, world: World) -> Desk:
    path = catalogs.path_of(original.slug, locale)
    file = po.read(world.read(path), path) if exists(world, path) else po.File(path)
    entries = {e.key: e for e in file.entries if not (e.obsolete or e.heads or e.plural)}
    messages = {message.key: message for message in original.messages}
    ids = {identity(*key): message for key, message in messages.items()}
    return Desk(original, locale, entries, messages, ids)


def dossier(desk: Desk) -> tuple[Dossier, tuple[Diagnostic, ...]]:
    """Return what a release sends to its translators, and what it cannot send.

    A translation that the codec refuses is left out and told: no format can hold half a tag.
    """
    original = desk.original
    units: list[Unit] = []
    problems: list[Diagnostic] = []
    for message in original.messages:
        entry = desk.entry(message)
        if reason := _unsendable(message.text):
            problems.append(_untold(message.places, "this message is not exported", reason))
            continue
        target = entry.translations[0]
        if target and (reason := codes.fault(target, message.text)):
            place = Place(desk.path, entry.line)
            problems.append(_untold((place,), "this translation is not exported", reason))
            target = ""
        units.append(_unit(message, entry, target))
    made = Dossier(
        original.slug, original.path, original.date, original.locale, desk.locale, tuple(units)
    )
    return made, tuple(problems)


def _unit(message: Message, entry: po.Entry, target: str) -> Unit:
    state: State = "fuzzy" if entry.fuzzy else "translated"
    return Unit(
        message.text,
        target,
        message.context,
        state if target else "new",
        notes=tuple(dict.fromkeys((*message.notes, *entry.notes))),
        comments=tuple(filter(None, entry.comments)),
        places=tuple(map(str, message.places)),
        was=trace(canonical(target)),
    )


def _unsendable(text: str) -> str:
    try:
        codes.pieces(text)
    except TagError as reason:
        return str(reason)
    return codes.unwritable(text)


def _untold(places: tuple[Place, ...], message: str, reason: str) -> Diagnostic:
    place = places[0] if places else Place("templates")
    hint = "mend the tags, then export again"
    return Diagnostic("not-exported", Severity.WARNING, place, f"{message}: {reason}", (hint,))
