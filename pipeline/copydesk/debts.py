"""A baseline: the findings that a project began with, so that only new ones stop the press.

One line a finding: how often, its fingerprint, its rule, its file; the text may be merged and
read by people. A fingerprint leaves the line out, so a finding that moves stays known. What
is gone from the project is paid, and is told, so that the file gets shorter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, fatal
from pipeline.model import Place

HEAD = "# What `diglot check` found when this file was written; new findings are told.\n"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Debts:
    """How many findings are owed, by fingerprint, rule and file."""

    counts: Counter[tuple[str, str, str]]

    def __len__(self) -> int:
        return self.counts.total()


@dataclass(frozen=True, slots=True)
class Balance:
    """The findings that are new, and how many of the known ones stand and are paid."""

    new: tuple[Diagnostic, ...]
    owed: int
    paid: int


def owe(found: Iterable[Diagnostic]) -> Debts:
    """Return the findings as debts."""
    return Debts(Counter(map(_key, found)))


def settle(found: Iterable[Diagnostic], debts: Debts) -> Balance:
    """Return what is new; of equal findings as many are known as were owed."""
    left = Counter(debts.counts)
    new = []
    for problem in found:
        key = _key(problem)
        if left[key]:
            left[key] -= 1
        else:
            new.append(problem)
    return Balance(tuple(new), len(debts) - left.total(), left.total())


def written(debts: Debts) -> bytes:
    """Return the text of a baseline, sorted by file."""
    rows = sorted((path, rule, mark, n) for (mark, rule, path), n in debts.counts.items())
    return (HEAD + "".join(f"{n} {mark} {rule} {path}\n" for path, rule, mark, n in rows)).encode()


def read(data: bytes, path: str) -> Debts:
    """Return the debts that a baseline names; raise ``PipelineError`` for a line that is none."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(" ", 3)
        if len(parts) != 4 or not parts[0].isdigit():
            hint = "write the file anew with --write-baseline"
            raise fatal("broken-baseline", Place(path, number), "this line is no finding", hint)
        counts[parts[1], parts[2], parts[3]] += int(parts[0])
    return Debts(counts)


def _key(found: Diagnostic) -> tuple[str, str, str]:
    return (found.fingerprint[:_DIGITS], found.rule, found.place.path)
