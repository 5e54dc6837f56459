"""Terms must not be translated as the house has forbidden."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import spaced
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.terms import plain, stands, terms


def forbidden_term(unit: Unit) -> Iterator[Finding]:
    """Find translations of a term that the glossary forbids.

    A note ``not 跨国企业`` or ``forbidden: 跨国企业`` says which they are. They are looked for
    only where the source has the term; within a longer form that is allowed they are fine.

    >>> "an airport" -> "一座飞机场" with airport = 机场 not 飞机场
    warning: `airport` must not be translated as `飞机场`
    hint: write `机场`
    """
    if not unit.barred:
        return
    inflected, text = spaced(unit.locale), unit.translation.text
    for term in terms(unit.message.text, unit.barred):
        allowed = unit.glossary.get(term, ())
        rest = plain(text)
        for form in allowed:
            if any(bad in form and bad != form for bad in unit.barred[term]):
                rest = rest.replace(plain(form), "\0")
        for form in unit.barred[term]:
            if stands(form, rest, inflected=inflected):
                listed = " or ".join(f"`{good}`" for good in allowed)
                start = text.find(form)
                spans = ((start, start + len(form)),) if start >= 0 else ()
                hint = f"write {listed}" if listed else "write another word"
                yield Finding(f"`{term}` must not be translated as `{form}`", (hint,), spans)


FORBIDDEN_TERM = Check("forbidden-term", Severity.WARNING, forbidden_term)
