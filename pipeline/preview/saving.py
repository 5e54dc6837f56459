"""A translation saved: three-way against the file on disk, or refused; nothing is ever lost.

    base: what the editor was opened with · theirs: what the file says now · mine: what was typed

Where the file still says the base, mine is written. Where it says something else, nothing is:
the editor shows both, and saves again with theirs as the new base.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline import po, translators
from pipeline.catalogs.entering import Draft, entered, said, standing
from pipeline.diagnostics import PipelineError, fatal
from pipeline.exchange import codes
from pipeline.locking import held
from pipeline.model import Json, Locale, Place, Slug
from pipeline.preview import tokens
from pipeline.preview.desk import Desk, base, finding, judged, opened
from pipeline.preview.making import world
from pipeline.preview.shelf import Shelf
from pipeline.preview.views import Home
from pipeline.publish import write
from pipeline.workshop import Workshop
from pipeline.world import exists

BREAKING = ("broken-tag", "placeholder-mismatch")
"""Rules whose findings keep a translation out of the page: so they keep it out of the file."""


PATIENCE_S = 5.0
"""How long a save waits for a verb that is at work on the project."""

_DISTURBED = ("busy-project", "disk-full", "read-only", "in-the-way", "cannot-write")


def save(home: Home, slug: Slug, locale: Locale, key: str, request: Json) -> Json:
    """Return what became of a save: ``saved``, ``refused``, ``conflict`` or ``gone``."""
    try:
        with held(home.root, "preview", PATIENCE_S):
            return _save(home, slug, locale, key, request)
    except PipelineError as reason:
        if any(d.rule not in _DISTURBED for d in reason.diagnostics):
            raise
        why = "; ".join(d.message for d in reason.diagnostics)
        return {"status": "refused", "findings": [], "why": f"{why}; your words are still here"}


def _save(home: Home, slug: Slug, locale: Locale, key: str, request: Json) -> Json:
    desk = opened(home, slug, locale)
    if key not in desk.units:
        return {"status": "gone"}
    mine = _draft(request)
    found = judged(desk, key, mine.text) if mine.text else ()
    source = desk.units[key].message.text
    stops = [d for d in found if d.rule in BREAKING]
    if not mine.fuzzy and mine.text and (stops or codes.fault(mine.text, source)):
        return {"status": "refused", "findings": [finding(d) for d in found]}
    path = desk.path(key)
    if mine.text and (reason := codes.unwritable(mine.text)):
        return {"status": "refused", "findings": [], "why": reason}
    file = po.read(_catalog(home, desk, path), path)
    return _merged(home, file, _Change(desk.units[key].message.key, mine, request.get("base")))


class _Change:
    """One message, what its translator says of it now, and what it was opened with."""

    __slots__ = ("base", "key", "mine")

    def __init__(self, key: tuple[str, str], mine: Draft, opened_with: Json) -> None:
        self.key, self.mine = key, mine
        self.base = _draft(opened_with) if isinstance(opened_with, Mapping) else Draft("")


def _merged(home: Home, file: po.File, change: _Change) -> Json:
    entry = standing(file, change.key)
    if entry is None:
        return {"status": "gone"}
    theirs = said(entry)
    if theirs not in (change.base, change.mine):
        return {
            "status": "conflict",
            "theirs": {**base(entry), "pieces": tokens.pieces(theirs.text)},
        }
    new = entered(file, change.key, change.mine)
    data = po.write(new)
    if theirs != change.mine:
        write(within(home.root, file.path), data, home.root)
    after = standing(po.read(data, file.path), change.key)
    return {"status": "saved", "path": file.path, "base": base(after)}


def _catalog(home: Home, desk: Desk, path: str) -> bytes:
    """Return a catalog as it lies, or as ``sync`` would write it where it lacks messages."""
    disk = world(home)
    lacking = {
        unit.message.key
        for key, unit in desk.units.items()
        if desk.path(key) == path and desk.entry(key) is None
    }
    if exists(disk, path) and not lacking:
        return disk.read(path)
    shop = Workshop(disk, Shelf(home.cache))
    current = dict(translators.sync(desk.project, shop, (desk.slug,), (desk.locale,)))
    return current[path] if path in current else disk.read(path)


def within(root: Path, path: str) -> Path:
    """Return where a file of the project lies; raise if that is outside the project."""
    place = root / path
    parent = place.parent.resolve()
    if ".." in place.parts or not parent.is_relative_to(root.resolve()):
        raise fatal("outside-project", Place(path), f"`{path}` lies outside the project")
    return place


def _draft(value: Json) -> Draft:
    """Return what the browser says of a translation, as words and chips or as text."""
    text = value.get("text")
    said_text = text if isinstance(text, str) else tokens.joined(value.get("parts"))
    comments = value.get("comments") or []
    lines = [line for c in comments if isinstance(c, str) for line in c.split("\n")]
    return Draft(said_text, bool(value.get("fuzzy")) and bool(said_text), tuple(lines))
