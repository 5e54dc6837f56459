"""What an edition was at a revision and is at another, as one Word file with tracked changes.

The changes carry the author and the moment of the newer revision; those of the working tree the
name of the project and the date of the release. So the same revisions give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import config, corridor
from pipeline.admission import admitted
from pipeline.config import Project
from pipeline.diagnostics import PipelineError, fatal
from pipeline.engines import git
from pipeline.formats.docx import DOCX
from pipeline.model import Locale, Page, Place, Slug, Target
from pipeline.plugs import Copy
from pipeline.review.redline import Stamp, changes, redline
from pipeline.workshop import Workshop
from pipeline.world import Disk


@dataclass(frozen=True, slots=True)
class Span:
    """Two revisions as somebody named them; an empty ``new`` is the project as it lies."""

    old: str
    new: str = ""


@dataclass(frozen=True, slots=True)
class Redline:
    """A Word file with tracked changes, and how many there are."""

    data: bytes
    changes: int


def span(text: str) -> Span:
    """Return what ``OLD..NEW``, ``OLD..`` or ``OLD`` names; raise if it is none of them."""
    old, dots, new = text.partition("..")
    if not old or new.startswith("."):
        hint = "write two revisions as in v1..v2, or one to compare with the project as it lies"
        raise fatal("unknown-revision", Place("."), f"`{text}` names no two revisions", hint)
    return Span(old, new if dots else "")


def compared(
    home: Path, shop: Workshop, asked: Span, slug: str, locale: Locale
) -> Redline:  # fmt: skip
    """Return the redline of a release in a locale; raise if an edition cannot be made."""
    assert isinstance(shop.world, Disk)
    old = git.commit(home, asked.old)
    new = git.commit(home, asked.new) if asked.new else ""
    was, _ = _edition(_at(shop, old), slug, locale, asked.old)
    now, date = _edition(_at(shop, new) if new else shop, slug, locale, asked.new)
    project = config.load(shop.world)
    author, moment = git.signed(home, new) if new else (project.name, f"{date}T00:00:00Z")
    data = redline(was, now, Stamp(author, moment))
    return Redline(data, changes(data))


def _at(shop: Workshop, commit: str) -> Workshop:
    """Return a workshop in which the project is what it was."""
    assert isinstance(shop.world, Disk)
    past = git.past(shop.world, commit, config.PATHS)
    return replace(shop, world=past, cache=replace(shop.cache, seen={}))


def _edition(shop: Workshop, slug: str, locale: Locale, named: str) -> tuple[bytes, str]:
    """Return the Word file of an edition, and the date of its release."""
    try:
        return _made(config.load(shop.world), shop, Target(Slug(slug), locale, "docx"))
    except PipelineError as reason:
        if not named:
            raise
        told = (replace(d, message=f"at `{named}`: {d.message}") for d in reason.diagnostics)
        raise PipelineError(*told) from reason


def _made(project: Project, shop: Workshop, target: Target) -> tuple[bytes, str]:
    manuscripts = admitted(project, shop, (target.slug,))
    release = manuscripts[0].release
    desks, _ = corridor.localized(project, shop, release, [target])
    desk = corridor.drawn(desks, shop, [target])[0]
    copy = Copy(replace(desk.edition, document=desk.document), {}, desk.pictures)
    body = DOCX.lay_out(copy, shop.world, desk.theme)
    return DOCX.emit(Page(target, body), shop.world), release.date
