"""A message text taken apart into words and codes, for formats that know codes of their own.

    Read <link>the <em>guide</em></link> of {year}
    ("Read ", Code("link", ("the ", Code("em", ("guide",)))), " of ", Code("{year}"))

Law: ``spelled(pieces(text)) == text`` for every text that ``inlines.encode`` writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pipeline import facts, inlines
from pipeline.inlines import TagError
from pipeline.model import Json

_KINDS = {tag: kind for kind, tag in (inlines.SHELLS | inlines.ATOMS).items()}
_FORMS = {*facts.NUMBER_FORMS, *facts.DATE_FORMS}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Code:
    """A tag (``em``, ``link2``) or a fact (``{year}``); ``inside`` is None where it is empty."""

    name: str
    inside: tuple[Piece, ...] | None = None

    @property
    def fact(self) -> str:
        """The ``name`` or ``name.form`` of a fact; empty for a tag."""
        return self.name[1:-1] if self.name.startswith("{") else ""

    @property
    def mark(self) -> bool:
        """Whether a translator may add and drop it."""
        return self.name in inlines.MARKS.values() or self.name == inlines.BREAK

    @property
    def opening(self) -> str:
        """How a message text spells the code, or the beginning of it."""
        if self.fact:
            return self.name
        return f"<{self.name}/>" if self.inside is None else f"<{self.name}>"

    @property
    def closing(self) -> str:
        """How a message text spells the end of the code; empty for an empty one."""
        return "" if self.inside is None else f"</{self.name}>"


Piece: TypeAlias = str | Code


def pieces(text: str) -> tuple[Piece, ...]:
    """Return the words and codes of a message text; raise ``TagError`` where tags do not pair."""
    stack: list[tuple[str, list[Piece]]] = [("", [])]
    end = 0
    for token in inlines.TOKEN.finditer(text):
        _say(stack[-1][1], text[end : token.start()])
        end = token.end()
        if literal := inlines.LITERAL.get(token[0]):
            _say(stack[-1][1], literal)
        elif token["fact"]:
            stack[-1][1].append(Code(token[0]))
        else:
            _tag(token, stack)
    _say(stack[-1][1], text[end:])
    if len(stack) > 1:
        raise TagError(f"`<{stack[-1][0]}>` is never closed")
    return tuple(stack[0][1])


def spelled(parts: tuple[Piece, ...]) -> str:
    """Return the message text of words and codes."""
    return "".join(
        inlines.encode([{"t": "Str", "c": part}])
        if isinstance(part, str)
        else part.opening + spelled(part.inside or ()) + part.closing
        for part in parts
    )


def canonical(text: str) -> str:
    """Return a message text in its one spelling; a text with broken tags as it is."""
    try:
        return spelled(pieces(text))
    except TagError:
        return text


def codes(parts: tuple[Piece, ...]) -> Iterator[Code]:
    """Yield the codes of a text in reading order, outer ones first."""
    for part in parts:
        if isinstance(part, Code):
            yield part
            yield from codes(part.inside or ())


def words(text: str) -> str:
    """Return a message text without its marks and shells, each fact and empty tag as ``￼``."""
    try:
        return "".join(_plain(pieces(text)))
    except TagError:
        return inlines.TOKEN.sub("\ufffc", text)


def fault(text: str, source: str) -> str:
    """Return why ``text`` cannot stand as the translation of ``source``; empty if it can."""
    try:
        inlines.decode(text, shells(source))
        written = tuple(codes(pieces(text)))
    except TagError as reason:
        return str(reason)
    exact = {code.fact for code in codes(pieces(source))}
    known = {fact.partition(".")[0] for fact in exact}
    for code in written:
        name, _, form = code.fact.partition(".")
        if code.fact and name not in known:
            return f"`{code.name}` is not in the source"
        if code.fact and form not in _FORMS and code.fact not in exact:
            return f"`{code.name}` asks for a form that no fact has"
    return unwritable(text)


def misfit(text: str, source: str) -> str:
    """Return why ``text`` does not do for ``source`` as it is: a fault, or a figure lost."""
    if reason := fault(text, source):
        return reason
    said = {code.fact.partition(".")[0] for code in codes(pieces(text))}
    facts_of = (code for code in codes(pieces(source)) if code.fact)
    lost = next((c for c in facts_of if c.fact.partition(".")[0] not in said), None)
    return f"the translation lacks `{lost.name}`" if lost else ""


def unwritable(text: str) -> str:
    """Return why a text cannot stand in an XML file; empty if it can."""
    found = _FORBIDDEN.search(text)
    return f"the character U+{ord(found[0]):04X} is not allowed" if found else ""


def shells(source: str) -> list[Json]:
    """Return nodes that carry the tags of a message text, in their order."""
    found: list[Json] = []
    for code in codes(pieces(source)):
        kind = _KINDS.get(code.name.rstrip("0123456789"))
        if kind in inlines.SHELLS:
            found.append({"t": kind, "c": [["", [], []], [], ["", ""]]})
        elif kind:
            found.append({"t": kind, "c": [["", [], []], ""]})
    return found


class Ids:
    """Gives the codes of one text ids: ``link2``, ``em``, ``em-2``, ``fact.year``.

    The nth code of a name has the same id in source and target, which is how tools pair them.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def of(self, code: Code) -> str:
        """Return the id of the next code of this name."""
        name = f"fact.{code.fact}" if code.fact else code.name
        self._counts[name] += 1
        return name if self._counts[name] == 1 else f"{name}-{self._counts[name]}"


@dataclass(frozen=True, slots=True)
class Token:
    """Half a pair, or a whole empty code, as a message text spells it."""

    text: str


def name(word: str, identity: str) -> str:
    """Return which code a file means: by its original data if we wrote it, else by its id.

    What is no code of ours is ``unknown``, which no source has.
    """
    token = inlines.TOKEN.fullmatch(word.strip())
    if token and (token["fact"] or token["tag"]):
        return token[0] if token["fact"] else str(token["tag"])
    name = identity.partition("-")[0]
    if name.startswith("fact."):
        name = f"{{{name.removeprefix('fact.')}}}"
    known = inlines.TOKEN.fullmatch(name if name.startswith("{") else f"<{name}>")
    return name if known and (known["fact"] or known["tag"]) else "unknown"


def opening(name: str) -> Token:
    """Return the beginning of a pair; a fact is whole by itself."""
    return Token(name if name.startswith("{") else f"<{name}>")


def closing(name: str) -> Token:
    """Return the end of a pair."""
    return Token("" if name.startswith("{") else f"</{name}>")


def empty(name: str) -> Token:
    """Return an empty tag or a fact."""
    return Token(name if name.startswith("{") else f"<{name}/>")


def told(parts: Iterable[str | Token]) -> str:
    """Return the message text of words and tokens; words are escaped, neighbours together."""
    whole, words = "", ""
    for part in parts:
        if isinstance(part, str):
            words += part
        else:
            whole += spelled((words,)) + part.text
            words = ""
    return whole + spelled((words,))


def _say(parts: list[Piece], text: str) -> None:
    if text and parts and isinstance(parts[-1], str):
        parts[-1] += text
    elif text:
        parts.append(text)


def _tag(token: re.Match[str], stack: list[tuple[str, list[Piece]]]) -> None:
    name = token["tag"]
    if token["closing"]:
        if stack[-1][0] != name:
            raise TagError(f"`</{name}>` closes nothing")
        _, inside = stack.pop()
        stack[-1][1].append(Code(name, tuple(inside)))
    elif token["empty"] or name == inlines.BREAK:
        stack[-1][1].append(Code(name))
    else:
        stack.append((name, []))


def _plain(parts: tuple[Piece, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part.inside is None:
            yield "\ufffc"
        else:
            yield from _plain(part.inside)
