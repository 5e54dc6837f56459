"""What comes back: each unit of a file against the catalog, decided before anything is written.

Three texts meet: what was exported (``was``), what the catalog has now, and what the file
says. A file that says what was exported says nothing; a catalog that still has what was
exported takes the new text; where both moved on, the catalog's finished text stays unless
told otherwise. Law: planning what was just exported finds every unit unchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pipeline import po
from pipeline.catalogs import Header, updating
from pipeline.config import Project
from pipeline.diagnostics import fatal
from pipeline.exchange import codes
from pipeline.exchange.gather import Desk
from pipeline.exchange.units import Unit, trace
from pipeline.languages import speaks
from pipeline.model import Locale, Message, Place
from pipeline.world import World, exists

Verdict: TypeAlias = Literal["new", "changed", "unchanged", "unknown", "refused"]
VERDICTS: tuple[Verdict, ...] = ("new", "changed", "unchanged", "unknown", "refused")


_SHOWN = 60
_KEPT = "the catalog has a finished translation of its own; `--force` replaces it"


@dataclass(frozen=True, slots=True)
class Letter:
    """A file as it was read: its path and its units, in order."""

    path: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one unit of a file would do to one catalog, and why not if it would do nothing.

    ``slug`` is empty where no release has the text.
    """

    verdict: Verdict
    unit: Unit
    place: Place
    locale: Locale = field(default=Locale(""))
    slug: str = ""
    before: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Where it goes in the catalog: ``(context, source)``, as the release has them."""
        return (self.unit.context, self.unit.source)

    def __str__(self) -> str:
        said = f"{self.place}: {self.verdict}: {_short(self.unit.source)}"
        return f"{said} ({self.reason})" if self.reason else said


def plan(letter: Letter, desks: Sequence[Desk], *, force: bool = False) -> tuple[Change, ...]:
    """Return what every unit of a file would change, in the file's order.

    A unit that names one of the releases goes there only; any other to each with its text.
    """
    slugs = {desk.original.slug for desk in desks}
    said: dict[tuple[str, Locale, tuple[str, str]], str] = {}
    changes: list[Change] = []
    for unit in letter.units:
        meant = [desk for desk in desks if _meant(unit, desk, slugs)]
        known = [(desk, m) for desk in meant if (m := _message(unit, desk)) is not None]
        place = Place(letter.path, unit.line)
        if not known and unit.target:
            changes.append(Change("unknown", unit, place, reason="no release has this text"))
        for desk, message in known:
            change = _judged(unit, message, desk, place, force=force)
            here = (change.slug, desk.locale, change.key)
            taken = change.verdict != "refused" and bool(unit.target)
            if taken and said.setdefault(here, unit.target) != unit.target:
                twice = "the file translates this text twice"
                change = replace(change, verdict="refused", reason=twice)
            changes.append(change)
    return tuple(changes)


def summary(changes: Iterable[Change]) -> str:
    """Return how many units have each verdict, in one line."""
    counts = Counter(change.verdict for change in changes)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)


def written(
    changes: Iterable[Change], desks: Iterable[Desk], world: World, project: Project
) -> Iterator[tuple[str, bytes]]:
    """Yield every catalog that the new and changed units make different, as ``(path, bytes)``.

    A catalog that lacks a message is brought up to date with its release first.
    """
    wanted: dict[tuple[str, Locale], dict[tuple[str, str], Unit]] = {}
    for change in changes:
        if change.verdict in ("new", "changed"):
            wanted.setdefault((change.slug, change.locale), {})[change.key] = change.unit
    for desk in desks:
        if units := wanted.get((desk.original.slug, desk.locale)):
            file = po.read(_current(desk, units, world, project), desk.path)
            body = (_filled(entry, units.get(entry.key), desk) for entry in file.entries)
            yield desk.path, po.write(replace(file, entries=tuple(body)))


def locales_of(letter: Letter, project: Project) -> tuple[Locale, ...]:
    """Return the project's locales that a file speaks; raise PipelineError if none is.

    A table of others may name no language: it is taken for the project's one other locale.
    """
    others = [Locale(name) for name in project.locales if name != project.source]
    tags = {unit.language for unit in letter.units}
    spoken = [name for name in others if any(tag and speaks(tag, name) for tag in tags)]
    if spoken:
        return tuple(spoken)
    if tags == {""} and len(others) == 1:
        return (others[0],)
    said = ", ".join(sorted(f"`{tag}`" for tag in tags if tag)) or "no language"
    message = f"the file speaks {said}; the project has {', '.join(others) or 'no other locale'}"
    raise fatal("exchange-language", Place(letter.path), message, "name the locale: -l zh_CN")


def _meant(unit: Unit, desk: Desk, slugs: Collection[str]) -> bool:
    mine = unit.release == desk.original.slug or unit.release not in slugs
    return mine and (not unit.language or speaks(unit.language, desk.locale))


def _message(unit: Unit, desk: Desk) -> Message | None:
    return desk.ids.get(unit.key) or desk.messages.get((unit.context, unit.source))


def _judged(unit: Unit, message: Message, desk: Desk, place: Place, *, force: bool) -> Change:
    exact = replace(unit, source=message.text, context=message.context)
    entry = desk.entry(message)
    verdict, reason = _verdict(exact, entry, force=force)
    before = entry.translations[0]
    return Change(verdict, exact, place, desk.locale, desk.original.slug, before, reason)


def _verdict(unit: Unit, entry: po.Entry, *, force: bool) -> tuple[Verdict, str]:
    now, new = codes.canonical(entry.translations[0]), codes.canonical(unit.target)
    draft = unit.state == "fuzzy"
    if not new.strip() or (new == now and (draft or not entry.fuzzy)):
        return "unchanged", ""
    if now and new != now and unit.was == trace(new):  # left as it was: what is there is newer
        return "unchanged", ""
    if reason := (codes.fault if force else codes.misfit)(new, unit.source):
        return "refused", reason
    if not now:
        return "new", ""
    if new == now or entry.fuzzy or force or (unit.was == trace(now) and not draft):
        return "changed", ""
    kept = "a draft replaces no finished translation" if draft else _KEPT
    return "refused", kept


def _current(
    desk: Desk, units: Mapping[tuple[str, str], Unit], world: World, project: Project
) -> bytes:
    old = world.read(desk.path) if exists(world, desk.path) else None
    if old is not None and all(key in desk.entries for key in units):
        return old
    original = desk.original
    header = Header(original.slug, desk.locale, original.date)
    if project.references == "file":
        header = replace(header, references="file")
    if project.contact:
        header = replace(header, contact=project.contact)
    return updating.update(old, original.messages, header)


def _filled(entry: po.Entry, unit: Unit | None, desk: Desk) -> po.Entry:
    if unit is None or entry.obsolete or entry.plural:
        return entry
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    if unit.state == "fuzzy":
        return replace(entry, translations=(unit.target,), flags=("fuzzy", *flags))
    notes = tuple(line for n in desk.messages[entry.key].notes for line in n.splitlines())
    done = replace(entry, translations=(unit.target,), flags=flags)
    return replace(done, previous=None, notes=notes) if entry.fuzzy else done


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
