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
    mention``. Only running text counts: titles, headings and cells of tables may be short. A
    full name that stood before, in a title too, is enough.

    >>> "CXO platforms" -> "CXO平台" with CXO = CXO first 医药外包服务（CXO）
    warning: `CXO` is first mentioned without `医药外包服务（CXO）`
    hint: write `医药外包服务（CXO）` here
    """
    if not units or not units[0].introduced:
        return
    open_ones = dict(units[0].introduced)
    for unit in units:
        target, inflected = plain(unit.translation.text), spaced(unit.locale)
        for term in [
            t for t, full in open_ones.items() if stands(full, target, inflected=inflected)
        ]:
            del open_ones[term]
        notes = unit.message.notes
        if not open_ones or (notes and not notes[0].startswith(_RUNNING)):
            continue
        for term in terms(unit.message.text, open_ones):
            full = open_ones.pop(term)
            message = f"`{term}` is first mentioned without `{full}`"
            yield unit, Finding(message, (f"write `{full}` here",))


MISSING_FULL_NAME = CatalogCheck("missing-full-name", Severity.WARNING, missing_full_name)
