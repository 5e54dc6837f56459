"""Safe fixes put into the files: characters replaced, every other byte left alone.

A fix goes into a catalog where its characters stand, whatever the file's layout, and the
result is read again: every entry must be what it was, but for that one translation. Into a
release it goes only if the parser then finds the same texts but for that one, and no translator
has worked on it yet: a change would cost its translations. Whatever is not proved stays a
suggestion. Law: fixing twice is fixing once.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline import po, releases
from pipeline.cache import Cache
from pipeline.config import Project
from pipeline.copydesk.placing import match
from pipeline.copydesk.reviewing import check
from pipeline.diagnostics import Diagnostic, Exhibit, Fix, PipelineError
from pipeline.limits import Limits
from pipeline.model import Message
from pipeline.stages.extract import extract
from pipeline.workshop import Workshop
from pipeline.world import World

ROUNDS = 10
"""A fix may bring another to light; fixes that undo each other come to an end here."""


@dataclass(slots=True)
class Desk:
    """A World in which some files lie as they will be written."""

    inner: World
    files: dict[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        return self.files[path] if path in self.files else self.inner.read(path)

    def glob(self, pattern: str) -> tuple[str, ...]:
        return self.inner.glob(pattern)

    @property
    def most(self) -> Limits:
        return self.inner.most


@dataclass(frozen=True, slots=True)
class Mending:
    """What fixing comes to: the files that change, what is left, and how many fixes went in."""

    files: Mapping[str, bytes]
    left: tuple[Diagnostic, ...]
    count: int


def mend(
    project: Project, shop: Workshop, slugs: Iterable[str] = (), locales: Iterable[str] = ()
) -> Mending:
    """Return the files of a project with every safe fix in them; nothing is written."""
    part = (tuple(slugs), tuple(locales))
    desk = Desk(shop.world)
    count = 0
    for _ in range(ROUNDS):
        found = tuple(check(project, _at(desk, shop), *part))
        done = sum(1 for _ in _applied(found, desk, project))
        count += done
        if not done:
            break
    changed = {path: data for path, data in desk.files.items() if data != shop.world.read(path)}
    return Mending(changed, tuple(check(project, _at(desk, shop), *part)), count)


def _at(desk: Desk, shop: Workshop) -> Workshop:
    """Return a workshop that reads from the desk, anew: a cache looks at each file once."""
    return replace(shop, world=desk, cache=Cache(shop.cache.folder))


def difference(path: str, old: bytes, new: bytes) -> str:
    """Return a unified diff of one file."""
    before, after = (data.decode("utf-8", "replace").split("\n") for data in (old, new))
    lines = difflib.unified_diff(before, after, path, path, n=1, lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _applied(found: tuple[Diagnostic, ...], desk: Desk, project: Project) -> Iterator[Diagnostic]:
    """Put into the desk's files one safe fix for each text, and yield those that went in."""
    touched: set[tuple[str, str, str]] = set()
    for problem in found:
        shown, path = problem.exhibit, problem.place.path
        if not shown or not shown.fix or not shown.fix.safe:
            continue
        text = (path, shown.context, shown.original or shown.text)
        if text in touched:
            continue
        write = _in_catalog if path.endswith(".po") else _in_release
        if new := write(problem, shown, shown.fix, desk, project):
            touched.add(text)
            desk.files[path] = new
            yield problem


def _in_catalog(
    problem: Diagnostic, shown: Exhibit, fix: Fix, desk: Desk, _: Project
) -> bytes | None:
    path, key = problem.place.path, (shown.context, shown.original)
    data = desk.read(path)
    try:
        file = po.read(data, path)
        text = data.decode("utf-8")
    except (PipelineError, UnicodeDecodeError):
        return None
    for number, entry in enumerate(file.entries):
        if entry.key == key and not entry.obsolete and entry.translations[0] == shown.text:
            mended = _mended(shown.text, fix)
            wanted = replace(entry, translations=(mended, *entry.translations[1:]))
            entries = (*file.entries[:number], wanted, *file.entries[number + 1 :])
            new = _spliced(text, entry.line, fix).encode()
            return new if po.read(new, path).entries == entries else None
    return None


def _spliced(text: str, line: int, fix: Fix) -> str:
    """Return a catalog with characters of one msgstr replaced where they stand."""
    lines = text.split("\n")
    where = po.places(lines, line)
    first = where[fix.span[0]]
    for number, start in reversed(where[slice(*fix.span)]):
        row = lines[number - 1]
        lines[number - 1] = row[: start - 1] + row[start - 1 + po.width(row, start) :]
    row, at = lines[first[0] - 1], first[1] - 1
    lines[first[0] - 1] = row[:at] + po.escaped(fix.text).replace("\n", "\\n") + row[at:]
    return "\n".join(lines)


def _in_release(
    problem: Diagnostic, shown: Exhibit, fix: Fix, desk: Desk, project: Project
) -> bytes | None:
    path = problem.place.path
    text = desk.read(path).decode("utf-8")
    lines = text.split("\n")
    found = match(lines, problem.place.line, shown.text, fix.span)
    if not found or _translated(shown, desk):
        return None
    starts = [0]
    for row in lines:
        starts.append(starts[-1] + len(row) + 1)
    (first, start), (last, end) = found
    a, b = starts[first - 1] + start - 1, starts[last - 1] + end - 1
    new = (text[:a] + fix.text + text[b:]).encode()
    before = _texts(desk, path, project)
    after = _texts(Desk(desk, {path: new}), path, project)
    wanted = [(c, _mended(t, fix) if t == shown.text else t) for c, t in before]
    return new if after == wanted else None


def _translated(shown: Exhibit, world: World) -> bool:
    """Tell whether any catalog has a translation of a text of the source."""
    for path in world.glob("locales/*/LC_MESSAGES/*.po"):
        for entry in po.read(world.read(path), path).entries:
            if entry.key == (shown.context, shown.text) and entry.translations[0]:
                return True
    return False


def _texts(world: World, path: str, project: Project) -> list[tuple[str, str]]:
    found: tuple[Message, ...] = extract(releases.parse(world, path, project.source).release)
    return [message.key for message in found]


def _mended(text: str, fix: Fix) -> str:
    return text[: fix.span[0]] + fix.text + text[fix.span[1] :]
