"""Releases on disk: find them, parse them, and carry them as JSON between processes.

Law: ``unpacked(packed(manuscript)) == manuscript``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace

from pipeline import endless, frontmatter, inlines, tree
from pipeline.diagnostics import Diagnostic, PipelineError, error, remembered
from pipeline.engines import pandoc
from pipeline.footnotes import circles, tangled
from pipeline.model import Exemption, Fact, Json, Locale, Place, Release, Slug, canonical
from pipeline.segments import META, UNIT
from pipeline.stages.settle import captions, settle, settle_inlines
from pipeline.world import World

VERSION = "7"
"""Change it when the same file would be parsed into another tree."""

FILES = "sources/*/release.md"
_PLACED = ("slug", "theme", "page", "cover")
"""Keys of the front matter whose lines are kept, beside those of its texts."""

_PLAIN = ("locale", "path", "date", *_PLACED)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A release as parsed, the words for its facts, and everything wrong with it so far.

    ``exemptions`` are its author's: of the release, and of its translations.
    """

    release: Release
    labels: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    exemptions: tuple[Exemption, ...] = ()

    @property
    def unread(self) -> bool:
        """Tell whether nothing could be read of it, and ``problems`` say why."""
        document = self.release.document
        return bool(self.problems) and not (document["meta"] or document["blocks"])


def parse(world: World, path: str, source: Locale) -> Manuscript:
    """Return the release at ``path``; ``source`` is its language unless it names another.

    Problems are handed on, not raised, so that those of all releases are told at once.
    """
    folder = path.split("/")[-2]
    blank = Release(Slug(folder), source, path, "", {"meta": {}, "blocks": []})
    try:
        data = world.read(path)
    except PipelineError as reason:
        return Manuscript(blank, problems=reason.diagnostics)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = data.count(b"\n", 0, reason.start) + 1
        fault = error("not-utf-8", Place(path, line), "the file is not UTF-8", "save it as UTF-8")
        return Manuscript(blank, problems=(fault,))
    text = text.replace("\r\n", "\n")
    if unreadable := tuple(_endless(text, path, world.most.paragraphs)):
        return Manuscript(blank, problems=unreadable)
    yaml, body = frontmatter.split(text)
    front, problems = frontmatter.read(yaml, path)
    try:
        document, lines, strange = _document(front, body, Place(path))
    except RecursionError:
        hint = "flatten them"
        deep = error("too-deep", Place(path), "lists, quotes or parts lie too deep", hint)
        return Manuscript(blank, problems=(*problems, deep))
    release = Release(
        slug=Slug(front.plain.get("slug") or folder),
        locale=Locale(front.plain.get("lang", "").replace("-", "_") or source),
        path=path,
        date=front.plain.get("date", ""),
        document=document,
        facts=front.facts,
        lines=lines,
        theme=front.plain.get("theme", ""),
        page=front.plain.get("page", ""),
        cover=front.plain.get("cover", ""),
    )
    paths = (path, f"locales/*/LC_MESSAGES/{release.slug}.po")
    exemptions = tuple(replace(exemption, paths=paths) for exemption in front.exemptions)
    return Manuscript(
        release, front.labels, problems + strange + _slug_fault(release, front), exemptions
    )


def _circles(text: str, path: str) -> Iterator[Diagnostic]:
    """Yield a problem for each footnote that calls itself, at once or through others."""
    for name, line in circles(text.split("\n")) if "[^" in text else ():
        said = f"the footnote `[^{name}]` leads back to itself"
        yield error("note-in-note", Place(path, line), said, "take the mark out of the note")
    if "[^" in text and (found := tangled(text.split("\n"))):
        said = f"the footnote `[^{found[0]}]` and many others call footnotes"
        yield error("note-in-note", Place(path, found[1]), said, "make one note of each")


def _endless(text: str, path: str, most: float) -> Iterator[Diagnostic]:
    """Yield what the reader would not come to the end of, or not in the memory there is."""
    yield from _circles(text, path)
    if (many := text.count("\n\n")) > most:
        said = f"{many} paragraphs are more than {most:g}"
        hint = "split it, or raise paragraphs under [limits] in diglot.toml"
        yield error("too-long", Place(path), said, hint)
    for line, message, hint in endless.faults(text):
        yield error(endless.RULE, Place(path, line), message, hint)


def packed(manuscript: Manuscript) -> bytes:
    """Return a manuscript as canonical JSON."""
    release = manuscript.release
    fields = {name: getattr(release, name) for name in _PLAIN}
    return canonical(
        {
            **fields,
            "document": release.document,
            "facts": {name: asdict(fact) for name, fact in release.facts.items()},
            "order": list(release.facts),
            "meta": list(release.document["meta"]),
            "lines": [[list(address), line] for address, line in release.lines.items()],
            "labels": dict(manuscript.labels),
            "problems": [asdict(problem) for problem in manuscript.problems],
            "exemptions": [asdict(exemption) for exemption in manuscript.exemptions],
        }
    )


def unpacked(data: bytes) -> Manuscript:
    """Return the manuscript that ``packed`` wrote."""
    value = json.loads(data)
    meta = value["document"]["meta"]
    release = Release(
        slug=Slug(value["slug"]),
        locale=Locale(value["locale"]),
        path=value["path"],
        date=value["date"],
        document=value["document"] | {"meta": {key: meta[key] for key in value["meta"]}},
        facts={name: _fact(value["facts"][name]) for name in value["order"]},
        lines={tuple(address): line for address, line in value["lines"]},
        theme=value["theme"],
        page=value["page"],
        cover=value["cover"],
    )
    problems, exempt = map(remembered, value["problems"]), map(_exemption, value["exemptions"])
    return Manuscript(release, value["labels"], tuple(problems), tuple(exempt))


def _fact(value: Json) -> Fact:
    return Fact(**value | {"parts": tuple(value["parts"])})


def _exemption(value: Json) -> Exemption:
    place, paths = Place(**value["place"]), tuple(value["paths"])
    return Exemption(value["rule"], place, value["reason"], paths, value["text"])


def _document(
    front: frontmatter.Front, body: str, place: Place
) -> tuple[Json, dict[tuple[str | int, ...], int], tuple[Diagnostic, ...]]:
    """Parse body, front-matter texts and captions in two calls of the reader."""
    texts = {key: front.texts[key] for key in META if front.texts.get(key)}
    units = {
        f"{UNIT} {name}": fact.unit
        for name, fact in front.facts.items()
        if fact.unit and fact.kind not in ("quantity", "money")
    }
    named = texts | units
    raw, *parsed = (read["blocks"] for read in pandoc.read([f"{body}\n", *named.values()], place))
    words = captions(raw) if "caption" in body else ()
    titled = pandoc.read(list(words), place) if words else []
    shown = {w: settle_inlines(t["blocks"]) for w, t in zip(words, titled, strict=True)}
    blocks, lines = settle(raw, shown)
    meta = {}
    strange: list[Diagnostic] = []
    for key, inside in zip(named, parsed, strict=True):
        meta[key] = {"t": "MetaInlines", "c": settle_inlines(inside)}
        name = key if key in front.lines else f"facts {key.partition(' ')[2]}"
        lines["meta", key] = front.lines[name]
        strange += _unlined(name, inside, Place(place.path, front.lines[name]))
    lines.update({(key,): front.lines[key] for key in _PLACED if key in front.lines})
    lines.update({("facts", name): front.lines[f"facts {name}"] for name in front.facts})
    used = _counted(blocks) if units else set()
    meta = {key: text for key, text in meta.items() if key in texts or key in used}
    return {"meta": meta, "blocks": blocks}, lines, tuple(strange)


def _unlined(name: str, blocks: Json, place: Place) -> Iterator[Diagnostic]:
    """Yield what is wrong with a text of the front matter that is no line of words."""
    kinds = [block["t"] for block in settle(blocks, {})[0]]
    if len(kinds) > 1:
        yield error("wrong-type", place, f"`{name}` has several paragraphs", "make one of them")
    elif kinds and kinds[0] not in ("Para", "Plain", "RawBlock"):
        hint = "put a backslash before the mark it begins with, such as `1\\. The hall`"
        yield error("wrong-type", place, f"`{name}` is no line of words: {kinds[0]}", hint)


def _counted(blocks: Json) -> set[str]:
    """Return the meta keys of the units that the text really shows, as ``{name.unit}``."""
    found = (inlines.reference(node).split(".") for node in tree.each(blocks))
    return {f"{UNIT} {name}" for name, *form in found if form == [UNIT]}


def _slug_fault(release: Release, front: frontmatter.Front) -> tuple[Diagnostic, ...]:
    if "slug" in front.plain or frontmatter.is_slug(release.slug):
        return ()
    message = f"the folder name `{release.slug[:80]}` cannot be a slug"
    hint = "use lower-case letters, digits and hyphens, such as 2024-05-01-opening"
    return (error("bad-slug", Place(release.path), message, hint),)
