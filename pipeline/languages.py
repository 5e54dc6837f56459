"""One language, many names: the codes that each format wants for a locale.

Catalogs speak gettext (``zh_CN``), documents BCP 47 (``zh-Hans-CN``), pandoc ``zh-Hans``,
Word ``zh-CN``. Chinese, Serbian and the like name their script; what is obvious stays out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import Locale

NAME = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|\d{3}))?(@[a-z]+)?")
"""What a gettext locale name looks like: ``fr``, ``zh_CN``, ``sr_Latn_RS``, ``sr@latin``."""

_SCRIPTS = {
    "zh": "Hans", "zh_TW": "Hant", "zh_HK": "Hant", "zh_MO": "Hant", "ja": "Jpan", "ko": "Kore",
    "ar": "Arab", "fa": "Arab", "ur": "Arab", "ps": "Arab", "ug": "Arab", "ckb": "Arab",
    "he": "Hebr", "yi": "Hebr", "ru": "Cyrl", "uk": "Cyrl", "bg": "Cyrl", "sr": "Cyrl",
    "be": "Cyrl", "mk": "Cyrl", "kk": "Cyrl", "mn": "Cyrl", "el": "Grek", "th": "Thai",
    "hi": "Deva", "mr": "Deva", "ne": "Deva",
}  # fmt: skip
_ALTERNATIVES = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
_RIGHT_TO_LEFT = {"Arab", "Hebr"}
_WITHOUT_SPACES = {"Hans", "Hant", "Jpan", "Thai"}


@dataclass(frozen=True, slots=True)
class Language:
    """A locale name taken apart; ``region`` may be empty, ``script`` never is."""

    code: str
    script: str
    region: str


@lru_cache(maxsize=256)
def language(locale: Locale) -> Language:
    """Return the parts of a locale name; the script is filled in where it is known."""
    name, _, variant = locale.partition("@")
    code, *rest = name.split("_")
    region = next((part for part in rest if len(part) < 4), "")
    named = next((part for part in rest if len(part) == 4), _ALTERNATIVES.get(variant, ""))
    known = _SCRIPTS.get(f"{code}_{region}") or _SCRIPTS.get(code, "Latn")
    return Language(code, named or known, region)


def speaks(written: str, locale: Locale) -> bool:
    """Tell whether a language tag means a locale: ``zh-Hans``, ``zh-CN`` and ``ZH`` mean zh_CN.

    The script decides, known or implied; a region counts only where both name one.
    """
    parts = written.strip().replace("_", "-").split("-")
    code, rest = parts[0].lower(), [p.title() if len(p) == 4 else p.upper() for p in parts[1:]]
    said, meant = language(Locale("_".join([code, *rest]))), language(locale)
    if (said.code, said.script) != (meant.code, meant.script):
        return False
    return not said.region or not meant.region or said.region == meant.region


def alike(written: str) -> tuple[str, ...]:
    """Return the gettext names that somebody may mean who wrote another, the likeliest first.

    ``zh-CN`` and ``zh_cn`` mean zh_CN, ``zh-Hans-CN`` too; ``cn`` is a country and no language.
    """
    parts = [part for part in re.split(r"[-_]", re.split("[.@]", written)[0].strip()) if part]
    if not parts:
        return ()
    code = _MISTAKEN.get(parts[0].lower(), parts[0].lower())
    rest = [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
    rest = [_COUNTRIES.get(part, part) for part in rest]
    regions = [part for part in rest if len(part) < 4]
    script = _SCRIPTS.get("_".join([code, *regions]), _SCRIPTS.get(code, "Latn"))
    spare = [part for part in rest if part != script]
    named = {"zh_Hans": "zh_CN", "zh_Hant": "zh_TW"}.get("_".join([code, *rest]))
    whole = ("_".join([code, *names]) for names in (spare, rest, regions, []))
    return tuple(dict.fromkeys(filter(None, (named, *whole))))


_MISTAKEN = {
    "cn": "zh_CN", "chinese": "zh_CN", "chs": "zh_CN", "tw": "zh_TW", "cht": "zh_TW", "jp": "ja",
    "kr": "ko", "gb": "en_GB", "uk": "en_GB", "us": "en_US", "english": "en", "french": "fr",
    "german": "de", "ge": "de", "spanish": "es", "dk": "da", "se": "sv", "cz": "cs", "gr": "el",
}  # fmt: skip
"""Countries and English names that are taken for a language (uk is Ukrainian, and known)."""

_COUNTRIES = {"UK": "GB", "ENG": "GB", "CHN": "CN", "USA": "US", "PRC": "CN"}


def pseudo(locale: Locale) -> bool:
    """Tell whether a locale is the pseudo-language ``qps``, which no CLDR knows."""
    return locale.startswith("qps")


def tag(locale: Locale) -> str:
    """Return the BCP 47 tag of documents: ``zh-Hans-CN``, ``pt-BR``, ``en``."""
    parts = language(locale)
    named = parts.code == "zh" or parts.script != _SCRIPTS.get(parts.code, "Latn")
    return "-".join(filter(None, (parts.code, parts.script if named else "", parts.region)))


def hreflangs(locales: tuple[Locale, ...]) -> dict[Locale, str]:
    """Return what search engines call each locale: ``zh-Hans`` for ``zh_CN``, if none is alike."""
    short = {x: "-".join(tag(x).split("-")[:2]) if language(x).code == "zh" else tag(x)
             for x in locales}  # fmt: skip
    taken = list(short.values())
    return {x: name if taken.count(name) == 1 else tag(x) for x, name in short.items()}


def endonyms(locales: tuple[Locale, ...]) -> dict[Locale, str]:
    """Return the name of each language in that language; longer where two are of one language."""
    from babel import Locale as Cldr

    codes = [language(locale).code for locale in locales]
    found: dict[Locale, str] = {}
    for locale, code in zip(locales, codes, strict=True):
        known = None if pseudo(locale) else Cldr.parse(locale.partition("@")[0])
        alone = codes.count(code) == 1
        name = (known.language_name if alone else known.display_name) if known else None
        found[locale] = f"{name[:1].upper()}{name[1:]}" if name else str(locale)
    return found


def pandoc_tag(locale: Locale) -> str:
    """Return the tag for which pandoc has words of its own: ``zh-Hans`` for ``zh_CN``."""
    parts = language(locale)
    if pseudo(locale):
        return "en"
    return f"zh-{parts.script}" if parts.code == "zh" else tag(locale)


def word_tag(locale: Locale) -> str:
    """Return the tag that Word knows, with a region: ``zh-CN``, ``en-GB`` or ``ar-SA``."""
    parts = language(locale)
    if pseudo(locale):
        return "en-GB"
    region = parts.region or {"en": "GB", "zh": "CN", "ar": "SA"}.get(parts.code, "")
    return "-".join(filter(None, (parts.code, region or parts.code.upper())))


def direction(locale: Locale) -> str:
    """Return ``rtl`` for scripts that run right to left, else ``ltr``."""
    return "rtl" if language(locale).script in _RIGHT_TO_LEFT else "ltr"


def script(locale: Locale) -> str:
    """Return the ISO 15924 code of the script: ``Latn``, ``Hans`` or ``Arab``."""
    return language(locale).script


def spaced(locale: Locale) -> bool:
    """Tell whether words are set apart by spaces."""
    return language(locale).script not in _WITHOUT_SPACES
