"""What a case is, and the small sound project that it is laid over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.made import Made

SLUG = "2024-05-01-opening"
CATALOG = f"locales/zh_CN/LC_MESSAGES/{SLUG}.po"
TOML = 'name = "A house"\nlocales = ["en", "zh_CN"]\nformats = [{}]\ntheme = "{}"\n{}\n'
FRONT = "---\ntitle: The hall opens\ndate: 2024-05-01\n{}---\n\n{}\n"
HEADER = r"""msgid ""
msgstr ""
"Language: zh_CN\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
HALL = "The hall has opened."
"""The text of the release."""

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
"""A drawing of nothing."""

FOLDER = f"sources/{SLUG}"
RELEASE = f"{FOLDER}/release.md"
BUILD = ("build", "-x", "serial")
ONE = (*BUILD, "-l", "en")
"""For what takes long: the second edition would take as long again."""

Bytes = str | bytes | Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """One attack: its files, the verb that meets them, and the rule that has to answer.

    ``answer`` is empty for a case that is inert: then all that is made has to be sound, and
    ``look`` finds what the attack would have left in it. In texts ``@SECRET@`` is a folder of
    files outside the project, ``@UP@`` the same seen from a release, and ``@HOST@`` a server
    that writes down who calls. ``plant`` makes what is no plain file.
    """

    name: str
    attacks: str
    answer: str
    files: Mapping[str, Bytes] = field(default_factory=dict)
    verb: tuple[str, ...] = BUILD
    plant: Callable[[Path, Path], None] | None = None
    look: Callable[[Made], Iterator[str]] | None = None
    slow: bool = False

    def __str__(self) -> str:
        return self.name


def toml(more: str = "", formats: str = '"html"', theme: str = "plain") -> str:
    """Return a ``diglot.toml``."""
    return TOML.format(formats, theme, more)


EVERY = toml(formats='"html", "pdf", "docx"')
"""A ``diglot.toml`` of all formats that people read."""


def release(text: str = HALL, front: str = "") -> str:
    """Return a release with this text, and this below the title and the day."""
    return FRONT.format(front, text)


def wrote(text: str) -> dict[str, Bytes]:
    """Return the release of an author who wrote this text."""
    return {RELEASE: release(text)}


def catalog(*pairs: tuple[str, str], header: str = HEADER) -> str:
    """Return a catalog of these texts, unescaped ones."""
    entries = (f'msgid "{_quoted(a)}"\nmsgstr "{_quoted(b)}"\n' for a, b in pairs)
    return "\n".join([header, *entries])


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def sound() -> dict[str, Bytes]:
    """Return the project that a case is laid over: one page, one text, half translated."""
    return {
        "diglot.toml": toml(),
        RELEASE: release(),
        CATALOG: catalog(("The hall opens", "展馆开馆"), (HALL, "展馆开馆了。")),
    }


def theme(**files: str) -> dict[str, Bytes]:
    """Return a theme of these files (``common_css`` is common.css), and a project in it."""
    named = {name[::-1].replace("_", ".", 1)[::-1]: text for name, text in files.items()}
    tokens = named.pop("theme.toml", 'parent = "plain"\n')
    found: dict[str, Bytes] = {f"templates/own/{name}": text for name, text in named.items()}
    return found | {"templates/own/theme.toml": tokens, "diglot.toml": toml(theme="own")}


def linked(path: str, to: str) -> Callable[[Path, Path], None]:
    """Return what plants a symbolic link at ``path`` to a place below the secret folder."""

    def plant(project: Path, secret: Path) -> None:
        _room(project / path).symlink_to(to if to.startswith("/") else secret / to)

    return plant


def planted(*plants: Callable[[Path, Path], object]) -> Callable[[Path, Path], None]:
    """Return what plants several things, one after the other."""

    def plant(project: Path, secret: Path) -> None:
        for one in plants:
            one(project, secret)

    return plant


def piped(path: str) -> Callable[[Path, Path], None]:
    """Return what plants a pipe that nobody writes into."""
    return lambda project, _: os.mkfifo(_room(project / path))


def _room(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    return path
