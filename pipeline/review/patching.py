"""Edits of the source edition become a patch of the release: a unified diff for ``git apply``.

Each edit is written into the author's own Markdown, letter for letter; then the whole release
is read again. Law: in a patched release the edited texts say what was edited, and every other
text what it said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import islice, pairwise

from pipeline import inlines, releases
from pipeline.diagnostics import Diagnostic
from pipeline.model import Address, Release, Segment
from pipeline.review.grounds import Ground
from pipeline.review.markdown import Change, applied, changes, traces
from pipeline.review.nouns import Finding, Plan
from pipeline.review.tokens import tokens
from pipeline.segments import segments
from pipeline.world import Memory

_MOST = 6
"""How many places in the Markdown are tried for one edit."""

_FENCE = 3
"""How many lines above its table a caption may stand."""

_NEAR = 5_000
"""How far behind the line of a text its first letter is sought before it is sought anywhere."""

_Said = tuple[str, str, str]
"""A text of the release: its role, its context, what it says."""


@dataclass(frozen=True, slots=True)
class _File:
    """The release's file, what its texts say, where its lines begin, what is wrong with it."""

    release: Release
    text: str
    said: tuple[_Said, ...]
    order: Mapping[Address, int]
    starts: tuple[int, ...]
    problems: tuple[Diagnostic, ...]


def patched(ground: Ground, made: Plan) -> Plan:
    """Return a plan with its patch; an edit that the Markdown cannot take is refused."""
    wanted = [(n, f) for n, f in enumerate(made.findings) if f.fate == "applied" and f.unit]
    if not wanted:
        return made
    file = _file(ground)
    edits = [
        _Edit(n, piece, finding.translation, list(_options(file, piece, finding.translation)))
        for n, finding in wanted
        if finding.unit and (piece := ground.piece(finding.unit))
    ]
    done = _tried(file, edits)
    findings = list(made.findings)
    for n, finding in wanted:
        if n not in done:
            findings[n] = _refused(finding)
    text = applied(file.text, [c for made_ in done.values() for c in made_])
    old = file.text
    return replace(
        made,
        findings=tuple(findings),
        patch=_diff(file.release.path, old, text),
        writes=((file.release.path, text.encode()),) if text != old else (),
    )


@dataclass(frozen=True, slots=True)
class _Edit:
    """One edit: which finding, which text, what it shall say, and how that may be written."""

    number: int
    piece: Segment
    text: str
    options: list[list[Change]]


def _file(ground: Ground) -> _File:
    release = ground.found.release
    text = ground.shop.world.read(release.path).decode("utf-8")
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    problems = ground.found.manuscript.problems
    order = {p.address: n for n, p in enumerate(segments(release.document))}
    return _File(release, text, _said(release), order, tuple(starts), problems)


def _said(release: Release) -> tuple[_Said, ...]:
    pieces = segments(release.document)
    return tuple((p.role, p.context, inlines.encode(p.inlines)) for p in pieces)


def _options(file: _File, piece: Segment, wanted: str) -> Iterator[list[Change]]:
    """Yield ways to write a new text, nearest to its line first."""
    line = file.release.place(piece.address).line
    above = _FENCE if piece.role == "caption" else 0
    first = file.starts[max(line - 1 - above, 0)]
    old, new = list(tokens(inlines.encode(piece.inlines))), list(tokens(wanted))
    shells = inlines.named(piece.inlines)
    for window in ((first, first + _NEAR), (0, len(file.text))):
        spots = list(islice(traces(file.text, window, old, shells), _MOST))
        yield from (changes(file.text, old, found, new) for found in spots)
        if spots:
            return


def _tried(file: _File, edits: Sequence[_Edit]) -> dict[int, list[Change]]:
    """Return the changes that were read again and found good: together, else apart."""
    fresh = [edit for edit in edits if edit.options]
    if not fresh:
        return {}
    ways = {edit.number: list(edit.options) for edit in fresh}
    while ways:
        tried = [edit for edit in fresh if edit.number in ways]
        wrong = _wrong(file, tried, {n: left[0] for n, left in ways.items()})
        if wrong == set():
            return {n: left[0] for n, left in ways.items()}
        if not wrong:
            break
        ways = {n: left[n in wrong :] for n, left in ways.items() if left[n in wrong :]}
    if not ways:
        return {}
    return _halved(file, fresh)


def _halved(file: _File, fresh: Sequence[_Edit]) -> dict[int, list[Change]]:
    """Return the good changes where a bad one spoils all: found by trying half of them."""
    if len(fresh) == 1:
        edit = fresh[0]
        rest = ({edit.number: way} for way in edit.options[1:])
        return next((way for way in rest if _reads(file, fresh, way)), {})
    half = len(fresh) // 2
    both = _tried(file, fresh[:half]) | _tried(file, fresh[half:])
    return both if _reads(file, [e for e in fresh if e.number in both], both) else {}


def _reads(file: _File, edits: Sequence[_Edit], ways: Mapping[int, list[Change]]) -> bool:
    """Tell whether a changed file says what it shall, and nothing else has changed in it."""
    return _wrong(file, edits, ways) == set()


def _wrong(
    file: _File, edits: Sequence[_Edit], ways: Mapping[int, list[Change]]
) -> set[int] | None:
    """Return the edits that a changed file does not say; None if it says other things too."""
    made = [change for edit in edits for change in ways[edit.number]]
    spans = sorted((c.start, c.end) for c in made)
    if any(a[1] > b[0] for a, b in pairwise(spans)):
        return None
    path, source = file.release.path, file.release.locale
    data = applied(file.text, made).encode()
    found = releases.parse(Memory({path: data}), path, source)
    wanted = list(file.said)
    for edit in edits:
        role, context, _ = wanted[file.order[edit.piece.address]]
        wanted[file.order[edit.piece.address]] = (role, context, edit.text)
    said = _said(found.release)
    if found.problems != file.problems or len(said) != len(wanted):
        return None
    off = {n for n, (one, two) in enumerate(zip(said, wanted, strict=True)) if one != two}
    bad = {e.number for e in edits if file.order[e.piece.address] in off}
    return bad if bad or not off else None


def _refused(finding: Finding) -> Finding:
    reason = "the Markdown of the release cannot take this edit by itself"
    return replace(finding, fate="refused", reason=reason, remedy=f"edit {finding.place}")


def _diff(path: str, old: str, new: str) -> str:
    """Return a unified diff; a last line without an end says so, as git wants it."""
    one, two = old.split("\n"), new.split("\n")
    lines = unified_diff(_ended(one), _ended(two), f"a/{path}", f"b/{path}", lineterm="\n")
    return "".join(lines)


def _ended(lines: list[str]) -> list[str]:
    *whole, last = lines
    ended = [f"{line}\n" for line in whole]
    return [*ended, f"{last}\n\\ No newline at end of file\n"] if last else ended
