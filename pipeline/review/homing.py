"""An edited paragraph becomes a message text again: letters keep the codes that they came from.

    exported   about ⟨{registered}⟩ firms      the catalog's letters, one atom
    edited     about 2,961 new firms           ▶  about {registered} new firms

Whatever was not touched keeps its code. A link, a note or a figure can be moved, but neither
made nor lost nor changed: those are the release's, and so it is said. Law: the letters of what
comes out look as the edited paragraph does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeAlias

from pipeline.review.letters import MARKS, Letter, address, plain, tidied, typed, undoubled
from pipeline.review.nesting import Item, nested
from pipeline.review.nouns import OBJECT, Run

Forms: TypeAlias = Callable[[str], Iterable[tuple[str, str]]]
"""Returns for ``name.form`` every form of the fact, as ``(name.form, what is shown)``."""

_SCALES = re.compile(
    r"\s?(?:[万亿千百十%％‰]|percent\b|per cent\b|thousand\b|million\b|billion\b|倍|成)"
)
"""Words behind a figure that make it another."""

FIGURE = "the number lives in the front matter of the release: change `{name}` under `facts`"
"""What to do about a figure."""

_MOST = 4_000_000
"""Texts with more pairs of letters than this are not compared letter by letter."""

_KIND = {"note": "a footnote", "image": "a picture", "math": "a formula"}
_OURS = "that stands in the release; change it there"


class Unhomed(ValueError):  # noqa: N818  (it says what happened, as TagError does)
    """An edit that no catalog can say; ``remedy`` is what to do about it.

    ``fact`` is the name of the figure that it touched, or empty.
    """

    def __init__(self, reason: str, remedy: str = _OURS, fact: str = "") -> None:
        super().__init__(reason, remedy, fact)  # as args, so that it survives pickling
        self.reason, self.remedy, self.fact = reason, remedy, fact


@dataclass(slots=True)
class _Edit:
    """Both texts, and for each new letter the old one that it is, or -1."""

    old: Sequence[Letter]
    new: list[Letter]
    track: list[int] = field(default_factory=list)
    atoms: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Where atoms begin in the new text: where they end, and their code."""


def homed(old: Sequence[Letter], runs: Iterable[Run], forms: Forms) -> str:
    """Return the message text of an edited paragraph; raise ``Unhomed`` if there is none.

    ``old`` are the letters of the catalog's text, looking as they did in the file.
    """
    new = typed(runs)
    if not any(a.char == b.char == " " for a, b in pairwise(old)):
        new = undoubled(new)
    edit = _Edit(old, new, _tracked(old, new))
    _objects(edit)
    _words(edit, forms)
    pairs = [*_links(edit), *_spans(edit)]
    marks = _marked(edit)
    return nested(list(_items(edit, pairs, marks)), _order(old))


def invisible(old: Sequence[Letter]) -> frozenset[str]:
    """Return the marks that say nothing in a paragraph: its style hides them, or makes them."""
    pairs = ((MARKS.intersection(x.tags), x.marks & MARKS) for x in old if x.char != OBJECT)
    return frozenset(mark for meant, shown in pairs for mark in meant ^ shown)


def _tracked(old: Sequence[Letter], new: Sequence[Letter]) -> list[int]:
    """Return for every new letter which old one it is."""
    one, two = [plain(x.char) for x in old], [plain(x.char) for x in new]
    head = 0
    while head < min(len(one), len(two)) and one[head] == two[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(two)) - head and one[-1 - tail] == two[-1 - tail]:
        tail += 1
    track = [*range(head), *[-1] * (len(two) - head)]
    for step in range(1, tail + 1):
        track[-step] = len(one) - step
    middle = one[head : len(one) - tail], two[head : len(two) - tail]
    if len(middle[0]) * len(middle[1]) > _MOST:
        return track
    for block in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            track[head + block.b + step] = head + block.a + step
    return track


def _objects(edit: _Edit) -> None:
    """Pair notes, pictures and formulas in order; as many must come back as went."""
    for kind, name in _KIND.items():
        before = [i for i, x in enumerate(edit.old) if x.char == OBJECT and kind in x.marks]
        after = [j for j, x in enumerate(edit.new) if x.char == OBJECT and kind in x.marks]
        if len(after) != len(before):
            deed = "added" if len(after) > len(before) else "deleted"
            raise Unhomed(f"{name} was {deed}", f"write {name} into the release, or take it out")
        for i, j in zip(before, after, strict=True):
            edit.atoms[j] = (j + 1, edit.old[i].atom)


def _words(edit: _Edit, forms: Forms) -> None:
    """Find every fact and code of the old text in the new one."""
    places = {i: j for j, i in enumerate(edit.track) if i >= 0}
    waiting: list[tuple[int, int, str]] = []
    for start, end in _atoms(edit.old):
        j = places.get(start, -1)
        whole = j >= 0 and edit.track[j : j + end - start] == list(range(start, end))
        if whole and _apart(edit, j, j + end - start, end):
            edit.atoms[j] = (j + end - start, edit.old[start].atom)
        else:
            waiting.append((start, end, edit.old[start].atom))
    for start, end, atom in waiting:
        _sought(edit, start, end, atom, forms)


def _atoms(old: Sequence[Letter]) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(1, len(old) + 1):
        ended = index == len(old) or (old[index].atom, old[index].number) != (
            old[start].atom, old[start].number,
        )  # fmt: skip
        if ended:
            if old[start].atom and old[start].char != OBJECT:
                yield start, index
            start = index


def _apart(edit: _Edit, start: int, end: int, old_end: int) -> bool:
    """Tell whether a figure still ends where it did: no digit and no 万 was set against it."""
    text, before, after = (
        "".join(plain(x.char) for x in edit.new[a:b])
        for a, b in ((start, end), (max(start - 2, 0), start), (end, end + 12))
    )
    grown = text[0].isdigit() and _digit(before[::-1])
    same = end < len(edit.new) and edit.track[end] == old_end
    if start and edit.track[start - 1] >= 0 and edit.track[start - 1] == edit.track[start] - 1:
        grown = False
    if not same and (_SCALES.match(after) or (text[-1].isdigit() and _digit(after))):
        return False
    return not grown


def _digit(text: str) -> bool:
    """Tell whether a number goes on here."""
    return bool(re.match(r"\d|[.,]\d", text))


def _sought(edit: _Edit, start: int, end: int, atom: str, forms: Forms) -> None:
    """Find an atom that the edit moved, or that is written in another of its forms."""
    shown = "".join(x.char for x in edit.old[start:end])
    written = [(atom, shown)]
    if atom.startswith("{"):
        written += [(f"{{{name}}}", text) for name, text in forms(atom[1:-1])]
    text = "".join(plain(x.char) for x in edit.new)
    taken = [(j, stop) for j, (stop, _) in edit.atoms.items()]
    for code, wanted in written:
        spots = [m.start() for m in re.finditer(re.escape(_plainly(wanted)), text)]
        if code != atom and not (_whole(code, written) and _whole(atom, written)):
            spots = [j for j in spots if (j, j + len(wanted)) == _region(edit, start, end)]
        free = [j for j in spots if _free(edit, j, j + len(wanted), taken)]
        if free:
            j = min(free, key=lambda spot: abs(spot - start))
            edit.atoms[j] = (j + len(wanted), code)
            return
    if atom.startswith("{"):
        name = atom[1:-1].partition(".")[0]
        reason = f"the figure `{shown}` was changed or taken out: it is the fact `{name}`"
        raise Unhomed(reason, FIGURE.format(name=name), name)
    raise Unhomed(f"the code `{shown}` was changed or taken out")


def _whole(code: str, written: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a code is a figure in a form that says all of it: no date, and no year."""
    figure = any(other.endswith(".number}") for other, _ in written)
    form = code.strip("{}").partition(".")[2]
    return figure and form in ("", "number", "compact", "long", "unit")


def _region(edit: _Edit, start: int, end: int) -> tuple[int, int]:
    """Return where an atom was, by the letters that stood on both sides of it."""
    before = max((j for j, i in enumerate(edit.track) if 0 <= i < start), default=-1)
    after = min((j for j, i in enumerate(edit.track) if i >= end), default=len(edit.new))
    return before + 1, after


def _free(edit: _Edit, start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether an atom can stand here: on no other, and not on words that were there."""
    if any(start < stop and at < end for at, stop in taken):
        return False
    stood = [i for i in edit.track[start:end] if i >= 0 and not edit.old[i].atom]
    return len(stood) < end - start and _apart(edit, start, end, -2)


def _plainly(text: str) -> str:
    return "".join(map(plain, text))


def _links(edit: _Edit) -> Iterator[tuple[str, int, int]]:
    """Yield where each link begins and ends now."""
    named = _leading(edit.old)
    left = dict(named)
    for start, end, href in list(_grouped(edit, tidied(edit.new))):
        fitting = [name for name, lead in left.items() if address(lead) == address(href)]
        if not fitting:
            strange = address(href) not in map(address, named.values())
            raise Unhomed(f"a link to `{href}` was added" if strange else "a link was cut in two")
        here = {tag for i in edit.track[start:end] if i >= 0 for tag in edit.old[i].tags}
        name = next((name for name in fitting if name in here), fitting[0])
        del left[name]
        yield name, *_widened(edit, name, start, end)
    if left:
        raise Unhomed(f"the link to `{next(iter(left.values()))}` was taken out")


def _leading(old: Sequence[Letter]) -> dict[str, str]:
    """Return the links with letters to be seen, and where they lead."""
    shown = (x for x in old if x.href and not _dumb(x) and not x.char.isspace())
    return {tag: x.href for x in shown for tag in x.tags if tag.startswith("link")}


def _grouped(edit: _Edit, new: Sequence[Letter]) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of one address; a break or a note between two parts nothing."""
    start = end = -1
    for index, x in enumerate(new):
        if _dumb(x):
            continue
        if start >= 0 and _continues(edit, new, end - 1, index):
            end = index + 1
            continue
        if start >= 0:
            yield start, end, new[start].href
        start, end = (index, index + 1) if x.href else (-1, -1)
    if start >= 0:
        yield start, end, new[start].href


def _continues(edit: _Edit, new: Sequence[Letter], last: int, index: int) -> bool:
    """Tell whether a letter lies in the same link as one before it."""
    ways = [{t for t in edit.old[i].tags if t.startswith("link")} if i >= 0 else set()
            for i in (edit.track[last], edit.track[index])]  # fmt: skip
    alike = address(new[index].href) == address(new[last].href)
    return alike and (not all(ways) or ways[0] == ways[1])


def _dumb(x: Letter) -> bool:
    """Tell whether a letter cannot say where it leads."""
    return x.char in (OBJECT, "\n")


def _widened(edit: _Edit, name: str, start: int, end: int) -> tuple[int, int]:
    """Take what cannot say where it leads along, if it was in the link before."""

    def inside(j: int) -> bool:
        i, x = edit.track[j], edit.new[j]
        return i >= 0 and (_dumb(x) or x.char.isspace()) and name in edit.old[i].tags

    while start and inside(start - 1):
        start -= 1
    while end < len(edit.new) and inside(end):
        end += 1
    return start, end


def _spans(edit: _Edit) -> Iterator[tuple[str, int, int]]:
    """Yield where each pair that nobody sees begins and ends now: spans, links around pictures."""
    named = _leading(edit.old)
    unseen = (t for x in edit.old for t in x.tags if t not in MARKS and t not in named)
    for name in dict.fromkeys(unseen):
        inside = [i for i, x in enumerate(edit.old) if name in x.tags]
        kept = [j for j, i in enumerate(edit.track) if i >= 0 and name in edit.old[i].tags]
        first = max((j for j, i in enumerate(edit.track) if 0 <= i < inside[0]), default=-1)
        last = min((j for j, i in enumerate(edit.track) if i > inside[-1]), default=len(edit.new))
        start, end = (kept[0], kept[-1] + 1) if kept else (first + 1, last)
        if start >= end:
            raise Unhomed("words that the release sets apart were taken out")
        yield name, start, end


def _marked(edit: _Edit) -> list[frozenset[str]]:
    """Return the marks of every new letter, as a catalog says them."""
    neat = tidied(edit.new)
    out: list[frozenset[str]] = []
    for j, (x, i) in enumerate(zip(edit.new, edit.track, strict=True)):
        old = edit.old[i] if i >= 0 else None
        if old is not None and old.marks == x.marks:
            out.append(MARKS.intersection(old.tags))
            continue
        unseen = MARKS.intersection(old.tags) - old.marks if old else frozenset[str]()
        styled = old.marks - MARKS.intersection(old.tags) if old else frozenset[str]()
        out.append((neat[j].marks - styled | unseen) & MARKS)
    for start, (end, code) in edit.atoms.items():
        for j in range(start, end):
            if code.startswith("{"):
                out[j] = out[start]
    return out


def _items(
    edit: _Edit, pairs: Sequence[tuple[str, int, int]], marks: Sequence[frozenset[str]]
) -> Iterator[Item]:
    j = 0
    while j < len(edit.new):
        end, code = edit.atoms.get(j, (j + 1, ""))
        shells = frozenset(name for name, start, stop in pairs if start <= j < stop)
        if not code and "code" in edit.new[j].marks:
            raise Unhomed("words were set as code", "set them as code in the release")
        yield Item(code, plain_or_break(edit.new[j].char), shells, marks[j])
        j = end


def plain_or_break(char: str) -> str:
    """Return a letter as it is written; a vertical tab of old Word files breaks a line."""
    return "\n" if char == "\v" else char


def _order(old: Sequence[Letter]) -> dict[str, int]:
    """Return how deep each pair lay, so that pairs of one extent keep their order."""
    found: dict[str, int] = {}
    for x in old:
        for depth, tag in enumerate(x.tags):
            found[tag] = max(found.get(tag, 0), depth)
    return found


def looking(found: Sequence[Letter], unseen: frozenset[str]) -> list[Run]:
    """Return letters as runs, without the marks that their paragraph does not show."""
    return [Run(x.char, x.marks - unseen, x.href) for x in found]


def repainted(found: Sequence[Letter], old: Sequence[Letter]) -> list[Letter]:
    """Return the letters of a new text with the addresses that the file had for its links."""
    leads = {tag: x.href for x in old for tag in x.tags if tag.startswith("link")}
    return [
        replace(x, href=next((leads[t] for t in reversed(x.tags) if t in leads), x.href))
        if x.href
        else x
        for x in found
    ]
