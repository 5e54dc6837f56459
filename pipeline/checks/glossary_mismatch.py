"""Terms must be translated as the house has agreed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import spaced
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.terms import plain, stands, terms
from pipeline.segments import UNIT


def glossary_mismatch(unit: Unit) -> Iterator[Finding]:
    """Find terms of the glossary that the translation renders otherwise.

    A reader takes two names for two things. In the source the longest term wins, so that
    a name within a longer name asks for nothing; plurals, capitals at the start and hyphens
    are seen through. Any form that the glossary allows will do.

    >>> "The guests toured BDIAEZ." -> "嘉宾参观了空港经济区。" with BDIAEZ = 大兴机场临空区
    warning: `BDIAEZ` is not translated as `大兴机场临空区`
    hint: write `大兴机场临空区`
    """
    if unit.message.context == UNIT:  # a measure word: *market entities* is 户 after a number
        return
    target, inflected = plain(unit.translation.text), spaced(unit.locale)
    for term in terms(unit.message.text, unit.glossary):
        forms, barred = unit.glossary[term], unit.barred.get(term, ())
        if any(stands(form, target, inflected=inflected) for form in barred):
            continue  # that is another rule's
        if not any(stands(form, target, inflected=inflected) for form in forms):
            listed = " or ".join(f"`{form}`" for form in forms)
            yield Finding(f"`{term}` is not translated as {listed}", (f"write {listed}",))


GLOSSARY_MISMATCH = Check("glossary-mismatch", Severity.WARNING, glossary_mismatch)
