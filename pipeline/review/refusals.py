"""Why an edit does not go home by itself, and what to do: one sentence each, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model import Place, Release
from pipeline.review.homing import FIGURE
from pipeline.review.nouns import Verdict
from pipeline.review.outcomes import Outcome, pictured
from pipeline.review.speech import Speech

_SHAPES: Mapping[Verdict, tuple[str, str]] = {
    "split": ("the paragraph was split in two", "split it"),
    "merged": ("two paragraphs were joined", "join them"),
    "moved": ("the paragraph was moved", "move it"),
    "deleted": ("the paragraph was deleted", "delete it"),
    "doubled": ("its id stands on two different texts", "say in which of them the edit is"),
}
MOVED = "it was moved too: that is for the release"
UNSURE = "the ids are gone, and the text alone does not say for certain what it was"
UNTRACKED = "the change was not tracked"


def shape(outcome: Outcome, place: Place) -> tuple[str, str]:
    """Return why a change of shape is refused, and what to do about it."""
    reason, deed = _SHAPES[outcome.verdict]
    if pictured(outcome):
        reason = reason.replace("paragraph", "picture")
    elif outcome.cell:
        reason = reason.replace("paragraphs", "cells").replace("paragraph", "cell or row")
    elif outcome.note:
        reason = reason.replace("paragraphs", "footnotes").replace("paragraph", "footnote")
    return reason, f"{deed} in {place}, and export once more"


def new(outcome: Outcome, path: str) -> tuple[str, str]:
    """Return why a new paragraph is refused, and what to do about it."""
    kind = "paragraph"
    if pictured(outcome):
        kind = "picture"
    elif outcome.cell:
        kind = "row or cell of a table"
    elif outcome.note:
        kind = "footnote"
    said = f"a new {kind}"
    if outcome.reason == "copy":
        said = f"a copy of a {kind} that stands elsewhere"
    return said, f"write it into {path}, then run `diglot sync` and export once more"


def made(outcome: Outcome, speech: Speech, release: Release) -> tuple[str, str]:
    """Return why a text that Diglot made cannot be changed here, and where it can."""
    if name := speech.named(outcome.was):
        remedy = f"{FIGURE.format(name=name)} ({release.place(('facts', name))})"
        return f"the figure `{outcome.was}` is the fact `{name}`", remedy
    source = release.path
    remedy = f"dates, figures and labels come from {source} and from the words of the theme"
    return "the text is made by Diglot", remedy


def level(outcome: Outcome, place: Place) -> tuple[str, str]:
    """Return why the level of a heading is refused."""
    reason = f"the heading was set as `{outcome.level}`"
    return reason, f"change its level in {place}"


def uncut(place: Place) -> tuple[str, str]:
    """Return why a line of two texts cannot be told apart."""
    return "the tab between two texts is gone", f"edit them apart, or in {place}"
