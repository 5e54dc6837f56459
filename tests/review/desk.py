"""A small project with its review editions, and a reviewer who edits them in their XML."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipeline import config
from pipeline.cache import Cache
from pipeline.executors import serial
from pipeline.model import Locale, Slug
from pipeline.review import base as bases
from pipeline.review import edition, grounds, planning
from pipeline.review.nouns import Finding, Plan
from pipeline.word.package import pack, unpack
from pipeline.word.xml import get, make, parse, tag
from pipeline.workshop import Workshop
from pipeline.world import Disk
from tests import small
from tests.conftest import ROOT

DOCUMENT, NOTES = "word/document.xml", "word/footnotes.xml"
_MADE: dict[object, edition.Made] = {}
Edit = Callable[[etree._Element], None]


@dataclass
class Desk:
    """A project on disk; what is exported and planned here leaves nothing beside it."""

    root: Path
    slug: str = small.SLUG

    @property
    def shop(self) -> Workshop:
        """Return a workshop that looks at every file anew."""
        return Workshop(Disk(self.root, ROOT), Cache(self.root / ".diglot" / "cache"), serial)

    def made(self, locale: str, **options: bool) -> edition.Made:
        """Return the review edition in a locale; of the same files it is made once."""
        shop = self.shop
        request = edition.Request(Slug(self.slug), Locale(locale), **options)
        project = config.load(shop.world)
        name = edition.original(project, shop, request.slug, request.locale).identity
        if (name, request) not in _MADE:
            _MADE[name, request] = edition.made(project, shop, request)
        return _MADE[name, request]

    def plan(self, data: bytes, **options: object) -> Plan:
        """Return what an edited file would change."""
        shop = self.shop
        project = config.load(shop.world)
        return planning.plan(project, shop, ("back.docx", data), grounds.Options(**options))

    def write_base(self, made: edition.Made) -> None:
        """Keep what was exported beside the project, as the command does."""
        folder = self.root / grounds.STORE
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{made.base.identity.build}.json"
        (folder / name).write_bytes(bases.packed(made.base))

    def write(self, plan: Plan) -> None:
        """Carry a plan out."""
        for path, data in plan.writes:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(data)


def edited(data: bytes, *edits: Edit, part: str = DOCUMENT) -> bytes:
    """Return a file with edits made in one of its parts."""
    parts = unpack(data)
    root = parse(parts[part])
    for edit in edits:
        edit(root)
    return pack(parts | {part: etree.tostring(root)})


def paragraph(root: etree._Element, words: str) -> etree._Element:
    """Return the first paragraph with these words."""
    return next(p for p in root.iter(tag("w:p")) if words in text(p))


def text(node: etree._Element) -> str:
    """Return the letters of a node."""
    return "".join(t.text or "" for t in node.iter(tag("w:t")))


def retyped(old: str, new: str, author: str = "") -> Edit:
    """Return an edit that types over words that stand in one run, tracked if somebody does it."""

    def edit(root: etree._Element) -> None:
        node = next(t for t in paragraph(root, old).iter(tag("w:t")) if old in (t.text or ""))
        before, _, after = (node.text or "").partition(old)
        if not author:
            node.text = before + new + after
            return
        run = node.getparent()
        pieces = [_run(run, before), _tracked("w:del", run, old, author)]
        pieces += [_tracked("w:ins", run, new, author), _run(run, after)]
        holder = run.getparent()
        at = holder.index(run)
        holder[at : at + 1] = [piece for piece in pieces if text(piece) or len(piece)]

    return edit


def _run(run: etree._Element, words: str, name: str = "w:t") -> etree._Element:
    made = copy.deepcopy(run)
    for node in list(made):
        if node.tag != tag("w:rPr"):
            made.remove(node)
    if words:
        made.append(make(name, words, xml_space="preserve"))
    return made


def _tracked(kind: str, run: etree._Element, words: str, author: str) -> etree._Element:
    name = "w:t" if kind == "w:ins" else "w:delText"
    return make(kind, _run(run, words, name), id=900, author=author, date="2026-05-01T09:00:00Z")


def commented(words: str, said: str, author: str) -> Callable[[bytes], bytes]:
    """Return an edit of a whole file: a comment on words that stand in one run."""

    def edit(data: bytes) -> bytes:
        def around(root: etree._Element) -> None:
            node = next(t for t in root.iter(tag("w:t")) if words in (t.text or ""))
            run = node.getparent()
            before, _, after = (node.text or "").partition(words)
            mark = make("w:r", make("w:commentReference", id=77))
            pieces = [
                _run(run, before), make("w:commentRangeStart", id=77), _run(run, words),
                make("w:commentRangeEnd", id=77), mark, _run(run, after),
            ]  # fmt: skip
            at = run.getparent().index(run)
            run.getparent()[at : at + 1] = pieces

        def added(root: etree._Element) -> None:
            said_ = make("w:p", make("w:r", make("w:t", said)))
            root.append(
                make("w:comment", said_, id=77, author=author, date="2026-05-02T10:00:00Z")
            )

        return edited(edited(data, around), added, part="word/comments.xml")

    return edit


def dropped(words: str) -> Edit:
    """Return an edit that deletes a paragraph."""

    def edit(root: etree._Element) -> None:
        node = paragraph(root, words)
        node.getparent().remove(node)

    return edit


def bared(data: bytes, *, ids: bool = False, base: bool = True) -> bytes:
    """Return a file as a strange program would leave it: no ids, or not what travelled along."""
    parts = unpack(data)
    if base:
        parts = {name: part for name, part in parts.items() if not name.startswith("customXml")}
    for name in (DOCUMENT, NOTES) if ids else ():
        root = parse(parts[name])
        for node in list(root.iter(tag("w:bookmarkStart"), tag("w:bookmarkEnd"))):
            if not get(node, "w:name").startswith("_dg"):
                node.getparent().remove(node)
        for node in root.iter(tag("w:p")):
            node.attrib.pop(tag("w14:paraId"), None)
        parts[name] = etree.tostring(root)
    return pack(parts)


def changed(plan: Plan) -> list[Finding]:
    """Return the findings of what is not as it was."""
    return [finding for finding in plan.findings if finding.verdict != "same"]


def fates(plan: Plan) -> dict[str, tuple[str, str]]:
    """Return verdict and fate of what is not as it was, by the source text or what is new."""
    return {
        (f.unit.text if f.unit else f.after or f.before): (f.verdict, f.fate)
        for f in changed(plan)
    }


def desk(folder: Path, **changes: str) -> Desk:
    """Return the small project in a folder, some of its files changed."""
    return Desk(small.write(folder, **changes))
