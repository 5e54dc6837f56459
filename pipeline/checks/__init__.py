"""The checks, in the order we report them. To add one: write it, test it, add a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.checks.address_mismatch import ADDRESS_MISMATCH
from pipeline.checks.bare_link import BARE_LINK
from pipeline.checks.blank_before_mark import BLANK_BEFORE_MARK
from pipeline.checks.blank_beside_mark import BLANK_BESIDE_MARK
from pipeline.checks.blank_between_han import BLANK_BETWEEN_HAN
from pipeline.checks.broken_tag import BROKEN_TAG
from pipeline.checks.cut_range import CUT_RANGE
from pipeline.checks.cut_year import CUT_YEAR
from pipeline.checks.double_blank import DOUBLE_BLANK
from pipeline.checks.doubled_character import DOUBLED_CHARACTER
from pipeline.checks.doubled_mark import DOUBLED_MARK
from pipeline.checks.doubled_word import DOUBLED_WORD
from pipeline.checks.end_mark_mismatch import END_MARK_MISMATCH
from pipeline.checks.forbidden_term import FORBIDDEN_TERM
from pipeline.checks.full_width_letter import FULL_WIDTH_LETTER
from pipeline.checks.full_width_mark import FULL_WIDTH_MARK
from pipeline.checks.glossary_mismatch import GLOSSARY_MISMATCH
from pipeline.checks.half_width_bracket import HALF_WIDTH_BRACKET
from pipeline.checks.half_width_colon import HALF_WIDTH_COLON
from pipeline.checks.half_width_mark import HALF_WIDTH_MARK
from pipeline.checks.hidden_character import HIDDEN_CHARACTER
from pipeline.checks.hollow_alt_text import HOLLOW_ALT_TEXT
from pipeline.checks.identical_text import IDENTICAL_TEXT
from pipeline.checks.ideographic_space import IDEOGRAPHIC_SPACE
from pipeline.checks.idle_exemption import IDLE_EXEMPTION
from pipeline.checks.inconsistent_translation import INCONSISTENT_TRANSLATION
from pipeline.checks.leftover_han import LEFTOVER_HAN
from pipeline.checks.leftover_source import LEFTOVER_SOURCE
from pipeline.checks.long_title import LONG_TITLE
from pipeline.checks.look_alike_letter import LOOK_ALIKE_LETTER
from pipeline.checks.look_alike_mark import LOOK_ALIKE_MARK
from pipeline.checks.loose_bracket import LOOSE_BRACKET
from pipeline.checks.lost_emphasis import LOST_EMPHASIS
from pipeline.checks.misplaced_mark import MISPLACED_MARK
from pipeline.checks.missing_blank import MISSING_BLANK
from pipeline.checks.missing_full_name import MISSING_FULL_NAME
from pipeline.checks.missing_full_stop import MISSING_FULL_STOP
from pipeline.checks.missing_measure_word import MISSING_MEASURE_WORD
from pipeline.checks.misspelt_abbreviation import MISSPELT_ABBREVIATION
from pipeline.checks.misspelt_unit import MISSPELT_UNIT
from pipeline.checks.mixed_numeral import MIXED_NUMERAL
from pipeline.checks.mixed_script import MIXED_SCRIPT
from pipeline.checks.needless_pause import NEEDLESS_PAUSE
from pipeline.checks.number_mismatch import NUMBER_MISMATCH
from pipeline.checks.other_date_style import OTHER_DATE_STYLE
from pipeline.checks.other_quote_style import OTHER_QUOTE_STYLE
from pipeline.checks.outer_blank import OUTER_BLANK
from pipeline.checks.paused_approximation import PAUSED_APPROXIMATION
from pipeline.checks.placeholder_mismatch import PLACEHOLDER_MISMATCH
from pipeline.checks.skipped_heading import SKIPPED_HEADING
from pipeline.checks.spoilt_number import SPOILT_NUMBER
from pipeline.checks.straight_quote import STRAIGHT_QUOTE
from pipeline.checks.suspect_length import SUSPECT_LENGTH
from pipeline.checks.typewriter_mark import TYPEWRITER_MARK
from pipeline.checks.unclosed_mark import UNCLOSED_MARK
from pipeline.checks.uneven_spacing import UNEVEN_SPACING
from pipeline.checks.unexplained_exemption import UNEXPLAINED_EXEMPTION
from pipeline.checks.unknown_rule import UNKNOWN_RULE
from pipeline.checks.unpaired_mark import UNPAIRED_MARK
from pipeline.checks.untranslated import UNTRANSLATED
from pipeline.checks.unused_fact import UNUSED_FACT
from pipeline.checks.written_figure import WRITTEN_FIGURE
from pipeline.checks.wrong_article import WRONG_ARTICLE
from pipeline.checks.wrong_dash import WRONG_DASH
from pipeline.checks.wrong_ellipsis import WRONG_ELLIPSIS
from pipeline.checks.wrong_list_mark import WRONG_LIST_MARK
from pipeline.checks.wrong_quote_rank import WRONG_QUOTE_RANK
from pipeline.checks.wrong_range_mark import WRONG_RANGE_MARK
from pipeline.checks.wrong_spacing import WRONG_SPACING
from pipeline.checks.wrong_title_mark import WRONG_TITLE_MARK
from pipeline.checks.wrong_zero import WRONG_ZERO
from pipeline.diagnostics import Diagnostic, Exhibit, Severity
from pipeline.model import Translation
from pipeline.plugs import (
    CatalogCheck,
    Check,
    Draft,
    ExemptionCheck,
    Finding,
    Ledger,
    Rule,
    SourceCheck,
    Unit,
)
from pipeline.prose import listing

CHECKS: tuple[Rule, ...] = (
    UNTRANSLATED,
    BROKEN_TAG,
    LOST_EMPHASIS,
    PLACEHOLDER_MISMATCH,
    NUMBER_MISMATCH,
    ADDRESS_MISMATCH,
    IDENTICAL_TEXT,
    LEFTOVER_SOURCE,
    GLOSSARY_MISMATCH,
    FORBIDDEN_TERM,
    MISSING_FULL_NAME,
    INCONSISTENT_TRANSLATION,
    MISSPELT_ABBREVIATION,
    SUSPECT_LENGTH,
    END_MARK_MISMATCH,
    OUTER_BLANK,
    HIDDEN_CHARACTER,
    LOOK_ALIKE_LETTER,
    DOUBLE_BLANK,
    MISSING_BLANK,
    BLANK_BEFORE_MARK,
    WRONG_ARTICLE,
    DOUBLED_WORD,
    FULL_WIDTH_MARK,
    LEFTOVER_HAN,
    TYPEWRITER_MARK,
    UNCLOSED_MARK,
    OTHER_DATE_STYLE,
    OTHER_QUOTE_STYLE,
    UNUSED_FACT,
    MISSPELT_UNIT,
    WRITTEN_FIGURE,
    SKIPPED_HEADING,
    BARE_LINK,
    HOLLOW_ALT_TEXT,
    LONG_TITLE,
    UNKNOWN_RULE,
    IDLE_EXEMPTION,
    UNEXPLAINED_EXEMPTION,
    BLANK_BESIDE_MARK,
    DOUBLED_MARK,
    FULL_WIDTH_LETTER,
    HALF_WIDTH_BRACKET,
    HALF_WIDTH_MARK,
    HALF_WIDTH_COLON,
    STRAIGHT_QUOTE,
    WRONG_DASH,
    WRONG_ELLIPSIS,
    LOOSE_BRACKET,
    BLANK_BETWEEN_HAN,
    IDEOGRAPHIC_SPACE,
    LOOK_ALIKE_MARK,
    MISPLACED_MARK,
    MIXED_SCRIPT,
    NEEDLESS_PAUSE,
    UNPAIRED_MARK,
    WRONG_LIST_MARK,
    WRONG_QUOTE_RANK,
    WRONG_TITLE_MARK,
    CUT_RANGE,
    CUT_YEAR,
    DOUBLED_CHARACTER,
    MISSING_FULL_STOP,
    MISSING_MEASURE_WORD,
    MIXED_NUMERAL,
    PAUSED_APPROXIMATION,
    SPOILT_NUMBER,
    UNEVEN_SPACING,
    WRONG_RANGE_MARK,
    WRONG_SPACING,
    WRONG_ZERO,
)


def examine(units: Iterable[Unit], disable: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Run every enabled check of translations: unit by unit, then on the catalog as a whole.

    What is not finished is only found untranslated. The flag ``ignore-<rule>`` on an entry
    silences that rule there.
    """
    for unit, said in judge(units, disable):
        if f"ignore-{said.rule}" not in unit.translation.flags:
            yield said


def judge(units: Iterable[Unit], disable: Iterable[str] = ()) -> Iterator[tuple[Unit, Diagnostic]]:
    """Yield all that the checks of translations find, exempt or not, each with its unit."""
    listed, off = tuple(units), frozenset(disable)
    checks = [check for check in CHECKS if isinstance(check, Check) and check.name not in off]
    unfinished = [check for check in checks if check is UNTRANSLATED]
    for start in range(0, len(listed), _BLOCK):
        yield from _judged(listed[start : start + _BLOCK], checks, unfinished)
    done = tuple(unit for unit in listed if finished(unit.translation))
    for whole in CHECKS:
        if isinstance(whole, CatalogCheck) and whole.name not in off:
            for unit, found in whole.run(done):
                yield unit, _diagnostic(whole, unit, found)


_BLOCK = 256
"""So many units are read rule by rule: a sixth faster than unit by unit (bench/checks.py)."""


def _judged(
    units: tuple[Unit, ...], checks: list[Check], unfinished: list[Check]
) -> Iterator[tuple[Unit, Diagnostic]]:
    """Yield what the checks of single units find, unit by unit, in the order of the table.

    A line of a program is held to no style: of it only errors are told.
    """
    said: list[list[Diagnostic]] = [[] for _ in units]
    done = [(i, unit) for i, unit in enumerate(units) if finished(unit.translation)]
    rest = [(i, unit) for i, unit in enumerate(units) if not finished(unit.translation)]
    prosaic = [(i, unit) for i, unit in done if not listing(unit.message.text)]
    for some, applied in ((done, checks), (rest, unfinished)):
        for check in applied:
            strict = some is not done or check.severity is Severity.ERROR
            for i, unit in some if strict else prosaic:
                said[i] += [_diagnostic(check, unit, found) for found in check.run(unit)]
    for unit, findings in zip(units, said, strict=True):
        yield from ((unit, finding) for finding in findings)


def proofread(
    draft: Draft, units: Iterable[Unit], disable: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """Run every enabled check on a source release; ``units`` are its own texts.

    Its texts are held to the rules that look at a text alone, in its own language.
    """
    off = frozenset(disable)
    solo = [c for c in CHECKS if isinstance(c, Check) and c.solo and c.name not in off]
    for unit in units:
        for check in solo:
            yield from (_diagnostic(check, unit, found) for found in check.run(unit))
    for whole in CHECKS:
        if isinstance(whole, SourceCheck) and whole.name not in off:
            for place, found in whole.run(draft):
                hints = _hints(found, "")
                yield Diagnostic(whole.name, whole.severity, place, found.message, hints)


def audit(ledger: Ledger, disable: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Run every enabled check on the exemptions of a project."""
    off = frozenset(disable)
    for check in CHECKS:
        if isinstance(check, ExemptionCheck) and check.name not in off:
            for place, found in check.run(ledger):
                yield Diagnostic(check.name, check.severity, place, found.message, found.hints)


def finished(translation: Translation) -> bool:
    """Tell whether a translation will be published: written, and not fuzzy."""
    return bool(translation.text) and not translation.fuzzy


def _diagnostic(check: Rule, unit: Unit, found: Finding) -> Diagnostic:
    text = unit.translation.text
    own = unit.locale == unit.source and text == unit.message.text
    places = unit.message.places
    exhibit = Exhibit(
        text,
        unit.locale,
        found.spans,
        "" if own else unit.message.text,
        unit.source,
        unit.message.context,
        found.fix,
    )
    place = unit.translation.place
    related = tuple(other for other in places if other != place)
    return Diagnostic(
        check.name, check.severity, place, found.message, _hints(found, text), related, exhibit
    )


def _hints(found: Finding, text: str) -> tuple[str, ...]:
    """Return the hints of a finding; one that says nothing of its fix is told what to write."""
    fix = found.fix
    if not fix or found.hints:
        return found.hints
    old = text[slice(*fix.span)]
    if not old:
        return (f"add `{fix.text}`",)
    return (f"write `{fix.text}` for `{old}`" if fix.text else f"delete `{old}`",)
