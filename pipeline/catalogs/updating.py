"""A catalog brought up to date with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline import po
from pipeline.align import align
from pipeline.catalogs import carrying, hints
from pipeline.catalogs.header import Header, blank, renewed
from pipeline.catalogs.reading import opened, path_of, template_path_of
from pipeline.model import Message, Place


def template(messages: tuple[Message, ...], header: Header) -> bytes:
    """Return the ``.pot``: every message in reading order, none translated."""
    entries = (_fresh(message, header) for message in messages)
    return po.write(po.File(template_path_of(header.slug), (blank(header), *entries)))


def update(
    old: bytes | None,
    messages: tuple[Message, ...],
    header: Header,
    *,
    accept_cosmetic: bool = False,
) -> bytes:
    """Return the catalog brought up to date, messages in reading order, obsolete ones last.

    ``old`` comes back as it is when nothing changed, however it is wrapped. With
    ``accept_cosmetic`` a translation stays finished when only marks, letter case or a slip of
    the pen changed. Raises PipelineError when ``old`` does not parse.
    """
    path = path_of(header.slug, header.locale)
    file = po.File(path) if old is None else opened(old, path)
    body = [carrying.remembered(entry) for entry in file.entries if not entry.heads]
    fresh = [_fresh(message, header) for message in messages]
    live = carrying.traced(_followed(fresh, body), body)
    done = [carrying.settled(entry, accept_cosmetic=accept_cosmetic) for entry in live]
    known = {entry.key: entry for entry in body}
    done = [hints.kept(entry, known.get(entry.key)) for entry in done]
    gone = _gone(body, done)
    new = po.write(po.File(path, (renewed(file.header, header), *done, *gone)))
    return old if old and po.write(file) == new else new


def _followed(fresh: Sequence[po.Entry], body: Sequence[po.Entry]) -> list[po.Entry]:
    """Return ``fresh``, each entry with the translation that it has, had or inherits."""
    known = {entry.key: entry for entry in reversed(body)}
    found = {f.key: _kept(f, known[f.key]) for f in fresh if f.key in known}
    standing = [entry for entry in body if not entry.obsolete]
    asked = [f for f in fresh if f.key not in found or not known[f.key].obsolete]
    links = align([entry.key for entry in standing], [f.key for f in asked])
    heirs: dict[tuple[int, ...], list[po.Entry]] = defaultdict(list)
    for j in sorted(links):
        heirs[links[j]].append(asked[j])
    for sources, pieces in heirs.items():
        olds = [standing[i] for i in sources]
        found |= {entry.key: entry for entry in _inherited(pieces, olds)}
    return [found.get(f.key, f) for f in fresh]


def _inherited(pieces: Sequence[po.Entry], olds: Sequence[po.Entry]) -> list[po.Entry]:
    if len(pieces) > 1:
        return carrying.split(pieces, olds[0])
    if len(olds) > 1:
        return [carrying.merged(pieces[0], olds)]
    return [carrying.edited(pieces[0], olds[0])]


def _gone(body: Sequence[po.Entry], live: Sequence[po.Entry]) -> list[po.Entry]:
    """Return the old entries whose text is gone, obsolete now, in the order they had.

    A fuzzy one is left out where its translation lives on: it was never finished.
    """
    standing = {entry.key for entry in live}
    carried = {entry.translations for entry in live}
    return [
        replace(entry, notes=(), references=(), obsolete=True)
        for entry in body
        if entry.key not in standing
        and (entry.obsolete or not entry.fuzzy or entry.translations not in carried)
    ]


def _kept(fresh: po.Entry, old: po.Entry) -> po.Entry:
    """Return the entry of a text that stands, or stands again, with what is known of it now."""
    flags = (*filter(carrying.keeps, old.flags), *fresh.flags)
    return replace(
        old,
        notes=fresh.notes,
        references=fresh.references,
        flags=tuple(dict.fromkeys(flags)),
        obsolete=False,
    )


def _fresh(message: Message, header: Header) -> po.Entry:
    return po.Entry(
        message.text,
        context=message.context or None,
        notes=tuple(line for note in message.notes for line in note.splitlines()),
        references=_references(message.places, header),
        flags=tuple(sorted(message.flags)),
    )


def _references(places: tuple[Place, ...], header: Header) -> tuple[str, ...]:
    paths = (place.path if header.references == "file" else str(place) for place in places)
    return tuple(dict.fromkeys(paths))
