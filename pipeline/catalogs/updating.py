"""A catalog brought up to date with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline import po
from pipeline.catalogs.header import Header, blank, renewed
from pipeline.catalogs.reading import path_of, template_path_of
from pipeline.model import Message, Place


def template(messages: tuple[Message, ...], header: Header) -> bytes:
    """Return the ``.pot``: every message in reading order, none translated."""
    entries = (_fresh(message, header) for message in messages)
    return po.write(po.File(template_path_of(header.slug), (blank(header), *entries)))


def update(old: bytes | None, messages: tuple[Message, ...], header: Header) -> bytes:
    """Return the catalog brought up to date, messages in reading order, obsolete ones last.

    ``old`` comes back as it is when nothing changed, however it is wrapped. Raises
    PipelineError when it does not parse.
    """
    path = path_of(header.slug, header.locale)
    file = po.read(old or b"", path)
    known = {entry.key: entry for entry in file.entries if not entry.heads}
    live = [_entry(message, known, header) for message in messages]
    kept = {message.key for message in messages}
    gone = [_obsolete(entry) for key, entry in known.items() if key not in kept]
    new = po.write(po.File(path, (renewed(file.header, header), *live, *gone)))
    return old if old and po.write(file) == new else new


def _entry(
    message: Message, known: Mapping[tuple[str, str], po.Entry], header: Header
) -> po.Entry:
    fresh = _fresh(message, header)
    old = known.get(message.key)
    if old is None:
        return fresh
    flags = (*(flag for flag in old.flags if not _ours(flag)), *fresh.flags)
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
        notes=message.notes,
        references=_references(message.places, header),
        flags=tuple(sorted(message.flags)),
    )


def _references(places: tuple[Place, ...], header: Header) -> tuple[str, ...]:
    paths = (place.path if header.references == "file" else str(place) for place in places)
    return tuple(dict.fromkeys(paths))


def _obsolete(entry: po.Entry) -> po.Entry:
    return replace(entry, notes=(), references=(), obsolete=True)


def _ours(flag: str) -> bool:
    """Whether a flag is the source's to give: a format; ``no-…-format`` is a translator's."""
    return flag.endswith("-format") and not flag.startswith("no-")
