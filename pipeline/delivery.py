"""A build carried out: each release published as it is done, and what there is to tell of all.

What one release could not be made of is told at the end, with all other problems of the
project; the others are published all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import inventory, reasons, trail
from pipeline.build import Finished, finished
from pipeline.diagnostics import Diagnostic, PipelineError
from pipeline.inventory import PAPERS, Inventory
from pipeline.model import digest
from pipeline.outlets import Outlet
from pipeline.publish import home as ours
from pipeline.publish import publish
from pipeline.rounds import Run

INVENTORY = ".diglot/output.json"


@dataclass(slots=True)
class Tally:
    """What came of a build: how many files there are, and which of them changed.

    ``withheld`` are the releases that were not published; a site is an empty one.
    """

    files: int = 0
    changed: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def add(self, done: Finished) -> None:
        """Count a release, and what is to be said of it."""
        self.files += len(done.rows)
        self.diagnostics += done.diagnostics
        self.faults += done.faults
        self.withheld += [] if done.whole else [done.slug]


def deliver(
    home: Path, run: Run, tell: Callable[[str], None], outlet: Outlet | None = None
) -> Tally:
    """Build and publish, into ``output/`` or an outlet; ``tell`` hears of every path that changed.

    A release that cannot be written ends it: a full disk stays full. Raises ``PipelineError``
    where nothing can be said of any release.
    """
    tally = Tally()
    lying = inventory.opened(noted(home, outlet or ours(home)), outlet or ours(home))
    try:
        for done in finished(replace(run, stands=lying.due)):
            tally.add(done)
            for path in _published(run, done, lying, tell):
                tally.changed.append(path)
                tell(path)
    except PipelineError as reason:
        if not tally.files:
            raise
        tally.diagnostics += reason.diagnostics
        tally.withheld.append("")
    finally:
        lying.save()
    tally.diagnostics = sorted(dict.fromkeys(tally.diagnostics), key=lambda told: told.place)
    tally.withheld.sort()
    return tally


def noted(home: Path, outlet: Outlet) -> Path:
    """Return the file that remembers what was put into an outlet, and how it lay there."""
    own = outlet == ours(home)
    return home / (INVENTORY if own else f".diglot/to-{digest(outlet.name)[:16]}.json")


def _published(
    run: Run, done: Finished, lying: Inventory, tell: Callable[[str], None]
) -> list[str]:
    """Publish what is due of a release, and return the paths of artefacts that changed."""

    def parted(path: str) -> None:
        tell(f"{path} was taken away: diglot.toml asks for it no more")

    if not done.artifacts:
        return []
    with trail.step("publish", done.slug):
        site = run.project.is_site
        new = publish(lying.outlet, done.artifacts, done.promised, site=site, parted=parted)
    lying.note(done.rows, done.promised)
    inputs = {path: seen for row in done.rows for path, seen in row.inputs.items()}
    reasons.remember(run.shop.cache, run.shop.world, inputs)
    return [path for path in new if Path(path).name not in PAPERS]
