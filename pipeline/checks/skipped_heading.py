"""Headings that leave out a level."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import tree
from pipeline.diagnostics import Severity
from pipeline.model import Place
from pipeline.plugs import Draft, Finding, SourceCheck

_FIRST = 2


def skipped_heading(draft: Draft) -> Iterator[tuple[Place, Finding]]:
    r"""Find headings more than one level below the one before.

    Who listens to a page goes from heading to heading, and an outline with a hole has lost a
    chapter. `##` is the first level, for the title is above it.

    >>> "## The zone\n\n#### Its port" in release
    warning: the heading skips a level: `####` after `##`
    hint: write `###`
    """
    level = _FIRST - 1
    for address, node in tree.nodes(draft.release.document["blocks"], ("blocks",)):
        if node["t"] != "Header":
            continue
        own = int(node["c"][0])
        if own > level + 1:
            after = f"after `{'#' * level}`" if level >= _FIRST else "first of all"
            message = f"the heading skips a level: `{'#' * own}` {after}"
            place = draft.release.place(address)
            yield place, Finding(message, (f"write `{'#' * (level + 1)}`",))
        level = own


SKIPPED_HEADING = SourceCheck("skipped-heading", Severity.WARNING, skipped_heading)
