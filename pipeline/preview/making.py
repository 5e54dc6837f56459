"""A view made: what a worker process does, again and again, with its engine warm.

It walks the corridor for one target, and stops before what only a finished file
needs: the faces of a web page stay addresses, which the server answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from time import perf_counter
from typing import TypeAlias
from urllib.parse import quote

from pipeline import config, corridor, languages, limits, surroundings
from pipeline.admission import admitted
from pipeline.config import Project
from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.engines import fonts, git, office, pdfium
from pipeline.formats import FORMATS
from pipeline.model import Artifact, Digest, Edition, Json, Page, Place, Release, Target, digest
from pipeline.preflight import Sighting
from pipeline.preflight.places import bare
from pipeline.preview import naming
from pipeline.preview.shelf import Shelf
from pipeline.preview.views import Home, Made, Mark, Outcome, View
from pipeline.proofs import Proofs
from pipeline.workshop import Workshop
from pipeline.world import Disk, Memory, Recorder, World

FACES = "/face/"
"""Where the server answers for the faces of a page."""


_Letter: TypeAlias = tuple[int, str, tuple[float, float, float, float]]
"""A letter, its page, and its sides as shares of it."""


def make(home: Home, view: View) -> Outcome:
    """Return what becomes of a view; a project that cannot be built is told, not raised."""
    started = perf_counter()
    watch = Recorder(world(home, view.revision))
    shop = Workshop(watch, replace(_shelf(home), seen={}))
    made: Made | None = None
    problems: tuple[Diagnostic, ...] = ()
    try:
        made = _made(shop, view)
    except PipelineError as reason:
        problems = reason.diagnostics
    return Outcome(view, made, problems, {**watch.reads, **shop.reads}, perf_counter() - started)


def world(home: Home, revision: str = "") -> World:
    """Return the project as it lies, or as it was at a commit, under the limits it has today."""
    disk = Disk(home.root, home.shipped)
    try:
        most = config.load(disk).most
    except PipelineError:  # told by whoever builds it
        most = limits.Limits()
    limits.install(most)
    return replace(_past(home, revision) if revision else disk, most=most)


def face(home: Home, address: str, extra: str) -> bytes:
    """Return the face at an address for browsers: with all that people usually write, and more."""
    script = address.partition("?")[0].rpartition("/")[2]
    usual = _usual_han() if script == "Hans" else fonts.ALWAYS
    return fonts.serve(address, world(home), fonts.ALWAYS | usual | frozenset(extra))


@cache
def _shelf(home: Home) -> Shelf:
    return Shelf(home.cache)


@lru_cache(maxsize=4)
def _past(home: Home, revision: str) -> Memory:
    return git.past(Disk(home.root, home.shipped), revision, config.PATHS)


def _made(shop: Workshop, view: View) -> Made:
    target = Target(view.slug, view.locale, view.medium)
    project = _widened(config.load(shop.world), target)
    manuscripts = admitted(project, shop, (view.slug,))
    release = manuscripts[0].release
    desks, _ = corridor.localized(project, shop, release, [target])
    desks = corridor.drawn(desks, shop, [target])
    markup = corridor.rendered(desks, shop, [target])
    spoken = surroundings.speaking(project, release, shop.world)
    stock = corridor.Stock(release, desks, markup, surroundings.company(project, release, spoken))
    pages = list(corridor.laid_out(corridor.surrounded(project, stock, [target]), shop))
    for _, reads in pages:
        shop.reads.update(reads)
    edition = next(d.edition for d in desks if d.edition.locale == view.locale)
    known = naming.names(release, edition)
    if view.kind == "page":
        return _page(pages[0][0], known)
    return _sheets(pages, shop, release, edition)


def _widened(project: Project, target: Target) -> Project:
    """Return the project with a target that it need not promise: a format, the pseudo-locale."""
    locales, formats = project.locales, project.formats
    if target.locale not in locales and languages.pseudo(target.locale):
        locales = (*locales, target.locale)
    if target.medium not in formats:
        formats = (*formats, target.medium)
    return replace(project, locales=locales, formats=formats)


def _page(page: Page, known: naming.Names) -> Made:
    """Return a web page with its texts named and its faces at addresses of ours."""
    named = naming.addressed(page.body, known).decode()
    text = "".join(sorted(fonts.text_of(page.body) - fonts.ALWAYS - _usual_han()))
    more = f"&x={quote(text, safe='')}" if text else ""

    def ours(match: re.Match[str]) -> str:
        return f"{FACES}?a={quote(match[0], safe='')}{more}"

    swapped = named.replace("@font-face {", "@font-face { font-display: swap;")
    return Made(fonts.ADDRESS.sub(ours, swapped).encode())


def _sheets(
    pages: Sequence[tuple[Page, Mapping[str, Digest]]],
    shop: Workshop,
    release: Release,
    edition: Edition,
) -> Made:
    proofs = Proofs()
    press = corridor.Press(release, proofs)
    artifact = next(iter(corridor.emitted([(p, dict(r)) for p, r in pages], shop, press)))
    if FORMATS[artifact.target.medium].kind == "application/pdf":
        return _printed(artifact, proofs, (release, edition))
    data = _converted(artifact, shop)
    return Made(data, _found(data, release, edition), (), pdfium.sizes(data))


def _printed(artifact: Artifact, proofs: Proofs, shown: tuple[Release, Edition]) -> Made:
    release, edition = shown
    seen = proofs.seen.get(artifact.target)
    if not artifact.data:
        raise PipelineError(*_faults_of(artifact, proofs))
    if seen is None:
        return Made(artifact.data, sizes=pdfium.sizes(artifact.data))
    keys = {said: key for key, said in naming.written(edition, release)}
    faults: tuple[Json, ...] = tuple(
        {"rule": s.rule, "page": s.page, "message": s.message, "hint": s.hint, "box": s.box,
         "text": s.text, "key": _spoken(s, keys)}
        for s in seen.sightings
    )  # fmt: skip
    marks = naming.marked(seen.spots, naming.names(release, edition))
    return Made(
        artifact.data, marks, faults, pdfium.sizes(artifact.data), pdfium.trims(artifact.data)
    )


def _spoken(sighting: Sighting, keys: Mapping[str, str]) -> str:
    """Return the key of the text that a fault was seen in, or nothing."""
    words = bare(sighting.block) or bare(sighting.text)
    if words in keys or not words:
        return keys.get(words, "")
    return next((key for said, key in keys.items() if words in said or said in words), "")


def _faults_of(artifact: Artifact, proofs: Proofs) -> list[Diagnostic]:
    found = proofs.seen[artifact.target].sightings
    place = Place(str(artifact.target))
    return [error(s.rule, place, s.message, *filter(None, [s.hint])) for s in found]


def _converted(artifact: Artifact, shop: Workshop) -> bytes:
    place = Place(artifact.path)

    def print_it(_world: World, data: bytes) -> bytes:
        return office.pdf(data, place)

    key = digest("office", artifact.data)
    return next(shop.run("show", print_it, {key: artifact.data}, [artifact.path]))[0]


def _found(data: bytes, release: Release, edition: Edition) -> tuple[Mark, ...]:
    """Return where the texts of an edition stand in a PDF that knows no addresses."""
    letters = [(p, bare(c), box) for p, c, box in pdfium.letters(data)]
    letters = [letter for letter in letters if letter[1]]
    whole = "".join(c for _, c, _ in letters)
    owner = [n for n, (_, c, _) in enumerate(letters) for _ in c]
    marks, end = [], 0
    for key, said in naming.written(edition, release):
        start = whole.find(said, end)
        start = start if start >= 0 else whole.find(said)
        if said and start >= 0:
            end = start + len(said)
            marks += _boxes(key, [letters[n] for n in owner[start:end]])
    return tuple(marks)


def _boxes(key: str, letters: list[_Letter]) -> list[Mark]:
    found = []
    for page in sorted({p for p, _, _ in letters}):
        boxes = [box for p, _, box in letters if p == page]
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, foot = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
        found.append(Mark(key, page, left, top, right - left, foot - top))
    return found


@cache
def _usual_han() -> frozenset[str]:
    """Return the characters of GB 2312, which nearly every Chinese text is written in."""
    pairs = (bytes((a, b)) for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF))
    return frozenset("".join(pair.decode("gb2312", "ignore") for pair in pairs))
