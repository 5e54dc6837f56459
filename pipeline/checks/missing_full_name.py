"""A name stands in full where the reader first meets it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import spaced
from pipeline.plugs import CatalogCheck, Finding, Unit
from pipeline.reading.terms import plain, stands, terms

_RUNNING = ("paragraph", "lede", "quote", "item", "aside", "closing", "boilerplate", "footnote")


def missing_full_name(units: tuple[Unit, ...]) -> Iterator[tuple[Unit, Finding]]:
    """Find terms whose full form is missing where they are first mentioned.

    The glossary says so with ``full name at first mention``, or ``医药外包服务（CXO） at first
    mention``. Only running text counts: titles, headings and cells of tables may be short, and
    introduce nothing. A translation off the glossary is another rule's.

    >>> "CXO platforms" -> "CXO平台" with CXO = CXO first 医药外包服务（CXO）
    warning: `CXO` is first mentioned without `医药外包服务（CXO）`
    hint: write `医药外包服务（CXO）` here
    """
    if not units or not units[0].introduced:
        return
    open_ones = dict(units[0].introduced)
    for unit in units:
        notes = unit.message.notes
        if not open_ones or (notes and not notes[0].startswith(_RUNNING)):
            continue
        target, inflected = plain(unit.translation.text), spaced(unit.locale)
        for term, full in tuple(open_ones.items()):
            if stands(full, target, inflected=inflected):
                del open_ones[term]
        for term in terms(unit.message.text, open_ones):
            full, forms = open_ones.pop(term), unit.glossary.get(term, ())
            if any(stands(form, target, inflected=inflected) for form in forms):
                message = f"`{term}` is first mentioned without `{full}`"
                yield unit, Finding(message, (f"write `{full}` here",))


MISSING_FULL_NAME = CatalogCheck("missing-full-name", Severity.WARNING, missing_full_name)
