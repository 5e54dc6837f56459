"""How many translations of real books `diglot adopt catalog` carries over.

    python bench/adopt.py BOOK/src BOOK/po/zh.po …

Each chapter is read as the body of a release, without the pass that refuses raw HTML; then
the catalog is adopted for all chapters. What still stands is found without our reader: the
letters of the msgid are the letters of one block of the Markdown files, link targets left out.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from pathlib import Path

from pipeline import adopt, po, tree
from pipeline.model import Locale, Message, Release
from pipeline.releases import parse
from pipeline.stages.extract import extract
from pipeline.world import Memory

_FENCE = re.compile(r"^[ \t>]*(```+|~~~+).*?^[ \t>]*\1[ \t]*$", re.M | re.S)
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
_TARGET = re.compile(r"\]\([^()\s]*(\([^()]*\)[^()]*)*(\s+\"[^\"]*\")?\)|\]\[[^\]]*\]")
_BLOCK = re.compile(
    r"\n[ \t]*\n|\n(?=[ \t>]*(?:[-*+]|\d+[.)]|#+)\s)|(?<=\n)[ \t]*#[^\n]*\n|(?<!\\)\|"
)
_HEAD = re.compile(r"\A[\s>]*(?:(?:[-*+]|\d+[.)]|#+)\s+)*(?:\[\^[^\]]*\]:)?")


def main(folder: str, *catalogs: str) -> None:
    """Print the figures for each catalog of the book in ``folder``."""
    started = time.perf_counter()
    chapters = sorted(Path(folder).rglob("*.md"))
    releases = [_release(path) for path in chapters]
    messages: dict[tuple[str, str], Message] = {}
    known = {}
    for release in releases:
        messages |= {message.key: message for message in extract(release)}
        known |= adopt.sources(release)
    print(f"{folder}: {len(chapters)} chapters, {len(messages)} messages, {_since(started)}")
    standing = {letters for path in chapters for letters in _blocks(path.read_text("utf-8"))}
    for path in catalogs:
        _measure(path, tuple(messages.values()), known, standing)


def _measure(path, messages, known, standing) -> None:
    started = time.perf_counter()
    file = po.read(Path(path).read_bytes(), path)
    plan = adopt.plan(file, messages, known)
    translated = [e for e in file.entries if e.translations[0] and not e.heads and not e.obsolete]
    alive = {e.line for e in translated if _letters(_without_head(e.text)) in standing}
    silent = {d.place.line for d in plan.refused if d.rule == "no-words"}
    judged = alive - silent
    lost = {d.place.line for d in plan.refused}  # in part is lost too
    carried = ({c.place.line for c in plan.carried} & judged) - lost
    finished = {c.place.line for c in plan.carried if not c.fuzzy} & carried
    print(f"{path}: {len(translated)} translations, {_since(started)}")
    print(f"  text stands {len(alive)}, of these without words {len(alive & silent)}")
    print(
        f"  carried {len(carried)} of {len(judged)} = {100 * len(carried) / len(judged):.1f} %",
        end="",
    )
    print(f", finished {len(finished)}, fuzzy {len(carried - finished)}")
    print(f"  messages served: {len({c.key for c in plan.carried})} of {len(messages)}")
    print(f"  refused: {dict(Counter(d.rule for d in plan.refused))}")
    for fault in plan.refused:
        if fault.place.line in judged:
            print(f"    {fault.place.line}: {fault.message} [{fault.rule}]")


def _release(path: Path) -> Release:
    body = _FRONT.sub("", path.read_text("utf-8"))
    text = f"---\ntitle: Chapter\n---\n\n{body}\n"
    release = parse(
        Memory({"sources/chapter/release.md": text.encode()}),
        "sources/chapter/release.md",
        Locale("en"),
    ).release
    blocks = tree.rewrite(release.document["blocks"], _without_html)
    return Release(release.slug, release.locale, str(path), "", {"meta": {}, "blocks": blocks})


def _without_html(node):
    return [] if node.get("t") in ("RawInline", "RawBlock") else node


def _blocks(text: str) -> set[str]:
    plain = _TARGET.sub("]", _FENCE.sub("\n\n", text))
    return {_letters(_HEAD.sub("", block or "")) for block in _BLOCK.split(plain)} - {""}


def _without_head(text: str) -> str:
    return _HEAD.sub("", _TARGET.sub("]", text))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _since(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s"


if __name__ == "__main__":
    main(*sys.argv[1:])
