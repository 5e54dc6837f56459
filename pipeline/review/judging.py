"""Hold a new translation to the checks: what it breaks that was whole keeps it from going home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline import glossary
from pipeline.checks import CHECKS, judge
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Message, Translation
from pipeline.plugs import CatalogCheck, House, Unit
from pipeline.review.grounds import Ground
from pipeline.translators import extracted

_WHOLE = frozenset(check.name for check in CHECKS if isinstance(check, CatalogCheck))


@dataclass(frozen=True, slots=True)
class Judge:
    """The messages of a release by key, and all that a check wants to know of a language."""

    blank: Unit
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    off: frozenset[str] = frozenset()

    def news(self, key: tuple[str, str], old: Translation, text: str) -> tuple[Diagnostic, ...]:
        """Return what the checks find in a new text that they did not find in the old one."""
        if key not in self.messages:
            return ()
        before = {(d.rule, d.message) for d in self._found(key, replace(old, fuzzy=False))}
        found = self._found(key, replace(old, text=text, fuzzy=False))
        return tuple(d for d in found if (d.rule, d.message) not in before)

    def _found(self, key: tuple[str, str], entry: Translation) -> Iterator[Diagnostic]:
        if not entry.text:
            return
        unit = replace(self.blank, message=self.messages[key], translation=entry)
        for _, found in judge([unit], self.off | _WHOLE):
            if f"ignore-{found.rule}" not in entry.flags:
                yield found


def judge_of(ground: Ground) -> Judge:
    """Return the judge of an edition."""
    release, locale = ground.found.release, ground.found.catalog.locale
    listed = glossary.load(ground.shop.world, locale)
    house = House(**ground.project.style.get(locale, {}))
    blank = Unit(
        Message(""), Translation(""), locale, listed.terms, release.locale, house, listed.barred,
        listed.introduced,
    )  # fmt: skip
    messages = extracted(ground.found.manuscript, ground.project)
    off = frozenset(ground.project.disabled)
    return Judge(blank, {message.key: message for message in messages}, off)


def grave(found: tuple[Diagnostic, ...]) -> Diagnostic | None:
    """Return the first finding that keeps a translation from being published, if there is one."""
    return next((d for d in found if d.severity is Severity.ERROR), None)
