"""What a translation is worth after its source was edited, merged or split.

A carried translation is fuzzy, and says in ``#|`` which text it was made for, however many
edits ago. It is finished again when that text comes back, or when the edit is cosmetic and
the house accepts such edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline import po

_SENTENCE = re.compile(
    r"(?<=[.!?…])\s+(?=\S)|(?<=[。！？])(?=[^”’」』）])|(?<=[。！？][”’」』）])(?=.)"
)
_LASTING = re.compile(r"ignore(?:-|:\s*)([a-z0-9-]+)(?:\s*[:：(（].*)?|no-wrap")
_TAG = re.compile(r"<(/?)(\w+)>")
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef“”‘’—…]")


def edited(fresh: po.Entry, old: po.Entry) -> po.Entry:
    """Return ``fresh`` with the translation of the one text that it was before."""
    return _carried(fresh, (old,), old.translations[0])


def merged(fresh: po.Entry, parts: Sequence[po.Entry]) -> po.Entry:
    """Return ``fresh`` with the translations of all its parts, one after the other."""
    return _carried(fresh, parts, joined([part.translations[0] for part in parts]))


def split(fresh: Sequence[po.Entry], old: po.Entry) -> list[po.Entry]:
    """Return the pieces of a text, each with the sentences of the translation that match."""
    shares = shared_out(_made_for(old), old.translations[0], [piece.text for piece in fresh])
    heirs = [old, *(replace(old, comments=()) for _ in fresh[1:])]
    return [_carried(f, (heir,), s) for f, heir, s in zip(fresh, heirs, shares, strict=True)]


def traced(live: Iterable[po.Entry], body: Iterable[po.Entry]) -> list[po.Entry]:
    """Return live entries with the ``#|`` that a tool dropped, where an obsolete one tells it."""
    origins = {
        (entry.context, entry.translations): po.Previous(entry.text, entry.context)
        for entry in body
        if entry.obsolete and not entry.fuzzy and entry.translations[0]
    }
    return [
        replace(entry, previous=origins.get((entry.context, entry.translations)))
        if entry.fuzzy and not entry.previous
        else entry
        for entry in live
    ]


def settled(entry: po.Entry, *, accept_cosmetic: bool) -> po.Entry:
    """Return ``entry`` finished if its text is what the translation was made for, near enough.

    Otherwise a fuzzy entry gets a note with the words that changed.
    """
    if not (entry.fuzzy and entry.previous and entry.translations[0]):
        return entry
    from pipeline.catalogs import edits  # it loads what no build needs

    before = entry.previous.text or ""
    moved = (entry.previous.context or "") != (entry.context or "")
    kind = edits.kind(before, entry.text)
    if not moved and (before == entry.text or (accept_cosmetic and kind == "cosmetic")):
        flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
        return replace(entry, flags=flags, previous=None)
    said = "context changed" if before == entry.text else edits.note(before, entry.text)
    return replace(entry, notes=(*entry.notes, said))


def remembered(entry: po.Entry) -> po.Entry:
    """Return ``entry`` with every ``ignore-<rule>``, and ``no-wrap``, as a flag and as a comment.

    GNU tools drop flags that they do not know, and take wrapping from the template; we drop
    notes. A translator's comment, with the reason behind its colon, outlives every tool.
    """
    said, flagged, noted = map(_lasting, (entry.comments, entry.flags, entry.notes))
    if set(said) == set(flagged) and not noted:
        return entry
    comments = _united(entry.comments, (f for f in (*flagged, *noted) if f not in said))
    return replace(entry, comments=comments, flags=_united(entry.flags, said, noted))


def _lasting(lines: Iterable[str]) -> tuple[str, ...]:
    found = map(_LASTING.fullmatch, map(str.strip, lines))
    return tuple(f"ignore-{match[1]}" if match[1] else "no-wrap" for match in found if match)


def joined(texts: Iterable[str]) -> str:
    """Return texts one after the other, without a blank where Chinese meets Chinese."""
    whole = ""
    for text in dict.fromkeys(filter(None, texts)):
        tight = not whole or _WIDE.match(whole[-1]) or _WIDE.match(text[0])
        whole += text if tight else f" {text}"
    return whole


def shared_out(source: str, translation: str, pieces: Sequence[str]) -> list[str]:
    """Return for each piece of ``source`` the sentences of ``translation`` that match it.

    Sentence for sentence if both have as many, else by length. A piece gets the whole
    translation rather than nothing, or than half of a pair of tags.
    """
    said = _SENTENCE.split(translation)
    counts = [len(_SENTENCE.split(piece)) for piece in pieces]
    if sum(counts) != len(said) or len(said) != len(_SENTENCE.split(source)):
        counts = _by_length(said, [len(piece) for piece in pieces])
    shares, at = [], 0
    for count in counts:
        share = joined(said[at : at + count])
        shares.append(share if share and _balanced(share) else translation)
        at += count
    return shares


def _by_length(sentences: Sequence[str], lengths: Sequence[int]) -> list[int]:
    """Return how many sentences fall to each piece, if they are as long in both languages."""
    total, whole = sum(map(len, sentences)) or 1, sum(lengths) or 1
    counts = [0] * len(lengths)
    middle = 0.0
    for sentence in sentences:
        spot = (middle + len(sentence) / 2) / total * whole
        ends = (sum(lengths[: k + 1]) for k in range(len(lengths)))
        counts[next((k for k, end in enumerate(ends) if spot <= end), -1)] += 1
        middle += len(sentence)
    return counts


def _balanced(text: str) -> bool:
    marks = _TAG.findall(text)
    opened = sorted(name for closing, name in marks if not closing)
    return opened == sorted(name for closing, name in marks if closing)


def _carried(fresh: po.Entry, olds: Sequence[po.Entry], translation: str) -> po.Entry:
    comments = _united(*(old.comments for old in olds))
    flags = _united(*(filter(keeps, old.flags) for old in olds), fresh.flags)
    sources = [old for old in olds if old.translations[0]]
    if not sources:
        return replace(fresh, comments=comments, flags=flags)
    doubted = any(old.fuzzy and not old.previous for old in sources)  # for reasons of their own
    before = sources[0].previous.context if sources[0].previous else sources[0].context
    return replace(
        fresh,
        translations=(translation,),
        comments=comments,
        flags=_united(("fuzzy",), flags),
        previous=None if doubted else po.Previous(joined(map(_made_for, sources)), before),
    )


def _made_for(entry: po.Entry) -> str:
    """Return the text that the translation of ``entry`` was made for."""
    was = entry.previous.text if entry.fuzzy and entry.previous else None
    return entry.text if was is None else was


def keeps(flag: str) -> bool:
    """Whether a flag is a translator's, and not the source's (a format) to give or take."""
    return flag.startswith("no-") or not flag.endswith("-format")


def _united(*lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for some in lines for line in some))
