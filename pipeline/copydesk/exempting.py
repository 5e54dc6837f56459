"""Who may say that a rule is wrong: a translator, an author, the house.

A translator says it of one message (``# ignore-<rule>``), an author of a release (``ignore`` in
its front matter), the house of any file (``[[check.ignore]]``). Law: what is hidden is
hidden by somebody, and whoever hides nothing is told so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from pipeline.checks import finished
from pipeline.config import FILE, Project
from pipeline.copydesk.readings import Reading
from pipeline.diagnostics import Diagnostic
from pipeline.model import Exemption, Place
from pipeline.plugs import Unit
from pipeline.world import World

_FLAG = "ignore-"
_UNFINISHED = "untranslated"


def exempt(
    found: Iterable[Diagnostic], exemptions: Sequence[Exemption]
) -> tuple[tuple[Diagnostic, ...], frozenset[Exemption]]:
    """Return the findings that nobody hides, in their order, and the exemptions that hid one."""
    by_rule: dict[str, list[Exemption]] = {}
    for exemption in exemptions:
        by_rule.setdefault(exemption.rule, []).append(exemption)
    kept: list[Diagnostic] = []
    used: set[Exemption] = set()
    for problem in found:
        hiding = [e for e in by_rule.get(problem.rule, ()) if _holds(e, problem)]
        used.update(hiding)
        if not hiding:
            kept.append(problem)
    return tuple(kept), frozenset(used)


def in_force(project: Project, world: World, read: Iterable[Reading]) -> tuple[Exemption, ...]:
    """Return all exemptions that hold for what was read."""
    said = [exemption for reading in read for exemption in exemptions_of(reading)]
    return (*said, *exemptions_in(project, world.read(FILE).decode()))


def exemptions_of(reading: Reading) -> Iterator[Exemption]:
    """Yield what translators say in a catalog; what the author says, with the release itself."""
    for unit in reading.units:
        for flag in sorted(unit.translation.flags):
            if flag.startswith(_FLAG):
                yield _exemption(flag.removeprefix(_FLAG), unit)
    if reading.manuscript and reading.own:
        yield from reading.manuscript.exemptions


def exemptions_in(project: Project, text: str) -> Iterator[Exemption]:
    """Yield what the house says in ``diglot.toml``, whose text tells the lines."""
    lines = [n for n, line in enumerate(text.splitlines(), 1) if "[[check.ignore]]" in line]
    tables = project.check.get("ignore", ())
    for number, table in enumerate(tables):
        place = Place(FILE, lines[number] if len(lines) == len(tables) else 0)
        paths = (table["path"],) if table.get("path") else ()
        yield Exemption(table["rule"], place, table["reason"], paths, table.get("text", ""))


def switched_off(project: Project, place: Place) -> tuple[Exemption, ...]:
    """Return the rules that the house does without, as exemptions that hide without end."""
    return tuple(Exemption(rule, place, why) for rule, why in project.disabled.items())


def judged(exemption: Exemption, readings: Iterable[Reading], off: Iterable[str]) -> bool:
    """Tell whether an exemption had its chance: its rule ran, and on what it speaks of.

    Of an unfinished message only ``untranslated`` is asked.
    """
    if exemption.rule in off:
        return False
    if exemption.key is None or exemption.rule == _UNFINISHED:
        return True
    path = exemption.paths[0]
    return any(
        finished(unit.translation)
        for reading in readings
        for unit in reading.units
        if unit.message.key == exemption.key and unit.translation.place.path == path
    )


def _exemption(rule: str, unit: Unit) -> Exemption:
    place = unit.translation.place
    return Exemption(rule, place, paths=(place.path,), key=unit.message.key)


def _holds(exemption: Exemption, problem: Diagnostic) -> bool:
    path = problem.place.path
    if exemption.paths and not any(fnmatchcase(path, glob) for glob in exemption.paths):
        return False
    shown = problem.exhibit
    if exemption.key is not None:
        return shown is not None and (shown.context, shown.original) == exemption.key
    if not exemption.text:
        return True
    if shown is None:
        return exemption.text in problem.message
    where = list(_occurrences(exemption.text, shown.text))
    if not where:
        return exemption.text in shown.original
    return all(any(a < end and b > start for a, b in where) for start, end in shown.spans)


def _occurrences(part: str, whole: str) -> Iterator[tuple[int, int]]:
    at = whole.find(part)
    while at >= 0:
        yield at, at + len(part)
        at = whole.find(part, at + 1)
