"""What a run left behind, and whether anything in it is not as it should be."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2
from lxml import etree, html

SCHEMES = re.compile(r"(https?|mailto|tel):|#|(?![\w+.-]*:)", re.IGNORECASE)
_DATA = re.compile(r"data:(font/woff2|image/(svg\+xml|png|jpeg|webp|avif));")
_FIELDS = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|AUTOTEXT|MACROBUTTON|LINK)\b")
_REACHED = re.compile(r"url\(\s*(?![\"']?\s*(?:data:|#))|@import", re.IGNORECASE)
_FORGED = ("ins", "del", "comment", "moveFrom", "moveTo", "altChunk", "object", "pict")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Made:
    """What a run printed, how it ended, and every file below ``output/`` and ``locales/``.

    ``seconds`` of processors and ``peak_mb`` of memory are those of all its processes.
    ``calls`` are the connections that were tried.
    """

    status: int
    said: str
    files: dict[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0
    wall_s: float = 0.0
    peak_mb: float = 0.0
    calls: tuple[str, ...] = ()
    kept: tuple[bytes, ...] = ()

    def ending(self, suffix: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files whose name ends so."""
        yield from ((path, data) for path, data in self.files.items() if path.endswith(suffix))

    @property
    def markup(self) -> str:
        """Return the markup of every page and Word file that was made."""
        pages = [data for path, data in self.files.items() if path.endswith(".html")]
        for _, data in (*self.ending(".docx"), *self.ending(".epub")):
            pages += _zipped(data)
        return "\n".join(page.decode("utf-8", "replace") for page in pages)

    @property
    def text(self) -> str:
        """Return all bytes of what was made, unpacked, as text."""
        return "\n".join(part.decode("utf-8", "replace") for part in self._parts())

    def _parts(self) -> Iterator[bytes]:
        for path, data in self.files.items():
            yield data
            if path.endswith((".docx", ".epub", ".zip")):
                yield from _zipped(data)
            elif path.endswith(".pdf"):
                yield from _paged(data)
            elif path.endswith(".html"):
                yield from map(base64.b64decode, re.findall(rb";base64,([\w+/=]+)", data))

    def holds(self, secret: bytes) -> Iterator[str]:
        """Yield where something of a secret is: in what was printed, made or remembered."""
        forms = (secret, secret.hex().encode(), "".join(map(chr, secret)).encode("utf-16-le"))
        for name, parts in (
            ("what was printed", (self.said.encode(),)),
            ("an artefact", self._parts()),
            ("the cache", self.kept),
        ):
            if any(form in part for part in parts for form in forms):
                yield f"the secret is in {name}"


def unsound(made: Made) -> Iterator[str]:
    """Yield what an artefact must never hold, whoever wrote its text."""
    for path, data in made.ending(".html"):
        yield from (f"{path}: {fault}" for fault in _page(data.decode()))
    for path, data in made.ending(".docx"):
        yield from (f"{path}: {fault}" for fault in _word(data))
    for path, data in made.ending(".pdf"):
        yield from (f"{path}: {fault}" for fault in _pdf(data))


def _page(text: str) -> Iterator[str]:
    for element in html.document_fromstring(text).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("iframe", "object", "embed", "form", "base", "foreignobject"):
            yield f"<{element.tag}>"
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield "it leads elsewhere by itself"
        if element.tag == "style" and (found := _REACHED.search(element.text or "")):
            yield f"a style reaches out: {element.text[found.start() :][:60]}"
        for name, value in element.items():
            yield from _attribute(name, value)


def _attribute(name: str, value: str) -> Iterator[str]:
    wrong = (
        name.startswith("on")
        or (name == "style" and _REACHED.search(value))
        or (name in ("href", "xlink:href", "action") and not _sound(value))
        or (name in ("src", "srcset", "poster", "data") and not _DATA.match(value))
    )
    if wrong:
        yield f"{name}={value[:60]}"


def _sound(target: str) -> bool:
    plain = re.sub(r"[\x00-\x20\x7f-\xa0]", "", target)
    return bool(SCHEMES.match(plain) or _DATA.match(plain))


def _word(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".rels"):
                text = archive.read(name).decode()
                for one in re.findall(r"<Relationship\b[^>]*>", text):
                    target = re.search(r'Target="([^"]*)"', one)
                    outer = 'TargetMode="External"' in one
                    if outer and not ("/hyperlink" in one and target and _sound(target[1])):
                        yield f"{name}: {one[:120]}"
            elif name.endswith(".xml"):
                yield from (f"{name}: {fault}" for fault in _part(archive.read(name)))


def _part(data: bytes) -> Iterator[str]:
    for element in etree.fromstring(data, etree.XMLParser(resolve_entities=False)).iter():
        name = str(element.tag).rpartition("}")[2]
        spoken = element.text if name == "instrText" else element.get(f"{_WORD}instr")
        if spoken and (found := _FIELDS.search(spoken)):
            yield f"a field {found[0]}"
        if name in _FORGED:
            yield f"<{name}>"


def _pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Dictionary):
                continue
            kind = str(thing.get("/S", ""))
            if kind in ("/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/ImportData"):
                yield f"an action {kind}"
            if kind == "/URI" and not _sound(str(thing.get("/URI"))):
                yield f"a link to {thing.get('/URI')}"
        if "/OpenAction" in document.Root and "/JavaScript" in str(document.Root.OpenAction):
            yield "an action at opening"


def _zipped(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name.encode()
            yield archive.read(name)


def _paged(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield thing.read_bytes()
                except pikepdf.PdfError:  # a picture, which is not packed as text is
                    yield thing.read_raw_bytes()
    pages = pypdfium2.PdfDocument(data)
    yield "\n".join(page.get_textpage().get_text_bounded() for page in pages).encode()


def gathered(project: Path) -> tuple[dict[str, bytes], tuple[bytes, ...]]:
    """Return the files that a run may have made, by path, and what it remembers."""
    made = {
        path.relative_to(project).as_posix(): path.read_bytes()
        for folder in ("output", "locales")
        for path in sorted((project / folder).rglob("*"))
        if not (project / folder).is_symlink() and path.is_file() and not path.is_symlink()
    }
    cache = project / ".diglot"
    kept = (p.read_bytes() for p in sorted(cache.rglob("*")) if p.is_file())
    return made, tuple(kept)
