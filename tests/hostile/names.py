"""Names of releases, files and languages that would lead elsewhere or hide."""

from __future__ import annotations

from tests.hostile.case import RELEASE, Case, release, toml


def _called(slug: str) -> dict[str, str]:
    return {RELEASE: release(front=f"slug: {slug}\n")}


def _in(folder: str) -> dict[str, str]:
    return {f"sources/{folder}/release.md": release()}


CASES = (
    Case("slug-with-slash", "a slug with a folder in it", "bad-slug", _called("a/b")),
    Case("slug-of-dots", "a slug that is the folder above", "bad-slug", _called('".."')),
    Case("slug-hidden", "a slug that hides its folder", "bad-slug", _called(".hidden")),
    Case("slug-of-windows", "a device of Windows", "bad-slug", _called("con")),
    Case("slug-of-windows-with-suffix", "a device of Windows with a suffix", "bad-slug",
         _called("aux.html")),
    Case("slug-with-newline", "a slug with a line break", "bad-slug", _called('"a\\nb"')),
    Case("slug-with-nul", "a slug with a NUL", "bad-slug", _called('"a\\0b"')),
    Case("slug-that-is-an-option", "a slug that a program takes for an option", "bad-slug",
         _called("-rf")),
    Case("slug-with-lookalikes", "a slug in letters of another script", "bad-slug",
         _called("оpening")),
    Case("slug-too-long", "a slug of a thousand letters", "bad-slug", _called("a" * 1000)),
    Case("slug-of-a-theme", "a slug whose catalog is the theme's", "bad-slug", _called("theme")),
    Case("slug-of-the-assets", "a slug whose folder is the site's own", "bad-slug",
         _called("assets") | {"diglot.toml": toml(
             '[html]\nlayout = "site"\nbase = "https://a.example/"')}),
    Case("slug-of-a-locale", "a slug whose folder in a site is that of a language", "bad-slug",
         _called("en") | {"diglot.toml": toml(
             '[html]\nlayout = "site"\nbase = "https://a.example/"')}),
    Case("slug-twice-but-for-capitals", "two releases that one disk takes for one", "bad-slug",
         _in("2024-05-01-Opening")),
    Case("slug-twice", "two releases of one name", "doubled-slug",
         {"sources/other/release.md": release(front="slug: 2024-05-01-opening\n")}),
    Case("folder-with-markup", "a folder whose name is markup", "bad-slug",
         _in("<img src=x onerror=alert(1)>")),
    Case("folder-with-newline", "a folder whose name forges a line of a report", "bad-slug",
         _in("x\n::error file=a::forged"), verb=("check", "--report", "github")),
    Case("folder-with-escape", "a folder whose name speaks to the terminal", "bad-slug",
         _in("x\x1b[2J\x1b]0;forged\x07"),
         look=lambda made: (f"{c!r} was printed" for c in "\x1b\x07" if c in made.said)),
    Case("folder-with-template", "a folder whose name is a template", "bad-slug",
         _in("{{ 7*191 }}{0.__class__}"),
         look=lambda made: ("it was filled in" for _ in range("1337" in made.said))),
    Case("locale-that-climbs", "a locale that is a path", "unknown-locale",
         {"diglot.toml": 'locales = ["en", "../../../secret"]\n'}),
    Case("language-of-a-release-that-climbs", "the language of a release is a path",
         "unknown-locale", {RELEASE: release(front='lang: "../../secret"\n')}),
    Case("asked-for-by-path", "a release asked for by a path", "unknown-release",
         verb=("build", "-x", "serial", "../../secret")),
    Case("new-by-path", "a new release in another folder", "bad-slug",
         verb=("new", "../../../secret/x")),
)  # fmt: skip
