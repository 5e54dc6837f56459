"""What of a foreign catalog can be carried into ours, and what cannot, and why.

A foreign text is read with its markup and looked for three times: as the very message, as the
same words under other tags, and, in reading order, as what an edited text was before. Only
what says the same with the same tags is carried as finished; the rest is fuzzy.

Law: whatever is carried decodes against our source, so it breaks no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TypeAlias

from pipeline import inlines, po
from pipeline.adopt import matching, reading, tags
from pipeline.adopt.figures import Figures, put, spelt
from pipeline.adopt.matching import Foreign, Link
from pipeline.adopt.reading import Markup, Reader, Run
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Json, Message, Place

Key: TypeAlias = tuple[str, str]

SHOWN = 60
"""How many characters of a foreign text stand in a report."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One translation for one of our messages, with our tags.

    ``previous`` is the text it was made for, where that differs; ``doubts`` say why it is
    fuzzy though the text is the same. ``place`` is where the foreign entry stands.
    """

    key: Key
    text: str
    place: Place
    fuzzy: bool = False
    previous: str = ""
    doubts: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every translation of a foreign catalog: carried, or refused with a reason each."""

    carried: tuple[Carried, ...] = ()
    refused: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Custom:
    """How a foreign catalog is written; a markup of None is guessed.

    ``figures`` are our facts as its texts and its translations spell them.
    """

    markup: Markup | None = None
    figures: Figures = field(default_factory=dict)


def plan(
    foreign: po.File,
    messages: Sequence[Message],
    sources: Mapping[Key, Json],
    custom: Custom | None = None,
) -> Plan:
    """Return what becomes of each translation in ``foreign``.

    ``sources`` are the inlines that each message was made from. Obsolete entries are carried
    where their text stands, and not reported. A text that is carried in part is reported too.
    """
    custom = custom or Custom()
    entries = [e for e in foreign.entries if e.translations[0] and not e.heads]
    entries.sort(key=lambda entry: entry.obsolete)
    reader = reading.reader(foreign.path, [entry.text for entry in entries], custom.markup)
    ours = {m.key: reading.run(spelt(sources[m.key], custom.figures)) for m in messages}
    texts = matching.foreign(entries, reader, ours)
    links = matching.links(texts, ours)
    said = _said(texts, links, reader)
    carried: list[Carried] = []
    failed: list[tuple[Link, str]] = []
    for link in links:
        try:
            made = _carried(link, texts, said, ours[link.key])
            carried.append(_checked(made, sources[link.key], custom.figures, foreign.path))
        except tags.MisfitError as reason:
            failed.append((link, str(reason)))
    return Plan(tuple(carried), tuple(_refusals(texts, links, failed, foreign.path)))


def _refusals(
    texts: Sequence[Foreign], links: Sequence[Link], failed: Sequence[tuple[Link, str]], path: str
) -> Iterator[Diagnostic]:
    """Yield one reason for each text that is lost, whole or in part, in the order of the file."""
    broken = {id(link) for link, _ in failed}
    linked = {piece for link in links for piece in link.pieces}
    served = {piece for link in links if id(link) not in broken for piece in link.pieces}
    lost = [
        (piece[0], why) for link, why in failed for piece in link.pieces if piece not in served
    ]
    reasons = dict(reversed(lost))
    for number, text in enumerate(texts):
        if text.entry.obsolete:
            continue
        found = {run for run in range(len(text.runs)) if (number, run) in linked}
        if number in reasons:
            yield _refused("tags-differ", text, reasons[number], path)
        elif fault := _absent(text, found, path):
            yield fault


def _said(
    texts: Sequence[Foreign], links: Sequence[Link], reader: Reader
) -> dict[int, tuple[Run, ...]]:
    """Return the translations that are wanted, by number of the text, read as their msgid was."""
    wanted = sorted({number for link in links for number, _ in link.pieces})
    found: dict[int, tuple[Run, ...]] = {}
    for single in (False, True):
        some = [n for n in wanted if texts[n].single is single]
        msgstrs = [texts[n].entry.translations[0] for n in some]
        runs = reader.lines(msgstrs) if single else reader.read(msgstrs, loose=True)
        found |= dict(zip(some, runs, strict=True))
    return found


def _carried(
    link: Link, texts: Sequence[Foreign], said: Mapping[int, tuple[Run, ...]], our: Run
) -> Carried:
    before = _one([texts[number].runs[run] for number, run in link.pieces])
    after = _one([_counterpart(texts[n], said[n], run) for n, run in link.pieces])
    rebuilt, same = _rebuilt(before, after, our)
    entries = [texts[number].entry for number, _ in link.pieces]
    doubts = tuple(dict.fromkeys(rebuilt.doubts))
    return Carried(
        link.key,
        rebuilt.text,
        Place("", entries[0].line),
        fuzzy=not same or bool(doubts) or any(entry.fuzzy for entry in entries),
        previous="" if same else before.text,
        doubts=doubts,
        comments=tuple(dict.fromkeys(c for entry in entries for c in entry.comments)),
    )


def _checked(made: Carried, source: Json, figures: Figures, path: str) -> Carried:
    """Return a carried translation with our facts in it, once it decodes against our source."""
    text, doubts = put(made.text, source, figures)
    try:
        inlines.decode(text, source)
    except inlines.TagError as reason:
        raise tags.MisfitError(str(reason)) from reason
    return replace(
        made,
        text=text,
        place=Place(path, made.place.line),
        fuzzy=made.fuzzy or bool(doubts),
        doubts=(*made.doubts, *doubts),
    )


def _one(runs: Sequence[Run]) -> Run:
    return reading.run(reduce(_joined, (run.inlines for run in runs)))


def _rebuilt(before: Run, after: Run, our: Run) -> tuple[tags.Rebuilt, bool]:
    """Return the translation with our tags, and whether it was made for the same text.

    A text of ours that is one link from end to end may stand without it in theirs.
    """
    opening, inner, closing = _unwrapped(our) if before.text != our.text else ("", our, "")
    if inner.text != before.text:
        opening, inner, closing = "", our, ""
    alike = _shape(before.inlines) == _shape(inner.inlines)
    rebuilt = tags.rebuild(after.inlines, before.inlines if alike else inner.inlines)
    rebuilt.text = opening + rebuilt.text + closing
    alike = before.words == inner.words and _tags(before.text) == _tags(inner.text)
    return rebuilt, alike or before.text == inner.text


def _unwrapped(our: Run) -> tuple[str, Run, str]:
    """Return a run without the marks and shells around the whole of it, and those as tags."""
    nodes, opening, closing = our.inlines, "", ""
    while len(nodes) == 1 and nodes[0]["t"] in (*inlines.MARKS, *inlines.SHELLS):
        if inlines.reference(nodes[0]):
            break
        tag = inlines.MARKS.get(nodes[0]["t"]) or inlines.SHELLS[nodes[0]["t"]]
        opening, closing = f"{opening}<{tag}>", f"</{tag}>{closing}"
        nodes = inlines.children(nodes[0])
    return opening, reading.run(nodes), closing


def _counterpart(text: Foreign, said: Sequence[Run], number: int) -> Run:
    """Return the run of a translation that stands where run ``number`` stands in its text."""
    if len(said) != len(text.runs):
        counts = f"{len(text.runs)} blocks and its translation {len(said)}"
        raise tags.MisfitError(f"it has {counts}")
    return said[number]


def _joined(one: Json, other: Json) -> Json:
    """Return two runs as one, without a blank where Chinese meets Chinese."""
    tight = reading.wide(one, -1) and reading.wide(other, 0)
    return inlines.joined([*one, *([] if tight else [{"t": "Space"}]), *other])


def _shape(nodes: Json) -> list[tuple[str, str]]:
    return [(name, node["t"]) for name, node in inlines.named(nodes).items()]


def _tags(text: str) -> list[str]:
    return sorted(found[0] for found in inlines.TOKEN.finditer(text) if found["tag"])


def _absent(text: Foreign, linked: set[int], path: str) -> Diagnostic | None:
    """Return why a text, or a part of it, was looked for in vain."""
    if not text.speaking:
        return _refused("no-words", text, "it holds nothing that we translate", path)
    gone = len(set(text.speaking) - linked)
    if not gone:
        return None
    some = f"{gone} of its {len(text.speaking)} blocks stand" if linked else "it stands"
    return _refused("text-gone", text, f"{some} nowhere in the release", path)


def _refused(rule: str, text: Foreign, why: str, path: str) -> Diagnostic:
    shown = " ".join(text.entry.text.split())
    shown = shown if len(shown) <= SHOWN else f"{shown[: SHOWN - 1]}…"
    return Diagnostic(rule, Severity.NOTE, Place(path, text.entry.line), f"`{shown}`: {why}")
