"""A message text letter by letter, as a reader sees it: each knows what it is in the catalog.

    about <link>{registered} firms</link>   ⇄   a·b·o·u·t· ·2·,·9·6·1· ·f·i·r·m·s

``2,961`` are five letters of one atom: a fact, a code, a note. Only whole atoms can move. Law:
the letters of a message, joined, are what its paragraph shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import unquote

from pipeline import inlines
from pipeline.exchange.codes import Code, Piece, pieces
from pipeline.model import Json
from pipeline.review.nouns import OBJECT, Run

MARKS = frozenset(inlines.MARKS.values())
KINDS = {"Note": "note", "Image": "image", "Math": "math"}
"""What stands as an object in a paragraph, and the mark that it bears there."""

_SEVERAL = re.compile(" {2,}")
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})

Spell: TypeAlias = Callable[[str], str]
"""Returns what the edition shows for ``name`` or ``name.form``; raises ``KeyError``."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One character: how it looks, where it leads, and what it is in the catalog.

    ``tags`` are the pairs around it, outer ones first; ``atom`` is the whole code that it is a
    part of, empty for a plain letter, and ``number`` tells two atoms apart.
    """

    char: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    tags: tuple[str, ...] = ()
    atom: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the codes of one message stand for: shells and atoms by tag name, facts by name."""

    shells: Mapping[str, Json]
    spell: Spell


def letters(text: str, lexicon: Lexicon) -> list[Letter]:
    """Return the letters of a message text; raise ``TagError`` or ``KeyError`` if it is broken."""
    found: list[Letter] = []
    _say(pieces(text), (), lexicon, found)
    return found


def seen(found: Sequence[Letter], runs: Iterable[Run]) -> list[Letter] | None:
    """Return letters looking as they do in a paragraph; None if it shows other letters."""
    shown = [Letter(c, run.marks, run.href) for run in runs for c in run.text]
    start, end = _trimmed(shown)
    shown = shown[start:end]
    if [plain(x.char) for x in shown] != [plain(x.char) for x in found]:
        return None
    return [replace(a, marks=b.marks, href=b.href) for a, b in zip(found, shown, strict=True)]


def typed(runs: Iterable[Run]) -> list[Letter]:
    """Return what a reviewer left in a paragraph, without the blanks around it."""
    found = [Letter(c, run.marks, run.href) for run in runs for c in run.text]
    start, end = _trimmed(found)
    return found[start:end]


def canonical(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs in their one spelling: blanks of one kind, none around, none marked or doubled.

    Of what is no text only the kind counts: programs renumber notes and lose descriptions.
    """
    found: list[Run] = []
    for letter in undoubled(tidied(typed(runs))):
        href = "" if letter.char == OBJECT else address(letter.href)
        char = plain(letter.char)
        last = found[-1] if found else None
        if last and (last.marks, last.href) == (letter.marks, href):
            found[-1] = Run(last.text + char, last.marks, last.href)
        else:
            found.append(Run(char, letter.marks, href))
    return tuple(found)


def tidied(found: Sequence[Letter]) -> list[Letter]:
    """Return letters with no mark or link on the blanks at its edges: nobody sees those."""
    out = list(found)
    for backwards in (False, True):
        before = Letter("")
        for index in range(len(out))[:: -1 if backwards else 1]:
            letter = out[index]
            if letter.char.isspace():
                href = letter.href if letter.href == before.href else ""
                letter = replace(letter, marks=letter.marks & before.marks, href=href)
                out[index] = letter
            before = letter
    return out


def undoubled(found: Sequence[Letter]) -> list[Letter]:
    """Return letters without the second of two blanks: it says nothing, and Markdown drops it."""
    return [x for n, x in enumerate(found) if n == 0 or not (_blank(x) and _blank(found[n - 1]))]


def single(text: str) -> str:
    """Return a text with one blank where there are several."""
    return _SEVERAL.sub(" ", plain(text))


def plain(char: str) -> str:
    """Return a character with all blanks of one kind."""
    return char.translate(_BLANKS)


def address(href: str) -> str:
    """Return an address as all programs write it: some add a slash, some hide letters."""
    scheme, mark, rest = href.partition("://")
    if mark:
        host, slash, path = rest.partition("/")
        href = f"{scheme.lower()}://{host.lower()}{slash}{path}".rstrip("/")
    return unquote(href)


def _blank(letter: Letter) -> bool:
    return plain(letter.char) == " "


def _trimmed(found: Sequence[Letter]) -> tuple[int, int]:
    start, end = 0, len(found)
    while start < end and found[start].char.isspace():
        start += 1
    while end > start and found[end - 1].char.isspace():
        end -= 1
    return start, end


def _say(
    parts: tuple[Piece, ...], tags: tuple[str, ...], lexicon: Lexicon, found: list[Letter]
) -> None:
    marks = MARKS.intersection(tags)
    href = next((lead for t in reversed(tags) if (lead := _lead(t, lexicon))), "")
    for part in parts:
        if isinstance(part, str):
            found.extend(Letter(char, marks, href, tags) for char in part)
        elif part.inside is None:
            found.extend(_atom(part, Letter("", marks, href, tags, number=len(found)), lexicon))
        else:
            _say(part.inside, (*tags, part.name), lexicon, found)


def _lead(name: str, lexicon: Lexicon) -> str:
    node = lexicon.shells.get(name)
    return str(node["c"][2][0]) if node and node["t"] == "Link" else ""


def _atom(code: Code, around: Letter, lexicon: Lexicon) -> Iterator[Letter]:
    if code.name == inlines.BREAK:
        yield replace(around, char="\n", marks=frozenset(), href="")
    elif code.fact:
        for char in lexicon.spell(code.fact):
            yield replace(around, char=char, atom=code.name)
    else:
        node = lexicon.shells.get(code.name)
        if node is None:
            raise inlines.TagError(f"`<{code.name}/>` is not in the source")
        if node["t"] == "Code":
            for char in node["c"][1]:
                yield replace(around, char=char, marks=around.marks | {"code"}, atom=code.opening)
        else:
            kind = frozenset({KINDS[node["t"]]})
            yield replace(around, char=OBJECT, marks=kind, href="", atom=code.opening)
