"""The header of a catalog: what ``msgfmt -c --check-header`` and i18nspector want to see.

A translator's own values (Last-Translator, Language-Team, PO-Revision-Date, anything unknown)
are never touched; what the project decides is written anew. No value comes from a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import babel
from babel.messages.plurals import get_plural

from pipeline import __version__, po
from pipeline.model import Locale

NOBODY = "Nobody yet <translators@diglot.internal>"
"""Stands in for a contact; ``.internal`` is reserved, so that no mail can reach a stranger."""

_NAMES = [
    *["Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"],
    *["Last-Translator", "Language-Team", "Language", "MIME-Version", "Content-Type"],
    *["Content-Transfer-Encoding", "Plural-Forms", "X-Generator"],
]
_UNFILLED = {
    "",
    "YEAR-MO-DA HO:MI+ZONE",
    "FULL NAME <EMAIL@ADDRESS>",
    "LANGUAGE <LL@li.org>",
    "nplurals=INTEGER; plural=EXPRESSION;",
    "Automatically generated",
    NOBODY,
}


@dataclass(frozen=True, slots=True)
class Header:
    """What a catalog says of itself, and how it names places.

    ``date`` is the release's (``2022-08-23``), ``version`` the date if empty. ``contact`` is
    whom translators may ask, an address or ``Name <address>``; ``team`` is the language's
    English name if empty. ``references`` is ``line`` for ``path:line``, ``file`` for the path.
    """

    slug: str
    locale: Locale
    date: str
    version: str = ""
    contact: str = NOBODY
    team: str = ""
    references: Literal["line", "file"] = "line"


def renewed(old: po.Entry | None, header: Header) -> po.Entry:
    """Return the header entry of a catalog, with all that the old one said and we do not know."""
    known = po.fields(old)
    kept = {name: value for name, value in known.items() if value not in _UNFILLED}
    values = _first(header) | kept | _decided(header)
    title = f"{language_name(header.locale)} translations of {header.slug}."
    comments = old.comments if old else (title, "")
    flags = tuple(flag for flag in old.flags if flag != "fuzzy") if old else ()
    text = _text(values, [*known, *_NAMES])
    return po.Entry("", (text,), comments=comments, flags=flags)


def blank(header: Header) -> po.Entry:
    """Return the header entry of a template, with the gaps that translators' tools fill."""
    gaps = {
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": "",
    }
    text = _text(_decided(header) | gaps, _NAMES[:10])
    return po.Entry("", (text,), comments=(f"Template for translations of {header.slug}.", ""))


def language_name(locale: Locale) -> str:
    """Return the English name of a locale, ``Chinese (China)``; the locale itself if unknown."""
    try:
        return babel.Locale.parse(locale.partition("@")[0]).get_display_name("en") or locale
    except (ValueError, babel.UnknownLocaleError):
        return locale


def _decided(header: Header) -> dict[str, str]:
    return {
        "Project-Id-Version": f"{header.slug} {header.version or header.date}",
        "Report-Msgid-Bugs-To": header.contact or NOBODY,
        "POT-Creation-Date": f"{header.date} 00:00+0000",
        "Language": header.locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _first(header: Header) -> dict[str, str]:
    """Return the values of a new catalog that whoever translates may change."""
    return {
        "PO-Revision-Date": f"{header.date} 00:00+0000",
        "Last-Translator": header.contact or NOBODY,
        "Language-Team": header.team or language_name(header.locale),
        "Plural-Forms": _plural_forms(header.locale),
        "X-Generator": f"diglot {__version__}",
    }


def _plural_forms(locale: Locale) -> str:
    try:
        plural = get_plural(locale.partition("@")[0])
    except (ValueError, babel.UnknownLocaleError):
        return "nplurals=2; plural=(n != 1);"
    return f"nplurals={plural.num_plurals}; plural={plural.plural_expr};"


def _text(values: dict[str, str], names: list[str]) -> str:
    return "".join(f"{name}: {values[name]}\n" for name in dict.fromkeys(names) if name in values)
