"""Pandoc as functions: Markdown to tree, tree to HTML or Word.

One persistent ``pandoc lua`` worker a process: 9 ms a call against 41 for a new process, the
same bytes. It runs in a fixed small environment, with a cap on memory and on time; it never
fetches a picture: those come from us.
"""

from __future__ import annotations

import atexit
import json
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Event, Timer
from typing import Any

from pipeline import limits, trail, tree
from pipeline.diagnostics import PipelineError, fatal
from pipeline.model import Json, Place

READER = "commonmark_x+sourcepos-yaml_metadata_block-emoji-alerts"
API = [1, 23, 1]
_CUT = "\x1e"
_HEAP_EXHAUSTED = 251
"""The exit status of a Haskell program that needs more memory than it may have."""

_STILL = {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "315532800"}
"""The whole environment of the child: nothing else can leak into the bytes we make."""

_LINE = re.compile(r"(?![A-Za-z]{1,9}[.)])[^\W\d_][^\x00-\x1f\x7f-\x9f\u2028\u2029]*")
"""A line that can only be a paragraph: it begins with a letter, which numbers no list."""
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


def wake() -> None:
    """Start the worker of this process, without waiting for it, if it has none."""
    _worker()


def read(texts: list[str], place: Place) -> list[Json]:
    """Parse Markdown texts into pandoc trees; raise at ``place``.

    Positions stand on blocks, links, codes, images, and on the first inline of every run; in a
    text of one line they mean nothing. Plain lines are read together, as the reader takes
    longer to begin than to read one.
    """
    plain = [index for index, text in enumerate(texts) if _LINE.fullmatch(text)]
    if len(plain) < 2:
        return _read(texts, place)
    rest = sorted(set(range(len(texts))).difference(plain))
    together = "\n\n".join(texts[index] for index in plain)
    lines, *others = _read([together, *(texts[index] for index in rest)], place)
    if len(lines["blocks"]) != len(plain):
        return _read(texts, place)
    alone = [lines | {"blocks": [block]} for block in lines["blocks"]]
    found = dict(zip([*plain, *rest], [*alone, *others], strict=True))
    return [found[index] for index in range(len(texts))]


def _read(texts: list[str], place: Place) -> list[Json]:
    return _ask({"verb": "read", "texts": texts, "format": READER}, place)


def write(documents: list[Json], to: str, place: Place) -> list[str]:
    """Write lists of blocks in pandoc's text format ``to``."""
    request = {"verb": "write", "documents": [_document(d) for d in documents], "to": to}
    return [str(text) for text in _ask(request, place)]


def html(runs: list[Json], place: Place) -> list[str]:
    """Write runs of inlines as HTML, together: the writer, too, takes long to begin."""
    plain = [[{"t": "Plain", "c": run}] for run in runs]
    if any(node["t"] == "Note" for run in runs for node in tree.each(run)):
        return write(plain, "html5", place)  # notes gather at the end
    cut = {"t": "RawBlock", "c": ["html", _CUT]}
    (joined,) = write([[block for (run,) in plain for block in (run, cut)]], "html5", place)
    made = joined.split(f"\n{_CUT}")
    if len(made) != len(runs) + 1:
        return write(plain, "html5", place)
    return [text.removeprefix("\n") for text in made[:-1]]


def docx(document: Json, reference: bytes, template: str, media: Mapping[str, bytes]) -> bytes:
    """Write a tree with ``meta`` and ``blocks`` as a Word file, styled by ``reference``.

    ``media`` holds the bytes of every picture by its target in the tree; ``template`` is an
    openxml template, or empty for pandoc's own.
    """
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "reference.docx").write_bytes(reference)
        listed = _laid_down(room, media)
        request = {
            "verb": "docx",
            "document": _document(document["blocks"], document["meta"]),
            "reference": str(room / "reference.docx"),
            "template": template,
            "media": listed,
            "out": str(room / "out.docx"),
        }
        _ask(request, Place("pandoc"))
        return (room / "out.docx").read_bytes()


def whole(blocks: Json, to: str, place: Place) -> str:
    """Write blocks as a document of its own, in pandoc's template of a text format."""
    return str(_ask({"verb": "whole", "document": _document(blocks), "to": to}, place)[0])


def epub(blocks: Json, meta: Mapping[str, str], media: Mapping[str, bytes]) -> bytes:
    """Write blocks as an EPUB 3 book; ``meta`` names its title, language and identifier."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        listed = _laid_down(room, media)
        said = {name: {"t": "MetaString", "c": text} for name, text in meta.items()}
        document = _document(blocks, said)
        out = room / "out.epub"
        request = {"verb": "epub", "document": document, "media": listed, "out": str(out)}
        _ask(request, Place("epub"))
        return out.read_bytes()


def _laid_down(room: Path, media: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Write media into a folder, and say where each is."""
    listed = []
    for index, (name, data) in enumerate(sorted(media.items())):
        file = room / f"medium-{index}"
        file.write_bytes(data)
        kind = _TYPES[name.rpartition(".")[2].lower()]
        listed.append({"name": name, "type": kind, "file": str(file)})
    return listed


def _document(blocks: Json, meta: Json = None) -> str:
    return json.dumps({"pandoc-api-version": API, "meta": meta or {}, "blocks": blocks})


def _ask(request: Mapping[str, Any], place: Place) -> list[Any]:
    worker = _worker()
    if worker.poll() is not None:  # it died with its last request
        _worker.cache_clear()
        worker = _worker()
    late = Event()
    with trail.step("pandoc", str(request["verb"])):
        line = _answer(worker, json.dumps(request).encode(), late)
    if not line:
        worker.kill()
        raise _failed(worker.wait(), place, late=late.is_set())
    reply = json.loads(line)
    if isinstance(reply, dict):
        raise fatal("pandoc-failed", place, f"pandoc says: {str(reply['fault']).strip()}")
    return list(reply)


def _answer(worker: Popen[bytes], request: bytes, late: Event) -> bytes:
    """Return a line of the worker's, or nothing if it ended or had to be ended, ``late``."""
    assert worker.stdin
    assert worker.stdout

    def ring() -> None:
        late.set()
        worker.kill()

    timer = Timer(limits.here().engine_s, ring)
    timer.start()
    try:
        worker.stdin.write(request + b"\n")
        worker.stdin.flush()
        return worker.stdout.readline()
    except BrokenPipeError:
        return b""
    finally:
        timer.cancel()


def _failed(status: int, place: Place, *, late: bool) -> PipelineError:
    here = limits.here()
    if late:
        return limits.reached("engine_s", f"pandoc took longer than {here.engine_s:g} s", place)
    if status == _HEAP_EXHAUSTED:
        said = f"pandoc needed more than {here.engine_mb:g} MB"
        return limits.reached("engine_mb", said, place)
    hint = "make the text simpler, or split it"
    return fatal("pandoc-failed", place, f"pandoc ended without an answer ({status})", hint)


@cache
def program() -> Path:
    """Return where pandoc is: the one that pypandoc brings, whose version is locked.

    pypandoc itself would take a newer one of the machine, or that of a variable, and asks each
    for its version first. Raises ``PipelineError`` if it is not there.
    """
    found = find_spec("pypandoc")
    for folder in (found and found.submodule_search_locations) or ():
        for name in ("pandoc", "pandoc.exe"):
            if (path := Path(folder, "files", name)).is_file():
                return path
    hint = "install what is locked: delete .venv, and run the same again"
    raise fatal("pandoc-failed", Place("pandoc"), "pypandoc has come without its pandoc", hint)


@cache
def _worker() -> Popen[bytes]:
    script = str(files("pipeline.engines").joinpath("worker.lua"))
    # below twice what the tree takes, the collector compacts and needs half as long again
    memory = f"-M{limits.here().engine_mb:.0f}m"
    command = [str(program()), "lua", script, "+RTS", memory, "-RTS"]
    worker = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_STILL)
    atexit.register(_close, worker)
    return worker


def _close(worker: Popen[bytes]) -> None:
    if worker.stdin and not worker.stdin.closed:
        worker.stdin.close()
    try:
        worker.wait(timeout=2)
    except Exception:  # a worker that will not end is ended
        worker.kill()
        worker.wait()
