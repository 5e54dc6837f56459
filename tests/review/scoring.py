"""How well an import knows what was done: verdicts found, told falsely, acted upon wrongly."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.publish import write
from pipeline.review.nouns import Finding, Plan
from pipeline.review.reading import read
from pipeline.word.package import unpack
from tests.review import releases
from tests.review.house import House, house
from tests.review.simulated import Truth, edited, stripped

_TAKEN = ("edited", "format")


@dataclass
class Score:
    """What was to be found, what was, and what was told that is not so.

    ``unsure`` are told without being acted upon. ``misses``, ``false`` (verdicts) and ``wrong``
    (texts taken home that should not be) say what went wrong; ``open`` are texts taken home
    that do not look as they were edited.
    """

    edits: int = 0
    found: int = 0
    unsure: int = 0
    applied: int = 0
    misses: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of edits that were known for what they are."""
        return self.found / self.edits if self.edits else 1.0

    def add(self, plan: Plan, truth: Truth, where: str) -> None:
        """Hold a plan against the truth."""
        told = {f.unit.id: f for f in plan.findings if f.unit}
        self.edits += truth.edits
        for unit, verdict in truth.verdicts.items():
            finding = told.get(unit)
            if finding and finding.verdict == verdict and finding.fate != "unsure":
                self.found += 1
            else:
                self.misses.append(f"{where} {truth.kinds[unit]}: {verdict}, {_said(finding)}")
        fresh = sum(f.verdict == "new" and f.fate == "refused" for f in plan.findings)
        self.found += min(fresh, truth.new)
        if fresh != truth.new:
            listed = self.misses if fresh < truth.new else self.false
            listed.append(f"{where}: {truth.new} new, {fresh} told")
        for unit, finding in told.items():
            self.unsure += finding.fate == "unsure"
            self.applied += finding.fate == "applied"
            if finding.verdict != truth.verdicts.get(unit, "same"):
                said = f"{where} {truth.kinds.get(unit, 'untouched')}: {_said(finding)}"
                if finding.fate in ("applied", "refused", "conflict"):
                    self.false.append(said)
        self._weigh(told, truth, where)

    def _weigh(self, told: Mapping[str, Finding], truth: Truth, where: str) -> None:
        """Count what was taken home of each message: equal texts are one message to a catalog."""
        keys = {unit: finding.unit.key for unit, finding in told.items() if finding.unit}
        due = Counter(keys[u] for u, v in truth.verdicts.items() if v in _TAKEN and u in keys)
        for unit, finding in told.items():
            if finding.fate == "applied":
                due[keys[unit]] -= 1
                if due[keys[unit]] < 0:
                    self.wrong.append(f"{where}: {_said(finding)}")

    def close(self, home: House, plan: Plan, locale: str, where: str) -> None:
        """Carry a plan out, export once more, and look for every text that was taken home."""
        if plan.patch:
            command = ["git", "apply", "--check", "-"]
            subprocess.run(command, cwd=home.root, input=plan.patch.encode(), check=True)
        for path, data in plan.writes:
            write(home.root / path, data)
        shown = {
            _plain(paragraph.text[span.start : span.end])
            for paragraph in read(unpack(home.exported(locale))).paragraphs
            for span in paragraph.spans
        }
        for finding in plan.findings:
            if finding.fate == "applied" and _plain(finding.after) not in shown:
                self.open.append(f"{where}: {_said(finding)}")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _said(finding: Finding | None) -> str:
    if finding is None or finding.unit is None:
        return "nothing told"
    said = f"{finding.before[:60]!r} → {finding.after[:60]!r}"
    return f"told {finding.verdict}, {finding.fate}: {finding.unit.role} {said}"


def scored(room: Path, kind: str, locale: str, seed: int, units: int = 200) -> tuple[Score, Score]:
    """Return how an import fares with the edits of one seed: with ids, and without any."""
    where = f"{kind} {locale} {seed}"
    drawn = releases.release(kind, units, seed)
    home = house(room, drawn.text, drawn.catalogs)
    data, truth = edited(home.exported(locale), locale, seed)
    whole, bare = Score(), Score()
    (room / "bare.docx").write_bytes(stripped(data))
    bare.add(home.plan(room / "bare.docx"), truth, where)
    (room / "edited.docx").write_bytes(data)
    plan = home.plan(room / "edited.docx")
    whole.add(plan, truth, where)
    whole.close(home, plan, locale, where)
    return whole, bare


def together(scores: list[Score]) -> Score:
    """Return scores as one."""
    made = Score()
    for score in scores:
        for name in ("edits", "found", "unsure", "applied", "misses", "false", "wrong", "open"):
            setattr(made, name, getattr(made, name) + getattr(score, name))
    return made
