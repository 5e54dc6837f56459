"""Read ``diglot.toml`` into a Project; nothing else configures us."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from pipeline import keeping, languages, mending
from pipeline import limits as bounds
from pipeline.diagnostics import Diagnostic, PipelineError, error, fatal, nearest
from pipeline.languages import NAME, pseudo
from pipeline.limits import Limits
from pipeline.model import Lacuna, Locale, Medium, Place, Slug, Target
from pipeline.world import World

FILE = "diglot.toml"
PATHS = (FILE, "sources", "locales", "templates")
"""What of a project a revision is asked for."""

MEDIA: tuple[Medium, ...] = (
    "html", "pdf", "docx", "print", "parallel", "ninjs", "text", "epub", "icml", "kit", "social",
    "parallel-pdf", "parallel-docx",
)  # fmt: skip
EDITIONS: Mapping[str, tuple[Medium, ...]] = {
    "single": (),
    "parallel": ("parallel", "parallel-pdf", "parallel-docx"),
}
"""The editions of a release, and the formats of each that are made on demand."""

USUAL: tuple[Medium, ...] = ("html", "pdf", "docx")
LAYOUTS = ("file", "site")
LACUNAE: tuple[Lacuna, ...] = ("source", "stale", "hide", "mark", "fail")
_REFERENCES = ("line", "file")
_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?(/[\w.~%/-]*)?")
_CHECK = ("disable", "ignore")
_IGNORE = ("rule", "path", "text", "reason")
_STYLE = {
    "spacing": ("none", "space", "consistent"),
    "quotes": ("", "“”", "‘’", "「」", "『』", "«»", "„“"),
    "dates": ("", "dmy", "mdy"),
}
_HOUSEHOLD = ("en", "en_GB", "en_US", "zh_CN", "zh_TW", "fr", "de", "ja")


@dataclass(frozen=True, slots=True)
class Policy:
    """What to do with incomplete text: ``show`` says what a reader sees in its place.

    Below ``min`` percent of finished messages a page is not made at all.
    """

    show: Lacuna = "source"
    min: int = 0


@dataclass(frozen=True, slots=True)
class Project:
    """What to build: the keys of ``diglot.toml``, with their defaults.

    ``cldr`` names the CLDR locale that writes dates and numbers where it is not the locale
    itself. ``page`` is the page format, that of the theme if empty. ``references`` says whether
    a catalog names lines or only files. ``contact`` is where translators report a fault in the
    source text. ``check`` holds ``disable``, the rules that the house does without, and
    ``ignore``, its exemptions; ``style`` how the house writes, by locale; ``incomplete`` a
    policy by locale, and by format in it; ``suggest`` the ``command`` that proposes
    translations; ``html`` the ``layout`` of web pages (one file each, or a site) and the
    ``base`` address they will have; ``preflight`` how bad a fault of a finished page is, by rule;
    ``limits`` what a project may ask of the machine, by name; ``cache`` how long what is
    remembered, and with whom it is shared.
    """

    name: str = "Diglot"
    source: Locale = field(default=Locale("en"))
    locales: tuple[Locale, ...] = (Locale("en"),)
    formats: tuple[Medium, ...] = USUAL
    theme: str = "plain"
    page: str = ""
    cldr: Mapping[str, str] = field(default_factory=dict)
    references: str = "line"
    contact: str = ""
    check: Mapping[str, Any] = field(default_factory=dict)
    style: Mapping[str, Any] = field(default_factory=dict)
    incomplete: Mapping[str, Any] = field(default_factory=dict)
    suggest: Mapping[str, Any] = field(default_factory=dict)
    html: Mapping[str, Any] = field(default_factory=dict)
    preflight: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    cache: Mapping[str, Any] = field(default_factory=dict)

    @property
    def most(self) -> Limits:
        """Return the limits of the project: its own, else ours."""
        return Limits(**self.limits)

    @property
    def base(self) -> str:
        """Return the address that ``output/`` will have on the web, with its slash, or nothing."""
        base = str(self.html.get("base", ""))
        return f"{base.rstrip('/')}/" if base else ""

    @property
    def is_site(self) -> bool:
        """Tell whether web pages share their assets, and a site is made around them."""
        return self.html.get("layout") == "site"

    def targets(self, slugs: tuple[Slug, ...]) -> tuple[Target, ...]:
        """Return every promised file, in a stable order."""
        return tuple(
            Target(s, loc, f) for s in slugs for loc in self.locales for f in self.formats
        )

    def policy(self, target: Target) -> Policy:
        """Return what to do with incomplete text: the format's own words, then the locale's."""
        broad = self.incomplete.get(target.locale, {})
        merged = broad | broad.get(target.medium, {})
        return Policy(merged.get("show", "source"), int(merged.get("min", 0)))

    @property
    def disabled(self) -> Mapping[str, str]:
        """Return the rules that the house does without, each with its reason, or none."""
        named = self.check.get("disable", {})
        return dict(named) if isinstance(named, Mapping) else dict.fromkeys(named, "")

    def formatted(self, locale: Locale) -> str:
        """Return the CLDR locale that writes dates and numbers for ``locale``."""
        spoken = self.source if pseudo(locale) else locale
        return self.cldr.get(spoken, spoken.partition("@")[0])


def load(world: World) -> Project:
    """Return the project, or raise ``PipelineError`` that lists every bad key at once."""
    text = world.read(FILE)
    try:
        table = mending.toml(text.decode())
    except UnicodeDecodeError as reason:
        hint = "save it as UTF-8"
        raise fatal("not-utf-8", Place(FILE), "the file is not UTF-8", hint) from reason
    except (ValueError, RecursionError) as reason:  # a number or a nesting may be too long
        line, message, hint = mending.toml_fault(str(reason), text.decode().split("\n"))
        raise fatal("broken-toml", Place(FILE, line), message, hint) from reason
    if problems := list(_problems(table, text.decode())):
        raise PipelineError(*problems)
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    return Project(**values)


def _problems(table: Mapping[str, Any], text: str) -> Iterator[Diagnostic]:
    shapes = {f.name: str(f.type) for f in fields(Project)}
    for key, value in table.items():
        place = _line(text, key)
        if key not in shapes:
            hint = nearest(key, shapes, f"write one of {', '.join(shapes)}")
            yield error("unknown-key", place, f"unknown key `{key}`", hint)
        elif (wanted := _shape(shapes[key])) != _kind(value):
            yield error("wrong-type", place, f"`{key}` must be {wanted}")
        else:
            for rule, message, hint in _wrong(key, value):
                yield error(rule, place, message, hint)


def _wrong(key: str, value: Any) -> Iterator[tuple[str, str, str]]:  # noqa: C901  (a dispatch)
    match key:
        case "locales" | "source":
            for name in [value] if isinstance(value, str) else value:
                if not known(name):
                    yield "unknown-locale", f"locale `{name}` does not exist", _meant(name)
        case "formats":
            for name in set(value) - set(MEDIA):
                hint = nearest(name, MEDIA, f"write one of {', '.join(MEDIA)}")
                yield "unknown-format", f"format `{name}` does not exist", hint
        case "references" if value not in _REFERENCES:
            yield "wrong-value", f"`references` cannot be `{value}`", "write line or file"
        case "incomplete":
            yield from _wrong_policies(value)
        case "html":
            yield from _wrong_web(value)
        case "check":
            yield from _wrong_check(value)
        case "style":
            yield from _wrong_style(value)
        case "cache":
            yield from _wrong_keeping(value)
        case "limits":
            yield from _wrong_limits(value)
        case "cldr":
            for name in value.values():
                if not known(str(name)):
                    hint = _meant(str(name), "write a name such as en_GB or de_AT")
                    yield "unknown-locale", f"CLDR has no locale `{name}`", hint


def _wrong_policies(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str, str]]:
    for key, value in table.items():
        if not path and isinstance(value, dict) and known(key):
            yield from _wrong_policies(value, key)
        elif path and key in MEDIA and isinstance(value, dict):
            yield from _wrong_policies(value, f"{path}.{key}")
        elif path and key == "show":
            if value not in LACUNAE:
                hint = nearest(str(value), LACUNAE, f"write one of {', '.join(LACUNAE)}")
                yield "wrong-value", f"`show` cannot be `{value}`", hint
        elif not (path and key == "min" and type(value) is int and 0 <= value <= 100):
            hint = 'write [incomplete.zh_CN] with show = "source" and min = 95'
            yield "wrong-value", f"`{key}` is no policy for incomplete text", hint


def _wrong_web(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key, value in table.items():
        if key == "layout" and value not in LAYOUTS:
            hint = nearest(str(value), LAYOUTS, f"write one of {', '.join(LAYOUTS)}")
            yield "wrong-value", f"`layout` cannot be `{value}`", hint
        elif key == "base" and not _ADDRESS.fullmatch(str(value)):
            hint = 'write where output/ will stand, such as "https://news.example.org/"'
            yield "wrong-value", f"`base` cannot be `{value}`", hint
        elif key not in ("layout", "base"):
            hint = nearest(key, ("layout", "base"), "write layout or base")
            yield "unknown-key", f"unknown key `{key}` in [html]", hint
    if table.get("layout") == "site" and not table.get("base"):
        hint = 'add base = "https://…" under [html]: feeds and sitemaps hold whole addresses'
        yield "wrong-value", "a site needs its address", hint


def _wrong_check(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key, value in table.items():
        if key not in _CHECK:
            hint = nearest(key, _CHECK, f"write one of {', '.join(_CHECK)}")
            yield "unknown-key", f"unknown key `{key}` in `[check]`", hint
        elif key == "disable" and not (
            _kind(value) == "a list of strings"
            or (isinstance(value, dict) and all(isinstance(why, str) for why in value.values()))
        ):
            hint = 'write [check.disable] and a line such as doubled-word = "why"'
            yield "wrong-type", "`disable` must give each rule its reason", hint
        elif key == "ignore":
            yield from _wrong_exemptions(value)


def _wrong_exemptions(listed: Any) -> Iterator[tuple[str, str, str]]:
    hint = 'write [[check.ignore]] with rule = "doubled-word" and reason = "why"'
    tables = listed if isinstance(listed, list) else [{}]
    for table in tables:
        if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
            yield "wrong-type", "`ignore` must be a table of strings", hint
            continue
        for key in table:
            if key not in _IGNORE:
                near = nearest(key, _IGNORE, f"write one of {', '.join(_IGNORE)}")
                yield "unknown-key", f"unknown key `{key}` in `[[check.ignore]]`", near
        for key in ("rule", "reason"):
            if not table.get(key, "").strip():
                yield "missing-key", f"an exemption in `[[check.ignore]]` has no `{key}`", hint


def _wrong_keeping(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key, hint in keeping.wrong(table):
        if hint:
            yield "wrong-value", f"`{key}` under [cache] cannot be `{table[key]}`", hint
        else:
            near = nearest(key, keeping.KEYS, f"write one of {', '.join(keeping.KEYS)}")
            yield "unknown-key", f"unknown key `{key}` in `[cache]`", near


def _wrong_limits(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key, unknown in bounds.wrong(table):
        if unknown:
            hint = nearest(key, bounds.NAMES, f"write one of {', '.join(bounds.NAMES)}")
            yield "unknown-key", f"unknown key `{key}` in `[limits]`", hint
        else:
            hint = f"write a number, such as {key} = {getattr(Limits(), key)}"
            yield "wrong-value", f"`{key}` cannot be `{table[key]}`", hint


def _wrong_style(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for locale, keys in table.items():
        if not known(locale):
            hint = _meant(locale, "write [style.zh_CN], with a locale of the project")
            yield "unknown-locale", f"locale `{locale}` does not exist", hint
        for key, value in keys.items() if isinstance(keys, dict) else [(locale, keys)]:
            if key not in _STYLE:
                hint = nearest(key, _STYLE, f"write one of {', '.join(_STYLE)}")
                yield "unknown-key", f"unknown key `{key}` in `[style.{locale}]`", hint
            elif value not in _STYLE[key]:
                hint = f"write one of {', '.join(filter(None, _STYLE[key]))}"
                yield "wrong-value", f"`{key}` cannot be `{value}`", hint


def _meant(name: str, otherwise: str = "write a gettext name such as zh_CN, fr or pt_BR") -> str:
    """Return the hint for a locale that is none: its gettext name, if it has one."""
    found = next(filter(known, languages.alike(name)), "")
    return f"did you mean `{found}`?" if found else otherwise


def place_of(world: World, key: str) -> Place:
    """Return the line of ``diglot.toml`` that sets a key, or the file."""
    return _line(world.read(FILE).decode(), key)


def known(locale: str) -> bool:
    """Tell whether CLDR, and so Diglot, knows a locale name.

    The names of this house's own pages are answered without loading CLDR.
    """
    if pseudo(Locale(locale)) or locale in _HOUSEHOLD:
        return True
    if not NAME.fullmatch(locale):
        return False
    from babel import Locale as Cldr
    from babel import UnknownLocaleError

    try:
        Cldr.parse(locale.partition("@")[0])
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _shape(annotation: str) -> str:
    if annotation.startswith("tuple"):
        return "a list of strings"
    return "a table" if annotation.startswith("Mapping") else "a string"


def _kind(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "a list of strings"
    if isinstance(value, str):
        return "a string"
    return "a table" if isinstance(value, dict) else "something else"


def _line(text: str, key: str) -> Place:
    name = re.escape(key)
    start = re.compile(rf"\s*(\[+\s*{name}\b|{name}\s*=|\"{name}\")")
    for number, line in enumerate(text.splitlines(), start=1):
        if start.match(line):
            return Place(FILE, number)
    return Place(FILE)
