"""Which texts of a foreign catalog are which messages of ours.

Equal messages first, then equal words; what is left is aligned in reading order with those as
anchors, so that an edited text finds what it was before, and a merged one its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline import po
from pipeline.adopt import reading
from pipeline.adopt.reading import Reader, Run
from pipeline.align import align

Key: TypeAlias = tuple[str, str]
Piece: TypeAlias = tuple[int, int]
"""The number of a foreign text, and of a run in it."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """An entry and the runs of its text; ``single`` if it was read as one run come what may."""

    entry: po.Entry
    runs: tuple[Run, ...]
    single: bool = False

    @property
    def speaking(self) -> list[int]:
        """The numbers of the runs that hold words."""
        return [number for number, run in enumerate(self.runs) if not run.wordless]


@dataclass(frozen=True, slots=True)
class Link:
    """One of our messages, and the foreign pieces that say it; two of them were merged."""

    key: Key
    pieces: tuple[Piece, ...]


def foreign(entries: Sequence[po.Entry], reader: Reader, ours: Mapping[Key, Run]) -> list[Foreign]:
    """Return the entries with their texts read.

    A text such as ``1. Introduction`` may be a list or a heading: it is whichever we have.
    """
    read = reader.read([entry.text for entry in entries])
    texts = [Foreign(entry, runs) for entry, runs in zip(entries, read, strict=True)]
    known = {run.words for run in ours.values()}
    odd = [
        number
        for number, text in enumerate(texts)
        if reading.starts_as_block(text.entry.text)
        and not any(run.words in known for run in text.runs)
    ]
    again = reader.lines([texts[number].entry.text for number in odd])
    for number, runs in zip(odd, again, strict=True):
        if any(run.words in known for run in runs):
            texts[number] = Foreign(texts[number].entry, runs, single=True)
    return texts


def links(texts: Sequence[Foreign], ours: Mapping[Key, Run]) -> list[Link]:
    """Return what says our messages; one message may be said by several foreign texts.

    Equal words are looked at where an equal text is missing, on either side.
    """
    by_text, by_words = _index(ours)
    pieces = [
        ((number, place), text.runs[place])
        for number, text in enumerate(texts)
        for place in text.speaking
    ]
    found = [Link(key, (piece,)) for piece, run in pieces for key in by_text.get(run.text, ())]
    served, used = {link.key for link in found}, {link.pieces[0] for link in found}
    found += [
        Link(key, (piece,))
        for piece, run in pieces
        for key in by_words.get(run.words, ())
        if key not in served or piece not in used
        if key[1] != run.text
    ]
    used = {link.pieces[0] for link in found}
    live = [(piece, run) for piece, run in pieces if not texts[piece[0]].entry.obsolete]
    return found + _aligned(
        {run.words: piece for piece, run in live if piece not in used}, live, ours
    )


def _index(ours: Mapping[Key, Run]) -> tuple[dict[str, list[Key]], dict[str, list[Key]]]:
    by_text: dict[str, list[Key]] = defaultdict(list)
    by_words: dict[str, list[Key]] = defaultdict(list)
    for key, run in ours.items():
        by_text[key[1]].append(key)
        by_words[run.words].append(key)
    return by_text, by_words


def _aligned(
    loose: Mapping[str, Piece], live: Sequence[tuple[Piece, Run]], ours: Mapping[Key, Run]
) -> list[Link]:
    """Return what became of the loose texts, by their words: tags are no likeness."""
    old = list(dict.fromkeys(run.words for _, run in live))
    keys: dict[str, Key] = {}
    for key, run in ours.items():
        keys.setdefault(run.words, key)
    new = list(keys)
    links = align([("", words) for words in old], [("", words) for words in new])
    found: list[Link] = []
    for j, sources in sorted(links.items()):
        pieces = tuple(loose[old[i]] for i in sources if old[i] in loose)
        if pieces:
            found.append(Link(keys[new[j]], pieces))
    return found
