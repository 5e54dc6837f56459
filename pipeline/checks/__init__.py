"""The checks, in the order we report them. To add one: write it, test it, add a line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from pipeline.checks.broken_tag import BROKEN_TAG
from pipeline.checks.glossary_mismatch import GLOSSARY_MISMATCH
from pipeline.checks.identical_text import IDENTICAL_TEXT
from pipeline.checks.number_mismatch import NUMBER_MISMATCH
from pipeline.checks.placeholder_mismatch import PLACEHOLDER_MISMATCH
from pipeline.checks.untranslated import UNTRANSLATED
from pipeline.diagnostics import Diagnostic
from pipeline.model import Translation
from pipeline.plugs import CatalogCheck, Check, Draft, Finding, Rule, SourceCheck, Unit

CHECKS: tuple[Rule, ...] = (
    UNTRANSLATED,
    BROKEN_TAG,
    PLACEHOLDER_MISMATCH,
    NUMBER_MISMATCH,
    IDENTICAL_TEXT,
    GLOSSARY_MISMATCH,
)


def examine(units: Iterable[Unit], disable: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Run every enabled check of translations: unit by unit, then on the catalog as a whole.

    What is not finished is only found untranslated. The flag ``ignore-<rule>`` on an entry
    silences that rule there.
    """
    listed, off = tuple(units), frozenset(disable)
    for unit in listed:
        published = finished(unit.translation)
        yield from _each(unit, off, _published if published else _unfinished)
    done = tuple(unit for unit in listed if finished(unit.translation))
    for check in CHECKS:
        if isinstance(check, CatalogCheck):
            found = ((unit, said) for unit, said in check.run(done) if _asked(check, unit, off))
            yield from (_diagnostic(check, unit, said) for unit, said in found)


def proofread(
    draft: Draft, units: Iterable[Unit], disable: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """Run every enabled check on a source release; ``units`` are its own texts.

    Its texts are held to the rules that look at a text alone, in its own language.
    """
    off = frozenset(disable)
    for unit in units:
        yield from _each(unit, off, lambda check: check.solo)
    for check in CHECKS:
        if isinstance(check, SourceCheck) and check.name not in off:
            for place, found in check.run(draft):
                yield Diagnostic(check.name, check.severity, place, found.message, found.hints)


def finished(translation: Translation) -> bool:
    """Tell whether a translation will be published: written, and not fuzzy."""
    return bool(translation.text) and not translation.fuzzy


def _each(
    unit: Unit, off: Collection[str], wanted: Callable[[Check], bool]
) -> Iterator[Diagnostic]:
    for check in CHECKS:
        if isinstance(check, Check) and wanted(check) and _asked(check, unit, off):
            yield from (_diagnostic(check, unit, found) for found in check.run(unit))


def _published(_: Check) -> bool:
    return True


def _unfinished(check: Check) -> bool:
    return check is UNTRANSLATED


def _asked(check: Rule, unit: Unit, off: Collection[str]) -> bool:
    return check.name not in off and f"ignore-{check.name}" not in unit.translation.flags


def _diagnostic(check: Rule, unit: Unit, found: Finding) -> Diagnostic:
    return Diagnostic(
        check.name, check.severity, unit.translation.place, found.message, found.hints
    )
