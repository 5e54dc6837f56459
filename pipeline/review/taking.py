"""Decide of every outcome what is done about it: taken home, refused, or found in conflict.

Three texts meet: what was exported, what the project says now, and what the reviewer wrote. The
project has the last word: where it moved on, nothing of that message is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline import inlines
from pipeline.exchange.codes import canonical as spelling
from pipeline.exchange.codes import misfit
from pipeline.inlines import TagError
from pipeline.model import Place, Translation
from pipeline.review import refusals
from pipeline.review.grounds import Ground
from pipeline.review.homing import Forms, Unhomed, homed, invisible, looking, repainted
from pipeline.review.judging import Judge, grave
from pipeline.review.letters import Letter, Lexicon, canonical, letters, seen, single, typed
from pipeline.review.nouns import Finding, Run, Unit
from pipeline.review.outcomes import Outcome
from pipeline.review.speech import Speech

_SHAPES = ("split", "merged", "moved", "deleted", "doubled")
_UNKNOWN = Unhomed(
    "what the file showed is not what the project says", "export once more, and edit that"
)


@dataclass(frozen=True)
class Desk:
    """What decisions need: the ground, the judge, and outcomes that no tracking told of.

    ``untracked`` are the ids of units that were changed outside of tracked changes, when that
    matters.
    """

    ground: Ground
    judge: Judge
    untracked: frozenset[str] = frozenset()

    @cached_property
    def readings(self) -> frozenset[str]:
        """How the texts of the release read now, with one blank where there are several."""
        pieces, speech = self.ground.pieces.values(), self.ground.speech
        shown = (_letters(inlines.encode(p.inlines), speech.lexicon(p), None) for p in pieces)
        return frozenset(single("".join(x.char for x in found)) for found in shown if found)


def findings(desk: Desk, found: Iterable[Outcome]) -> tuple[Finding, ...]:
    """Return what is done about every outcome; a text said in two ways is said in none."""
    return tuple(_agreed([_finding(desk, outcome) for outcome in found]))


def _finding(desk: Desk, outcome: Outcome) -> Finding:
    unit = outcome.unit
    place = desk.ground.place(unit)
    plain = Finding(
        outcome.verdict, "kept", unit, place, outcome.was, outcome.now,
        authors=outcome.authors, moved=outcome.moved and outcome.verdict != "same",
    )  # fmt: skip
    if outcome.verdict == "same":
        return plain
    if desk.ground.options.tracked and not outcome.authors:
        return replace(plain, reason=refusals.UNTRACKED)
    if outcome.how == "unsure":
        return replace(plain, fate="unsure", reason=refusals.UNSURE, remedy=remedy(place))
    if refusal := _refused(desk, outcome, place):
        return replace(plain, fate="refused", reason=refusal[0], remedy=refusal[1])
    assert unit is not None
    return _taken(desk, unit, outcome, plain)


def remedy(place: Place) -> str:
    """Return what to do about an edit that only a person can judge."""
    return f"look at both texts, and enter the edit by hand ({place})"


def _refused(desk: Desk, outcome: Outcome, place: Place) -> tuple[str, str] | None:
    """Return why an outcome cannot go home whatever its text says, and what to do."""
    ground, unit = desk.ground, outcome.unit
    if outcome.verdict == "new":
        return refusals.new(outcome, ground.found.release.path)
    if outcome.verdict in _SHAPES:
        return refusals.shape(outcome, place)
    if unit is None:
        return refusals.made(outcome, ground.speech, ground.found.release)
    if outcome.reason == "uncut":
        return refusals.uncut(place)
    if unit.id in desk.untracked:
        return refusals.UNTRACKED, "track all of it, or import without --only-tracked"
    if outcome.level and canonical(outcome.before) == canonical(outcome.after):
        return refusals.level(outcome, place)
    return None


def _taken(desk: Desk, unit: Unit, outcome: Outcome, plain: Finding) -> Finding:
    """Return the finding of an edited text: applied, if all goes well."""
    try:
        new = _homed(desk.ground, unit, outcome)
    except (Unhomed, TagError, KeyError) as reason:
        told = reason if isinstance(reason, Unhomed) else Unhomed(str(reason))
        release = desk.ground.found.release
        where = release.place(("facts", told.fact)) if told.fact else plain.place
        there = f"{told.remedy} ({where})"
        return replace(plain, fate="refused", reason=told.reason, remedy=there)
    made = replace(plain, translation=new)
    if outcome.moved:
        made = replace(made, reason=refusals.MOVED, remedy=refusals.shape(
            replace(outcome, verdict="moved"), plain.place)[1])  # fmt: skip
    elif outcome.level:
        said, there = refusals.level(outcome, plain.place)
        made = replace(made, reason=said, remedy=there)
    return weighed(desk, unit, made)


def weighed(desk: Desk, unit: Unit, made: Finding) -> Finding:
    """Hold a new text against what the project says now, and against the checks."""
    found = desk.ground.found
    now = _now(desk.ground, unit)
    if now is None and not found.foreign and single(made.after) in desk.readings:
        return made
    if now is None:
        reason = "the release no longer has this text"
        return replace(made, fate="conflict", reason=reason, remedy=remedy(made.place))
    was = unit.was if found.foreign else unit.text
    if spelling(now.text) == spelling(made.translation):
        return made
    if spelling(now.text) != spelling(was):
        reason = f"the project has another text since: `{now.text}`"
        return replace(made, fate="conflict", reason=reason, remedy=remedy(made.place))
    if not found.foreign:
        return replace(made, fate="applied")
    if broken := misfit(made.translation, unit.text):
        return replace(made, fate="refused", reason=broken, remedy=remedy(made.place))
    news = desk.judge.news(unit.key, now, made.translation)
    if stop := grave(news):
        hint = stop.hints[0] if stop.hints else remedy(made.place)
        return replace(made, fate="refused", reason=f"{stop.message} [{stop.rule}]", remedy=hint)
    warnings = tuple(f"{d.message} [{d.rule}]" for d in news)
    return replace(made, fate="applied", warnings=warnings)


def described(ground: Ground) -> dict[str, Unit]:
    """Return the descriptions of pictures as the file showed them, each with its unit."""
    found: dict[str, Unit] = {}
    for unit in ground.base.units:
        piece = ground.piece(unit)
        if unit.role == "alt" and piece is not None:
            for text, speech in _shown(ground, unit):
                shown = _letters(text, speech.lexicon(piece), None)
                found.setdefault("".join(x.char for x in shown or ()), unit)
    return found


def _now(ground: Ground, unit: Unit) -> Translation | None:
    """Return what the project says now, or nothing if the release has no such text."""
    piece = ground.piece(unit)
    if piece is None or (not ground.found.foreign and unit.key in ground.recounted):
        return None  # which of them is which is unknown
    if ground.found.foreign:
        return ground.found.catalog.entries.get(unit.key, Translation(""))
    return Translation(inlines.encode(piece.inlines))


def _homed(ground: Ground, unit: Unit, outcome: Outcome) -> str:
    """Return the message text of an edited paragraph, rendered again to make sure."""
    piece = ground.piece(unit)
    if piece is None:
        return ""
    for text, speech in _shown(ground, unit):
        old = _letters(text, speech.lexicon(piece), outcome.before)
        if old is None:
            continue
        new = homed(old, outcome.after, _forms(ground, speech))
        spoken = (ground.speech, speech)
        if not any(_closed(new, s.lexicon(piece), old, outcome.after) for s in spoken):
            raise Unhomed("the text would not look as it was edited", "enter it by hand")
        return new
    raise _UNKNOWN


def _shown(ground: Ground, unit: Unit) -> Iterator[tuple[str, Speech]]:
    """Yield what may have stood in the file: the translation, else the source text."""
    if unit.was and ground.found.foreign:
        yield unit.was, ground.speech
    yield unit.text, ground.native


def _letters(text: str, lexicon: Lexicon, before: tuple[Run, ...] | None) -> list[Letter] | None:
    """Return the letters of a text, looking as in a paragraph; None if they are others."""
    try:
        found = letters(text, lexicon)
        return found if before is None else seen(found, before)
    except (TagError, KeyError):
        return None


def _forms(ground: Ground, speech: Speech) -> Forms:
    """Return what finds a figure in any of its forms, in the language of the edition too."""

    def forms(reference: str) -> Iterator[tuple[str, str]]:
        yield reference, ground.speech.spell(reference)
        yield from ground.speech.forms(reference)
        yield from speech.forms(reference)

    return forms


def _closed(text: str, lexicon: Lexicon, old: Sequence[Letter], after: tuple[Run, ...]) -> bool:
    """Tell whether a message text looks as the edited paragraph does."""
    made = repainted(letters(text, lexicon), old)
    aside = invisible(old)
    return canonical(looking(made, aside)) == canonical(looking(typed(after), aside))


def _agreed(found: list[Finding]) -> Iterator[Finding]:
    """Yield findings; of a text that was edited in several places all edits have to agree."""
    said: dict[tuple[str, str], set[str]] = {}
    for finding in found:
        if finding.unit and finding.fate == "applied" and finding.unit.state != "source":
            said.setdefault(finding.unit.key, set()).add(finding.translation)
    for finding in found:
        ways = len(said.get(finding.unit.key, ())) if finding.unit else 0
        if ways > 1 and finding.fate == "applied":
            reason = f"the file says this text in {ways} ways"
            yield replace(finding, fate="refused", reason=reason, remedy=remedy(finding.place))
        else:
            yield finding
