"""Faces for a page: found by family, weight and slant, and cut down to its characters.

A page names a face by an address, ``font:Noto%20Serif%20CJK%20SC/700/normal/Hans``. While
it is laid out, ``pinned`` adds the fingerprint of the face that will answer, so that the
bytes of a page say which faces it is set in; while it is made, ``serve`` answers.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import unquote

from pipeline import burdens
from pipeline.diagnostics import Diagnostic, PipelineError, error
from pipeline.engines.fonts.cutting import covers, cut
from pipeline.engines.fonts.files import Face, Wish, find, identity
from pipeline.engines.fonts.thinning import Share, neighbours, pack, sketch
from pipeline.model import Place
from pipeline.world import World

__all__ = [
    "ADDRESS",
    "Run",
    "Share",
    "Wish",
    "find",
    "has",
    "identity",
    "named",
    "pinned",
    "remembered",
    "serve",
    "serve_woff2",
    "shares",
    "strays",
    "text_of",
    "uncovered",
    "wishes",
]


class Run(Protocol):
    """Text of a page that is set alike; ``families`` best first, ``weight`` 100 to 900."""

    @property
    def families(self) -> tuple[str, ...]: ...
    @property
    def weight(self) -> int: ...
    @property
    def italic(self) -> bool: ...
    @property
    def text(self) -> str: ...


class Styled(Run, Protocol):
    """Such text, and the layout features its style asks for, or forbids: see ``Share``."""

    @property
    def features(self) -> frozenset[str]: ...


ADDRESS = re.compile(r"font:([^/\"?]+)/(\d+)/(normal|italic)/(\w+)(?:\?(\w+))?")
_RULE = re.compile(r'@font-face \{ font-family: "([^"]*)";[^}]*?url\("(font:[^"]+)"\)')
"""What a page calls a face, and its address: a family may go by two names, for two scripts."""

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
"""What a designer writes to designers is not set, whatever its script."""

ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0\u2010–—‘’“”…•·°×−")
"""Characters that every cut face keeps if it has them: style sheets set some of them."""

INSTALL = {
    "Noto Sans CJK": ("fonts-noto-cjk", "google-noto-sans-cjk-fonts", "font-noto-sans-cjk-sc"),
    "Noto Sans Mono CJK": (
        "fonts-noto-cjk", "google-noto-sans-mono-cjk-fonts", "font-noto-sans-mono-cjk-sc",
    ),
    "Noto Serif CJK": ("fonts-noto-cjk", "google-noto-serif-cjk-fonts", "font-noto-serif-cjk-sc"),
    "Noto Naskh Arabic": (
        "fonts-noto-core", "google-noto-naskh-arabic-fonts", "font-noto-naskh-arabic",
    ),
    "Noto Sans Arabic": (
        "fonts-noto-core", "google-noto-sans-arabic-fonts", "font-noto-sans-arabic",
    ),
    "Noto": ("fonts-noto-core", "google-noto-fonts-common", "font-noto-sans"),
}  # fmt: skip
"""Packages of apt, dnf and brew by the beginning of a family's name, longest first."""

_BESIDE = 4
"""Faces of a page that are made at the same time: the heavy ones, of a Chinese page."""

_shelf: list[Shelf | None] = [None]

_HAN = ("Hans", "Hant", "Jpan", "Kore")
_HAN_MARKS = frozenset("“”‘’—…·×°±§¶‰′″※→←↑↓①②③④⑤⑥⑦⑧⑨⑩")
"""Marks that Latin and Han faces share: in a Han text the Han face sets them."""

_HAN_SAMPLE = frozenset("中")


def wishes(page: bytes) -> dict[str, Wish]:
    """Return what the addresses in a page ask for, by address."""
    return {match[0]: _wish(match) for match in ADDRESS.finditer(_text(page))}


def named(page: bytes) -> tuple[str, ...]:
    """Return the faces that a page is pinned to, each with its fingerprint, sorted."""
    found = (match for match in ADDRESS.finditer(_text(page)) if match[5])
    return tuple(sorted({f"{unquote('/'.join(m.groups()[:3]))} {m[5]}" for m in found}))


def pinned(page: bytes, world: World) -> bytes:
    """Return a page whose addresses carry the fingerprints of the faces that answer them.

    Raises ``PipelineError`` that names every family that is not there, and what to install.
    """
    found = {wish: find(wish, world) for wish in wishes(page).values()}
    absent = sorted({wish.family for wish, face in found.items() if face is None})
    if absent:
        raise PipelineError(*map(_missing, absent))

    def pin(match: re.Match[str]) -> str:
        face = found[_wish(match)]
        return f"{match[0]}?{face.fingerprint[:16]}" if face else match[0]

    bare, aside = burdens.light(page)
    return burdens.whole(ADDRESS.sub(pin, bare.decode()).encode(), aside)


def serve(address: str, world: World, text: frozenset[str]) -> bytes:
    """Return the face at an address, cut to ``text``; raise ``missing-font`` if there is none."""
    match = ADDRESS.fullmatch(address)
    wish = _wish(match) if match else Wish(address, 400, italic=False, script="Latn")
    face = find(wish, world)
    if face is None:
        raise PipelineError(_missing(wish.family))
    return cut(face, wish, text - _foreign(face, wish, world), world)


def shares(page: bytes, runs: Iterable[Styled], world: World) -> dict[str, Share]:
    """Return what each address of a page has to set, by address.

    A character goes to the first family of its run that has it, in the nearest weight.
    """
    asked, named = wishes(page), _named(page)
    faces = {wish: find(wish, world) for wish in asked.values()}  # each is looked up in folders
    shared: dict[str, Share] = {}
    for run in runs:
        left, pairs = frozenset(run.text), neighbours(run.text)
        for family in run.families:
            near = named.get(family, [])
            if near and left:
                best = min(near, key=lambda a: _far(asked[a], run))
                if took := _taken(faces[asked[best]], asked[best], left, world):
                    shared[best] = _more(shared.get(best), Share(took, pairs, run.features))
                    left -= took
    return shared


class Shelf(Protocol):
    """Where faces are remembered from one run to the next."""

    def recall(self, name: str) -> bytes | None: ...
    def keep(self, name: str, face: bytes) -> None: ...


@contextmanager
def remembered(shelf: Shelf) -> Iterator[None]:
    """Have the faces of browsers put on a shelf, and looked for there, while the block runs."""
    before, _shelf[0] = _shelf[0], shelf
    try:
        yield
    finally:
        _shelf[0] = before


def serve_woff2(shared: Mapping[str, Share], world: World) -> dict[str, bytes]:
    """Return the face at each address, made for its share alone, as a file for browsers.

    They are packed beside each other: that takes longest, and holds no lock of Python's.
    """
    sketches = {a: sketch(serve(a, world, share.text), share) for a, share in shared.items()}
    shelf = _shelf[0]
    known = {a: face for a, s in sketches.items() if shelf and (face := shelf.recall(str(s)))}
    due = {address: s for address, s in sketches.items() if address not in known}
    with ThreadPoolExecutor(_BESIDE) as threads:
        made = dict(zip(due, threads.map(pack, due.values()), strict=True))
    for address, face in made.items():
        if shelf:
            shelf.keep(str(due[address]), face)
    return known | made


def _text(page: bytes) -> str:
    return burdens.light(page)[0].decode(errors="ignore")


def _named(page: bytes) -> dict[str, list[str]]:
    """Return the addresses of a page by the family's name in its styles."""
    found: dict[str, list[str]] = {}
    for name, address in _RULE.findall(_text(page)):
        found.setdefault(name, []).append(address)
    return found


def _more(known: Share | None, found: Share) -> Share:
    """Return two shares as one; a feature is unused if neither uses it."""
    if known is None:
        return found
    every = known.features | found.features
    both = known.features & found.features
    return Share(
        known.text | found.text,
        known.pairs | found.pairs,
        frozenset(name for name in every if name[0] != "-" or name in both),
    )


def has(wish: Wish, character: str, world: World) -> bool:
    """Tell whether the face that answers a wish sets a character on a page of its script."""
    return bool(_taken(find(wish, world), wish, frozenset(character), world))


def text_of(page: bytes) -> frozenset[str]:
    """Return the characters that a page may show, those of its inline pictures included."""
    source = _STYLE.sub(lambda style: _COMMENT.sub("", style[0]), _text(page))
    drawn = re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", source)
    texts = [re.sub(r"data:[^\"')]*", "", source)]
    texts += [base64.b64decode(data).decode(errors="replace") for data in drawn]
    whole = "".join(map(html.unescape, texts))
    letters = {*whole, *whole.upper(), *whole.lower(), *ALWAYS}
    return frozenset(c for c in letters if unicodedata.category(c)[0] != "C")


def uncovered(page: bytes, text: frozenset[str], world: World) -> tuple[str, ...]:
    """Return the characters that no face of the page has, sorted."""
    left = {c for c in text - ALWAYS if not c.isspace() and not 0xFE00 <= ord(c) <= 0xFE0F}
    for wish in wishes(page).values():
        if left and (face := find(wish, world)):
            left -= covers(face, frozenset(left), world)
    return tuple(sorted(left))


def strays(page: bytes, runs: Iterable[Run], world: World) -> dict[str, tuple[str, str]]:
    """Return the characters that no family of their run has.

    With each come the first of these families and the family of the page that sets it.
    """
    has: dict[str, list[Wish]] = {}
    for name, address in _RULE.findall(_text(page)):
        has.setdefault(name, []).extend(map(_wish, ADDRESS.finditer(address)))
    faces = {name: [find(wish, world) for wish in wanted] for name, wanted in has.items()}
    texts: dict[tuple[str, ...], set[str]] = {}
    for run in runs:
        texts.setdefault(tuple(run.families), set()).update(run.text)
    found: dict[str, tuple[str, str]] = {}
    for families, text in texts.items():
        left = frozenset(c for c in text if unicodedata.category(c)[0] not in "CZ")
        for family in families:
            left -= _of_family(faces.get(family, ()), left, world)
        for family, wanted in has.items():
            taken = _of_family(faces[family], left, world)
            first = has[families[0]][0].family if families[0] in has else families[0]
            named = (first, wanted[0].family)
            found |= {c: named for c in sorted(taken) if c not in found}
            left -= taken
    return found


def _of_family(faces: Iterable[Face | None], text: frozenset[str], world: World) -> frozenset[str]:
    taken: frozenset[str] = frozenset()
    for face in faces:
        if text and face:
            taken |= covers(face, text, world)
    return taken


def _wish(match: re.Match[str]) -> Wish:
    return Wish(unquote(match[1]), int(match[2]), italic=match[3] == "italic", script=match[4])


def _far(wish: Wish, run: Run) -> tuple[bool, int]:
    return wish.italic != run.italic, abs(wish.weight - run.weight)


def _taken(face: Face | None, wish: Wish, text: frozenset[str], world: World) -> frozenset[str]:
    return covers(face, text - _foreign(face, wish, world), world) if face else frozenset()


def _foreign(face: Face, wish: Wish, world: World) -> frozenset[str]:
    """Return the marks that a face must leave to another on a page of its script."""
    latin = wish.script in _HAN and not covers(face, _HAN_SAMPLE, world)
    return _HAN_MARKS if latin else frozenset()


def _missing(family: str) -> Diagnostic:
    for start, (apt, dnf, brew) in INSTALL.items():
        if family.startswith(start):
            hint = f"install it: `apt install {apt}`, `dnf install {dnf}` or `brew install {brew}`"
            break
    else:
        hint = "put its files into the folder `fonts` of the theme, or install it"
    return error("missing-font", Place(""), f"no font file has the family `{family}`", hint)
