"""What a plan says to people and to programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from pipeline.exchange.codes import words
from pipeline.model import Json
from pipeline.review.nouns import Fate, Finding, Plan
from pipeline.review.remarking import line

_FATES: tuple[Fate, ...] = ("applied", "refused", "conflict", "unsure")
_LONGEST = 76


def told(plan: Plan, *, applied: bool) -> Iterator[str]:
    """Yield a plan for a terminal: what is taken, what is not and why, comments, a sum."""
    yield from plan.notes
    for finding in plan.findings:
        if finding.verdict != "same":
            yield from _told(finding, applied=applied)
    for remark in plan.remarks:
        yield f"comment: {line(remark)}"
    yield summary(plan, applied=applied)


def summary(plan: Plan, *, applied: bool) -> str:
    """Return how many texts met which fate, in one line."""
    fates = Counter(f.fate for f in plan.findings if f.unit or f.fate != "kept")
    same = sum(1 for f in plan.findings if f.unit and f.fate == "kept")
    shown = {"applied": "applied" if applied else "to apply"}
    counted = (f"{fates[fate]} {shown.get(fate, fate)}" for fate in _FATES if fates[fate])
    parts = [f"{same} unchanged", *counted]
    if plan.remarks:
        parts.append(f"{len(plan.remarks)} comments")
    return ", ".join(parts)


def as_json(plan: Plan) -> str:
    """Return a plan as JSON: findings, comments, files and the patch."""
    whole = {
        "release": plan.identity.slug,
        "locale": plan.identity.locale,
        "build": plan.identity.build,
        "findings": [_plain(finding) for finding in plan.findings if finding.verdict != "same"],
        "unchanged": sum(1 for f in plan.findings if f.unit and f.verdict == "same"),
        "comments": [
            {"author": r.author, "date": r.date, "text": r.text, "quote": r.quote, "unit": r.unit}
            for r in plan.remarks
        ],
        "writes": [path for path, _ in plan.writes],
        "patch": plan.patch,
        "notes": list(plan.notes),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _plain(finding: Finding) -> Json:
    unit = finding.unit
    return {
        "verdict": finding.verdict,
        "fate": finding.fate,
        "moved": finding.moved,
        "unit": unit.id if unit else "",
        "source": unit.text if unit else "",
        "context": unit.context if unit else "",
        "place": str(finding.place),
        "before": finding.before,
        "after": finding.after,
        "translation": finding.translation,
        "authors": list(finding.authors),
        "reason": finding.reason,
        "remedy": finding.remedy,
        "warnings": list(finding.warnings),
    }


def _told(finding: Finding, *, applied: bool) -> Iterator[str]:
    fate = finding.fate
    if fate == "applied" and not applied:
        fate_said = "to apply"
    else:
        fate_said = "nothing to do" if fate == "kept" else fate
    by = f", by {', '.join(finding.authors)}" if finding.authors else ""
    yield f"{finding.place}: {finding.verdict}: {fate_said}{by}"
    before, after = _window(finding.before, finding.after)
    if before:
        yield f"  - {before}"
    if after and after != before:
        yield f"  + {after}"
    if finding.unit and finding.unit.text and finding.fate != "applied":
        yield f"  source: {_short(words(finding.unit.text))}"
    if finding.reason:
        yield f"  reason: {finding.reason}"
    if finding.remedy:
        yield f"  hint: {finding.remedy}"
    yield from (f"  warning: {warning}" for warning in finding.warnings)


def _window(before: str, after: str) -> tuple[str, str]:
    """Return both texts, of long ones only what is around the first change."""
    one, two = " ".join(before.split()), " ".join(after.split())
    head = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), 0)
    if max(len(one), len(two)) <= _LONGEST or not (one and two):
        return _short(one), _short(two)
    start = max(head - _LONGEST // 3, 0)
    lead = "…" if start else ""
    return _short(lead + one[start:]), _short(lead + two[start:])


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
