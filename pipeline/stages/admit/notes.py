"""Footnotes and remarks: what no word processor takes in a note, and notes that would be lost."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import tree
from pipeline.diagnostics import Diagnostic, error
from pipeline.footnotes import CALL, HEAD, prose
from pipeline.model import Json, Place
from pipeline.stages.admit.gate import Fault, Gate

REMARKS = ("comment-start", "comment-end", "insertion", "deletion", "paragraph-insertion",
           "paragraph-deletion")  # fmt: skip
"""Classes by which pandoc would forge the comments and tracked changes of somebody."""


def noted(blocks: Json) -> Iterator[Fault]:
    """Find pictures in a footnote: a word processor's file would be broken."""
    for _, inner in tree.nodes(blocks):
        if inner["t"] == "Image":
            hint = "move it into the text, and let the note point to it"
            yield "picture-in-note", f"image `{inner['c'][2][0]}` lies in a footnote", (hint,)


def remark(name: str) -> Fault:
    """Return the fault of a class that makes a comment or a tracked change."""
    hint = "say it to colleagues in `<!-- … -->`; nobody else sees that"
    return "remark-in-text", f"`{name}` makes a comment or a tracked change", (hint,)


def uncalled(gate: Gate) -> Iterator[Diagnostic]:
    """Find footnotes that the text does not call: the reader of Markdown drops them in silence."""
    called: set[str] = set()
    inner: dict[str, int] = {}
    kept: dict[str, int] = {}
    inside = False
    for number, line in enumerate(prose(gate.source), start=1):
        if head := HEAD.match(line):
            kept.setdefault(head[1], number)
        inside = bool(head) or (inside and (not line.strip() or line[:1] in " \t"))
        for name in CALL.findall(line):
            inner.setdefault(name, number) if inside else called.add(name)
    for name in [name for name in kept if name not in called]:
        place = Place(gate.release.path, inner.get(name, kept[name]))
        if name in inner:
            said = f"the footnote `[^{name}]` lies in a footnote"
            yield error("note-in-note", place, said, "make one note of both")
        else:
            said = f"the text does not call the footnote `[^{name}]`"
            yield error("uncalled-note", place, said, "call it, or delete it")
