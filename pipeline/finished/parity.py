"""Whether all formats of an edition say the same, sentence by sentence.

The web page is what the others are held against, for its text is written as text. What only
one format needs (the folio, "Notes" above the notes) are words of the templates, and left out.

Law: an edition compared with itself has no differences; a changed letter has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.finished.streams import Stream, note, sentences, squeezed

NAMES = {"html": "the web page", "docx": "the Word document", "pdf": "the brochure"}
"""How formats are called, the one that others are held against first."""

_HOLE = re.compile(r"\{\w+\}|[\W\d_]")
_LEAST = 2
_AROUND = 18
_LONGEST = 70
_MOST_BLOCKS = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where ``medium`` says something else than ``other``; both may be empty."""

    medium: str
    other: str
    here: str
    there: str

    def __str__(self) -> str:
        name = NAMES[self.other]
        if not self.here:
            return f"lacks “{self.there}”, which {name} has"
        if not self.there:
            return f"says “{self.here}”, which {name} does not"
        return f"says “{self.here}” where {name} says “{self.there}”"


def compare(streams: Mapping[str, Stream], words: Iterable[str] = ()) -> Iterator[Difference]:
    """Yield every difference of the other formats from the first; ``words`` are the templates'."""
    known = [medium for medium in NAMES if medium in streams]
    if len(known) < 2:
        return
    first, *others = known
    notes = {note(text) for stream in streams.values() for text in stream.notes}
    furniture = _furniture(words)
    told = next((stream.listed for stream in streams.values() if stream.listed), ())
    heads = {squeezed(stream.text[0]) for stream in streams.values() if stream.text}
    read = {medium: _named(_unlisted(streams[medium], told), heads) for medium in known}
    bare = {medium: _bare(stream, notes, furniture) for medium, stream in read.items()}
    for medium in others:
        for part in ("text", "notes", "told"):
            pair = getattr(bare[medium], part), getattr(bare[first], part)
            for here, there in _differences(*pair):
                yield Difference(medium, first, here, there)


def count(stream: Stream) -> int:
    """Return how many sentences a stream has, its notes and descriptions with it."""
    return sum(1 for part in (stream.text, stream.notes, stream.told) for _ in sentences(part))


def _furniture(words: Iterable[str]) -> re.Pattern[str]:
    """Return what matches a block that is a word of the templates and nothing else.

    A pattern that is hardly more than its holes would match any text.
    """
    told = [word for word in words if len(_HOLE.sub("", squeezed(word))) >= _LEAST]
    patterns = (re.sub(r"\\{\w+\\}", ".{1,40}", re.escape(squeezed(word))) for word in told)
    return re.compile("|".join(filter(None, patterns)) or r"(?!)")


def _named(stream: Stream, heads: set[str]) -> Stream:
    """Return a stream whose logo says the publisher's name, as other formats do in letters."""
    for at, words in enumerate(stream.told):
        if squeezed(words) in heads and squeezed(words) not in map(squeezed, stream.text[:1]):
            told = stream.told[:at] + stream.told[at + 1 :]
            return replace(stream, text=(words, *stream.text), told=told)
    return stream


def _unlisted(stream: Stream, told: tuple[str, ...]) -> Stream:
    """Return a stream whose contents are no part of its text, in formats that do not tell them.

    Each entry is a block, with dots and the number of its page.
    """
    text = list(stream.text)
    for entry in told if not stream.listed else ():
        pattern = re.compile(re.escape(squeezed(entry)) + r"[.…·]*\d*")
        found = [n for n, block in enumerate(text) if pattern.fullmatch(squeezed(block))]
        if len(found) > 1:
            del text[found[0]]
    return replace(stream, text=tuple(text))


def _bare(stream: Stream, notes: set[str], furniture: re.Pattern[str]) -> Stream:
    """Return a stream without words of the templates, its notes apart from its text."""
    text = [block for block in stream.text if not furniture.fullmatch(squeezed(block))]
    kept = [n for n in stream.notes if not furniture.fullmatch(squeezed(n))]
    body, found = _parted(text, notes)
    told = tuple(squeezed(words) for words in stream.told)
    return replace(stream, text=tuple(body), notes=tuple(map(note, [*kept, *found])), told=told)


def _parted(blocks: list[str], notes: set[str]) -> tuple[list[str], list[str]]:
    """Return the blocks, and apart from them the notes that stand among them."""
    body: list[str] = []
    found: list[str] = []
    at = 0
    while at < len(blocks):
        for end in range(at + 1, min(at + _MOST_BLOCKS, len(blocks)) + 1):
            joined = "".join(blocks[at:end])
            called = end > at + 1 and not note(blocks[at + 1])  # a call, then the note's number
            if note(joined) in notes and not called:
                found.append(joined)
                at = end
                break
        else:
            body.append(blocks[at])
            at += 1
    return body, found


def _differences(here: Iterable[str], there: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what differs: nothing if both are the same text, however they are cut into blocks."""
    one, other = list(here), list(there)
    if squeezed("".join(one)) == squeezed("".join(other)):
        return
    mine, theirs = list(sentences(one)), list(sentences(other))
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        pair = "".join(mine[a:b]), "".join(theirs[c:d])
        if kind != "equal" and pair[0] != pair[1]:
            yield _cropped(*pair)


def _cropped(here: str, there: str) -> tuple[str, str]:
    """Return two texts cut down to where they differ, with a little around it."""
    if not here or not there:
        return here[:_LONGEST], there[:_LONGEST]
    start = next((i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
    start = max(0, start - _AROUND)
    return here[start : start + _LONGEST], there[start : start + _LONGEST]
