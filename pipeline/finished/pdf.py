"""The text of a brochure, read from the structure that a screen reader follows.

The order is that of the structure tree, not of the page: columns, running titles and folios
play no part. Letters come from the fonts' own tables (ToUnicode).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.finished.streams import Stream, Writer

_INLINE = ("/Span", "/Link", "/Em", "/Strong", "/Reference", "/Sub", "/Quote", "/Code")
_NOTES = ("/Note", "/FENote")
_MARK = re.compile(r"\s*(?:[•–·▪‣◦*☐☒—-]|\w{1,4}[.)、])?\s*")
"""The mark or number of a list item; a term is labelled in the same way, and is text."""

_SILENT = ("/Artifact", "/TOC", "/TOCI")
_CODE = rb"<([0-9A-Fa-f]*)>\s*"
_PAIR = re.compile(_CODE * 2)
_RANGE = re.compile(_CODE * 2 + rb"(?:<([0-9A-Fa-f]*)>|\[(.*?)\])", re.DOTALL)

_Font = dict[int, str]


def read(data: bytes) -> Stream:
    """Return the text of a tagged PDF; raises ``ValueError`` if it is none."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if "/StructTreeRoot" not in pdf.Root:
                raise ValueError("it has no structure")
            letters = {page.obj.objgen: _letters(page) for page in pdf.pages}
            reader = _Reader(letters)
            reader.walk(pdf.Root.StructTreeRoot.get("/K"), None)
    except pikepdf.PdfError as reason:
        raise ValueError(str(reason)) from reason
    reader.main.end()
    return Stream(tuple(reader.main.blocks), tuple(reader.notes.blocks), tuple(reader.told))


@dataclass
class _Reader:
    """Walks the structure; ``letters`` are the texts of each page by marked content."""

    letters: dict[tuple[int, int], dict[int, str]]
    main: Writer = field(default_factory=Writer)
    notes: Writer = field(default_factory=Writer)
    told: list[str] = field(default_factory=list)

    def walk(self, node: Any, page: Any, depth: int = 0) -> None:
        import pikepdf

        if node is None or depth > 200:
            return
        if isinstance(node, pikepdf.Array):
            for child in node:
                self.walk(child, page, depth + 1)
        elif isinstance(node, pikepdf.Dictionary):
            self._element(node, node.get("/Pg", page), depth)
        else:
            self.main.say(self._letters(page, int(node)))

    def _element(self, node: Any, page: Any, depth: int) -> None:
        kind = str(node.get("/S", ""))
        if "/MCID" in node:
            self.main.say(self._letters(page, int(node.MCID)))
        elif kind == "/Figure" or "/Alt" in node:
            if words := str(node.get("/Alt", "")).strip():
                self.told.append(words)
        elif kind in _NOTES:
            self.main, self.notes = self.notes, self.main
            self._block(node, page, depth)
            self.main, self.notes = self.notes, self.main
        elif kind in _INLINE:
            self.walk(node.get("/K"), page, depth + 1)
        elif kind == "/Lbl":
            self._label(node, page, depth)
        elif kind not in _SILENT:
            self._block(node, page, depth)

    def _label(self, node: Any, page: Any, depth: int) -> None:
        self.main.end()
        self.walk(node.get("/K"), page, depth + 1)
        if _MARK.fullmatch("".join(self.main.now)):
            self.main.now = []
        self.main.end()

    def _block(self, node: Any, page: Any, depth: int) -> None:
        self.main.end()
        self.walk(node.get("/K"), page, depth + 1)
        self.main.end()

    def _letters(self, page: Any, mark: int) -> str:
        return self.letters.get(page.objgen, {}).get(mark, "") if page is not None else ""


def _letters(page: Any) -> dict[int, str]:
    """Return the text of a page by the number of its marked content."""
    import pikepdf

    fonts = {name: _font(font) for name, font in _fonts(page)}
    found: dict[int, str] = {}
    marks: list[int | None] = []
    font: _Font = {}
    for step in pikepdf.parse_content_stream(page):
        operands = step.operands
        match str(step.operator):
            case "BDC" | "BMC":
                marks.append(_mark(operands))
            case "EMC":
                marks[-1:] = []
            case "Tf":
                font = fonts.get(str(operands[0]), {})
            case "Tj" | "TJ" | "'" | '"':
                now = next((m for m in reversed(marks) if m is not None), None)
                if now is not None:
                    found[now] = found.get(now, "") + _said(operands[-1], font)
    return found


def _mark(operands: Any) -> int | None:
    import pikepdf

    last = operands[-1] if len(operands) > 1 else None
    return int(last.MCID) if isinstance(last, pikepdf.Dictionary) and "/MCID" in last else None


def _fonts(page: Any) -> Iterator[tuple[str, Any]]:
    yield from page.obj.get("/Resources", {}).get("/Font", {}).items()


def _said(shown: Any, font: _Font) -> str:
    import pikepdf

    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    strings = [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)]
    codes = (
        int.from_bytes(s[at : at + 2], "big") for s in strings for at in range(0, len(s) - 1, 2)
    )
    return "".join(font.get(code, "\ufffd") for code in codes)


def _font(font: Any) -> _Font:
    """Return what the codes of a font say: its ToUnicode table."""
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes()
    found: _Font = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): _text(text) for code, text in _PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text, listed in _RANGE.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            texts = re.findall(_CODE, listed) if listed else [text] * len(codes)
            for step, (code, said) in enumerate(zip(codes, texts, strict=False)):
                found[code] = _text(said) if listed else _shifted(_text(said), step)
    return found


def _shifted(text: str, step: int) -> str:
    return text[:-1] + chr(ord(text[-1]) + step) if text else ""


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
