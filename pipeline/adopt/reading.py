"""Texts of a foreign catalog as runs of inlines, cut as a release is cut.

Markdown is read by the same reader as a release, so a text that still stands gives the very
same message. One foreign text may hold several runs: a list, a table, a picture's alt text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline import inlines, tree
from pipeline.adopt import rst, tolerant
from pipeline.engines import pandoc
from pipeline.model import Json, Place
from pipeline.segments import wordless
from pipeline.stages.settle import settle

Markup: TypeAlias = Literal["markdown", "rst"]

BATCH = 200
"""How many texts go to pandoc in one call; it has to end within the engine's time."""

_NOTE = "\ue000"
"""Begins the text of a footnote whose words we do not know: its mark alone is translated."""

_DEFINITION = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:\s*(\S+)", re.M)
_LABEL = re.compile(r"\[([^\[\]]+)\]")
_FULL = re.compile(r"\]\[([^\[\]]+)\]")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_NOTE_HEAD = re.compile(r"\A\s*\[\^[^\]\s]+\]:\s*")
_STARTS = re.compile(r"\s*(?:\d+[.)]|[-+*>|]|#+)\s")
_SAME = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’", "'"), "…": "..."})
_ODDS = re.compile(r"[–—]|-{2,3}")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of inlines and its message text; ``words`` is the text without tags."""

    inlines: Json
    text: str
    words: str

    @property
    def wordless(self) -> bool:
        """Whether there is nothing in it to translate."""
        return wordless(self.text)


@dataclass(frozen=True, slots=True)
class Reader:
    """How the texts of one catalog are to be read; ``targets`` are the links it defines."""

    path: str
    markup: Markup = "markdown"
    targets: Mapping[str, str] | None = None

    def read(self, texts: Sequence[str], *, loose: bool = False) -> list[tuple[Run, ...]]:
        """Return the runs of each text; ``loose`` forgives what a translator may write."""
        prepared = [self._prepared(text, loose=loose) for text in texts]
        return [_runs(blocks) for blocks in _blocks(prepared, Place(self.path))]

    def lines(self, texts: Sequence[str]) -> list[tuple[Run, ...]]:
        """Return each text as one run, even if it starts as a list or a heading does."""
        prepared = [f"x{self._prepared(' '.join(text.split()), loose=True)}" for text in texts]
        found = (_runs(blocks) for blocks in _blocks(prepared, Place(self.path)))
        return [(_behead(runs[0]),) if runs else () for runs in found]

    def _prepared(self, text: str, *, loose: bool) -> str:
        said = rst.markdown(text) if self.markup == "rst" else _NOTE_HEAD.sub("", text)
        said = tolerant.spelled(said) if loose else said
        definitions = "".join(f"\n{line}\n" for line in self._definitions(said))
        return f"{said}\n{definitions}"  # pandoc needs the last line end of a table

    def _definitions(self, text: str) -> Iterator[str]:
        """Yield what the text refers to and does not hold: link targets, footnotes."""
        here, known = {label for label, _ in _DEFINITION.findall(text)}, self.targets or {}
        named = dict.fromkeys(
            [*_FULL.findall(text), *(m for m in _LABEL.findall(text) if m in known)]
        )
        for label in named:
            if label not in here and not label.startswith("^"):
                yield f"[{label}]: <{known.get(label, f'#{label}')}>"
        for label in dict.fromkeys(_FOOTNOTE.findall(text)):
            if f"[^{label}]:" not in text:
                yield f"[^{label}]: {_NOTE}{label}"


def reader(path: str, texts: Sequence[str], markup: Markup | None = None) -> Reader:
    """Return the reader for a catalog with these msgids; guess their markup if need be."""
    guessed = sum(map(rst.resembles, texts)) * 20 > sum("`" in text for text in texts) * 2
    plain = not any(map(rst.resembles, texts))
    kind: Markup = markup or ("rst" if guessed and not plain else "markdown")
    targets = {label: url for text in texts for label, url in _DEFINITION.findall(text)}
    return Reader(path, kind, targets)


def starts_as_block(text: str) -> bool:
    """Tell whether a text starts with what Markdown takes for a list, a quote or a heading."""
    return bool(_STARTS.match(text))


def run(nodes: Json) -> Run:
    """Return inlines as a run."""
    return Run(nodes, inlines.encode(nodes), words(nodes))


def words(nodes: Json) -> str:
    """Return inlines without tags, marks of quotation and dashes spelled alike."""
    shown = tree.plain(tree.rewrite(nodes, _named))
    return " ".join(_ODDS.sub("-", shown.translate(_SAME)).split())


def wide(nodes: Json, end: int) -> bool:
    """Tell whether a run starts (0) or ends (-1) with Chinese, which needs no blank."""
    text = tree.plain(nodes)
    return bool(text and tolerant.WIDE.match(text[end]))


def _named(node: Json) -> Json:
    name = inlines.reference(node)
    return {"t": "Str", "c": f"{{{name}}}"} if name else node


def _behead(first: Run) -> Run:
    head, *rest = first.inlines
    return run(inlines.joined([{"t": "Str", "c": head["c"][1:]}, *rest]))


def _blocks(texts: Sequence[str], place: Place) -> Iterator[Json]:
    for start in range(0, len(texts), BATCH):
        for document in pandoc.read(list(texts[start : start + BATCH]), place):
            blocks, _ = settle(tree.rewrite(document["blocks"], _admitted), {})
            yield blocks


def _admitted(node: Json) -> Json:
    """Return what a release may hold: no raw HTML, braces as an author doubles them."""
    kind = node.get("t")
    if kind in ("RawInline", "RawBlock"):
        return []
    if kind == "Str":
        return node | {"c": node["c"].replace("{", "{{").replace("}", "}}")}
    return tolerant.marked(node)


def _runs(blocks: Json) -> tuple[Run, ...]:
    return tuple(run(nodes) for nodes in _texts(blocks) if nodes)


def _texts(blocks: Json) -> Iterator[Json]:
    """Yield the runs of blocks in reading order, with alt texts and titles, without notes."""
    for address, node in tree.nodes(blocks):
        if not _in_note(blocks, address):
            yield from _own(node["t"], node.get("c"))


def _own(kind: str, content: Json) -> Sequence[Json]:
    match kind:
        case "Para" | "Plain":
            return (content,)
        case "Header":
            return (content[2],)
        case "LineBlock":
            return list(content)
        case "DefinitionList":
            return [term for term, _ in content]
        case "Image":
            return (content[1], tree.text(content[2][1]))
        case "Link":
            return (tree.text(content[2][1]),)
        case _:
            return ()


def _in_note(blocks: Json, address: tuple[str | int, ...]) -> bool:
    node = blocks
    for key in address:
        node = node[key]
        if isinstance(node, dict) and node.get("t") == "Note":
            return True
    return False
